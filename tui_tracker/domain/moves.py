"""Referral stages and the moves between them (RULES section 2)."""

from datetime import date
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Referral
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import INBOUND_STAGES, OUTBOUND_STAGES, AgendaKind, Flow, ReferralStage, label

COLUMNS: dict[str, str] = {
    ReferralStage.RECEIVED: "day",
    ReferralStage.SENT: "day",
    ReferralStage.CONTACTED: "contacted_on",
    ReferralStage.SCHEDULED: "scheduled_on",
    ReferralStage.ACCEPTED: "accepted_on",
    ReferralStage.SEEN: "seen_on",
    ReferralStage.IN_CARE: "in_care_on",
    ReferralStage.CLOSED: "closed_on",
    ReferralStage.DECLINED: "aside_on",
    ReferralStage.LOST: "aside_on",
}
"""The column that holds the day on which each stage was reached."""

LONGEST_REASON = 200
"""How many characters the reason for an aside, and what was offered instead, may have."""


class ReferralState(NamedTuple):
    """What the rules need of a referral, light enough to be fetched by the thousand; `records.Referral` has it too."""

    id: int
    flow: str
    partner_id: int | None
    patient_ref: str
    urgency: str
    stage: str
    day: date
    contacted_on: date | None
    scheduled_on: date | None
    accepted_on: date | None
    seen_on: date | None
    in_care_on: date | None
    closed_on: date | None
    aside_on: date | None
    visit_on: date | None
    settled: bool


Staged = Referral | ReferralState


def stages(flow: str) -> tuple[str, ...]:
    """The main line of stages of a flow, in order."""
    return INBOUND_STAGES if flow == Flow.INBOUND else OUTBOUND_STAGES


def aside_stages(flow: str) -> tuple[str, ...]:
    """The stages that stand aside: only what was sent to us can be declined by us."""
    return (ReferralStage.DECLINED, ReferralStage.LOST) if flow == Flow.INBOUND else (ReferralStage.LOST,)


def next_stage(flow: str, stage: str) -> str | None:
    """The stage to the right on the board; None at the end and aside."""
    line = stages(flow)
    return line[line.index(stage) + 1] if stage in line[:-1] else None


def keeping_stage(asked: AgendaKind, stage: str) -> ReferralStage:
    """The stage to which a referral in `stage` moves by what the agenda asks for: called, booked, or then seen."""
    if asked == AgendaKind.FIRST_CONTACT:
        return ReferralStage.CONTACTED
    return ReferralStage.SEEN if stage == ReferralStage.SCHEDULED else ReferralStage.SCHEDULED


def previous_stage(flow: str, stage: str) -> str | None:
    """The stage to the left on the board; None at the start and aside."""
    line = stages(flow)
    return line[line.index(stage) - 1] if stage in line[1:] else None


def day_of(referral: Staged, stage: str) -> date | None:
    """The day noted for a stage; None for one that was skipped or not reached."""
    day: date | None = getattr(referral, COLUMNS[stage])
    return day


def reached(referral: Staged, stage: str) -> date | None:
    """The day a stage counts as reached: its own, or for a skipped one that of the next stage that has a day."""
    line = stages(referral.flow)
    for later in line[line.index(stage) :]:
        day = day_of(referral, later)
        if day is not None:
            return day
    return None


def stage_on(referral: Staged) -> date:
    """The day of the present stage; where it was not noted, the latest day that was."""
    return day_of(referral, referral.stage) or _latest(referral, len(stages(referral.flow)))[1]


def redate(referral: Referral, day: date, today: date, reported: date | None = None) -> dict[str, object]:
    """The columns that change when the day received or sent is corrected; Refused as for `move`.

    `reported` is the day of the first report on it: nothing was reported before it came.
    """
    first = stages(referral.flow)[0]
    if day > today:
        raise Refused(f"{short_day(day, today)} is still to come; choose a day up to today.", "day")
    noted = [(day_of(referral, stage), stage) for stage in (*stages(referral.flow)[1:], ReferralStage.LOST)]
    for later, stage in noted:
        if later is not None and later < day:
            what = referral.stage if stage == ReferralStage.LOST else stage
            raise Refused(
                f"It was {label(what)} on {short_day(later, today)}, so it cannot be {first} on "
                f"{short_day(day, today)}; choose a day up to {short_day(later, today)}.",
                "day",
            )
    if reported is not None and reported < day:
        raise Refused(
            f"A report on it went out on {short_day(reported, today)}, so it cannot be {first} on "
            f"{short_day(day, today)}; choose a day up to {short_day(reported, today)}.",
            "day",
        )
    return {"day": day, "stage_on": day} if referral.stage == first else {"day": day}


