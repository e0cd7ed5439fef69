"""What changed from one period to the next beyond chance, in sentences.

Told are counts and shares of which so great a difference comes about by chance once in twenty periods or more seldom
(`chance`), partners of whom it does once in a hundred, and times whose medians differ by a day and a fifth, of ten
referrals or more on either side, where as seldom by chance so many more waited longer than half of all did (Mood's
median test, by Fisher's). Where the rules are silent, what would mislead is left out:

- The referrals of a later period have had less time to come to anything. So what is compared is who was seen, and who
  was lost, in their first 30 days, and times of referrals that are 30 days old. Loop closure is left out for the same
  reason; whether reports went out on time tells of it.
- Of young promises only those that were kept in time are known. So reports on time are compared by promises that are
  all past due.
- Active partners and what counts over more days than the period overlap with those of the period before: they are not
  compared.
- Where the practice's first referral of all lies in the period before, the days before that one are not counted, and
  no counts are compared where fewer than 30 are left, or less than a third as many as the period has. Who referred for
  the first time is compared only after a year on record: at first, everybody does.
- Few come on Saturdays and Sundays: the first five days of a month have three working days, or five. So days weigh as
  much as referrals came on their weekday in a year, where those are enough to tell.
- From partners is not told beside received where that changed as well: it is the same news.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights import chance
from tui_tracker.domain.insights.page import Behind, Compared, Figure, Measure, Theme, Unit
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.insights.words import value_text
from tui_tracker.domain.measures import median
from tui_tracker.domain.text import count

NOTHING = "Nothing changed beyond chance."
"""What is said where there is no sentence."""

NOTHING_ELSE = "Otherwise nothing changed beyond chance."
"""What is said where there is none but what could not be compared."""

MOST = 6
"""At most so many sentences."""

_MOST_PARTNERS = 3
_LIMIT = 0.05
_PARTNER_LIMIT = 0.01
_FALSE = 0.2
"""Of the partners who are told at most such a part may be there by chance."""

_FEWEST_TIMES = 10
_FEWEST_DAYS = 30
_YEAR = 365
_FEWEST_WEIGHED = 70
"""From so many referrals a year on it is told on which weekdays they come: ten on each, were they alike."""
_YOUNG_DAYS = 30
_YOUNG = (
    "Part of this period is less than 30 days old: times, loop closure and reports on time tell of what went fastest, "
    "and will change."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence: `Initial report on time: 71 % of 45; 92 % of 50 before.`

    `better` is None where neither more nor less is better. `behind` leads to what was counted, `partner_id` to the
    partner of whom it tells; one of them may be None, and both.
    """

    text: str
    better: bool | None
    behind: Behind | None = None
    partner_id: int | None = None


Sizes = Mapping[int, int]
"""How many took so many days."""


class Spread(NamedTuple):
    """Of so many referrals at least 30 days old, how many were seen and how many lost in their first 30 days."""

    number: int
    seen: int
    lost: int


class Sent(NamedTuple):
    """How many partner referrals a partner sent in a period and in the one before."""

    partner_id: int
    now: int
    before: int


class Days(NamedTuple):
    """How many days the periods have that are compared; `cut` where the one before is cut to those on record.

    `year` says whether a year before it is on record as well. `weights` are what the days of the periods weigh, by
    which counts are compared; where they are nought, a day is a day.
    """

    now: int
    before: int
    cut: bool
    year: bool = True
    weights: tuple[int, int] = (0, 0)

    def chance(self, now: int, before: int) -> float:
        """How likely so great a difference of two counts is by chance."""
        return chance.rates(now, before, *self._weighed)

    def more(self, now: int, before: int) -> bool:
        """Whether more came now than before, for what the days weigh."""
        weight, weight_before = self._weighed
        return now * weight_before > before * weight

    @property
    def _weighed(self) -> tuple[int, int]:
        return self.weights if all(self.weights) else (self.now, self.before)


class Found(NamedTuple):
    """A sentence, and how likely what it tells is by chance."""

    chance: float
    change: Change


def days_compared(period: Period, first: date | None) -> Days | None:
    """The days over which counts are compared; `first` is the day of the first referral of all. None: too few."""
    if first is None:
        return None
    start = max(first, period.before.first)
    cut = start > period.before.first
    days = (period.before.last - start).days + 1
    if cut and (days < _FEWEST_DAYS or days * 3 < period.span.days):
        return None
    return Days(period.span.days, days, cut, (period.before.first - first).days >= _YEAR)


