"""Functions that run code in an interpreter of its own, which lives as long as the conversation's container."""
import base64
import dataclasses
import json
import typing

import skillhost

from session import Interpreter

LARGEST_RESULT = 1_000_000

_interpreter = Interpreter()


@dataclasses.dataclass
class Ran:
    value: typing.Annotated[typing.Any, "Of the last expression: JSON where JSON has it, otherwise its repr(); null where there is none"]
    type: typing.Annotated[str, "The value's type; empty where there is no value"]
    stdout: str
    stderr: str
    error: typing.Annotated[str, "The traceback where the code was ended by an exception or its timeout; otherwise empty"]


@dataclasses.dataclass
class Variable:
    name: str
    type: str


def run(
    code: typing.Annotated[str, {"maxLength": 200_000}],
    timeout: typing.Annotated[float, {"exclusiveMinimum": 0, "maximum": 50}] = 20.0,
) -> skillhost.Result[Ran]:
    """Runs Python code and answers with the value of its last expression, what it printed, its traceback if it raised, and every figure
    drawn, as PNG. Variables stay for the next call, also after an exception or a timeout. Files in /tmp stay too. There is no network and
    no input(); await works at the top.

    Args:
        code: One or more statements.
        timeout: Seconds until the code is interrupted.
    """
    answer = _interpreter.run(code, timeout)
    pictures = _fitting(answer)
    ran = Ran(answer["value"], answer["type"], answer["stdout"], answer["stderr"], answer["error"])
    return skillhost.Result(ran, *(skillhost.Image(base64.b64decode(picture), "image/png") for picture in pictures))


def _fitting(answer):
    """The pictures that a result has room for beside the rest, which stands in it twice."""
    pictures, dropped = answer.pop("pictures"), answer.pop("dropped")
    rest = json.dumps(answer)
    room = LARGEST_RESULT - len(rest) - len(json.dumps(rest))
    fitting = []
    for picture in pictures:
        room -= len(picture)
        if room > 0:
            fitting.append(picture)
    dropped += len(pictures) - len(fitting)
    if dropped:
        answer["stderr"] += f"{dropped} more pictures were dropped: the result has no room for them\n"
    return fitting


def variables() -> list[Variable]:
    """Lists the variables that the code has made so far, with their types."""
    return [Variable(name, kind) for name, kind in _interpreter.variables()]


def reset() -> str:
    """Forgets everything: the interpreter starts anew, and what it left running ends."""
    _interpreter.restart()
    return "The interpreter was started anew."
