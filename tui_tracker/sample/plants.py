"""What is put into a made-up practice on purpose, so that its Today has something of every kind to show."""

from collections.abc import Callable
from random import Random

from tui_tracker.sample import names
from tui_tracker.sample.courses import Course, weekday
from tui_tracker.sample.people import Person

Days = Callable[[int], int]


def _report(on: Days) -> Course:
    """Seen a week ago, no initial report."""
    return Course(
        None, on(16), contacted=on(15), scheduled=on(15), visit=on(7), seen=on(7), stage="seen",
        reports=[("acknowledgement", on(15))],
    )  # fmt: skip


def _progress(on: Days) -> Course:
    """In care for six weeks, last report weeks ago."""
    return Course(
        None, on(52), contacted=on(51), scheduled=on(51), visit=on(45), seen=on(45), in_care=on(45), stage="in_care",
        reports=[("acknowledgement", on(51)), ("initial", on(43))],
    )  # fmt: skip


def _final(on: Days) -> Course:
    """Closed eleven days ago, no final report."""
    return Course(
        None, on(60), contacted=on(59), scheduled=on(59), visit=on(50), seen=on(50), in_care=on(50), closed=on(11),
        stage="closed", reports=[("acknowledgement", on(59)), ("initial", on(48)), ("progress", on(20))],
    )  # fmt: skip


def _thanks(on: Days) -> Course:
    """Received eleven days ago, all in order but the thank-you."""
    return Course(
        None, on(11), contacted=on(10), scheduled=on(10), visit=on(-4), stage="scheduled",
        reports=[("acknowledgement", on(10))], owed_thanks=True,
    )  # fmt: skip


def _contact(on: Days) -> Course:
    """Received five days ago; nobody has called the patient."""
    return Course(None, on(5), reports=[("acknowledgement", on(4))])


def _contact_today(on: Days) -> Course:
    """Received two days ago: the patient is to be called today."""
    return Course(None, on(2), reports=[("acknowledgement", on(1))])


def _acknowledgement(on: Days) -> Course:
    """Received six days ago; the referrer does not know that it arrived."""
    return Course(None, on(6), contacted=on(5), scheduled=on(5), visit=on(-3), stage="scheduled")


def _visit(on: Days) -> Course:
    """Received three weeks ago, and still no visit booked."""
    return Course(None, on(19), contacted=on(18), stage="contacted", reports=[("acknowledgement", on(18))])


def _declined(on: Days) -> Course:
    """Declined four days ago; the referrer has not been told."""
    reason, alternative = names.DECLINED_REASONS[0]
    return Course(
        None, on(6), contacted=on(5), aside=on(4), stage="declined", aside_reason=reason, alternative=alternative,
        reports=[("acknowledgement", on(5))], no_feedback=True,
    )  # fmt: skip


def _sent(on: Days) -> Course:
    """Sent by us 18 days ago, no news."""
    return Course(None, on(18), flow="outbound", stage="sent")


def _seen(on: Days) -> Course:
    """Sent by us, seen five weeks ago, no news."""
    return Course(None, on(50), flow="outbound", stage="seen", accepted=on(47), seen=on(36))


def _slow(on: Days) -> Course:
    """In care for twelve weeks, where half of them take five; every report was sent."""
    return Course(
        None, on(90), contacted=on(89), scheduled=on(89), visit=on(84), seen=on(84), in_care=on(84), stage="in_care",
        reports=[("acknowledgement", on(89)), ("initial", on(82)), ("progress", on(54)), ("progress", on(26))],
    )  # fmt: skip


RECIPES: tuple[Callable[[Days], Course], ...] = (
    _report,
    _thanks,
    _contact,
    _sent,
    _progress,
    _acknowledgement,
    _visit,
    _declined,
    _final,
    _contact_today,
    _seen,
    _slow,
)


def plant(rng: Random, people: list[Person], today: int) -> dict[int, Course]:
    """Mark partners for what is to be seen of them today; gives one open referral each for some, by partner id."""
    senders = [one for one in people if one.stage in ("referring", "partner") and not one.resting and one.tier != "C"]
    senders.sort(key=lambda one: -one.rate)
    for one in senders[1 : max(2, len(senders) // 40) + 1]:
        one.fades, one.lapses = True, False
        one.rate = max(one.rate, 24.0)
    left = [one for one in senders if not one.fades]
    for one in left:
        one.lapses = one.lapses and one.tier == "C"
    places = [one for one in left if one.kind in ("clinician", "practice")]
    rng.shuffle(places)
    found = {}
    for one, recipe in zip(places, RECIPES, strict=False):
        course = recipe(lambda days: weekday(today - days))
        if course.day < one.added:
            continue
        course.person, course.stage_on = one.id, _stage_day(course)
        course.reason = rng.choice(names.OUT_REASONS if course.flow == "outbound" else names.REASONS)
        one.planted.append("referral")
        found[one.id] = course
    rest = places[len(RECIPES) :] or left
    for one, word in zip(rest, ("we_owe", "ready", "we_owe", "ready"), strict=False):
        one.planted.append(word)
    return found


def _stage_day(course: Course) -> int:
    name = {"received": "day", "sent": "day", "declined": "aside"}.get(course.stage, course.stage)
    day: int = getattr(course, name)
    return day


def limit_lapses(people: list[Person], wanted: int) -> None:
    """Let at most `wanted` partners wait for a reconnect; the others keep their rhythm."""
    for one in [one for one in people if one.lapses][wanted:]:
        one.lapses = False
