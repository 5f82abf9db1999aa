"""Groups rows by one column and reduces another within each group."""

import statistics

from summarise import shorten
from table import Problem, is_missing, read_table, run
from values import to_number

REDUCE = {"count": len, "sum": sum, "mean": statistics.fmean, "min": min, "max": max}


def aggregate(arguments):
    table = read_table(arguments)
    by, how = table.index(arguments["groupBy"]), arguments.get("function", "count")
    if how != "count" and "value" not in arguments:
        raise Problem(f"{how} needs a column to work on: name it in 'value'")
    value = table.index(arguments["value"]) if how != "count" else by

    groups = {}
    for row in table.rows:
        group = groups.setdefault(row[by].strip(), [])
        if how == "count":
            group.append(1)
        elif not is_missing(row[value]):
            group.append(number_in(row[value], table.columns[value]))
    found = [{"group": name, "value": shorten(REDUCE[how](numbers))} for name, numbers in groups.items() if numbers]
    found.sort(key=lambda entry: (-entry["value"], entry["group"]))
    return {"function": how, "groups": found}


def number_in(cell, column):
    number = to_number(cell)
    if number is None:
        raise Problem(f"column {column!r} holds {cell.strip()[:40]!r}, which is not a number")
    return number


if __name__ == "__main__":
    run(aggregate)
