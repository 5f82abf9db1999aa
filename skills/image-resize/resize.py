"""A picture at another size."""

import base64

from PIL import Image, ImageOps

from picture import FORMATS, data_of, open_picture, run, save, unpack

FINE = Image.Resampling.LANCZOS


def resize(arguments):
    picture = open_picture(data_of(arguments))
    wanted = arguments.get("format", "same")
    wanted = FORMATS[picture.format] if wanted == "same" else wanted
    picture = scale(unpack(picture), arguments.get("width"), arguments.get("height"), arguments.get("fit", "inside"))
    data = save(picture, wanted, arguments.get("quality", 85))
    return {
        "format": wanted, "width": picture.width, "height": picture.height, "bytes": len(data),
        "image": base64.b64encode(data).decode(),
    }


def scale(picture, width, height, fit):
    if width and height and fit == "stretch":
        return picture.resize((width, height), FINE)
    if width and height and fit == "cover":
        return ImageOps.fit(picture, (width, height), FINE)
    factor = min(side / of for side, of in ((width, picture.width), (height, picture.height)) if side)
    # A side that follows from the other is no wider than what can be asked for.
    sides = [min(2048, max(1, round(factor * side))) for side in picture.size]
    return picture.resize(tuple(sides), FINE)


if __name__ == "__main__":
    run(resize)
