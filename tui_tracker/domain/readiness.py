"""Whether we may ask a partner for something (RULES section 6); the answer lists every condition, met or not.

Where the rule is silent: three different channels, or three different intents, are enough; only our own gives and asks
count; a partner who was put away (archived) is not asked.
"""

from datetime import date, timedelta

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Stage


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `text` says how it stands, in plain words, for met and for not met alike."""

    met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """All conditions, in the order of the rule."""

    conditions: tuple[Condition, ...]

    @property
    def ready(self) -> bool:
        """Whether all of them are met."""
        return all(condition.met for condition in self.conditions)

    @property
    def missing(self) -> tuple[str, ...]:
        """What stands in the way, in words; empty where nothing does."""
        return tuple(condition.text for condition in self.conditions if not condition.met)


def readiness(facts: RelationshipFacts, settings: Settings, today: date) -> Readiness:
    """How each condition stands today."""
    return Readiness(
        (
            _touches(facts, settings),
            _kinds(facts, settings),
            _given(facts, settings, today),
            _reports(facts),
            _incidents(facts),
            _asked(facts, settings, today),
            _stage(facts),
        )
    )


def _touches(facts: RelationshipFacts, settings: Settings) -> Condition:
    wanted, days = settings.touches_wanted, facts.touch_days
    if days >= wanted:
        return Condition(True, f"in touch on {count(days, 'day')}; {wanted} wanted")
    so_far = f"in touch on {count(days, 'day')} so far" if days else "not in touch yet"
    return Condition(False, f"{so_far}; {wanted} wanted")


def _kinds(facts: RelationshipFacts, settings: Settings) -> Condition:
    wanted = settings.ask.kinds
    channels, intents = len(facts.channels), len(facts.intents)
    met = channels >= wanted or intents >= wanted
    so_far = f"{_number(channels, 'channel')} and {_number(intents, 'intent')} {'used' if met else 'so far'}"
    return Condition(met, f"{so_far}; {wanted} of either wanted")


def _given(facts: RelationshipFacts, settings: Settings, today: date) -> Condition:
    within = settings.ask.give_within
    last = facts.last_give
    if last is None:
        return Condition(False, f"no give yet; one within {count(within, 'day')} wanted")
    if last < today - timedelta(within):
        return Condition(False, f"no give since {short_day(last, today)}; one within {count(within, 'day')} wanted")
    return Condition(True, f"last give {short_day(last, today)}")


def _reports(facts: RelationshipFacts) -> Condition:
    late = facts.reports_overdue
    return Condition(late == 0, f"{_number(late, 'report')} to them {'are' if late > 1 else 'is'} late")


def _incidents(facts: RelationshipFacts) -> Condition:
    number = facts.open_incidents
    return Condition(number == 0, f"{_number(number, 'incident')} {'are' if number > 1 else 'is'} open")


def _asked(facts: RelationshipFacts, settings: Settings, today: date) -> Condition:
    within = settings.ask.asked_within
    last = facts.last_ask
    if last is None:
        return Condition(True, "not asked yet")
    told = f"last asked {short_day(last, today)}"
    if last < today - timedelta(within):
        return Condition(True, told)
    return Condition(False, f"{told}; again from {short_day(last + timedelta(within + 1), today)} on")


def _stage(facts: RelationshipFacts) -> Condition:
    if facts.partner.stage == Stage.PARTED:
        return Condition(False, "we have parted")
    if facts.partner.archived_on is not None:
        return Condition(False, "they are in the archive")
    return Condition(True, "we have not parted")


def _number(number: int, word: str) -> str:
    return count(number, word) if number else f"no {word}"
