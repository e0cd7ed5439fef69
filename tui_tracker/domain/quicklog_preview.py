"""What a quick log understood, in plain words: exactly what saving would write."""

from dataclasses import dataclass

from tui_tracker.domain.days import away, spell
from tui_tracker.domain.quicklog import Step, Understood
from tui_tracker.domain.quicklog_names import describe
from tui_tracker.domain.quicklog_people import describe_person
from tui_tracker.domain.words import Direction, Intent


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the preview: what it is about (`with whom how when for next keeps rests note`), and the words."""

    about: str
    text: str


def preview(understood: Understood) -> tuple[Part, ...]:
    """Everything that would be saved, part by part; what is not there yet has no part."""
    parts = [Part("with", who) for who in _people(understood)]
    parts += [Part("whom", describe_person(person)) for person in understood.people]
    if understood.channel is not None:
        said = understood.channel
        if understood.word != understood.channel:
            said = f"{understood.channel} ({understood.word})"
        theirs = understood.direction == Direction.THEIRS
        parts.append(Part("how", f"{said}, they contacted us" if theirs else said))
    day = understood.day
    parts.append(Part("when", f"{away(day, understood.today)}, {spell(day, understood.today)}"))
    if understood.intents:
        parts.append(Part("for", ", ".join(_intent(understood, one) for one in understood.intents)))
    parts += [Part("next", step_words(understood, step)) for step in understood.follow_ups]
    for kept in understood.closes:
        due = f"due {spell(kept.due_on, understood.today)}"
        parts.append(Part("keeps", f"{kept.text}, {due}" if kept.text else f"the follow-up {due}"))
    if understood.quiet_until is not None:
        parts.append(Part("rests", f"“sending less” on Today, until {spell(understood.quiet_until, understood.today)}"))
    if understood.note:
        parts.append(Part("note", understood.note))
    return tuple(parts)


def step_words(understood: Understood, step: Step) -> str:
    """A follow-up in words: `Mon Mar 30, in 2 weeks: send the protocol`."""
    when = f"{spell(step.due_on, understood.today)}, {away(step.due_on, understood.today)}"
    return f"{when}: {step.text}" if step.text else when


def _intent(understood: Understood, intent: str) -> str:
    given = understood.give if intent == Intent.GIVE else None
    return intent if given is None else f"{intent} ({given})"


def _people(understood: Understood) -> list[str]:
    new = [f"{name} (new partner, will be added)" for name in understood.new_partners]
    known = understood.partners
    if len(known) > 2:
        return [", ".join(partner.name for partner in known), *new]
    return [*(describe(partner) for partner in known), *new]
