"""How good a partner's referrals were (RULES section 9): the share, of how many, and how much of it is not luck.

Good means: right for us, the patient kept to the plan at least in part, and it went well. Where the rule is silent: a
referral counts as soon as what is known decides it. One mark that rules it out makes it not good, though the others
are unknown (who is declined as unsuitable has no outcome); good takes all three. What is left open counts nowhere.
"""

from collections.abc import Iterable
from math import sqrt

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.words import Adherence, Appropriate, Outcome

_Z = 1.959963984540054
"""The normal deviate of a 95 % interval."""

Marks = tuple[str | None, str | None, str | None]
"""Whether it was right for us, how far the patient kept to the plan, how it ended; None is unknown."""


@dataclass(frozen=True, slots=True)
class QualityShare:
    """`good` of `known` referrals, where `known` is at least 1; `lowest` (0–1) ends the 95 % Wilson interval below."""

    good: int
    known: int
    lowest: float

    @property
    def share(self) -> float:
        """The share of good ones, 0–1."""
        return self.good / self.known


def is_good(marks: Marks) -> bool | None:
    """Whether a referral was good; None where what is known does not decide it."""
    appropriate, adherence, outcome = marks
    parts = (
        None if appropriate is None else appropriate == Appropriate.YES,
        None if adherence is None else adherence != Adherence.NONE,
        None if outcome is None else outcome in (Outcome.GOAL_MET, Outcome.IMPROVED),
    )
    if False in parts:
        return False
    return None if None in parts else True


def quality_share(counted: Iterable[tuple[Marks, int]]) -> QualityShare | None:
    """The share of good referrals from marks and how many referrals bear them; None where nothing is known."""
    good = known = 0
    for marks, number in counted:
        found = is_good(marks)
        if found is not None:
            known += number
            good += number * found
    return QualityShare(good, known, wilson_lower(good, known)) if known else None


def wilson_lower(good: int, known: int) -> float:
    """The lower end of the 95 % score interval of `good` in `known` (Wilson 1927); `known` is at least 1."""
    share, spread = good / known, _Z * _Z / known
    middle = share + spread / 2
    half = _Z * sqrt((share * (1 - share) + spread / 4) / known)
    return (middle - half) / (1 + spread) if good else 0.0