def told_apart(found: Sequence[Found], period: Period, first: date | None, today: date) -> tuple[Change, ...]:
    """What changed, with what has to be known to compare the periods at all; `first` is the first day on record.

    Empty where nothing changed and nothing has to be said.
    """
    if first is None:
        return (Change("No referral is on record yet: there is nothing to compare.", None),)
    if first > period.span.last:
        return (Change(f"Records begin on {short_day(first, today)}, after this period.", None),)
    told = most_telling(found)
    begun = _begun(period, first, today)
    if begun and not told:
        told = (Change(begun, None),)
        if first <= period.before.last:
            told += (Change(NOTHING_ELSE, None),)
    elif begun:
        told += (Change(begun, None),)
    young = (period.span.last - max(period.span.first, today - timedelta(_YOUNG_DAYS - 1))).days + 1
    if young * 4 >= period.span.days:
        told = (told or (Change(NOTHING, None),)) + (Change(_YOUNG, None),)
    return told


def _begun(period: Period, first: date, today: date) -> str:
    """Since when there are records, where that is after the period before began; else empty."""
    if first <= period.before.first:
        return ""
    since = f"Records begin on {short_day(first, today)}"
    if first > period.before.last:
        return f"{since}: there is nothing before this period to compare it with."
    days = count((period.before.last - first).days + 1, "day")
    if days_compared(period, first) is None:
        return f"{since}: with only {days} of the period before on record, numbers are not compared."
    return f"{since}: numbers are compared with the {days} of the period before on record."


def weighed(days: Days, period: Period, by_weekday: Sequence[int]) -> Days:
    """The same with what the days of each period weigh, from how many referrals came on each weekday of a year."""
    if sum(by_weekday) < _FEWEST_WEIGHED:
        return days
    before = period.before.last - timedelta(days.before - 1)
    return days._replace(
        weights=(_weight(period.span, by_weekday), _weight(Span(before, period.before.last), by_weekday))
    )


def _weight(span: Span, by_weekday: Sequence[int]) -> int:
    """What the days of a span weigh, at least 1."""
    weeks, rest = divmod(span.days, 7)
    last = sum(by_weekday[(span.first + timedelta(place)).weekday()] for place in range(rest))
    return max(weeks * sum(by_weekday) + last, 1)


def counts_changed(figures: Iterable[Compared], measures: Mapping[str, Measure], days: Days) -> Iterator[Found]:
    """Counts that came to more or fewer."""
    told: set[str] = set()
    for one in figures:
        key = one.now.key
        if not (one.now.applies and one.before.applies) or (key == "from_partners" and "received" in told):
            continue
        if key == "new_referring" and not days.year:
            continue
        now, before = int(one.now.value or 0), int(one.before.value or 0)
        likely = days.chance(now, before)
        if likely <= _LIMIT:
            told.add(key)
            measure = measures[key]
            name = "Referrals from partners" if key == "from_partners" else measure.name
            text = f"{name}: {_told(now, days.now, days)}; {_told(before, days.before, days)} before."
            yield Found(likely, Change(text, _better(measure.better, 1 if days.more(now, before) else -1), one.behind))


def share_changed(
    name: str, now: Figure, before: Figure, better: int, behind: Behind | None, left: str = ""
) -> Iterator[Found]:
    """A share that rose or fell; `left` says what is left out."""
    if not now.n or not before.n or now.part is None or before.part is None:
        return
    likely = chance.shares(now.part, now.n, before.part, before.n)
    if likely <= _LIMIT:
        text = f"{name}: {_share(now)}; {_share(before)} before{left}."
        yield Found(likely, Change(text, _better(better, now.part * before.n - before.part * now.n), behind))


def early_changed(now: Spread, before: Spread, span: Span) -> Iterator[Found]:
    """Whether more or fewer were seen, and lost, in their first 30 days."""
    for name, key, better, part, part_before in (
        ("Seen within 30 days", "completion", 1, now.seen, before.seen),
        ("Lost within 30 days", "leakage", -1, now.lost, before.lost),
    ):
        figures = (Figure(key, None, now.number, part), Figure(key, None, before.number, part_before))
        yield from share_changed(name, *figures, better, Behind(Theme.FUNNEL, key, span))


