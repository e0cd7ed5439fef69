"""A period on paper: the monthly review and all figures, as text, Markdown, HTML, CSV or JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.monthly import Review
from tui_tracker.domain.insights.periods import Period
from tui_tracker.domain.settings import Settings
from tui_tracker.exchange.report_formats import ENDINGS, ReviewFormat

Tick = Callable[[int, int], None]
"""Told how much is done, of how much, while it is counted."""

TEXT_WIDTH = 80
"""Columns of a review as text, where nobody says."""


def monthly_review(
    period: Period, lens: Lens, today: date, settings: Settings, *, patients: bool = False, tick: Tick | None = None
) -> Review:
    """Count what the monthly review holds, of a period of any length.

    With `patients` the lists of what needs somebody's attention are in it, by patient reference; without it no
    reference is.
    """
    raise NotImplementedError


def everything(period: Period, lens: Lens, today: date, settings: Settings, *, tick: Tick | None = None) -> Review:
    """Count all pages with all their figures, charts and tables."""
    raise NotImplementedError


def written(review: Review, form: ReviewFormat, *, width: int = TEXT_WIDTH, ascii_only: bool = False) -> str:
    """The review in a format. `width` (columns) is for text; `ascii_only` for the signs of text, and for JSON."""
    match form:
        case ReviewFormat.TEXT:
            from tui_tracker.exchange.report_text import as_text

            return "".join(as_text(review, width, ascii_only=ascii_only))
        case ReviewFormat.MARKDOWN:
            from tui_tracker.exchange.report_markdown import as_markdown

            return "".join(as_markdown(review))
        case ReviewFormat.HTML:
            from tui_tracker.exchange.report_html import as_html

            return "".join(as_html(review))
        case ReviewFormat.CSV:
            from tui_tracker.exchange.report_csv import as_csv

            return "".join(as_csv(review))
        case ReviewFormat.JSON:
            from tui_tracker.exchange.report_json import as_json

            return as_json(review, ascii_only=ascii_only)


def save_review(review: Review, form: ReviewFormat, path: Path, *, overwrite: bool = False) -> Path:
    """Write the review to a file that only its owner may read, there whole or not at all; gives its full path.

    Raises Refused where a file of this name exists (unless `overwrite`), or it cannot be written.
    """
    from tui_tracker.exchange.whole_file import write_whole

    return write_whole(path, written(review, form).encode(), overwrite=overwrite)


def review_name(period: Period) -> str:
    """What a file of the review of a period is called, without its ending: `review-2026-10`."""
    raise NotImplementedError


def format_of(name: str) -> ReviewFormat:
    """The format that a file's name asks for by its ending. Raises Refused where it says none."""
    found = ENDINGS.get(Path(name).suffix.lower())
    if found is None:
        raise Refused("End the file’s name in .html, .txt, .md, .csv or .json, or name the format.", "path")
    return found


def ending_of(form: str) -> str:
    """The ending that a file of this format is given."""
    return next(ending for ending, found in ENDINGS.items() if found == form)
