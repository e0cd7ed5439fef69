"""What is about to be written about touchpoints, checked field by field."""

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import NAME_MAX, NOTE_MAX, STEP_MAX, Understood
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import Channel, Direction, GiveKind, Intent

PARTNERS_MAX = 500

Line = Annotated[str, AfterValidator(clean_line)]


class _Draft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


D = TypeVar("D", bound=_Draft)


class StepDraft(_Draft):
    """A promised next step."""

    due_on: date
    text: Annotated[Line, Field(max_length=STEP_MAX)] = ""


class TouchpointDraft(_Draft):
    """One entry: the same touchpoint with one or several partners, known by id or new by name.

    `word` is what the channel is called in the history (`lunch` for a meal). `closes` are ids of follow-ups that this
    touchpoint keeps. Every partner gets every step of `follow_ups`. `occasion_id` is where they were met.
    `contact_ids` are people at these partners, at most one of each. What was given implies the intent `give`. The lines
    `quiets` of the agenda rest until `quiet_until`.
    """

    partner_ids: Annotated[tuple[int, ...], Field(max_length=PARTNERS_MAX)] = ()
    new_partners: tuple[Annotated[Line, Field(min_length=1, max_length=NAME_MAX)], ...] = ()
    day: date
    channel: Channel
    word: Annotated[Line, Field(max_length=40)] = ""
    direction: Direction = Direction.OURS
    intents: tuple[Intent, ...] = ()
    note: Annotated[Line, Field(max_length=NOTE_MAX)] = ""
    follow_ups: Annotated[tuple[StepDraft, ...], Field(max_length=50)] = ()
    closes: tuple[int, ...] = ()
    occasion_id: int | None = None
    contact_ids: Annotated[tuple[int, ...], Field(max_length=PARTNERS_MAX)] = ()
    give: GiveKind | None = None
    quiets: Annotated[tuple[str, ...], Field(max_length=PARTNERS_MAX)] = ()
    quiet_until: date | None = None

    @model_validator(mode="after")
    def _with_somebody(self) -> "TouchpointDraft":
        if not self.partner_ids and not self.new_partners:
            raise ValueError("Say with whom.")
        return self


class TouchpointEdit(_Draft):
    """What may be changed about a touchpoint afterwards; `contact_id` and `give` stay as they are where not named."""

    day: date
    channel: Channel
    direction: Direction = Direction.OURS
    intents: tuple[Intent, ...] = ()
    note: Annotated[Line, Field(max_length=NOTE_MAX)] = ""
    contact_id: int | None = None
    give: GiveKind | None = None


def draft_of(understood: Understood) -> TouchpointDraft:
    """A draft that says exactly what the preview said. Raises Refused where something is still open."""
    if not understood.ready:
        raise Refused(understood.problems[0].message if understood.problems else "A name is still being looked up.")
    return checked(
        TouchpointDraft,
        partner_ids=tuple(partner.id for partner in understood.partners),
        new_partners=understood.new_partners,
        day=understood.day,
        channel=understood.channel,
        word=understood.word,
        direction=understood.direction,
        intents=understood.intents,
        note=understood.note,
        follow_ups=tuple({"due_on": step.due_on, "text": step.text} for step in understood.follow_ups),
        closes=tuple(kept.id for kept in understood.closes),
        contact_ids=tuple(person.id for person in understood.people),
        give=understood.give,
        quiets=understood.quiets,
        quiet_until=understood.quiet_until,
    )


def checked(kind: type[D], **values: Any) -> D:
    """A draft from plain values. Raises Refused with the first field that is wrong."""
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "partner_ids"
        told = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise Refused(f"{field.replace('_', ' ')}: {told}.", field) from None
