"""What a cell is: a truth value, a number, a date, or text."""

import datetime
import math
import re

INTEGER = re.compile(r"[+-]?\d{1,30}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def to_number(cell):
    """The number, or None when the cell holds none that JSON can carry."""
    cell = cell.strip()
    if INTEGER.fullmatch(cell):
        return int(cell)
    if NUMBER.fullmatch(cell) and math.isfinite(value := float(cell)):
        return value
    return None


def is_boolean(cell):
    return cell.strip().lower() in ("true", "false", "yes", "no")


def is_integer(cell):
    return INTEGER.fullmatch(cell.strip()) is not None


def is_number(cell):
    return to_number(cell) is not None


def is_date(cell):
    return DATE.fullmatch(cell.strip()) is not None and _parses(datetime.date, cell)


def is_date_time(cell):
    return DATE_TIME.fullmatch(cell.strip()) is not None and _parses(datetime.datetime, cell)


def _parses(kind, cell):
    try:
        kind.fromisoformat(cell.strip())
        return True
    except ValueError:
        return False


# From narrow to wide: a column has the first type that fits all its cells.
TESTS = [("boolean", is_boolean), ("integer", is_integer), ("number", is_number), ("date", is_date), ("datetime", is_date_time)]


def column_type(cells):
    """The type of the cells that are not missing; "empty" when there is none."""
    if not cells:
        return "empty"
    return next((name for name, fits in TESTS if all(map(fits, cells))), "text")
