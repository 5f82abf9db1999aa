"""The first rows of a table, as they stand."""

from table import read_table, run


def head(arguments):
    table = read_table(arguments)
    return {"columns": table.columns, "rows": table.rows[: arguments.get("rows", 10)], "total": len(table.rows)}


if __name__ == "__main__":
    run(head)
