"""Markdown as a PDF, through Typst; its own fonts have Latin, Greek, Cyrillic, Vietnamese, Hebrew and more."""

from tui_tracker.domain.errors import Refused


def pdf(markdown: str) -> bytes:
    """The PDF of a letter. Raises Refused where the extra is missing."""
    raise Refused("To make a PDF, install tui-tracker[pdf].")
