"""Whether a partner sends fewer referrals than they used to, or only seems to (RULES section 7).

The exact conditional test of two Poisson rates (Przyborowski & Wilenski 1940): of all that came in both spans, how
likely is it that so few fell into the recent one, had the rate stayed the same?
"""

from datetime import date, timedelta
from math import exp, fsum, lgamma, log, log1p

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
