"""The lists behind times: what waits for somebody first, then what took longest."""

from collections.abc import Callable, Iterable
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Group, Listed, Listing, listing_of
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.times import LOOPS, MEASURES, Bin, Turned, Wait, bins, kind_of
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Promise
from tui_tracker.services.insights.times_counting import reports_turned
from tui_tracker.storage.queries import practice
from tui_tracker.storage.queries.insights import times as queries
from tui_tracker.storage.queries.partners import names_of

_NAMES = {measure.key: measure.name for measure in MEASURES}


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """The list behind a key of the theme; KeyError where there is none such."""
    what, _, part = key.partition(":")
    if key == LOOPS:
        return _loops(span, lens, today)
    for wait in Wait:
        if what in (wait.value, f"{wait.value}_p90", f"{wait.value}_days"):
            return _waits(wait, part, span, lens, today, settings)
    if what == "member":
        return _of_member(int(part), span, lens, today, settings)
    if what == "partner":
        return _of_partner(int(part), span, lens, today, settings)
    kind = kind_of(what)
    if kind is None:
        raise KeyError(key)
    return _of_kind(kind, what, part, span, lens, today, settings)


def _loops(span: Span, lens: Lens, today: date) -> Listing:
    found: tuple[list[int], list[int]] = [], []
    for row_id, told in queries.looped(span, lens, today):
        found[told].append(row_id)
    groups = (Group("No initial or final report", tuple(found[False])), Group("Report sent", tuple(found[True])))
    return listing_of(_NAMES[LOOPS], Listed.REFERRALS, groups)


def _waits(wait: Wait, part: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    days = settings.promises
    promised = days.first_visit if wait is Wait.SEEN else days.first_contact
    column = _column(part, promised)
    rows = sorted(
        (
            (took, row_id)
            for row_id, took in queries.waited(wait, span, lens, today)
            if column is None or took in column
        ),
        key=lambda row: (-row[0], row[1]),
    )
    said = count(promised, "day")
    groups = (
        _slowest(f"More than {said}", [row for row in rows if row[0] > promised]),
        _slowest(f"Within {said}", [row for row in rows if row[0] <= promised]),
    )
    return listing_of(_titled(_NAMES[wait.value], part), Listed.REFERRALS, groups)


def _slowest(words: str, rows: list[tuple[int, int]]) -> Group:
    return Group(words, tuple(row_id for _, row_id in rows), tuple(count(took, "day") for took, _ in rows))


def _of_kind(kind: Promise, what: str, part: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    column = _column(part, getattr(settings.promises, kind.value))
    on_time = what == f"{kind.value}_on_time"
    reports = (
        (state.id, report)
        for state, found in reports_turned(span, lens, today, settings, (kind,))
        for report in found
        if on_time or (report[2] is not None and (column is None or report[2] in column))
    )
    named = _NAMES.get(what, _NAMES[f"{kind.value}_median"])
    return _of_reports(_titled(named, part), reports, today)


def _of_member(member: int, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    senders = queries.senders(span, lens)
    reports = (
        (state.id, report)
        for state, found in reports_turned(span, lens, today, settings, (Promise.INITIAL_REPORT,))
        for report in found
        if report[2] is not None and senders.get(state.id, 0) == member
    )
    name = {one.id: one.name for one in practice.members()}.get(member, "nobody noted")
    return _of_reports(f"Initial reports sent by {name}", reports, today)


def _of_partner(partner: int, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    reports = (
        (state.id, report)
        for state, found in reports_turned(span, lens, today, settings, partner_ids=(partner,))
        for report in found
    )
    return _of_reports(f"Reports to {names_of([partner]).get(partner, '')}", reports, today)


def _of_reports(title: str, reports: Iterable[tuple[int, Turned]], today: date) -> Listing:
    """Referrals by the worst of their reports; the title says how many reports there are where these are more."""
    of: dict[int, list[Turned]] = {}
    for row_id, report in reports:
        of.setdefault(row_id, []).append(report)
    number = sum(map(len, of.values()))
    if number > len(of):
        title = f"{title}: {count(number, 'report')} of {count(len(of), 'referral')}"
    groups = []
    for words, belongs, order in _PLACES:
        rows = sorted((order(found), row_id) for row_id, found in of.items() if belongs(found))
        ids = tuple(row_id for _, row_id in rows)
        groups.append(Group(words, ids, tuple(_note(of[row_id], today) for row_id in ids)))
    return listing_of(title, Listed.REFERRALS, groups)


def _past_due(found: list[Turned]) -> bool:
    return any(days is None for _, _, days, _ in found)


def _late(found: list[Turned]) -> bool:
    return not _past_due(found) and not _in_time(found)


def _in_time(found: list[Turned]) -> bool:
    return all(in_time for _, _, _, in_time in found)


def _since(found: list[Turned]) -> int:
    return min(opened_on.toordinal() for _, opened_on, days, _ in found if days is None)


def _longest(found: list[Turned]) -> int:
    return -max(days or 0 for _, _, days, _ in found)


_PLACES: tuple[tuple[str, Callable[[list[Turned]], bool], Callable[[list[Turned]], int]], ...] = (
    ("Past due today", _past_due, _since),
    ("Sent late", _late, _longest),
    ("Sent in time", _in_time, _longest),
)
"""The groups of a list of reports: their words, who belongs there, and the order within."""


def _note(found: list[Turned], today: date) -> str:
    """`9 days`, `promised Mar 3`; of several the worst, with how many there are."""
    if _past_due(found):
        said = f"promised {short_day(date.fromordinal(_since(found)), today)}"
    else:
        said = count(-_longest(found), "day")
    return said if len(found) == 1 else f"{said}, {count(len(found), 'report')}"


def _column(part: str, promised: int) -> Bin | None:
    """The column of a distribution by its label; None where no part is named."""
    if not part:
        return None
    return {column.label: column for column in bins(promised)[0]}[part]


def _titled(name: str, part: str) -> str:
    return f"{name}: {part} {'day' if part == '1' else 'days'}" if part else name
