"""Bytes of one file."""

import base64
import os

from storage import Problem, open_file, parts_of, run, shown

# Characters that JSON writes as six are no text here: an answer stays within twice the bytes asked for.
TEXT_CONTROLS = "\t\n\r\f\b"


def read(arguments):
    parts = parts_of(arguments["path"])
    if not parts:
        raise Problem("path is empty; wanted: the path of a file, as list_files gives it")
    offset, limit = arguments.get("offset", 0), arguments.get("limit", 100_000)
    file, size = open_file(parts)
    try:
        data = read_all(file, offset, limit)
    finally:
        os.close(file)
    if offset > size:
        raise Problem(f"offset is {offset}; {shown(arguments['path'])} has {size} bytes")
    text = None if arguments.get("encoding") == "base64" else as_text(data, at_end=offset + len(data) >= size)
    encoding, content = ("base64", base64.b64encode(data).decode()) if text is None else ("utf-8", text)
    following = offset + (len(data) if text is None else len(text.encode()))
    return {
        "path": "/".join(parts), "size": size, "offset": offset, "next": following, "end": following >= size,
        "encoding": encoding, "content": content,
    }


def read_all(file, offset, limit):
    """Up to the limit: one read may give less than there is."""
    pieces = []
    while limit > 0 and (piece := os.pread(file, limit, offset)):
        pieces.append(piece)
        offset += len(piece)
        limit -= len(piece)
    return b"".join(pieces)


def as_text(data, at_end):
    """The text, without a character that the limit cut in two; nothing when the bytes are not text."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        cut = not at_end and error.reason == "unexpected end of data" and error.start > 0
        if not cut:
            return None
        text = data[: error.start].decode()
    return text if all(character >= " " or character in TEXT_CONTROLS for character in text) else None


if __name__ == "__main__":
    run(read)
