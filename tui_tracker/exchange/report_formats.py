"""The formats in which the measures of a period are taken along."""

from enum import StrEnum


class ReviewFormat(StrEnum):
    """How a review is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


ENDINGS: dict[str, ReviewFormat] = {
    ".html": ReviewFormat.HTML,
    ".htm": ReviewFormat.HTML,
    ".txt": ReviewFormat.TEXT,
    ".md": ReviewFormat.MARKDOWN,
    ".csv": ReviewFormat.CSV,
    ".json": ReviewFormat.JSON,
}
"""Which format a file's name asks for; the first of a format is the one that is offered."""
