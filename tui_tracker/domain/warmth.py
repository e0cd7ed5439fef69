"""How warm a relationship is, 0–100, from parts that can be shown (RULES section 11).

Where the rule is silent:
- Points are rounded half up.
- There is no figure where we were never in touch and nothing else is known: that no incident is open, and that a first
  contact is not due yet, would call everybody warm whom we have not met.
- Before the first touch, the cadence counts from the day on which the partner was added, as the agenda does.
- Reciprocity is full exactly where we do not owe: the share of RULES section 8 is the same setting.
"""

from datetime import date
from enum import StrEnum

from tui_tracker.domain.cadence import CadenceState, cadence_of
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.momentum import Momentum
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings, WarmthPoints
from tui_tracker.domain.text import count
from tui_tracker.domain.words import label


class Band(StrEnum):
    """What a number of points is called."""

    WARM = "warm"
    COOLING = "cooling"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `share` (0–1) of its `most` points, None without data; `why` says what it rests on."""

    name: str
    most: int
    share: float | None
    why: str

    @property
    def points(self) -> float | None:
        """The points of this part, before anything is scaled."""
        return None if self.share is None else self.share * self.most


@dataclass(frozen=True, slots=True)
class Warmth:
    """The points (0–100) and their band, both None without data; all parts, those without data too."""

    points: int | None
    band: Band | None
    parts: tuple[Part, ...]


def warmth(
    facts: RelationshipFacts, momentum: Momentum | None, reciprocity: Reciprocity, settings: Settings, today: date
) -> Warmth:
    """Add the parts up; those without data are left out, and the rest scaled to 100."""
    weights = settings.warmth
    state = cadence_of(facts.partner, facts.last_touch, settings, today)
    shares = _shares(facts, state, momentum, reciprocity, settings)
    names = ("cadence", "our promises", "reciprocity", "momentum", "incidents")
    reasons = (
        _cadence(facts, state, today),
        _promises(facts, weights),
        _reciprocity(reciprocity),
        "too few referrals to compare" if momentum is None else momentum.why,
        f"{facts.open_incidents or 'none'} {'are' if facts.open_incidents > 1 else 'is'} open",
    )
    points = _points(shares, facts, weights)
    band = None if points is None else band_of(points, settings)
    return Warmth(points, band, tuple(map(Part, names, _most(weights), shares, reasons)))


def warmth_points(
    facts: RelationshipFacts, momentum: Momentum | None, reciprocity: Reciprocity, settings: Settings, today: date
) -> int | None:
    """The points of `warmth` alone, for thousands of partners: putting the reasons into words takes longest."""
    state = cadence_of(facts.partner, facts.last_touch, settings, today)
    return _points(_shares(facts, state, momentum, reciprocity, settings), facts, settings.warmth)


def band_of(points: int, settings: Settings) -> Band:
    """What so many points are called."""
    if points >= settings.warmth.warm:
        return Band.WARM
    return Band.COOLING if points >= settings.warmth.cooling else Band.COLD


_Shares = tuple[float | None, float | None, float | None, float | None, float]


def _most(weights: WarmthPoints) -> tuple[int, int, int, int, int]:
    return weights.cadence, weights.promises, weights.reciprocity, weights.momentum, weights.incidents


def _shares(
    facts: RelationshipFacts,
    state: CadenceState | None,
    momentum: Momentum | None,
    reciprocity: Reciprocity,
    settings: Settings,
) -> _Shares:
    """How much of each part there is (0–1), None without data."""
    given = settings.reciprocity.share * (reciprocity.outbound + reciprocity.gives)
    return (
        None if state is None else _kept_up(state),
        facts.promises_kept / facts.promises_due if facts.promises_due else None,
        min(1.0, given / reciprocity.inbound) if reciprocity.inbound else None,
        None if momentum is None else _kept_coming(momentum),
        0.0 if facts.open_incidents else 1.0,
    )


def _points(shares: _Shares, facts: RelationshipFacts, weights: WarmthPoints) -> int | None:
    met = facts.last_touch is not None
    found = most = 0.0
    known = False
    for place, (share, points) in enumerate(zip(shares, _most(weights), strict=True)):
        if share is not None and points:
            found, most = found + share * points, most + points
            known = known or (met if place == 0 else place < len(shares) - 1)
    # Rounded first, so that what is half a point on paper is half a point here.
    return int(round(100 * found / most, 6) + 0.5) if known else None


def _kept_up(state: CadenceState) -> float:
    if not state.days:
        return float(state.days_late <= 0)
    return min(1.0, max(0.0, 1 - max(0, state.days_late) / state.days))


def _kept_coming(momentum: Momentum) -> float:
    if not momentum.less:
        return 1.0
    return min(1.0, momentum.recent / momentum.expected) if momentum.expected else 0.0


def _cadence(facts: RelationshipFacts, state: CadenceState | None, today: date) -> str:
    if state is None:
        resting = "in the archive" if facts.partner.archived_on is not None else label(facts.partner.stage)
        return f"no cadence while {resting}"
    day = short_day(state.since, today)
    if not state.touched:
        return f"no touch yet; added {day}, the first is meant within {count(state.days, 'day')}"
    return f"last touch {day}; one is meant {'daily' if state.days == 1 else f'every {state.days} days'}"


def _promises(facts: RelationshipFacts, weights: WarmthPoints) -> str:
    if not facts.promises_due:
        return f"none fell due in {count(weights.promise_days, 'day')}"
    return f"{facts.promises_kept} of {facts.promises_due} kept in time"


def _reciprocity(found: Reciprocity) -> str:
    if not found.inbound:
        return f"no referral from them in {count(found.days, 'day')}"
    return found.why
