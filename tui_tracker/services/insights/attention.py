"""What of a period needs somebody's attention, by patient reference: written only where references are asked for."""

from collections.abc import Iterable, Iterator
from datetime import date

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.monthly import Section
from tui_tracker.domain.insights.page import Behind, Column, Row, Table, Theme, Unit
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Promise, label
from tui_tracker.services.insights import themes
from tui_tracker.storage.queries.cards import cards

_REPORTS = (Promise.INITIAL_REPORT, Promise.PROGRESS_REPORT, Promise.FINAL_REPORT)
_NOT_SEEN, _PAST_DUE = "Not seen yet", "Past due today"
_MOST = 40

_COLUMNS = (
    Column("patient", "Patient", Unit.WORDS),
    Column("partner", "From", Unit.WORDS),
    Column("received", "Received", Unit.WORDS),
    Column("stage", "Stage", Unit.WORDS),
    Column("note", "", Unit.WORDS),
)

Noted = tuple[int, str]
"""A referral, and what is said of it."""


def attention(span: Span, lens: Lens, today: date, settings: Settings) -> Section:
    """The referrals of a span that were not seen yet, whose reports are past due, and that were lost."""

    def groups(theme: Theme, key: str, words: str = "") -> Iterator[Noted]:
        for group in themes.listing(Behind(theme, key, span), lens, today, settings).groups:
            if words in ("", group.words):
                notes = group.notes or ("" if words else group.words,) * len(group.ids)
                yield from zip(group.ids, notes, strict=True)

    late = (
        (one, f"{label(kind)}, {note}")
        for kind in _REPORTS
        for one, note in groups(Theme.TIMES, f"{kind.value}_on_time", _PAST_DUE)
    )
    lists = (
        ("not_seen", "Received, not seen yet", groups(Theme.REFERRALS, "received", _NOT_SEEN)),
        ("reports_due", "Reports past due", late),
        ("lost", "Lost", groups(Theme.FUNNEL, "lost")),
    )
    tables = tuple(_table(name, title, list(found)) for name, title, found in lists)
    return Section("attention", "What needs attention", tables=tables, most=_MOST)


def _table(name: str, title: str, found: list[Noted]) -> Table:
    return Table(name, title, _COLUMNS, tuple(_rows(found)))


def _rows(found: Iterable[Noted]) -> Iterator[Row]:
    noted = list(found)
    known = {row[0]: row for row in cards([one for one, _note in noted])}
    for one, note in noted:
        if one in known:
            _id, _flow, stage, _stage_on, _partner, who, source, patient_ref, _reason, _urgency, day, *_ = known[one]
            yield Row((patient_ref, who or f"came by {label(source)}", day.isoformat(), label(stage), note))
