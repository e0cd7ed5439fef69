"""A period on paper: the monthly review and all figures, as text, Markdown, HTML, CSV or JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.catalogue import THEME_NAMES
from tui_tracker.domain.insights.changes import NOTHING, Change
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.monthly import PARTS, Review, Section, section_of
from tui_tracker.domain.insights.overview import Overview
from tui_tracker.domain.insights.page import Theme
from tui_tracker.domain.insights.periods import Period, Step
from tui_tracker.domain.insights.scoreboard import as_table, ranked
from tui_tracker.domain.settings import Settings
from tui_tracker.exchange.report_formats import ENDINGS, ReviewFormat
from tui_tracker.services.insights import themes
from tui_tracker.services.insights.attention import attention
from tui_tracker.services.insights.overview import overview
from tui_tracker.services.insights.scoreboard import scoreboard
from tui_tracker.services.practice import practice
from tui_tracker.storage.queries.exporting import one_moment

Tick = Callable[[int, int], None]
"""Told how much is done, of how much, while it is counted."""

TEXT_WIDTH = 80
"""Columns of a review as text, where nobody says."""

_PARTNERS = "partners"
_PAGES = (*(theme.value for theme in Theme), _PARTNERS)


def monthly_review(
    period: Period, lens: Lens, today: date, settings: Settings, *, patients: bool = False, tick: Tick | None = None
) -> Review:
    """Count what the monthly review holds, of a period of any length.

    With `patients` the lists of what needs somebody's attention are in it, by patient reference; without it no
    reference is.
    """
    steps = _Steps(tick, len(PARTS) + 1 + patients)
    with one_moment():
        first = overview(period, lens, today, settings)
        steps.done()
        sections = []
        for part in PARTS:
            section = section_of(part, themes.page(part.theme, period, lens, today, settings))
            sections += [section] if section else []
            steps.done()
        if patients:
            sections.append(attention(period.span, lens, today, settings))
            steps.done()
        who = _practice_name()
    return Review(
        "review", who, period, lens.name, today, first.figures, _changes(first), tuple(sections), patients=patients
    )


def everything(
    period: Period, lens: Lens, today: date, settings: Settings, *, table: str = "", tick: Tick | None = None
) -> Review:
    """Count all pages with all their figures, charts and tables, and the scoreboard of partners.

    Where the name of a `table` says on which page it stands (`times.reports`), that page alone is counted.
    """
    named = [key for key in _PAGES if table.startswith(f"{key}.") or (key == _PARTNERS and table == "scoreboard")]
    steps = _Steps(tick, 1 + len(named or _PAGES))
    with one_moment():
        first = None if named else overview(period, lens, today, settings)
        steps.done()
        sections = []
        for key in named or _PAGES:
            sections.append(_whole(key, period, lens, today, settings))
            steps.done()
        who = _practice_name()
    told = ((), ()) if first is None else (first.figures, _changes(first))
    return Review("figures", who, period, lens.name, today, *told, tuple(sections))


def _whole(key: str, period: Period, lens: Lens, today: date, settings: Settings) -> Section:
    """A page with all that is on it."""
    if key == _PARTNERS:
        board = scoreboard(period, lens, today, settings)
        return Section(key, "Scoreboard", tables=(as_table(board, ranked(board, "referrals")),), most=0)
    theme = Theme(key)
    page = themes.page(theme, period, lens, today, settings)
    return Section(key, THEME_NAMES[theme], page.figures, page.charts, page.tables, page.says)


class _Steps:
    """Tells how much of how much is done."""

    def __init__(self, tick: Tick | None, of: int) -> None:
        self._tick = tick
        self._of = of
        self._done = 0

    def done(self) -> None:
        """One more is."""
        self._done += 1
        if self._tick is not None:
            self._tick(self._done, self._of)


def _changes(first: Overview) -> tuple[Change, ...]:
    return first.changes or (Change(NOTHING, None),)


def _practice_name() -> str:
    found = practice()
    return found.name if found else ""


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


def table_csv(review: Review, name: str) -> str:
    """One table as CSV, by its name; `top_senders` will do for `sources.top_senders`. Raises Refused with all names."""
    from tui_tracker.exchange import report_csv

    return report_csv.table_csv(report_csv.named_table(review, name))


def save_review(review: Review, form: ReviewFormat, path: Path, *, overwrite: bool = False) -> Path:
    """Write the review to a file that only its owner may read, there whole or not at all; gives its full path.

    Raises Refused where a file of this name exists (unless `overwrite`), or it cannot be written.
    """
    from tui_tracker.exchange.whole_file import write_whole

    # Spreadsheets take a CSV without a mark at its beginning for one of the machine's old encoding.
    encoding = "utf-8-sig" if form is ReviewFormat.CSV else "utf-8"
    return write_whole(path, written(review, form).encode(encoding), overwrite=overwrite)


def review_name(period: Period) -> str:
    """What a file of the review of a period is called, without its ending: `review-2026-10`."""
    first, last = period.whole
    match period.step:
        case Step.MONTH:
            return f"review-{first:%Y-%m}"
        case Step.QUARTER:
            return f"review-{first.year}-q{(first.month + 2) // 3}"
        case Step.YEAR:
            return f"review-{first.year}"
        case Step.TWELVE:
            return f"review-{first:%Y-%m}-to-{last:%Y-%m}"
        case Step.DAYS:
            return f"review-{first}-to-{last}"


def format_of(name: str) -> ReviewFormat:
    """The format that a file's name asks for by its ending. Raises Refused where it says none."""
    found = ENDINGS.get(Path(name).suffix.lower())
    if found is None:
        raise Refused("End the file’s name in .html, .txt, .md, .csv or .json, or name the format.", "path")
    return found


def ending_of(form: str) -> str:
    """The ending that a file of this format is given."""
    return next(ending for ending, found in ENDINGS.items() if found == form)
