"""Puts the list of fonts where Matplotlib looks for it; runs whenever Python starts."""
import os


def place():
    source, target = "/usr/share/skillhost-fonts", os.environ.get("MPLCONFIGDIR", "")
    if not target.startswith("/tmp/") or os.path.exists(target):
        return
    try:
        os.mkdir(target, 0o700)
        for name in os.listdir(source):
            with open(os.path.join(source, name), "rb") as whole, open(os.path.join(target, name), "wb") as copy:
                copy.write(whole.read())
    except OSError:
        pass  # Without the list, Matplotlib makes it again.


place()
