"""Reading: one JSON object from standard input, and a table out of CSV text."""

import csv
import io
import json
import sys

DELIMITERS = [",", ";", "\t", "|"]
MAX_COLUMNS = 1000
MISSING = {"", "na", "n/a", "null", "none", "nan", "-"}


class Problem(Exception):
    """Something the caller can put right; its text goes to standard error."""


class Table:
    """Column names, rows of equal width, and how many rows had another width."""

    def __init__(self, columns, rows, ragged, delimiter):
        self.columns = columns
        self.rows = rows
        self.ragged = ragged
        self.delimiter = delimiter

    def index(self, name):
        if name not in self.columns:
            raise Problem(f"column {name!r} is not there; the columns are {', '.join(self.columns)}")
        return self.columns.index(name)


def is_missing(cell):
    return cell.strip().lower() in MISSING


def read_table(arguments):
    text = arguments["csv"].removeprefix("\ufeff")
    delimiter = arguments.get("delimiter") or guess_delimiter(text)
    try:
        records = (record for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if record)
        return build_table(records, arguments.get("header", True), delimiter)
    except (csv.Error, TypeError, ValueError) as error:
        raise Problem(f"the text is not CSV cut by {delimiter!r}: {error}") from None


def build_table(records, header, delimiter):
    first = next(records, None)
    if first is None:
        raise Problem("the text holds no row")
    if len(first) > MAX_COLUMNS:
        raise Problem(f"the table has {len(first)} columns; at most {MAX_COLUMNS} can be read")
    columns = name_columns(first if header else [""] * len(first))
    width, ragged = len(columns), 0
    rows = [] if header else [first]
    for row in records:
        if len(row) != width:
            ragged += 1
            row = (row + [""] * width)[:width]
        rows.append(row)
    return Table(columns, rows, ragged, delimiter)


def name_columns(header):
    """Every column gets a name of its own: column_3 where there is none, name_2 where one comes again."""
    names, copies = {}, {}
    for position, cell in enumerate(header, start=1):
        wanted = name = cell.strip() or f"column_{position}"
        while name in names:
            copies[wanted] = copies.get(wanted, 1) + 1
            name = f"{wanted}_{copies[wanted]}"
        names[name] = position
    return list(names)


def guess_delimiter(text):
    """The candidate that cuts the first records into the most cells of the same number."""
    best, best_width = ",", 1
    for candidate in DELIMITERS:
        widths = []
        try:
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=candidate):
                if record:
                    widths.append(len(record))
                if len(widths) == 20:
                    break
        except csv.Error:
            continue
        if widths and min(widths) == max(widths) and widths[0] > best_width:
            best, best_width = candidate, widths[0]
    return best


def run(function):
    """Calls the function with the arguments and writes its result; a problem becomes one line and exit code 1."""
    csv.field_size_limit(16 << 20)
    try:
        result = function(json.load(sys.stdin))
    except Problem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None
    except OverflowError:
        print("the numbers are too large to add up", file=sys.stderr)
        raise SystemExit(1) from None
    json.dump(result, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
