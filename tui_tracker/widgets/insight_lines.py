"""The measures of twelve months as lines: figures, sparklines and bars, each with its number in words or digits."""

from collections.abc import Iterator, Sequence
from datetime import date

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.measures import Counts, Insights, in_days
from tui_tracker.domain.money import money_text
from tui_tracker.domain.text import count
from tui_tracker.domain.words import label
from tui_tracker.widgets.bars import bar, spark
from tui_tracker.widgets.lines import Line, Piece, fit

_NAME = 24
_NUMBER = 8

_ROWS: tuple[tuple[str, str], ...] = (
    ("received", "Referrals received"),
    ("from_partners", "  from partners"),
    ("seen", "  reached seen"),
    ("closed", "  closed"),
    ("lost", "  lost"),
    ("declined", "  declined"),
    ("sent", "Referrals sent"),
    ("touchpoints", "Touchpoints"),
    ("gives", "  gives"),
    ("thanks", "  thank-yous"),
    ("new_partners", "New partners"),
    ("new_referring", "New referring partners"),
)
_TABLES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Referrals received, month by month",
        (
            ("received", "received"),
            ("from_partners", "partners"),
            ("seen", "seen"),
            ("closed", "closed"),
            ("lost", "lost"),
            ("declined", "declined"),
        ),
    ),
    (
        "Sent, touches, new and newly referring partners",
        (
            ("sent", "sent"),
            ("touchpoints", "touches"),
            ("gives", "gives"),
            ("thanks", "thank-yous"),
            ("new_partners", "new"),
            ("new_referring", "referring"),
        ),
    ),
)


def overview(found: Insights, today: date, *, blocks: bool) -> Iterator[Line]:
    """Every count with its total, its twelve months as a sparkline, and its latest month."""
    latest, last_counts = found.months[-1]
    so_far = f"{short_month(latest)[:3]} so far" if found.last == today else short_month(latest)
    yield Line(
        None,
        (
            (fit("Twelve months", _NAME), "head"),
            (fit("total", _NUMBER, right=True), "dim"),
            ("  by month    ", "dim"),
            (fit(so_far, 10, right=True), "dim"),
        ),
    )
    for name, words in _ROWS:
        values = [getattr(counts, name) for _, counts in found.months]
        shape = spark(values, blocks=blocks)
        yield Line(
            name,
            (
                (fit(words, _NAME), ""),
                (fit(f"{getattr(found.total, name):,}", _NUMBER, right=True), "bold"),
                (f"  {shape}", "good"),
                (fit(f"{getattr(last_counts, name):,}", 10, right=True), ""),
            ),
        )
    yield _fact("active", "Active partners", f"{found.active:,}", f"referred within {found.active_days} days")
    yield _fact("to contacted", "Received to contacted", in_days(found.to_contacted), _median(found.contacted))
    yield _fact("to seen", "Received to seen", in_days(found.to_seen), _median(found.seen))


def sources(found: Insights, width: int, *, blocks: bool) -> Iterator[Line]:
    """How many referrals came by each source."""
    yield Line(None, ())
    yield Line(None, (("Where referrals came from", "head"),))
    received = found.total.received
    if not received:
        yield Line("no source", (("no data", "dim"),))
    for source, number in found.sources:
        share = f"{number * 100 / received:.0f} %" if number * 100 >= received else "<1 %"
        yield _barred(f"source {source}", label(source), number, received, width, blocks, share)


def lifetime(found: Insights) -> Iterator[Line]:
    """What a patient brought, for all channels and each: revenue by people, not by referrals."""
    yield Line(None, ())
    yield Line(None, (("Lifetime value of a patient", "head"),))
    if not found.lifetime:
        yield Line("no patient", (("no data", "dim"),))
    for one in found.lifetime:
        cents = one.cents_per_patient
        figure = "no data" if cents is None else money_text(cents)
        told = [count(one.patients, "patient"), f"{_share(one.completed, one.referrals)} seen"]
        if one.adherence_known:
            told.append(f"{_share(one.adhered, one.adherence_known)} of {one.adherence_known:,} adhered")
        yield Line(
            f"lifetime {one.source}",
            (
                (fit(label(one.source) if one.source else "all", _NAME - 8), ""),
                (fit(figure, _NUMBER + 4, right=True), "dim" if cents is None else "bold"),
                (f"  {', '.join(told)}", "dim"),
            ),
        )


def senders(found: Insights, width: int, *, blocks: bool) -> Iterator[Line]:
    """The partners who sent most; the key of a line is the partner's id."""
    yield Line(None, ())
    yield Line(None, (("Who sent most", "head"),))
    if not found.senders:
        yield Line("no sender", (("no data", "dim"),))
    for sender in found.senders:
        most = found.senders[0].referrals
        yield _barred(sender.partner_id, sender.name, sender.referrals, most, width, blocks)


def tables(found: Insights) -> Iterator[Line]:
    """The counts of every month, newest first, in two tables."""
    for place, (title, columns) in enumerate(_TABLES):
        if place:
            yield Line(None, ())
        yield Line(None, ((title, "head"),))
        heads = [(" " + fit(words, max(5, len(words)), right=True), "dim") for _, words in columns]
        yield Line(None, ((" " * len("Mar 2026"), ""), *heads))
        for start, counts in reversed(found.months):
            yield Line(f"{place} {start}", ((short_month(start), "dim"), *_cells(columns, counts, "")))
        yield Line(f"{place} total", ((fit("total", len("Mar 2026")), "bold"), *_cells(columns, found.total, "bold")))


def _cells(columns: Sequence[tuple[str, str]], counts: Counts, look: str) -> list[Piece]:
    return [(" " + fit(f"{getattr(counts, name):,}", max(5, len(words)), right=True), look) for name, words in columns]


def _fact(key: str, words: str, figure: str, note: str) -> Line:
    return Line(
        key, ((fit(words, _NAME - 2), ""), (fit(figure, _NUMBER + 2, right=True), "bold"), (f"  {note}", "dim"))
    )


def _median(number: int) -> str:
    return f"median of {count(number, 'referral')}" if number else ""


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f} %"


def _barred(key: int | str, name: str, number: int, most: int, width: int, blocks: bool, note: str = "") -> Line:
    notes = 6 if note else 0
    room = max(6, min(40, width - _NAME - _NUMBER - 2 - notes))
    return Line(
        key,
        (
            (fit(name, _NAME), ""),
            (fit(f"{number:,}", _NUMBER, right=True), "bold"),
            (fit(note, notes, right=True), "dim"),
            ("  " + bar(number, most, room, blocks=blocks), "good"),
        ),
    )