def time_changed(measure: Measure, now: Sizes, before: Sizes, span: Span, *, cut: bool) -> Iterator[Found]:
    """A time that became longer or shorter by at least a day and a fifth; `cut`: without the last 30 days."""
    here, there = median(now), median(before)
    number, number_before = sum(now.values()), sum(before.values())
    if here is None or there is None or min(number, number_before) < _FEWEST_TIMES:
        return
    change = here - there
    likely = longer(now, before)
    if abs(change) < 1 or abs(change) * 5 < there or likely > _LIMIT:
        return
    left = left_out(_YOUNG_DAYS) if cut else ""
    text = (
        f"{measure.name}: {value_text(here, Unit.DAYS)} over {count(number, 'referral')}; "
        f"{value_text(there, Unit.DAYS)} over {number_before:,} before{left}."
    )
    yield Found(likely, Change(text, _better(measure.better, change), Behind(measure.theme, measure.key, span)))


def longer(now: Sizes, before: Sizes) -> float:
    """How likely it is by chance that so many more, or fewer, took longer than half of all of them did."""
    middle = median(Counter(now) + Counter(before)) or 0
    parts = [sum(number for days, number in one.items() if days > middle) for one in (now, before)]
    return chance.shares(parts[0], sum(now.values()), parts[1], sum(before.values()))


def partners_changed(sent: Iterable[Sent], days: Days) -> list[tuple[float, Sent]]:
    """The partners who sent much less or much more than before: who sends less first, then those of least chance.

    At most three: whom one could still win back matters more than who came of their own.

    Of many partners some always did by chance. So only so many count that of those told hardly one in five would
    have (Benjamini & Hochberg 1995), among those who sent enough for chance to be ruled out at all (Gilbert 2005).
    """
    found = ((days.chance(one.now, one.before), one) for one in sent if _can_tell(one.now + one.before, days))
    ordered = sorted(found, key=lambda item: (item[0], -abs(item[1].now - item[1].before), item[1]))
    limits = ((place, _FALSE * place / len(ordered)) for place in range(1, len(ordered) + 1))
    told = max((place for place, limit in limits if ordered[place - 1][0] <= min(limit, _PARTNER_LIMIT)), default=0)
    return sorted(ordered[:told], key=lambda item: days.more(item[1].now, item[1].before))[:_MOST_PARTNERS]


def _can_tell(sent: int, days: Days) -> bool:
    """Whether so many could tell a change, had all of them come in one of the periods."""
    return min(days.chance(sent, 0), days.chance(0, sent)) <= _PARTNER_LIMIT


def partner_told(name: str, likely: float, one: Sent, days: Days) -> Found:
    """What is said of a partner: `Dr. Lee sent 3 referrals; 12 before.`"""
    now = count(one.now, "referral") if one.now else "no referral"
    before = f"{one.before:,}" if one.before else "none"
    text = f"{name} sent {now}{_in_days(days.now, days)}; {before}{_in_days(days.before, days)} before."
    return Found(likely, Change(text, days.more(one.now, one.before), None, one.partner_id))


def most_telling(found: Sequence[Found]) -> tuple[Change, ...]:
    """What is told: of the whole practice first, that of least chance on top, then of partners as they were given."""
    whole = sorted((one for one in found if one.change.partner_id is None), key=lambda one: one.chance)
    partners = [one for one in found if one.change.partner_id is not None]
    return tuple(one.change for one in [*whole, *partners][:MOST])


def _better(better: int, change: float) -> bool | None:
    return None if better == 0 else (change > 0) == (better > 0)


def left_out(days: int) -> str:
    """What is said of the last days, which are too young to be compared."""
    return f", leaving out the last {count(days, 'day')}"


def _told(number: int, of_days: int, days: Days) -> str:
    return f"{number:,}{_in_days(of_days, days)}"


def _in_days(of_days: int, days: Days) -> str:
    """The days where they are not those of the calendar."""
    return f" in {count(of_days, 'day')}" if days.cut else ""


def _share(figure: Figure) -> str:
    part = 0 if figure.part is None else figure.part
    return f"{value_text(part / figure.n, Unit.SHARE)} of {figure.n:,}"
