"""All that the rules say about one relationship, put together."""

from datetime import date

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.momentum import Momentum, momentum
from tui_tracker.domain.readiness import Readiness, readiness
from tui_tracker.domain.reciprocity import Reciprocity, reciprocity
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Warmth, warmth, warmth_points


@dataclass(frozen=True, slots=True)
class Relationship:
    """How it stands with one partner; `momentum` is None where there is too little to compare."""

    facts: RelationshipFacts
    momentum: Momentum | None
    reciprocity: Reciprocity
    readiness: Readiness
    warmth: Warmth


def relationship(facts: RelationshipFacts, settings: Settings, today: date) -> Relationship:
    """Apply every rule to what is known of one partner."""
    moving, giving = momentum_of(facts, settings, today), reciprocity_of(facts, settings)
    return Relationship(
        facts=facts,
        momentum=moving,
        reciprocity=giving,
        readiness=readiness(facts, settings, today),
        warmth=warmth(facts, moving, giving, settings, today),
    )


def momentum_of(facts: RelationshipFacts, settings: Settings, today: date) -> Momentum | None:
    """Whether they send less than they used to; None where there is too little to compare."""
    first, last = facts.first_referral, facts.last_referral
    return momentum(facts.recent, facts.earlier, first, settings.momentum, today, last, facts.long_run)


def reciprocity_of(facts: RelationshipFacts, settings: Settings) -> Reciprocity:
    """What went which way."""
    return reciprocity(facts.inbound, facts.outbound, facts.gives, facts.asks, settings.reciprocity)


def points_of(facts: RelationshipFacts, settings: Settings, today: date) -> int | None:
    """The points of the warmth alone; None without data."""
    moving, giving = momentum_of(facts, settings, today), reciprocity_of(facts, settings)
    return warmth_points(facts, moving, giving, settings, today)
