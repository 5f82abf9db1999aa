"""Greets people."""


def greet(name: str, loud: bool = False) -> dict[str, str]:
    """Greets one person, politely or loudly.

    Args:
        name: Whom to greet.
        loud: Whether to shout.
    """
    greeting = f"Hello, {name}!"
    return {"greeting": greeting.upper() if loud else greeting}
