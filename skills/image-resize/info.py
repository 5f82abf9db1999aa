"""What a picture is."""

from picture import FORMATS, data_of, is_transparent, open_picture, run

ORIENTATION = 0x0112
COLOURS = {"1": "black-white", "L": "grey", "LA": "grey", "I": "grey", "I;16": "grey", "P": "palette", "RGB": "rgb", "RGBA": "rgb", "CMYK": "cmyk"}


def info(arguments):
    data = data_of(arguments)
    picture = open_picture(data)
    width, height = picture.size
    if picture.getexif().get(ORIENTATION, 1) > 4:  # lies on its side until it is shown
        width, height = height, width
    return {
        "format": FORMATS[picture.format], "width": width, "height": height, "bytes": len(data),
        "colours": COLOURS.get(picture.mode, "other"), "transparent": is_transparent(picture),
    }


if __name__ == "__main__":
    run(info)
