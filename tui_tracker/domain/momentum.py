"""Whether a partner sends fewer referrals than they used to, or only seems to (RULES section 7).

Two questions, each answered exactly, in whole numbers, so that every machine decides alike at the limit:

- Fewer: of all referrals of the recent days and the baseline before, how likely is it that so few fell into the recent
  ones, had the rate stayed the same (Przyborowski & Wilenski 1940: the conditional test of two Poisson rates)?
- Silent: of all referrals of the last years, how likely was it some weeks ago already that none had fallen into the
  days since the last one? It waits because a partner who sends much has many silences a year: most that are too long on
  one day end in the days after it.

The second was added because it finds more and errs less than the first alone, and both are asked more strictly than
the rule's 5 %, because they are asked every morning: docs/sending-less.md has the figures, and
`python -m benchmarks.sending_less` gives them. Where the rules are silent: the first referral of all, where it opens
the years looked at, says nothing about a rate; whoever sent as many in the recent days as were to be expected does not
send less, however long ago the last one was; and a silence as long as both spans of the first question is news no more.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import gcd

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import MomentumDays
from tui_tracker.domain.text import count

INCIDENT_DAYS = 183
"""How far back an incident may be the cause of sending less: half a year."""

_TOUCH_DAYS = 90
"""A last touch longer ago than this may be the cause."""


@dataclass(frozen=True, slots=True)
class Silence:
    """No referral for so many `days`, where one came `every` so many days before."""

    days: int
    every: float


@dataclass(frozen=True, slots=True)
class Momentum:
    """Referrals of the last `days` beside those of the baseline.

    `recent` came in `days`, `earlier` in the `baseline` days before; `expected` is what `days` would bring at the
    earlier rate, `chance` (0–1) how likely so few or fewer are by chance alone; `less` says that it is too unlikely.
    `silence` is set where it is the silence that is too unlikely, and the numbers alone are not; `chance` is then that
    of a silence as long as it is today.
    """

    recent: int
    earlier: int
    days: int
    baseline: int
    expected: float
    chance: float
    less: bool
    silence: Silence | None = None

    @property
    def why(self) -> str:
        """In numbers: `2 in 90 days; 5.4 were to be expected`, or `none for 71 days; one every 9 days was usual`."""
        if self.silence is not None:
            usual = round(self.silence.every)
            often = "one a day" if usual <= 1 else f"one every {usual} days"
            return f"none for {count(self.silence.days, 'day')}; {often} was usual"
        were = "was" if f"{self.expected:.1f}" == "1.0" else "were"
        return f"{self.recent} in {count(self.days, 'day')}; {self.expected:.1f} {were} to be expected"


def momentum(
    recent: int,
    earlier: int,
    first: date | None,
    days: MomentumDays,
    today: date,
    last: date | None = None,
    long_run: int = 0,
) -> Momentum | None:
    """Compare the recent days with those before; None where there is too little to compare.

    `first` and `last` are the days of the partner's first and latest inbound referral of all: nothing is expected of
    days before the first. `long_run` counts those of the last `days.silence_baseline` days, today included. Without
    `last` and `long_run` nothing is said about a silence.
    """
    if first is None:
        return None
    baseline = min(days.baseline, (today - timedelta(days.recent) - first).days + 1)
    found = None
    if earlier >= max(days.least, 1) and baseline >= max(days.least_days, 1):
        part, whole = at_most(recent, recent + earlier, days.recent, baseline)
        less = 100 * part <= days.percent * whole
        found = Momentum(recent, earlier, days.recent, baseline, earlier * days.recent / baseline, part / whole, less)
        if less or recent * baseline >= earlier * days.recent:
            return found
    if last is None:
        return found
    return _silent(found, (recent, earlier, max(baseline, 0)), first, days, today, last, long_run) or found


def _silent(
    known: Momentum | None,
    counts: tuple[int, int, int],
    first: date,
    days: MomentumDays,
    today: date,
    last: date,
    long_run: int,
) -> Momentum | None:
    """The answer where nothing has come for too long, and for so long as to wait for an end of it; else None.

    `counts` are the recent and earlier referrals, and the days of the baseline.
    """
    silent = (today - last).days
    since_first = (today - first).days + 1
    whole = min(days.silence_baseline, since_first)
    before = whole - silent
    number = long_run - (since_first <= days.silence_baseline)
    if (
        not days.silence_wait < silent < days.recent + days.baseline
        or long_run < max(days.least, 1)
        or number < 1
        or before < max(days.least_days, 1)
    ):
        return None
    before_now, before_wait = before**number, (whole - days.silence_wait) ** number
    recent, earlier, baseline = counts
    expected = number * days.recent / before if known is None else known.expected
    if 100 * before_now > days.silence_percent * before_wait or recent >= expected:
        return None
    silence = Silence(silent, before / number)
    chance = before_now / whole**number
    return Momentum(recent, earlier, days.recent, baseline, expected, chance, True, silence)


def at_most(k: int, n: int, recent: int, before: int) -> tuple[int, int]:
    """P(X ≤ k) of X ~ Binomial(n, recent ÷ (recent + before)), exactly, as a numerator and a denominator."""
    common = gcd(recent, before)
    here, away = recent // common, before // common
    whole = (here + away) ** n
    if k >= n:
        return whole, whole
    term = total = away**n
    for i in range(k):
        term = term * ((n - i) * here) // ((i + 1) * away)
        total += term
    return total, whole


@dataclass(frozen=True, slots=True)
class Cause:
    """Something to check where a partner sends less; `sign`: the data hint at it, else it is a question to ask."""

    sign: bool
    text: str


def causes(
    today: date,
    *,
    reports_late: int = 0,
    incidents: Sequence[date] = (),
    incidents_open: int = 0,
    contacts_left: Sequence[str] = (),
    last_touch: date | None = None,
) -> tuple[Cause, ...]:
    """What to check, in plain words: first that for which there is a sign, then the rest as questions.

    `reports_late` counts our reports to them that are late today; `incidents` are the days on which incidents of the
    last `INCIDENT_DAYS` were opened, `incidents_open` counts all that are open, however old; `contacts_left` names the
    contacts who are no longer active; a `last_touch` more than 90 days ago, or none at all, is a sign.
    """
    found = (
        _reports(reports_late),
        _incidents(incidents, incidents_open, today),
        _moved(contacts_left),
        _touch(last_touch, today),
    )
    return tuple(cause for cause in found if cause.sign) + tuple(cause for cause in found if not cause.sign)


def _reports(late: int) -> Cause:
    if not late:
        return Cause(False, "are our reports arriving?")
    return Cause(True, "1 of our reports is late" if late == 1 else f"{late} of our reports are late")


def _incidents(opened: Sequence[date], still_open: int, today: date) -> Cause:
    if not opened and not still_open:
        return Cause(False, "was there an incident that we have not heard of?")
    if not opened:
        return Cause(True, "an incident is open" if still_open == 1 else f"{still_open} incidents are open")
    latest = f"opened {short_day(max(opened), today)}"
    ending = "" if not still_open else ", still open" if still_open == len(opened) == 1 else f", {still_open} open"
    if len(opened) == 1:
        return Cause(True, f"an incident was {latest}{ending}")
    return Cause(True, f"{len(opened)} incidents in half a year, the last {latest}{ending}")


def _moved(left: Sequence[str]) -> Cause:
    if not left:
        return Cause(False, "has the clinician moved, or somebody left their office?")
    others = len(left) - 1
    more = f" and {count(others, 'other')}" if others else ""
    return Cause(True, f"{left[0]}{more} left their office")


def _touch(last: date | None, today: date) -> Cause:
    if last is None:
        return Cause(True, "we have not been in touch yet")
    if (today - last).days > _TOUCH_DAYS:
        return Cause(True, f"last in touch {short_day(last, today)}, {count((today - last).days, 'day')} ago")
    return Cause(False, f"did something come up when we were in touch {short_day(last, today)}?")
