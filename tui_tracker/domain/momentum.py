"""Whether a partner sends fewer referrals than they used to, or only seems to (RULES section 7).

The exact conditional test of two Poisson rates (Przyborowski & Wilenski 1940): of all that came in both spans, how
likely is it that so few fell into the recent one, had the rate stayed the same?
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, fsum, lgamma, log, log1p

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import MomentumDays
from tui_tracker.domain.text import count


@dataclass(frozen=True, slots=True)
class Momentum:
    """Referrals of the last `days` beside those of the baseline.

    `recent` came in `days`, `earlier` in the `baseline` days before; `expected` is what `days` would bring at the
    earlier rate, `chance` (0–1) how likely so few or fewer are by chance alone; `less` says that it is too unlikely.
    """

    recent: int
    earlier: int
    days: int
    baseline: int
    expected: float
    chance: float
    less: bool

    @property
    def why(self) -> str:
        """In numbers: `2 in 90 days; 5.4 were to be expected`."""
        were = "was" if f"{self.expected:.1f}" == "1.0" else "were"
        return f"{self.recent} in {count(self.days, 'day')}; {self.expected:.1f} {were} to be expected"


def momentum(recent: int, earlier: int, first: date | None, days: MomentumDays, today: date) -> Momentum | None:
    """Compare the recent span with the baseline; None where there is too little to compare.

    `first` is the day of the partner's first inbound referral of all: the baseline begins no earlier.
    """
    if first is None:
        return None
    begins = today - timedelta(days.recent)
    baseline = min(days.baseline, (begins - first).days + 1)
    if earlier < max(days.least, 1) or baseline < max(days.least_days, 1):
        return None
    expected = earlier * days.recent / baseline
    # Where more came than was expected, the chance is beyond any limit that makes sense: no need to count it out.
    chance = 1.0 if recent > expected + 1 else at_most(recent, recent + earlier, days.recent / (days.recent + baseline))
    return Momentum(recent, earlier, days.recent, baseline, expected, chance, chance * 100 <= days.percent)


def at_most(k: int, n: int, p: float) -> float:
    """P(X ≤ k) of X ~ Binomial(n, p), for 0 ≤ k ≤ n and 0 < p < 1."""
    if k >= n:
        return 1.0
    here, away, whole = log(p), log1p(-p), lgamma(n + 1)
    return min(
        1.0,
        fsum(exp(whole - lgamma(i + 1) - lgamma(n - i + 1) + i * here + (n - i) * away) for i in range(k + 1)),
    )


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
    touch_within: int = 90,
) -> tuple[Cause, ...]:
    """What to check, in plain words: first that for which there is a sign, then the rest as questions.

    `reports_late` counts our reports to them that are late today; `incidents` are the days on which incidents of the
    last half year were opened, `incidents_open` counts all that are open, however old; `contacts_left` names the
    contacts who are no longer active; a `last_touch` more than `touch_within` days ago, or none at all, is a sign.
    """
    found = (
        _reports(reports_late),
        _incidents(incidents, incidents_open, today),
        _moved(contacts_left),
        _touch(last_touch, touch_within, today),
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


def _touch(last: date | None, within: int, today: date) -> Cause:
    if last is None:
        return Cause(True, "we have not been in touch yet")
    if (today - last).days > within:
        return Cause(True, f"last in touch {short_day(last, today)}, {count((today - last).days, 'day')} ago")
    return Cause(False, f"did something come up when we were in touch {short_day(last, today)}?")
