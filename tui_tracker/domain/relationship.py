"""All that the rules say about one relationship, put together."""

from datetime import date

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.momentum import Momentum, momentum
from tui_tracker.domain.readiness import Readiness, readiness
from tui_tracker.domain.reciprocity import Reciprocity, reciprocity
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Warmth, warmth


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
    moving = momentum(
        facts.recent,
        facts.earlier,
        facts.first_referral,
        settings.momentum,
        today,
        facts.last_referral,
        facts.long_run,
    )
    giving = reciprocity(facts.inbound, facts.outbound, facts.gives, facts.asks, settings.reciprocity)
    return Relationship(
        facts=facts,
        momentum=moving,
        reciprocity=giving,
        readiness=readiness(facts, settings, today),
        warmth=warmth(facts, moving, giving, settings, today),
    )
