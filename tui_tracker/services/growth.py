"""Gaps and growth: the targets by need, and what might be added to them; and putting a suggestion aside."""

from collections.abc import Sequence
from datetime import date, timedelta

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.gaps import Gap, Target, held
from tui_tracker.domain.growth import (
    NON_TRADITIONAL,
    Growth,
    HeldTarget,
    KeptTarget,
    NonTraditional,
    Suggestion,
    absent,
    by_need,
    suggested,
)
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count, fold
from tui_tracker.services.snoozes import hide, show
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import gaps as gap_queries
from tui_tracker.storage.queries import growth as queries

ASIDE_DAYS = 365
"""A suggestion that is put aside comes back after so many days, where its reason still holds then."""


def growth(today: date, settings: Settings, *, candidates: bool = True) -> Growth:
    """Gaps by need, targets that are met, suggestions that are not put aside, and candidates for each of them.

    Without `candidates` they are not looked for, which takes a while where a whole state was read.
    """
    targets = queries.kept_targets()
    wanted = [Target(one.specialty, one.area, one.wanted) for one in targets]
    active_after = today - timedelta(settings.active_days)
    sent_after = today - timedelta(settings.growth.days)
    sending, total = queries.sending(sent_after, active_after, today)
    partners = sum(row.partners for row in sending)
    specialties = {row.specialty for row in sending}

    gaps, met = by_need(_held(targets, wanted, active_after, today, settings))
    ideas = suggested(sending, total, wanted, settings.growth)
    lacking: tuple[NonTraditional, ...] = ()
    if partners:  # to a practice that has nobody yet, everybody is missing
        lacking = absent(specialties, queries.names_with(_sought()), wanted)
    aside = queries.put_aside([*(one.key for one in ideas), *(one.key for one in lacking)], today)
    return Growth(
        partners,
        gaps,
        met,
        tuple(one for one in ideas if one.key not in aside),
        tuple(one for one in lacking if one.key not in aside),
        tuple(sorted(aside)),
        _candidates(gaps, ideas, lacking) if candidates else None,
    )


def put_aside(doing: Doing, key: str, name: str) -> str:
    """Hide a suggestion (`Suggestion.key`, `NonTraditional.key`) for a year; gives what was done."""
    until = doing.today + timedelta(ASIDE_DAYS)
    with changing(doing, f"Put the suggestion {name} aside until {short_day(until, doing.today)}") as unit:
        hide(unit, [key], until)
    return unit.label


def bring_back(doing: Doing, keys: Sequence[str]) -> str:
    """Show suggestions again that were put aside; gives what was done, empty where none of them was."""
    with changing(doing, "") as unit:
        number = show(unit, keys)
        unit.label = f"Brought {count(number, 'suggestion')} back"
    return unit.label if unit.change_id is not None else ""


def _held(
    targets: Sequence[KeptTarget], wanted: Sequence[Target], active_after: date, today: date, settings: Settings
) -> list[HeldTarget]:
    if not targets:
        return []
    ids: dict[tuple[str, str], int] = {}
    for one in targets:
        ids.setdefault(one.words, one.id)
    there = gap_queries.present({fold(one.specialty) for one in targets}, active_after, today)
    found = held(wanted, there, settings.active_days, today)
    return [HeldTarget(ids[fold(gap.specialty), fold(gap.area)], gap) for gap in found]


def _candidates(
    gaps: Sequence[HeldTarget], ideas: Sequence[Suggestion], lacking: Sequence[NonTraditional]
) -> dict[str, int]:
    """How many candidates of provider files there are for each, by the key of its gap."""
    from tui_tracker.services.candidates import counts_for

    asked = [one.gap for one in gaps]
    asked += [Gap(one.specialty, one.area, one.wanted, one.active, one.coming) for one in ideas]
    asked += [Gap(one.name, "", 1, 0, 0) for one in lacking]
    return {key: number for key, number in counts_for(asked).items() if number}


def _sought() -> set[str]:
    """What a name must contain at the least to be looked at more closely: the first words of all that is sought."""
    return {one.partition(" ")[0].removesuffix("s") for kind in NON_TRADITIONAL for one in kind.sought}
