"""Referrals as the board and lists show them: in windows, filtered, with what is owed next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from tui_tracker.domain import dues, moves
from tui_tracker.domain.board import Card, CardFilter, read_filter, understood, week_of
from tui_tracker.domain.settings import Settings
from tui_tracker.services.stays import usual_stays
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.queries import cards as queries
from tui_tracker.storage.queries.remembered import Remembered
from tui_tracker.storage.rows import CHUNK, chunks

_DEFAULTS = Settings()


def board_column(
    flow: str, stage: str, offset: int, length: int, filter_text: str, today: date, settings: Settings, who: str = ""
) -> list[Card]:
    """A window on one column: who waits longest first; closed, declined and lost newest first.

    `filter_text` is read by `domain.board.read_filter`; `who` is the member that `mine` in it means.
    """
    chosen = _asked(filter_text, flow, today, who)
    if chosen.owed:
        ids = _placed(chosen, today, settings).get(stage, [])[offset : offset + length]
    else:
        ids = queries.column_window(stage, chosen, offset, length)
    return cards_of(ids, today, settings)


def board_counts(
    flow: str, filter_text: str = "", today: date | None = None, settings: Settings = _DEFAULTS, who: str = ""
) -> dict[str, int]:
    """How many cards each stage of a flow holds, every stage named; a filter that means days needs `today`."""
    counts = dict.fromkeys((str(stage) for stage in (*moves.stages(flow), *moves.aside_stages(flow))), 0)
    if today is None:
        return counts | queries.stage_counts(read_filter(filter_text, flow, who=who))
    chosen = _asked(filter_text, flow, today, who)
    if not chosen.owed:
        return counts | queries.stage_counts(chosen)
    return counts | {stage: len(ids) for stage, ids in _placed(chosen, today, settings).items()}


def board_place(
    flow: str, referral_id: int, filter_text: str, today: date, settings: Settings, who: str = ""
) -> tuple[str, int] | None:
    """The stage of a card and its place in that column; None where it is gone or filtered out."""
    chosen = _asked(filter_text, flow, today, who)
    if not chosen.owed:
        return queries.column_place(referral_id, chosen)
    placed = _placed(chosen, today, settings)
    return next(((stage, ids.index(referral_id)) for stage, ids in placed.items() if referral_id in ids), None)


def board_stages(
    flow: str, referral_ids: Collection[int], filter_text: str, today: date, settings: Settings, who: str = ""
) -> dict[int, str]:
    """The stages of those among some cards that are on the board now and not filtered out."""
    chosen = _asked(filter_text, flow, today, who)
    found = {row_id: stage for row_id, stage, _ in queries.places(referral_ids, chosen)}
    if chosen.owed:
        wanted = _owing(chosen, today, settings)
        found = {row_id: stage for row_id, stage in found.items() if row_id in wanted}
    return found


def tell_filter(text: str, who: str = "", *, of_partners: bool = False) -> str:
    """What a filter is understood as: `late · payer: Blue Cross`, with the whole name where a value means just one.

    `of_partners`: on the board of partners, where only words, names and members count.
    """
    chosen = read_filter(text, who=who)
    if not of_partners:
        return understood(chosen, _name)
    counts = CardFilter(chosen.words, partners=chosen.partners, members=chosen.members)
    told = understood(counts, _name)
    return told if counts == chosen else " · ".join(part for part in (told, "the rest is for referrals") if part)


def referrals_of(partner_id: int, offset: int, length: int, today: date, settings: Settings) -> list[Card]:
    """A window on one partner's referrals, both ways, newest first."""
    return cards_of(queries.newest(CardFilter(partner_id=partner_id), offset, length), today, settings)


def list_referrals(chosen: CardFilter, offset: int, length: int, today: date, settings: Settings) -> list[Card]:
    """A window on the referrals that a filter asks for: newest first, with `late` or `week` the latest first."""
    return cards_of(listed_ids(chosen, offset, length, today, settings), today, settings)


def listed_ids(chosen: CardFilter, offset: int, length: int, today: date, settings: Settings) -> list[int]:
    """The ids of what `list_referrals` gives."""
    chosen = _dated(chosen, today)
    if not chosen.owed:
        return queries.newest(chosen, offset, length)
    owed = owed_days(today, settings)
    wanted = [row_id for row_id, _, _ in queries.places(_owing(chosen, today, settings), chosen)]
    # What has only a visit this week comes after all that is owed.
    wanted.sort(key=lambda row_id: (row_id not in owed, -owed.get(row_id, 0), row_id))
    return wanted[offset : offset + length]


def card(referral_id: int, today: date, settings: Settings) -> Card | None:
    """One card, as it stands now."""
    return next(iter(cards_of([referral_id], today, settings)), None)


def cards_of(ids: Sequence[int], today: date, settings: Settings) -> list[Card]:
    """Cards with what is owed next, in the order of their ids; those that are gone are left out."""
    found = []
    for chunk in chunks(ids, CHUNK):
        facts = agenda.facts_of(chunk, settings)
        facts.usual = usual_stays(today, settings)
        for row in queries.cards(chunk):
            owed = dues.owed_next(facts, row[0], settings, today)
            slow = dues.slow_of(facts, row[0], settings, today)
            if owed is None:
                found.append(Card(*row, owed=None, owed_due=None, days_late=0, slow=slow))
            else:
                found.append(Card(*row, owed.kind.value, owed.due_on, owed.days_late, slow))
    return found


def owed_days(today: date, settings: Settings) -> dict[int, int]:
    """Every referral on which something is owed, with the days that what is due first is late (below 0: still to come).

    Worked out anew when something has changed.
    """
    known = _OWED.recall((today, settings))
    if known is not None:
        return known
    facts = agenda.all_owed(settings)
    owed = ((row_id, dues.owed_next(facts, row_id, settings, today)) for row_id in facts.referrals)
    return _OWED.keep((today, settings), {row_id: one.days_late for row_id, one in owed if one is not None})


_OWED: Remembered[dict[int, int]] = Remembered()
_PLACED: Remembered[dict[str, list[int]]] = Remembered()


def _asked(text: str, flow: str, today: date, who: str) -> CardFilter:
    return _dated(read_filter(text, flow, who=who), today)


def _dated(chosen: CardFilter, today: date) -> CardFilter:
    """`new` as the Monday that it means today."""
    return replace(chosen, since=week_of(today)[0]) if chosen.new else chosen


def _owing(chosen: CardFilter, today: date, settings: Settings) -> set[int]:
    """The referrals that `late` and `week` want, whatever else is asked."""
    owed = owed_days(today, settings)
    if chosen.late:
        # All that is late counts to this week too, so `late week` is `late`.
        return {row_id for row_id, days in owed.items() if days > 0}
    monday, sunday = week_of(today)
    left = (sunday - today).days
    return {row_id for row_id, days in owed.items() if days >= -left} | set(queries.visits_between(monday, sunday))


def _placed(chosen: CardFilter, today: date, settings: Settings) -> dict[str, list[int]]:
    """The ids that a filter with `late` or `week` wants, by stage in the order of the column; kept until a change."""
    question = (chosen, today, settings)
    known = _PLACED.recall(question)
    if known is None:
        rows = queries.places(_owing(chosen, today, settings), chosen)
        known = _PLACED.keep(question, queries.in_column_order(rows))
    return known


def _name(kind: str, value: str) -> str:
    """The one name that a value stands for; else the value, and how it is meant."""
    names = queries.names_meant(kind, value, 2)
    return names[0] if len(names) == 1 else value if names else f"{value} (there is none)"
