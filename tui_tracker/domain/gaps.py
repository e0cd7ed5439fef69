"""Gaps: too few active partners of a specialty in an area, held against the targets (RULES section 14).

Where the rule is silent: active is who sent us a patient within the setting's days (`active_days`, today included) and
was neither parted with nor put away; an area left empty in a target means anywhere; specialty and area are compared
folded (case, accents and blanks do not matter), and the same words twice are one target, the larger one. A gap for
which enough prospects, connected and building partners are in the works is not nagged about (`covered`): it comes back
by itself when one of them falls away. Without targets there are no gaps.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Stage

COMING = frozenset({Stage.PROSPECT.value, Stage.CONNECTED.value, Stage.BUILDING.value})
"""The stages of those who are in the works."""


class Target(NamedTuple):
    """How many active partners are wanted."""

    specialty: str
    area: str
    wanted: int


class Present(NamedTuple):
    """What is known of a partner who is not put away; `last` is the day of the last referral that they sent.

    Or of a `number` of them who are alike, active all or none; `last` is then the latest of their days.
    """

    specialty: str
    area: str
    stage: str
    last: date | None
    number: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """`active` partners where more are `wanted`; `coming` more are in the works: prospects, connected, building.

    `area` is empty where anywhere will do. `since` is the day from which on the last one who sent patients was not
    active any more; None where nobody ever was, or nobody fell away.
    """

    specialty: str
    area: str
    wanted: int
    active: int
    coming: int
    since: date | None = None

    @property
    def key(self) -> str:
        """What a snooze hides: the same from day to day, however the words are written."""
        return f"gap:{fold(self.specialty)}|{fold(self.area)}"

    @property
    def missing(self) -> int:
        """How many more active partners are wanted."""
        return self.wanted - self.active

    @property
    def covered(self) -> bool:
        """Whether enough partners are in the works to fill it."""
        return self.coming >= self.missing

    @property
    def name(self) -> str:
        """What is missing where: `cardiology, North Side`; `cardiology` where anywhere will do."""
        return f"{self.specialty}, {self.area}" if self.area else self.specialty


def gaps(targets: Iterable[Target], present: Iterable[Present], active_days: int, today: date) -> tuple[Gap, ...]:
    """Every target that is not met, covered ones too, by folded specialty, area."""
    return tuple(gap for gap in held(targets, present, active_days, today) if gap.missing > 0)


def held(targets: Iterable[Target], present: Iterable[Present], active_days: int, today: date) -> tuple[Gap, ...]:
    """Every target beside what there is, met ones too (none are missing there), by folded specialty, area."""
    wanted = _by_words(targets)
    if not wanted:
        return ()
    folded = lru_cache(None)(fold)  # thousands of partners share some dozens of words
    known = [(folded(one.specialty), folded(one.area), one) for one in present]
    found = []
    for (specialty, area), target in sorted(wanted.items()):
        there = [one for has, where, one in known if has == specialty and (not area or where == area)]
        found.append(_gap(target, there, today - timedelta(active_days), today))
    return tuple(found)


def _by_words(targets: Iterable[Target]) -> dict[tuple[str, str], Target]:
    """Each specialty and area once; of several ways to write it the first by the alphabet, whatever their order."""
    wanted: dict[tuple[str, str], Target] = {}
    for target in sorted(targets):
        words = fold(target.specialty), fold(target.area)
        before = wanted.setdefault(words, target)
        if before.wanted < target.wanted:
            wanted[words] = before._replace(wanted=target.wanted)
    return wanted


def _gap(target: Target, there: list[Present], before: date, today: date) -> Gap:
    active = coming = 0
    lapsed: date | None = None
    for one in there:
        if one.stage == Stage.PARTED:
            continue
        if one.last is not None and one.last > before:
            active += one.number
            continue
        coming += one.number if one.stage in COMING else 0
        if one.last is not None and (lapsed is None or one.last > lapsed):
            lapsed = one.last
    since = None if lapsed is None else lapsed + (today - before)
    return Gap(target.specialty, target.area, target.wanted, active, coming, since)
