"""Compares texts. A plain module: nothing in it knows who calls it."""
import dataclasses
import difflib
from typing import Annotated

Share = Annotated[float, "From 0, nothing in common, to 1, equal", {"minimum": 0, "maximum": 1}]


@dataclasses.dataclass
class Changes:
    """What makes one text of another."""

    diff: str
    added: int
    removed: int
    similarity: Share


@dataclasses.dataclass
class Match:
    """A candidate and how alike it is."""

    candidate: str
    similarity: Share


def changes(before: str, after: str, context: Annotated[int, {"minimum": 0, "maximum": 100}] = 3) -> Changes:
    """Shows what changed between two texts as a unified diff, with the lines added and removed and how alike the texts are.

    Args:
        before: The old text.
        after: The new text.
        context: Unchanged lines shown around each change.
    """
    old, new = before.splitlines(), after.splitlines()
    lines = list(difflib.unified_diff(old, new, "before", "after", n=context, lineterm=""))
    body = lines[2:]
    return Changes(
        diff="\n".join(lines),
        added=sum(line.startswith("+") for line in body),
        removed=sum(line.startswith("-") for line in body),
        similarity=_alike(before, after),
    )


def closest(text: str, candidates: Annotated[list[str], {"minItems": 1, "maxItems": 1000}], most: int = 3) -> list[Match]:
    """Finds the candidates that are most like a text, the best first, for misspelt names and near duplicates.

    Args:
        text: What was written.
        candidates: What it may have meant.
        most: How many to give at most.
    """
    matches = [Match(candidate, _alike(text, candidate)) for candidate in candidates]
    return sorted(matches, key=lambda match: -match.similarity)[:max(most, 1)]


def _alike(one: str, other: str) -> float:
    return round(difflib.SequenceMatcher(None, one, other, autojunk=False).ratio(), 4)
