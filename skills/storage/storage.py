"""The opened folder: paths below it, walked part by part so that no link is ever followed."""

import json
import os
import stat
import sys

ROOT = "/storage"
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Not blocking: opening a pipe that nobody writes to must not wait.
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Problem(Exception):
    """Something the caller can put right; its text goes to standard error."""


def parts_of(path):
    """The names on the way; nothing for the storage itself."""
    if path == "":
        return []
    parts = path.split("/")
    if not is_nameable(path) or any(part in ("", ".", "..") for part in parts):
        raise Problem(f"path is {shown(path)}; wanted: names below the storage with / between them, such as reports/may.txt")
    return parts


def is_nameable(name):
    """Whether the name is UTF-8 without control characters, so that it can be written in an answer and given back."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return all(ord(character) >= 32 and not 127 <= ord(character) < 160 for character in name)


def shown(path):
    return json.dumps(path if len(path) <= 200 else path[:200] + "…", ensure_ascii=True)


def open_folder(parts):
    """A descriptor of the folder; every part is opened from the one before, and a link on the way is refused by the kernel."""
    folder = os.open(ROOT, FOLDER)
    for part in parts:
        try:
            inner = os.open(part, FOLDER, dir_fd=folder)
        except OSError as error:
            raise Problem(f"{shown('/'.join(parts))} is not a folder that can be opened: {reason(error)}") from None
        finally:
            os.close(folder)
        folder = inner
    return folder


def open_file(parts):
    """A descriptor and the size of an ordinary file."""
    folder = open_folder(parts[:-1])
    try:
        file = os.open(parts[-1], FILE, dir_fd=folder)
    except OSError as error:
        raise Problem(f"{shown('/'.join(parts))} cannot be read: {reason(error)}") from None
    finally:
        os.close(folder)
    state = os.fstat(file)
    if not stat.S_ISREG(state.st_mode):
        raise Problem(f"{shown('/'.join(parts))} is a {kind(state.st_mode)}; only files can be read")
    return file, state.st_size


def reason(error):
    if isinstance(error, FileNotFoundError):
        return "there is nothing by that path; list_files names what there is"
    if error.errno in (40, 20):  # ELOOP, ENOTDIR: what O_NOFOLLOW and O_DIRECTORY say of a link
        return "a part of the path is a link or a file; links are not followed"
    if isinstance(error, PermissionError):
        return "the operator's folder does not let it be read"
    return os.strerror(error.errno)


def kind(mode):
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "other"


def run(function):
    """Calls the function with the arguments and writes its result; a problem becomes one line and exit code 1."""
    try:
        result = function(json.load(sys.stdin))
    except Problem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None
    json.dump(result, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
