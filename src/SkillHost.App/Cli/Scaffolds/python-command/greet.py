"""Greets one person."""

import json
import sys


def greet(name, loud=False):
    greeting = f"Hello, {name}!"
    return {"greeting": greeting.upper() if loud else greeting}


if __name__ == "__main__":
    json.dump(greet(**json.load(sys.stdin)), sys.stdout)
