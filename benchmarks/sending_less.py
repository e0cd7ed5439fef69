"""`python -m benchmarks.sending_less`: how often "sending less" is right, and how much it finds.

Practices are made up of which the truth is known, and each rule looks at them every Monday of a year, as a morning's
agenda does. What is true was written down before any rule was tried:

- A partner has a true rate of referrals a day; referrals fall on days by chance at that rate. In the uneven practices
  every 30 days have a factor of their own as well (gamma, mean 1, variance 1/4), because months are not alike.
- steady: the rate stays. seasonal: it swings by half, up and down, over the year. new: the partner sends the first
  patients between 200 days before the year and 100 days into it, then stays. None of them sends less: whatever is said
  of them is wrong.
- fading: from one day in the first half of the year on, the rate falls evenly for 180 days, to a fifth. gone: from that
  day on nothing comes. They send less from that day on: what is said of them later is right, earlier it is wrong.

Two questions are asked of every rule:

- On a Monday: of the partners named, how many do send less (precision)? Of those whose fall began 90 days ago or
  earlier, how many are named (recall)?
- Over the year: an alert is a partner named on one Monday or more; it is the same alert until the partner was not named
  for more than 30 days. Of the alerts, how many began after the fall (precision)? Of the falls, of how many was it said
  within 180 days (recall)?

The 95 % intervals treat the partners, not the Mondays, as independent.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sqrt
from random import Random

from tui_tracker.domain.momentum import Momentum, momentum
from tui_tracker.domain.settings import MomentumDays

YEAR = 730  # the day on which the year that is looked at begins; what comes before is history
LAST = YEAR + 365
LOOKS = range(YEAR, LAST, 7)
DAY_0 = date(2024, 1, 1)
KINDS = {"steady": 60, "seasonal": 15, "new": 10, "fading": 8, "gone": 7}  # of a hundred partners
VOLUMES = {6: 35, 12: 30, 24: 20, 50: 10, 100: 5}  # referrals a year, and how many of a hundred partners send so many
KNOWN_AFTER, FOUND_WITHIN, FOUND_SOON, SAME_ALERT = 90, 180, 60, 30
RULE_7 = MomentumDays(percent=5)

Rule = Callable[[list[int], int], bool]


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up partner: the days of the referrals in order, and the day on which a real fall began."""

    kind: str
    volume: int
    days: list[int]
    fall: int | None


