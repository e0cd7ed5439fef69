"""Where the network might grow: targets beside what there is, targets that the practice's own referrals suggest, and
non-traditional partners of whom there is none (RULES section 14).

Suggest, do not nag: nothing here reaches the agenda, each kind of suggestion is a handful at most, and each says why,
in words and from how many. Where the rule is silent: a specialty sends much where it sent at least so many referrals
and such a share of them all. Where few partners are active in it, one more than there are now is suggested, and two
where there are none: each of them carries much, and the next step is one partner, not a plan for years. Where enough
are active nobody's leaving hurts much, and no number is suggested. In an area where several partners are active, one of
a specialty that sends much is suggested where none of it is active or in the works. What has a target already is not
suggested. Specialties, areas and names are compared folded; who was parted with or put away counts nowhere, but their
referrals count among all.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.gaps import Gap, Target
from tui_tracker.domain.settings import GrowthCounts
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import PartnerKind

MOST_WANTED = 999
"""More partners of one specialty than this nobody wants: a slip of the finger."""


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """A target as it is kept; `id` is that of its row."""

    id: int
    specialty: str
    area: str
    wanted: int

    @property
    def name(self) -> str:
        """What is wanted where: `cardiology, North Side`; `cardiology` where anywhere will do."""
        return target_name(self.specialty, self.area)

    @property
    def words(self) -> tuple[str, str]:
        """What tells it from others: specialty and area, folded."""
        return fold(self.specialty), fold(self.area)


@dataclass(frozen=True, slots=True)
class HeldTarget:
    """A target beside what there is: `gap` says how many are active; where it is met, none is missing."""

    id: int
    gap: Gap


class Sending(NamedTuple):
    """Partners of a specialty in an area: how many there are, sent in the days that count, are active, in the works.

    `referrals` are what they sent in those days, `largest` what one of them sent at most.
    """

    specialty: str
    area: str
    partners: int
    senders: int
    active: int
    coming: int
    referrals: int
    largest: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A target that might be set, with the reason; `active` and `coming` as in `Gap`."""

    specialty: str
    area: str
    wanted: int
    active: int
    coming: int
    why: str

    @property
    def key(self) -> str:
        """What putting it aside hides: the same from day to day."""
        return f"suggested:{fold(self.specialty)}|{fold(self.area)}"

    @property
    def name(self) -> str:
        """What is suggested where."""
        return target_name(self.specialty, self.area)


@dataclass(frozen=True, slots=True)
class NonTraditional:
    """Partners beside the usual referrers: what they are called, what kind a new one is, and why they matter.

    `sought` are the beginnings of words that tell them in a specialty or a name, without apostrophes.
    """

    name: str
    kind: str
    why: str
    sought: tuple[str, ...]

    @property
    def key(self) -> str:
        """What putting it aside hides: the same from day to day."""
        return f"suggested:{fold(self.name)}"

    def is_in(self, text: str) -> bool:
        """Whether a specialty or a name tells of them."""
        padded = f" {_words(text)}"
        return any(f" {one}" in padded for one in self.sought)


