"""How warm a relationship is, 0–100, from parts that can be shown (RULES section 11).

Where the rule is silent: points are rounded half up; where nothing but the absence of incidents is known, there is no
figure, because that alone would call everybody warm whom we do not know.
"""

from datetime import date
from enum import StrEnum

from tui_tracker.domain.cadence import CadenceState, cadence_of
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.momentum import Momentum
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count


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
    parts = (
        Part("cadence", weights.cadence, *_cadence(state, today)),
        Part("our promises", weights.promises, *_promises(facts)),
        Part("reciprocity", weights.reciprocity, *_reciprocity(reciprocity)),
        Part("momentum", weights.momentum, *_momentum(momentum)),
        Part("incidents", weights.incidents, *_incidents(facts)),
    )
    known = [part for part in parts if part.share is not None and part.most]
    most = sum(part.most for part in known)
    if not any(part.name != "incidents" for part in known):
        return Warmth(None, None, parts)
    points = int(100 * sum(part.points or 0 for part in known) / most + 0.5)
    return Warmth(points, band_of(points, settings), parts)


def band_of(points: int, settings: Settings) -> Band:
    """What so many points are called."""
    if points >= settings.warmth.warm:
        return Band.WARM
    return Band.COOLING if points >= settings.warmth.cooling else Band.COLD


def _cadence(state: CadenceState | None, today: date) -> tuple[float | None, str]:
    if state is None:
        return None, "no cadence"
    share = max(0.0, 1 - max(0, state.days_late) / state.days) if state.days else float(state.days_late <= 0)
    told = "last touch" if state.touched else "no touch yet, added"
    return min(1.0, share), f"{told} {short_day(state.since, today)}, meant every {count(state.days, 'day')}"


def _promises(facts: RelationshipFacts) -> tuple[float | None, str]:
    if not facts.promises_due:
        return None, "none fell due in a year"
    return facts.promises_kept / facts.promises_due, f"{facts.promises_kept} of {facts.promises_due} kept in time"


def _reciprocity(found: Reciprocity) -> tuple[float | None, str]:
    if not found.inbound:
        return None, f"no referral from them in {count(found.days, 'day')}"
    gives = f"{found.outbound} sent to them and {count(found.gives, 'give')} for {found.inbound} received"
    return min(1.0, 3 * (found.outbound + found.gives) / found.inbound), gives


def _momentum(found: Momentum | None) -> tuple[float | None, str]:
    if found is None:
        return None, "too few referrals to compare"
    return (found.recent / found.expected if found.less else 1.0), found.why


def _incidents(facts: RelationshipFacts) -> tuple[float, str]:
    if not facts.open_incidents:
        return 1.0, "none is open"
    return 0.0, f"{count(facts.open_incidents, 'incident')} open"
