"""Referrals as the board and lists show them: in windows, filtered, with what is owed next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain import dues, moves
from tui_tracker.domain.board import Card, CardFilter, read_filter
from tui_tracker.domain.settings import Settings
from tui_tracker.services.remembered import Remembered
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.queries import referrals as queries
from tui_tracker.storage.rows import CHUNK, chunks

_DEFAULTS = Settings()


def board_column(
    flow: str, stage: str, offset: int, length: int, filter_text: str, today: date, settings: Settings
) -> list[Card]:
    """A window on one column: who waits longest first; closed, declined and lost newest first.

    In `filter_text`, `late` and `urgent` mean just that; other words are looked for in names and references.
    """
    chosen = read_filter(filter_text, flow)
    if not chosen.late:
        return _cards(queries.column_window(stage, chosen, offset, length), today, settings)
    ids = queries.in_column_order(stage, queries.places(_late(today, settings), chosen))
    return _cards(ids[offset : offset + length], today, settings)


def board_counts(
    flow: str, filter_text: str = "", today: date | None = None, settings: Settings = _DEFAULTS
) -> dict[str, int]:
    """How many cards each stage of a flow holds, every stage named; `late` in the filter needs `today`."""
    chosen = read_filter(filter_text, flow)
    counts = dict.fromkeys((str(stage) for stage in (*moves.stages(flow), *moves.aside_stages(flow))), 0)
    if not chosen.late or today is None:
        return counts | queries.stage_counts(chosen)
    for _, stage, _ in queries.places(_late(today, settings), chosen):
        counts[stage] += 1
    return counts


def board_place(
    flow: str, referral_id: int, filter_text: str, today: date, settings: Settings
) -> tuple[str, int] | None:
    """The stage of a card and its place in that column; None where it is gone or filtered out."""
    chosen = read_filter(filter_text, flow)
    if not chosen.late:
        return queries.column_place(referral_id, chosen)
    placed = queries.places(_late(today, settings), chosen)
    stage = next((stage for row_id, stage, _ in placed if row_id == referral_id), None)
    return None if stage is None else (stage, queries.in_column_order(stage, placed).index(referral_id))


def referrals_of(partner_id: int, offset: int, length: int, today: date, settings: Settings) -> list[Card]:
    """A window on one partner's referrals, both ways, newest first."""
    return _cards(queries.newest(CardFilter(partner_id=partner_id), offset, length), today, settings)


def list_referrals(chosen: CardFilter, offset: int, length: int, today: date, settings: Settings) -> list[Card]:
    """A window on the referrals that a filter asks for: newest first, with `late` the latest first."""
    if not chosen.late:
        return _cards(queries.newest(chosen, offset, length), today, settings)
    late = _late(today, settings)
    wanted = [row_id for row_id, _, _ in queries.places(late, chosen)]
    wanted.sort(key=lambda row_id: (-late[row_id], row_id))
    return _cards(wanted[offset : offset + length], today, settings)


def card(referral_id: int, today: date, settings: Settings) -> Card | None:
    """One card, as it stands now."""
    return next(iter(_cards([referral_id], today, settings)), None)


def _late(today: date, settings: Settings) -> dict[int, int]:
    """Every referral on which something is late, with the days; worked out anew when something has changed."""
    known = _LATE.recall((today, settings))
    if known is not None:
        return known
    facts = agenda.facts(today, settings)
    agenda.add_backlog(facts, today, settings)
    return _LATE.keep((today, settings), dues.late_referrals(facts, settings, today))


_LATE: Remembered[dict[int, int]] = Remembered()


def _cards(ids: Sequence[int], today: date, settings: Settings) -> list[Card]:
    """Cards with what is owed next, in the order of their ids."""
    found = []
    for chunk in chunks(ids, CHUNK):
        facts = agenda.facts_of(chunk, settings)
        for row in queries.cards(chunk):
            owed = dues.owed_next(facts, row[0], settings, today)
            if owed is None:
                found.append(Card(*row, owed=None, owed_due=None, days_late=0))
            else:
                found.append(Card(*row, owed=owed.kind.value, owed_due=owed.due_on, days_late=owed.days_late))
    return found
