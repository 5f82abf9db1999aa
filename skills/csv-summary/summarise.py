"""Describes every column of a table: type, missing and distinct cells, range, most frequent value."""

import collections
import json
import os
import statistics

from table import is_missing, read_table, run
from values import column_type, to_number


def summarise(arguments):
    table = read_table(arguments)
    columns = []
    with progress() as report:
        for position, name in enumerate(table.columns):
            columns.append(describe(name, [row[position] for row in table.rows]))
            report(position + 1, len(table.columns), name)
    return {"rows": len(table.rows), "delimiter": table.delimiter, "raggedRows": table.ragged, "columns": columns}


def describe(name, cells):
    present = [cell.strip() for cell in cells if not is_missing(cell)]
    kind = column_type(present)
    column = {"name": name, "type": kind, "missing": len(cells) - len(present), "distinct": len(set(present))}
    if not present:
        return column
    if kind in ("integer", "number"):
        numbers = [to_number(cell) for cell in present]
        mean = statistics.fmean(numbers)
        column |= {"min": min(numbers), "max": max(numbers), "mean": shorten(mean), "median": shorten(statistics.median(numbers))}
    elif kind in ("date", "datetime"):
        column |= {"min": min(present), "max": max(present)}
    elif kind == "text":
        column |= {"shortest": min(map(len, present)), "longest": max(map(len, present))}
    value, count = collections.Counter(present).most_common(1)[0]
    if count > 1:
        column["mostFrequent"] = {"value": value, "count": count}
    return column


def shorten(number):
    """Six decimals: enough to compare by, without the tail of a binary fraction."""
    short = round(number, 6)
    return int(short) if short == int(short) else short


class progress:
    """Tells the host how far the work is, one JSON object a line, where it has opened a descriptor for that."""

    def __enter__(self):
        descriptor = os.environ.get("SKILL_PROGRESS_FD")
        self.stream = os.fdopen(int(descriptor), "w", buffering=1, encoding="utf-8") if descriptor else None
        return self.report

    def report(self, done, total, message):
        if self.stream:
            self.stream.write(json.dumps({"progress": done, "total": total, "message": message}) + "\n")

    def __exit__(self, *_):
        if self.stream:
            self.stream.close()


if __name__ == "__main__":
    run(summarise)
