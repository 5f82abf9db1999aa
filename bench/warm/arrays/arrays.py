import numpy


def total(values: list[float]) -> float:
    """Adds up the values."""
    return float(numpy.sum(numpy.asarray(values)))
