"""How long referrals stay in a stage, what is usual in this practice, and which one is slow by that measure.

A stay is the days from the day of a stage to the next stage, or aside, that has a day. Where the rules are silent:
- A stage that was skipped, or reached without any day, has no stay; days that run backwards (an import) count nowhere.
- Asking how it went (a touchpoint with intent `feedback`) starts the wait for an outbound referral again.
- What is due on a referral says more than that it is slow, so that is not said as well; but for a thank-you, which is
  about the partner. Nor is it where a visit is booked for today or later, which explains the wait.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.moves import COLUMNS, ReferralState, Staged, day_of, stages
from tui_tracker.domain.promises import PromiseState
from tui_tracker.domain.settings import SlowDays
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Flow, Promise, ReferralStage, label


class Stay(NamedTuple):
    """So many days in a stage, over since `ended_on`."""

    stage: str
    days: int
    ended_on: date


class Usual(NamedTuple):
    """What a stage usually takes: the median of `number` stays, in days."""

    median: float
    number: int


StaySizes = dict[tuple[str, str], dict[int, int]]
"""How many stays took how many days, by flow and stage."""

StoredReferral = Mapping[str, Any] | None
"""A referral as the journal keeps it, column by column, days as ISO text; None where there was none."""

UsualStays = Mapping[tuple[str, str], Usual]
"""By flow and stage (never the last, nor aside); a stage of which too little is known is missing."""


@dataclass(frozen=True, slots=True)
class Slow:
    """A referral that has been in `stage` since a day for longer than it should by the practice's own measure.

    `days` have passed since then; `median` is what half of `number` referrals took at most; `days_late` counts the days
    beyond what was to be expected, at least 1. `since` is the day it was last asked about where that was later than
    the stage's (outbound), and then `asked` is True.
    """

    stage: str
    since: date
    days: int
    median: float
    number: int
    days_late: int
    asked: bool = False

    @property
    def what(self) -> str:
        """`in care for 71 days`, `scheduled 30 days ago`."""
        days = count(self.days, "day")
        if self.asked:
            return f"{label(self.stage)}, asked {days} ago"
        return f"in care for {days}" if self.stage == ReferralStage.IN_CARE else f"{label(self.stage)} {days} ago"

    @property
    def why(self) -> str:
        """The reason in plain words: `in care since Sep 11; half of yours take 24 days or less`."""
        day = short_day(self.since, self.since + timedelta(self.days))
        since = f"in care since {day}" if self.stage == ReferralStage.IN_CARE else f"{label(self.stage)} {day}"
        if self.asked:
            since = f"{label(self.stage)}, asked {day}"
        return f"{since}; {self.usual}"

    @property
    def usual(self) -> str:
        """`half of yours take 24 days or less`."""
        if self.median == 0:
            return "half of yours move on the same day"
        return f"half of yours take {self.median:g} {'day' if self.median == 1 else 'days'} or less"


def stays(referral: Staged) -> tuple[Stay, ...]:
    """The stays of one referral that are over, in order."""
    line = stages(referral.flow)
    noted = [(str(stage), day_of(referral, stage)) for stage in line] + [("", referral.aside_on)]
    dated = [(stage, day) for stage, day in noted if day is not None]
    return tuple(
        Stay(stage, (after - day).days, after)
        for (stage, day), (_, after) in pairwise(dated)
        if after >= day and stage != line[-1]
    )


def add_stays(sizes: StaySizes, stored: StoredReferral, number: int, first: date, last: date) -> None:
    """Count the stays of a referral that ended in a span so many times more (fewer, below 0).

    What reached its present stage before the span counts in none, as where the database counts.
    """
    if stored is None or stored["stage_on"] < first.isoformat():
        return
    days = {*COLUMNS.values(), "visit_on"}
    values = ((name, stored[name]) for name in ReferralState._fields)
    referral = ReferralState._make(date.fromisoformat(one) if one and name in days else one for name, one in values)
    for stay in stays(referral):
        if first <= stay.ended_on <= last:
            counted = sizes.setdefault((referral.flow, stay.stage), {})
            counted[stay.days] = counted.get(stay.days, 0) + number
            if not counted[stay.days]:
                del counted[stay.days]


def usual_stays(sizes: StaySizes, slow: SlowDays) -> dict[tuple[str, str], Usual]:
    """What is usual, from how many stays of each flow and stage took how many days; none where there are too few."""
    from tui_tracker.domain.measures import median

    found = {}
    for place, counted in sizes.items():
        middle, number = median(counted), sum(counted.values())
        if middle is not None and number >= slow.least_stays:
            found[place] = Usual(middle, number)
    return found


def most_days(usual: Usual, slow: SlowDays) -> int:
    """The days that a stage may take before a referral is slow."""
    return max(int(slow.factor * usual.median), slow.least_days)


def slow_state(
    referral: Staged, last_feedback: date | None, usual: UsualStays, slow: SlowDays, today: date
) -> Slow | None:
    """How slow an open referral is by the days in its stage alone; None where it is not.

    `last_feedback` is the day of the last touchpoint with that intent to its partner.
    """
    known = usual.get((referral.flow, referral.stage))
    if known is None or referral.settled or slow.factor == 0:
        return None
    since = day_of(referral, referral.stage)
    if since is None:
        return None
    asked = referral.flow == Flow.OUTBOUND and last_feedback is not None and last_feedback > since
    if asked and last_feedback is not None:
        since = last_feedback
    days = (today - since).days
    late = days - most_days(known, slow)
    return Slow(referral.stage, since, days, *known, late, asked) if late > 0 else None


def leaves_room(promises: Iterable[PromiseState], booked: bool) -> bool:
    """Whether to say that a referral is slow, given what is open on it and whether a visit is booked."""
    return not booked and all(promise.days_late < 0 or promise.kind == Promise.THANK_YOU for promise in promises)
