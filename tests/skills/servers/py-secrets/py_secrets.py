import os
import sys

FILE = open("/run/secrets/SERVER_FILE").read()


def tell() -> dict:
    """Tells both secrets on every way out."""
    value = os.environ["SERVER_ENV"]
    sys.stderr.write("log " + value[:7])
    sys.stderr.flush()
    sys.stderr.write(value[7:] + "\n")
    print("printed " + FILE)
    return {"env": value, "file": FILE, "reversed": value[::-1] + FILE[::-1]}