def move(
    referral: Referral, stage: str, day: date, today: date, reason: str = "", alternative: str = ""
) -> dict[str, object]:
    """The columns that change when a referral moves to a stage on a day, by name, `stage` and `stage_on` among them.

    Forward: the skipped stages take no day. Back: the stage keeps the day it has (it takes `day` where it was
    skipped), and the days after it are cleared. To the stage it is in: its day is corrected. Aside: needs a reason.
    Raises Refused for a stage that the flow does not have, a day still to come, days that run backwards
    (both named), a missing reason, or one that is too long.
    """
    if stage not in (*stages(referral.flow), *aside_stages(referral.flow)):
        listed = ", ".join(label(one) for one in stages(referral.flow))
        asides = " or ".join(aside_stages(referral.flow))
        raise Refused(f"An {referral.flow} referral has no such stage; choose {listed}, {asides}.", "stage")
    if day > today:
        raise Refused(f"{short_day(day, today)} is still to come; choose a day up to today.", "day")
    if stage in aside_stages(referral.flow):
        new = _aside(referral, stage, day, today, clean_line(reason), clean_line(alternative))
    else:
        new = _along(referral, stage, day, today)
    return {name: value for name, value in new.items() if name == "stage_on" or getattr(referral, name) != value}


def _aside(referral: Referral, stage: str, day: date, today: date, reason: str, alternative: str) -> dict[str, object]:
    _check_length(reason, "reason")
    _check_length(alternative, "alternative")
    reason = reason or referral.aside_reason
    if not reason:
        raise Refused(f"Say why it is {stage}; the reason is kept with the referral.", "reason")
    _check_order(referral, len(stages(referral.flow)), stage, day, today)
    return {
        "stage": str(stage),
        "stage_on": day,
        "aside_on": day,
        "aside_reason": reason,
        "alternative": alternative or referral.alternative,
    }


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_REASON:
        raise Refused(f"This has {len(text):,} characters; {LONGEST_REASON} are the most, so say it shorter.", field)


def _along(referral: Referral, stage: str, day: date, today: date) -> dict[str, object]:
    line = stages(referral.flow)
    place = line.index(stage)
    goes_back = referral.stage not in line or place < line.index(referral.stage)
    kept = day_of(referral, stage) if goes_back else None
    if kept is None:
        _check_order(referral, place, stage, day, today)
    new: dict[str, object] = {
        "stage": str(stage),
        "stage_on": kept or day,
        COLUMNS[stage]: kept or day,
        "aside_on": None,
        "aside_reason": "",
        "alternative": "",
    }
    new.update({COLUMNS[later]: None for later in line[place + 1 :]})
    if referral.flow == Flow.INBOUND and place < line.index(ReferralStage.SCHEDULED):
        new["visit_on"] = None
    return new


def _check_order(referral: Staged, place: int, stage: str, day: date, today: date) -> None:
    """Refuse a day before that of any stage left of `place`."""
    before, earliest = _latest(referral, place)
    if before is not None and day < earliest:
        raise Refused(
            f"It was {label(before)} on {short_day(earliest, today)}, so it cannot be {label(stage)} "
            f"on {short_day(day, today)}; choose a day from {short_day(earliest, today)} on.",
            "day",
        )


def _latest(referral: Staged, place: int) -> tuple[str | None, date]:
    """Of the stages left of `place`, the one with the latest day, and that day."""
    found: tuple[str | None, date] = (None, referral.day)
    for stage in stages(referral.flow)[:place]:
        day = day_of(referral, stage)
        if day is not None and (found[0] is None or day >= found[1]):
            found = (stage, day)
    return found
