"""The process that runs the code: takes one command a line, answers with one line, and keeps the variables in between."""
import ast
import asyncio
import inspect
import io
import json
import linecache
import os
import signal
import sys
import traceback
import types

BROKEN = 97
LONGEST_VALUE = 32_000
LONGEST_ERROR = 10_000
MOST_PICTURES = 20
MOST_PICTURE_BYTES = 700_000

_commands, _answers = (int(argument) for argument in sys.argv[1:3])
_standard = {descriptor: os.dup(descriptor) for descriptor in (0, 1, 2)}
_own = os.getpid()
_running = False


def main():
    for descriptor in (_commands, _answers):
        os.set_inheritable(descriptor, False)
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = ""
    sys.path.append(os.path.join(folder, "backend"))
    sys.argv = [""]
    main_module = types.ModuleType("__main__")
    main_module.__builtins__ = __builtins__
    sys.modules["__main__"] = main_module
    space, count = vars(main_module), 0
    signal.signal(signal.SIGINT, _interrupt)
    hidden = set(space) | {"__builtins__", "__annotations__"}
    with os.fdopen(_commands, "rb") as commands:
        _answer({"ready": True})
        for line in commands:
            request = json.loads(line)
            if request["do"] == "variables":
                answer = {"variables": [[name, _type(value)] for name, value in list(space.items()) if name not in hidden]}
            else:
                count += 1
                answer = run(request["code"], f"<input {count}>", space)
            if os.getpid() != _own:
                # A child that the code has made ends where the code does.
                os._exit(0)
            _answer(answer)


def _answer(answer):
    data = memoryview(json.dumps(answer, allow_nan=False).encode() + b"\n")
    while data:
        data = data[os.write(_answers, data):]


def run(code, name, space):
    """What came of the code."""
    global _running
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    answer = {"value": None, "type": "", "error": "", "pictures": []}
    signal.signal(signal.SIGINT, _interrupt)
    sys.stdout, sys.stderr = (open(d, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False) for d in (1, 2))
    pictures = Pictures()
    try:
        _running = True
        value = _evaluate(code, name, space)
        answer["value"], answer["type"] = _plain(value), "" if value is None else _type(value)
        pictures.collect(value)
    except BaseException as e:
        _running = False
        answer["error"] = _error(e)
        pictures.collect(None)
    finally:
        _running = False
    answer["pictures"] = pictures.taken
    answer["dropped"] = pictures.dropped
    _settle()
    return answer


def _interrupt(*_):
    if _running:
        raise KeyboardInterrupt


def _evaluate(code, name, space):
    tree = ast.parse(code, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    _execute(compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), space)
    return None if last is None else _execute(compile(ast.Expression(last.value), name, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), space)


def _execute(code, space):
    result = eval(code, space)
    return asyncio.run(_awaited(result)) if code.co_flags & inspect.CO_COROUTINE else result


async def _awaited(coroutine):
    return await coroutine


def _plain(value):
    """The value where JSON has it, otherwise its repr."""
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        value = value.item()
    if value is None:
        return None
    try:
        if type(value) in (bool, int, float, str, list, dict) and len(json.dumps(value, allow_nan=False)) <= LONGEST_VALUE:
            if json.loads(json.dumps(value)) == value:
                return value
    except (TypeError, ValueError, RecursionError):
        pass
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}… {len(text) - LONGEST_VALUE} more characters were dropped"


def _type(value):
    kind = type(value)
    return kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"


def _error(e):
    """The traceback, with frames of the code alone."""
    whole = traceback.TracebackException.from_exception(e)
    _trim(whole, set())
    text = "".join(whole.format())
    if len(text) > LONGEST_ERROR:
        text = f"{text[:LONGEST_ERROR // 2]}\n…\n{text[-LONGEST_ERROR // 2:]}"
    return text


def _trim(whole, seen):
    if whole is None or id(whole) in seen:
        return
    seen.add(id(whole))
    frames = [f for f in whole.stack if f.filename.startswith(("<input ", "/tmp/"))]
    whole.stack = traceback.StackSummary.from_list(frames)
    for other in (whole.__cause__, whole.__context__, *(getattr(whole, "exceptions", None) or ())):
        _trim(other, seen)


def _settle():
    """Puts back what code may have closed or replaced, so that the next finds everything as this did."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass
    for descriptor, kept in _standard.items():
        os.dup2(kept, descriptor)


class Pictures:
    """The figures that are open, and a value that is a picture, as PNG in Base64."""

    def __init__(self):
        self.taken, self.dropped, self._bytes = [], 0, 0
        plots = sys.modules.get("skillhost_plots")
        if plots is not None:
            plots.shown.clear()

    def collect(self, value):
        plots = sys.modules.get("skillhost_plots")
        images = [] if plots is None else plots.take()
        if hasattr(value, "savefig") and getattr(value, "number", None) is None:
            images.append(lambda target: value.savefig(target, format="png", bbox_inches="tight"))
        elif type(value).__module__.startswith("PIL.") and hasattr(value, "save"):
            images.append(lambda target: value.save(target, format="PNG"))
        for image in images:
            self._add(image)

    def _add(self, image):
        import base64
        target = io.BytesIO()
        try:
            target.write(image) if isinstance(image, bytes) else image(target)
        except Exception as e:
            print(f"a picture could not be drawn: {type(e).__name__}: {e}", file=sys.stderr)
            return
        if len(self.taken) == MOST_PICTURES or self._bytes + target.tell() > MOST_PICTURE_BYTES:
            self.dropped += 1
            return
        self._bytes += target.tell()
        self.taken.append(base64.b64encode(target.getvalue()).decode("ascii"))


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        # The code has closed or broken what is needed to answer; its server says so.
        os._exit(BROKEN)
