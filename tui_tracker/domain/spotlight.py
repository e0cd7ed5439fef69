"""Whose turn it is for the spotlight of the month.

Where the rules are silent: the turn goes round among partners who refer to us (stages `referring` and `partner`) and
whose relationship is warm, or is worth it to us: tier A, or the inner circle. Nobody has it twice within 12 months. Who
never had it comes first, those known longest before others; then who had it longest ago. How many referrals somebody
sends plays no part: the spotlight is non-cash, and it goes by turn all the same. So of the parts of the warmth only
those count here that rest on no referral of theirs: how we keep in touch, what we promised, and open incidents.
"""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Part
from tui_tracker.domain.words import Stage, Tier

REST_MONTHS = 12
_BY_REFERRALS = ("reciprocity", "momentum")
STAGES: tuple[str, ...] = (Stage.REFERRING.value, Stage.PARTNER.value)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner who may have the spotlight; `months` are those that they had or are to have."""

    id: int
    name: str
    stage: str
    tier: str
    inner_rank: int | None
    added_on: date
    months: tuple[date, ...] = ()
    warm: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody whose turn it is, and why."""

    partner_id: int
    name: str
    why: str


def month_of(day: date, by: int = 0) -> date:
    """The first day of a day's month, or of one so many months later."""
    months = day.year * 12 + day.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def months_between(one: date, other: date) -> int:
    """How many months lie between two, whichever is first."""
    return abs((one.year - other.year) * 12 + one.month - other.month)


def rested(candidate: Candidate, month: date) -> bool:
    """Whether none of a partner's months is within 12 months of this one."""
    return all(months_between(had, month) >= REST_MONTHS for had in candidate.months)


def warm_enough(parts: Sequence[Part], settings: Settings) -> bool:
    """Whether a relationship is warm by the parts of its warmth that count no referrals."""
    counted = [part for part in parts if part.name not in _BY_REFERRALS and part.share is not None]
    most = sum(part.most for part in counted)
    return most > 0 and sum(part.points or 0 for part in counted) * 100 >= settings.warmth.warm * most


def turns(candidates: Sequence[Candidate], month: date) -> tuple[Turn, ...]:
    """Whose turn it is in a month, the first one first."""
    fit = [one for one in candidates if _fits(one, month)]
    fit.sort(key=lambda one: (max(one.months, default=date.min), one.added_on, one.name.casefold(), one.id))
    return tuple(Turn(one.id, one.name, _why(one)) for one in fit)


def _fits(one: Candidate, month: date) -> bool:
    return not one.archived and one.stage in STAGES and rested(one, month) and (one.warm or _worth(one) != "")


def _worth(one: Candidate) -> str:
    if one.inner_rank is not None:
        return f"number {one.inner_rank} of our inner circle"
    return "tier A" if one.tier == Tier.A else ""


def _why(one: Candidate) -> str:
    had = f"had it last in {short_month(max(one.months))}" if one.months else "never had it"
    return ", ".join(part for part in (had, "warm" if one.warm else "", _worth(one)) if part)