def partners(count: int, seed: int, uneven: bool) -> Iterator[Made]:
    """So many partners, the same for the same arguments on every machine."""
    rng = Random(f"sending less/{seed}/{uneven}")
    for _ in range(count):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        volume = rng.choices(list(VOLUMES), list(VOLUMES.values()))[0]
        turn = YEAR + rng.randrange(180)
        begins = YEAR - 200 + rng.randrange(300) if kind == "new" else 0
        peak = rng.randrange(365)
        months = [rng.gammavariate(4, 0.25) if uneven else 1.0 for _ in range(LAST // 30 + 1)]
        most = 1.5 * max(months) * volume / 365
        days: list[int] = []
        at = float(begins)
        while True:
            at += rng.expovariate(most)
            day = int(at)
            if day >= LAST:
                break
            if rng.random() < 365 / volume * _rate(kind, volume, day, turn, peak) * months[day // 30] / (
                1.5 * max(months)
            ):
                days.append(day)
        yield Made(kind, volume, days, turn if kind in ("fading", "gone") else None)


def _rate(kind: str, volume: int, day: int, turn: int, peak: int) -> float:
    """The true rate a day, before a month's own factor."""
    usual = volume / 365
    if kind == "seasonal":
        return usual * (1 + 0.5 * cos(2 * pi * (day - peak) / 365))
    if kind == "gone" and day >= turn:
        return 0.0
    if kind == "fading" and day >= turn:
        return usual * (1 - 0.8 * min(1.0, (day - turn) / 180))
    return usual


def within(days: list[int], first: int, last: int) -> int:
    """How many lie from `first` to `last`, both included."""
    return bisect_left(days, last + 1) - bisect_left(days, first)


def program(days: list[int], today: int) -> bool:
    """What the program says: fewer than by chance, or silent for longer than by chance."""
    found = _momentum(days, today, MomentumDays(), silence=True)
    return found is not None and found.less


def at_once(days: list[int], today: int) -> bool:
    """Both questions at rule 7's own 5 % and about as much for the silence, which is said without a wait."""
    found = _momentum(days, today, MomentumDays(percent=5, silence_percent=4, silence_wait=0), silence=True)
    return found is not None and found.less


def fewer(days: list[int], today: int) -> bool:
    """Rule 7 as it stands: the first question alone, the test of the two rates, at 5 %."""
    found = _momentum(days, today, RULE_7, silence=False)
    return found is not None and found.less


def silent(days: list[int], today: int) -> bool:
    """The program's second question alone."""
    found = _momentum(days, today, MomentumDays(percent=0), silence=True)
    return found is not None and found.less


def half_year(days: list[int], today: int) -> bool:
    """Rule 7 over 180 days instead of 90."""
    found = _momentum(days, today, MomentumDays(percent=5, recent=180), silence=False)
    return found is not None and found.less


def last_year_too(days: list[int], today: int) -> bool:
    """Rule 7, and fewer than in the same 90 days of the year before: what a season would call for."""
    return fewer(days, today) and within(days, today - 89, today) < within(days, today - 454, today - 365)


def twice(days: list[int], today: int) -> bool:
    """Rule 7 on two Mondays running."""
    return fewer(days, today) and fewer(days, today - 7)


def quarter_fewer(days: list[int], today: int) -> bool:
    """A quarter fewer in the last 90 days than in the 90 before, if any came then."""
    return _a_quarter_fewer(within(days, today - 89, today), within(days, today - 179, today - 90), 1)


def quarter_fewer_of_four(days: list[int], today: int) -> bool:
    """The same, where four or more came in the 90 days before."""
    return _a_quarter_fewer(within(days, today - 89, today), within(days, today - 179, today - 90), 4)


def calendar_quarter(days: list[int], today: int) -> bool:
    """The same of the last two finished quarters of the calendar, as a quarterly report has it."""
    day = DAY_0 + timedelta(today)
    ends = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    begins, before = (date(ends.year - (ends.month <= back), (ends.month - back - 1) % 12 + 1, 1) for back in (3, 6))
    first, middle, last = ((one - DAY_0).days for one in (before, begins, ends))
    return _a_quarter_fewer(within(days, middle, last - 1), within(days, first, middle - 1), 1)


def _a_quarter_fewer(now: int, before: int, least: int) -> bool:
    return before >= least and 4 * now <= 3 * before


def _momentum(days: list[int], today: int, settings: MomentumDays, *, silence: bool) -> Momentum | None:
    known = bisect_left(days, today + 1)
    if not known:
        return None
    begins = today - settings.recent
    return momentum(
        within(days, begins + 1, today),
        within(days, begins - settings.baseline + 1, begins),
        DAY_0 + timedelta(days[0]),
        settings,
        DAY_0 + timedelta(today),
        DAY_0 + timedelta(days[known - 1]) if silence else None,
        within(days, today - settings.silence_baseline + 1, today),
    )


RULES: dict[str, Rule] = {
    "the program: fewer, or silent": program,
    "  less strictly, and at once": at_once,
    "25 % fewer than the 90 days before": quarter_fewer,
    "  where those had 4 or more": quarter_fewer_of_four,
    "  in the last quarter of the calendar": calendar_quarter,
    "rule 7 alone (fewer)": fewer,
    "  over 180 days": half_year,
    "  and fewer than a year ago": last_year_too,
    "  two Mondays running": twice,
    "silence alone": silent,
}


@dataclass(slots=True)
class Share:
    """So many of so many, with the spread between partners."""

    parts: list[tuple[int, int]]

    def add(self, part: int, whole: int) -> None:
        """What one partner adds."""
        if whole:
            self.parts.append((part, whole))

    def value(self) -> tuple[float, float]:
        """The share, and half the width of its 95 % interval."""
        whole = sum(one for _, one in self.parts)
        if not whole:
            return 0.0, 0.0
        share = sum(one for one, _ in self.parts) / whole
        spread = sum((part - share * of) ** 2 for part, of in self.parts)
        return share, 1.96 * sqrt(spread) / whole

    def __str__(self) -> str:
        share, half = self.value()
        return f"{100 * share:5.1f} ± {100 * half:3.1f}"


class Score:
    """The four shares of one rule, and how often it speaks of whom."""

    def __init__(self) -> None:
        self.morning_precision, self.morning_recall = Share([]), Share([])
        self.alert_precision, self.alert_recall = Share([]), Share([])
        self.soon = Share([])
        self.named: dict[str, list[int]] = {kind: [0, 0] for kind in KINDS}
        self.by_volume: dict[int, Share] = {volume: Share([]) for volume in VOLUMES}

    def add(self, one: Made, named: list[int]) -> None:
        """What a rule said of one partner, the days on which it did."""
        fall = one.fall if one.fall is not None else LAST
        known = sum(1 for day in LOOKS if day >= fall + KNOWN_AFTER)
        begun = [day for day, before in zip(named, [-LAST, *named], strict=False) if day - before > SAME_ALERT + 7]
        self.morning_precision.add(sum(day > fall for day in named), len(named))
        self.morning_recall.add(sum(day >= fall + KNOWN_AFTER for day in named), known)
        self.by_volume[one.volume].add(sum(day >= fall + KNOWN_AFTER for day in named), known)
        self.alert_precision.add(sum(day > fall for day in begun), len(begun))
        if one.fall is not None:
            self.alert_recall.add(int(any(fall < day <= fall + FOUND_WITHIN for day in named)), 1)
            self.soon.add(int(any(fall < day <= fall + FOUND_SOON for day in named)), 1)
        self.named[one.kind][0] += bool(named)
        self.named[one.kind][1] += 1


def judge(made: Iterable[Made], rules: dict[str, Rule]) -> dict[str, Score]:
    """What each rule gets right over a year of Mondays."""
    scores = {name: Score() for name in rules}
    for one in made:
        for name, rule in rules.items():
            scores[name].add(one, [day for day in LOOKS if rule(one.days, day)])
    return scores


def main() -> None:
    """Make the practices, look at them for a year, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sending_less", description=__doc__.split("\n\n")[0])
    parser.add_argument("--partners", type=int, default=1000, metavar="N", help="partners of each practice (1000)")
    parser.add_argument("--seeds", type=int, default=5, metavar="N", help="practices of each sort (5)")
    options = parser.parse_args()
    for uneven in (False, True):
        made = [one for seed in range(options.seeds) for one in partners(options.partners, seed, uneven)]
        months = "Months that are not alike" if uneven else "Chance alone"
        falls = sum(one.fall is not None for one in made)
        _print(f"{months}: {len(made):,} partners, {falls} of them fall", judge(made, RULES))


def _print(title: str, scores: dict[str, Score]) -> None:
    print(f"\n{title}\n{'':40}{'on a Monday, %':^26}  {'over the year, %':^26}")
    print(f"{'':40}{'precision':>13}{'recall':>13}  {'precision':>13}{'recall':>13}")
    for name, score in scores.items():
        monday = f"{score.morning_precision!s:>13}{score.morning_recall!s:>13}"
        print(f"{name:40}{monday}  {score.alert_precision!s:>13}{score.alert_recall!s:>13}")
    kinds = "".join(f"{kind:>9}" for kind in KINDS)
    volumes = "".join(f"{volume:>7}" for volume in VOLUMES)
    print(f"\n{'':40}{'named at all in the year, %':^45}  {'Monday recall, by a year’s referrals':^35}  falls said")
    print(f"{'':40}{kinds}  {volumes}  in {FOUND_SOON} days")
    for name, score in scores.items():
        named = "".join(f"{100 * some / max(of, 1):9.0f}" for some, of in score.named.values())
        found = "".join(f"{100 * share.value()[0]:7.0f}" for share in score.by_volume.values())
        print(f"{name:40}{named}  {found}  {100 * score.soon.value()[0]:10.0f}")


if __name__ == "__main__":
    main()
