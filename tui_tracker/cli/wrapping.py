"""Lines that fit a terminal."""

from textwrap import wrap

WIDTH = 80


def wrapped(text: str, indent: str, hanging: int = 2) -> list[str]:
    """A text in lines of at most 80 characters where its words allow, the later ones `hanging` further in."""
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + " " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
