"""What a function may use beyond its arguments and its result. Nothing of it is needed: a plain function is a skill.

    import skillhost

    def render(pages: int) -> skillhost.Image:
        for page in range(pages):
            skillhost.progress(page, total=pages, message=f"page {page}")
            if skillhost.cancelled():
                ...
        return skillhost.Image(png_bytes)
"""
import base64
import contextvars
import mimetypes
import os
import typing

_call = contextvars.ContextVar("skillhost_call", default=None)

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"), (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"<svg", "image/svg+xml"),
)


class Cancelled(BaseException):
    """Raised in a function that nobody waits for any more."""


class Failure(Exception):
    """Fails the call with this message and nothing else: neither the exception's name nor its place."""


def progress(progress, total=None, message=None):
    """Reports progress: it grows, and total, where it is known, is what it is out of."""
    call = _call.get()
    if call is not None:
        call.progress(progress, total, message)


def log(message, level="info"):
    """Logs one line; print() does as well."""
    call = _call.get()
    if call is not None:
        call.log(message, level)


def cancelled():
    """Whether nobody waits for the result any more."""
    call = _call.get()
    return call is not None and call.cancelled


def invocation_id():
    """The call's id, as the host's log and audit have it; empty outside a call."""
    call = _call.get()
    return call.invocation_id if call is not None else ""


class Content:
    """A piece of a result for a model."""

    def block(self):
        raise NotImplementedError


Value = typing.TypeVar("Value")


class Result(typing.Generic[Value]):
    """A value as a hint says, -> Result[int], with pieces for a model beside it."""

    def __init__(self, value, *content):
        self.value, self.content = value, content


class Text(Content):
    def __init__(self, text):
        self.text = text

    def block(self):
        return {"type": "text", "text": self.text}


class Image(Content):
    """A picture: its bytes, or a file that holds it."""

    kind = "image"

    def __init__(self, data, mime=None):
        self.data, self.mime = _bytes(data), mime or _mime(data)

    def block(self):
        return {"type": self.kind, "data": base64.b64encode(self.data).decode("ascii"), "mimeType": self.mime}


class Audio(Image):
    """A sound."""

    kind = "audio"


class File(Content):
    """A file of any kind, by its bytes or its path."""

    def __init__(self, data, name=None, mime=None):
        path = os.fspath(data) if isinstance(data, (str, os.PathLike)) else ""
        self.data = _bytes(data)
        self.name = name or os.path.basename(path) or "file"
        self.mime = mime or mimetypes.guess_type(self.name)[0] or _mime(self.data)

    def block(self):
        resource = {"uri": "file:///" + self.name, "mimeType": self.mime}
        try:
            if not self.mime.startswith("text/"):
                raise ValueError
            resource["text"] = self.data.decode("utf-8")
        except ValueError:
            resource["blob"] = base64.b64encode(self.data).decode("ascii")
        return {"type": "resource", "resource": resource}


class Link(Content):
    """The address of something elsewhere."""

    def __init__(self, uri, name=None, description=None, mime=None):
        self.uri, self.name, self.description, self.mime = uri, name or uri, description, mime

    def block(self):
        link = {"type": "resource_link", "uri": self.uri, "name": self.name}
        if self.description:
            link["description"] = self.description
        if self.mime:
            link["mimeType"] = self.mime
        return link


def _bytes(data):
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    with open(data, "rb") as file:
        return file.read()


def _mime(data):
    if isinstance(data, (str, os.PathLike)):
        return mimetypes.guess_type(os.fspath(data))[0] or "application/octet-stream"
    start = bytes(data[:16])
    return next((mime for magic, mime in _MAGIC if start.startswith(magic)), "application/octet-stream")
