"""Turns what a function gives or raises into a tool's result."""
import io
import json
import pathlib
import traceback

import skillhost

from . import types


def of(function, value):
    """The result for a value; raises TypeError or ValueError where it cannot be said."""
    if isinstance(value, skillhost.Result):
        return _beside(of(function, value.value), [content(item) or skillhost.Text(text(item)).block() for item in value.content])
    if isinstance(value, str) and function.output is None:
        return {"content": [{"type": "text", "text": value}]}
    if function.output is not None:
        plain = types.plain(value)
        return {"content": [], "structuredContent": {"result": plain} if function.wrapped else plain}
    if value is None:
        return {"content": []}
    block = content(value)
    if block:
        return {"content": [block]}
    if isinstance(value, (list, tuple)) and any(content(item) for item in value):
        return {"content": [content(item) or skillhost.Text(text(item)).block() for item in value]}
    return {"content": [{"type": "text", "text": text(value)}]}


def _beside(result, blocks):
    # A model that sees content alone sees the value too.
    value = result.get("structuredContent")
    said = [] if value is None or not blocks else [skillhost.Text(json.dumps(value, ensure_ascii=False, allow_nan=False)).block()]
    return {**result, "content": result["content"] + said + blocks}


def text(value):
    return value if isinstance(value, str) else json.dumps(types.plain(value), ensure_ascii=False, allow_nan=False)


def content(value):
    """The block of a value that is a picture, a file or the like, or None."""
    if isinstance(value, skillhost.Content):
        return value.block()
    if isinstance(value, (bytes, bytearray)):
        mime = skillhost._mime(value)
        return (skillhost.Image(value, mime) if mime.startswith("image/") else skillhost.File(value)).block()
    if isinstance(value, pathlib.Path) and value.is_file():
        file = skillhost.File(value)
        return (skillhost.Image(file.data, file.mime) if file.mime.startswith("image/") else file).block()
    module = type(value).__module__
    if module.startswith("PIL.") and hasattr(value, "save"):
        return _saved(lambda target: value.save(target, format="PNG"))
    if module.startswith("matplotlib.") and hasattr(value, "savefig"):
        return _saved(lambda target: value.savefig(target, format="png", bbox_inches="tight"))
    return None


def _saved(save):
    target = io.BytesIO()
    save(target)
    return skillhost.Image(target.getvalue(), "image/png").block()


def error(exception, folder):
    """The result for an exception: its message, and where in the skill's own files it was raised."""
    if isinstance(exception, skillhost.Failure):
        return {"content": [{"type": "text", "text": str(exception)}], "isError": True}
    trace = exception.__traceback__
    while trace is not None and not trace.tb_frame.f_code.co_filename.startswith(folder):
        trace = trace.tb_next
    traceback.print_exception(type(exception), exception, trace or exception.__traceback__)
    where = [frame for frame in traceback.extract_tb(exception.__traceback__) if frame.filename.startswith(folder)]
    message = f"{type(exception).__name__}: {exception}" if str(exception) else type(exception).__name__
    if where:
        last = where[-1]
        message += f" ({last.filename[len(folder):].lstrip('/')}, line {last.lineno}, in {last.name})"
    return {"content": [{"type": "text", "text": message}], "isError": True}
