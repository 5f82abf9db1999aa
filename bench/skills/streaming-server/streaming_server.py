import subprocess
import time

import skillhost


def lines() -> str:
    """Logs ten lines, each with the time at which it is written."""
    for _ in range(10):
        skillhost.log(time.monotonic_ns())
        time.sleep(0.01)
    return "done"


def flood() -> str:
    """Writes 1 GB to the log."""
    subprocess.run(["head", "-c", "1000000000", "/dev/zero"], check=True)
    return "done"
