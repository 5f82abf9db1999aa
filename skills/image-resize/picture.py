"""Opening and saving pictures within bounds that are known before a single pixel is unpacked."""

import base64
import binascii
import io
import json
import os
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FOLDER = "/pictures"
# What the function's memory holds at once: the picture as it was and as colours, four bytes a pixel, and the new one.
MAX_PIXELS = 16_000_000
MAX_SIDE = 16_384
# As base64 within the function's output limit of 1 MiB.
MAX_ANSWER = 750_000
MAX_FILE = 32 << 20
FORMATS = {"PNG": "png", "JPEG": "jpeg"}


class Problem(Exception):
    """Something the caller can put right; its text goes to standard error."""


def data_of(arguments):
    """The bytes of the picture."""
    if "file" in arguments:
        return read_file(arguments["file"])
    try:
        return base64.b64decode(arguments["image"], validate=True)
    except binascii.Error as error:
        raise Problem(f"image is not base64: {error}") from None


def read_file(name):
    try:
        # No link, and no waiting for a pipe that nobody writes to.
        with open(os.open(f"{FOLDER}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Problem(f"file {name!r} cannot be read: {error.strerror}; wanted: a file of the opened folder, which is no link") from None
    if len(data) > MAX_FILE:
        raise Problem(f"file {name!r} has more than {MAX_FILE >> 20} MiB")
    return data


def open_picture(data):
    """The picture, its pixels still packed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures; the bound is ours
            picture = Image.open(io.BytesIO(data), formats=list(FORMATS))
    except (UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError, OSError):
        raise Problem(f"the {len(data)} bytes are no PNG or JPEG picture of at most {MAX_PIXELS} pixels") from None
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Problem(f"the picture has {width} × {height} pixels; wanted: at most {MAX_PIXELS} in all and {MAX_SIDE} a side")
    return picture


def unpack(picture):
    """Its pixels the right way up, as grey or colours with or without transparency."""
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise Problem(f"the picture is damaged: {error}") from None
    picture = ImageOps.exif_transpose(picture)
    if picture.mode in ("RGB", "L") and not is_transparent(picture):
        return picture
    if picture.mode.startswith("I"):  # sixteen bits a pixel, which a plain conversion would cut off
        return picture.point(lambda value: value / 257).convert("L")
    return picture.convert("RGBA" if is_transparent(picture) else "RGB")


def is_transparent(picture):
    return "A" in picture.getbands() or "transparency" in picture.info


def save(picture, wanted, quality):
    out = io.BytesIO()
    if wanted == "jpeg":
        on_white(picture).save(out, "JPEG", quality=quality, optimize=True)
    else:
        picture.save(out, "PNG", optimize=True)
    if out.tell() > MAX_ANSWER:
        raise Problem(
            f"the new picture has {out.tell()} bytes; wanted: at most {MAX_ANSWER}, by a smaller width and height, format jpeg or a lower quality")
    return out.getvalue()


def on_white(picture):
    """JPEG knows no transparency."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def run(function):
    """Calls the function with the arguments and writes its result; a problem becomes one line and exit code 1."""
    try:
        result = function(json.load(sys.stdin))
    except Problem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None
    json.dump(result, sys.stdout)
    sys.stdout.write("\n")
