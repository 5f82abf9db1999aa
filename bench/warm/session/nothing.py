def nothing(text: str) -> str:
    """Gives back what it is given."""
    return text
