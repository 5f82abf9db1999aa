"""What a folder holds."""

import os

from storage import FOLDER, is_nameable, kind, open_folder, parts_of, run

DEPTH = 32
# An answer longer than the function's output limit would be cut: stop well before.
ANSWER_CHARACTERS = 400_000


class Listing:
    """Entries gathered until the limit, and what had to be left out."""

    def __init__(self, limit):
        self.entries = []
        self.truncated = False
        self.unnamed = 0
        self._limit = limit
        self._room = ANSWER_CHARACTERS

    def is_full(self):
        return self.truncated and (len(self.entries) >= self._limit or self._room <= 0)

    def add(self, parts, entry):
        self._room -= 2 * sum(len(part) + 1 for part in parts) + 80
        if len(self.entries) >= self._limit or self._room <= 0:
            self.truncated = True
            return
        state = entry.stat(follow_symlinks=False)
        row = {"name": parts[-1], "path": "/".join(parts), "type": kind(state.st_mode)}
        if row["type"] == "file":
            row["size"] = state.st_size
        self.entries.append(row)


def list_files(arguments):
    parts = parts_of(arguments.get("path", ""))
    listing = Listing(arguments.get("limit", 200))
    walk(open_folder(parts), parts, DEPTH if arguments.get("recursive", False) else 0, listing)
    return {"entries": listing.entries, "truncated": listing.truncated, "unnamed": listing.unnamed}


def walk(folder, parts, deeper, listing):
    """Adds what the folder holds and, as many levels deeper as are given, what its folders hold; closes the folder."""
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if listing.is_full():
                    return
                visit(folder, [*parts, entry.name], entry, deeper, listing)
    finally:
        os.close(folder)


def visit(folder, parts, entry, deeper, listing):
    if not is_nameable(entry.name):
        listing.unnamed += 1
        return
    try:
        listing.add(parts, entry)
        if not deeper or not entry.is_dir(follow_symlinks=False):
            return
        if len(parts) >= DEPTH:
            listing.truncated = True
            return
        inner = os.open(entry.name, FOLDER, dir_fd=folder)
    except OSError:
        return  # gone, or closed to this user, since its name was read
    walk(inner, parts, deeper - 1, listing)


if __name__ == "__main__":
    run(list_files)