NON_TRADITIONAL: tuple[NonTraditional, ...] = (
    NonTraditional(
        "Occupational medicine",
        PartnerKind.PRACTICE.value,
        "they see injured workers first, and need somebody to send them to",
        (
            "occupational medic",
            "occupational health",
            "occupational and env",
            "occupational clinic",
            "occ med",
            "occmed",
            "occ health",
            "industrial medic",
            "employee health",
        ),
    ),
    NonTraditional(
        "Workers' compensation",
        PartnerKind.PAYER.value,
        "their adjusters and case managers advise where an injured worker goes",
        ("workers comp", "worker comp", "workmens comp", "workmans comp", "work comp", "workcomp", "injured worker"),
    ),
    NonTraditional(
        "Wellness",
        PartnerKind.COMMUNITY.value,
        "people tell their trainer or teacher of what hurts before they tell a doctor",
        (
            *("wellness", "fitness", "gym", "yoga", "pilates", "crossfit", "health club", "athletic club", "ymca"),
            *("massage", "personal train"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Growth:
    """Everything of the place “gaps and growth”.

    `partners` counts those who are neither put away nor parted with. `gaps` are the targets that are not met, by need;
    `met` the others, by name. `absent` are the kinds of non-traditional partners of whom there is none. `aside` are the
    keys of the suggestions that were put aside. `candidates` says, by the key of a gap (`Gap.key`), how many people of
    imported files would fit; what has none is not in it.
    """

    partners: int
    gaps: tuple[HeldTarget, ...] = ()
    met: tuple[HeldTarget, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    absent: tuple[NonTraditional, ...] = ()
    aside: tuple[str, ...] = ()
    candidates: Mapping[str, int] | None = None

    def candidates_for(self, specialty: str, area: str) -> int:
        """How many candidates of an imported list there are for a specialty in an area."""
        return (self.candidates or {}).get(Gap(specialty, area, 1, 0, 0).key, 0)


def target_name(specialty: str, area: str) -> str:
    """`cardiology, North Side`; `cardiology` where anywhere will do."""
    return f"{specialty}, {area}" if area else specialty


def by_need(held: Iterable[HeldTarget]) -> tuple[tuple[HeldTarget, ...], tuple[HeldTarget, ...]]:
    """The targets that are not met, and those that are.

    Where most are missing comes first; where enough partners are in the works, last; what is met goes by name.
    """
    every = sorted(held, key=lambda one: (fold(one.gap.name), one.id))
    missing = [one for one in every if one.gap.missing > 0]
    missing.sort(key=lambda one: (one.gap.covered, -one.gap.missing, one.gap.coming))
    return tuple(missing), tuple(one for one in every if one.gap.missing <= 0)


def suggested(
    sending: Iterable[Sending], total: int, targets: Iterable[Target], counts: GrowthCounts
) -> tuple[Suggestion, ...]:
    """The targets that might be set: for specialties of which few send much, then for areas where one is missing.

    `total` are all inbound partner referrals of the days that count, those of partners who are gone among them.
    """
    rows = _folded(sending)
    has = {(fold(one.specialty), fold(one.area)) for one in targets}
    much = [one for one in _by_specialty(rows) if _sends_much(one, total, counts)]
    set_for = {specialty for specialty, _area in has}
    few = [one for one in much if one.active < counts.enough and fold(one.specialty) not in set_for]
    more = [_one_more(one, total, counts) for one in few]
    return (*more[: counts.most], *_in_areas(much, rows, total, has, counts)[: counts.most])


def absent(specialties: Iterable[str], names: Iterable[str], targets: Iterable[Target]) -> tuple[NonTraditional, ...]:
    """The non-traditional partners of whom there is none and for whom no target is set (that would be a gap)."""
    texts = [*specialties, *names, *(target.specialty for target in targets)]
    return tuple(one for one in NON_TRADITIONAL if not any(map(one.is_in, texts)))


def _sends_much(one: Sending, total: int, counts: GrowthCounts) -> bool:
    return one.referrals >= max(1, counts.least) and one.referrals * 100 >= counts.percent * total


def _one_more(one: Sending, total: int, counts: GrowthCounts) -> Suggestion:
    """One more than are active; two where none is, since all would hang on the first."""
    why = f"sent {one.referrals:,} of {count(total, 'referral')} in {count(counts.days, 'day')}, "
    if one.senders == 1:
        why += "all from one partner: without them there is none"
    elif one.largest * 2 > one.referrals:
        why += f"{one.largest:,} of them from one of {one.senders:,} partners: one more would spread that"
    else:
        why += f"from {one.senders:,} partners: one more would spread that"
    wanted = min(max(2, one.active + 1), MOST_WANTED)
    return Suggestion(one.specialty, "", wanted, one.active, one.coming, why)


def _in_areas(
    much: list[Sending],
    rows: Mapping[tuple[str, str], Sending],
    total: int,
    has: Collection[tuple[str, str]],
    counts: GrowthCounts,
) -> list[Suggestion]:
    """For each specialty that sends much the liveliest area in which nobody of it is active or in the works."""
    areas: dict[str, tuple[str, int]] = {}
    for (_specialty, area), row in rows.items():
        if area:
            name, active = areas.get(area, (row.area, 0))
            areas[area] = (name, active + row.active)
    lively = sorted((-active, area, name) for area, (name, active) in areas.items() if active >= counts.area_active)
    found = []
    for one in much:
        folded = fold(one.specialty)
        for less, area, name in lively:
            there = rows.get((folded, area))
            if (folded, area) in has or (there is not None and there.active + there.coming):
                continue
            why = (
                f"sent {one.referrals:,} of {count(total, 'referral')} in {count(counts.days, 'day')}, "
                f"and none of the {count(-less, 'active partner')} in {name} practises it"
            )
            found.append(Suggestion(one.specialty, name, 1, 0, 0, why))
            break
    return found


def _folded(sending: Iterable[Sending]) -> dict[tuple[str, str], Sending]:
    """Each specialty and area once, in the spelling of most partners; without a specialty nothing is said of one."""
    alike: dict[tuple[str, str], list[Sending]] = {}
    for row in sending:
        alike.setdefault((fold(row.specialty), fold(row.area)), []).append(row)
    return {words: _summed(rows) for words, rows in alike.items()}


def _by_specialty(rows: Mapping[tuple[str, str], Sending]) -> list[Sending]:
    """Each specialty over all areas, who sends most first."""
    alike: dict[str, list[Sending]] = {}
    for (specialty, _area), row in rows.items():
        if specialty:
            alike.setdefault(specialty, []).append(row)
    return sorted(map(_summed, alike.values()), key=lambda one: (-one.referrals, fold(one.specialty)))


def _summed(rows: list[Sending]) -> Sending:
    most = min(rows, key=lambda row: (-row.partners, row.specialty, row.area))
    return Sending(
        most.specialty,
        most.area,
        partners=sum(row.partners for row in rows),
        senders=sum(row.senders for row in rows),
        active=sum(row.active for row in rows),
        coming=sum(row.coming for row in rows),
        referrals=sum(row.referrals for row in rows),
        largest=max(row.largest for row in rows),
    )


_APOSTROPHES = re.compile("['’‘`ʼ´]")
_BETWEEN = re.compile(r"[\W_]+")


def _words(text: str) -> str:
    """Text to look for words in: folded, without apostrophes, one blank between words."""
    return _BETWEEN.sub(" ", _APOSTROPHES.sub("", fold(text))).strip()
