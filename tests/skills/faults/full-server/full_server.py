import subprocess
import time

import skillhost


def run(script: str) -> str:
    """Runs a shell script, whose output is the log."""
    subprocess.run(["bash", "-c", script], check=True)
    return "whole"


def tells(seconds: float) -> str:
    """Says that it has begun, in three ways, and waits."""
    skillhost.log("logged", "warning")
    skillhost.progress(1, total=2, message="half")
    print("printed", flush=True)
    time.sleep(seconds)
    return "whole"
