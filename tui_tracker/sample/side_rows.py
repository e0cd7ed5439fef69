"""What stands beside the touchpoints and referrals: occasions, follow-ups, snoozes, incidents, gifts, targets."""

from collections.abc import Iterator
from datetime import date
from random import Random

from tui_tracker.sample import names, notes
from tui_tracker.sample.courses import Course, weekday
from tui_tracker.sample.people import LEAVING, LIAISON, Person, Span, looks_after
from tui_tracker.sample.tables import IsoDays, Rows, Table
from tui_tracker.sample.touches import CONNECT_BIT, Touch


def occasion_table(rng: Random, span: Span, everyone: list[Person], touches: list[Touch], iso: IsoDays) -> Table:
    """A few events a year; whom we met there becomes one entry of several touchpoints."""
    rows: Rows = []
    people = [one for one in everyone if not one.resting and one.stage != "prospect" and not one.lapses]
    days = sorted(
        weekday(span.start + 20 + rng.randrange(span.today - span.start - 25))
        for _ in range(max(1, (span.today - span.start) // 75))
    )
    goals = Random(f"goals/{span.start}/{span.today}")
    for number, day in enumerate([*days, span.today + 16], 1):
        name, place, skill = rng.choice(notes.OCCASIONS)
        town = names.TOWNS[rng.randrange(5)][0]
        coming = day > span.today
        goal, wanted = goals.choice(notes.GOALS[:3] if coming else (*notes.GOALS, ("", None)))
        rows.append((number, name, iso(day), place.format(town=town), skill, "", goal, wanted))
        there = [one for one in people if one.added <= day]
        if coming or not there:
            continue
        for one in rng.sample(there, min(len(there), 3 + rng.randrange(6))):
            touches.append(Touch(day, one.id, "event", CONNECT_BIT, occasion=number, group=number))
    return Table("occasion", ("id", "name", "day", "place", "skill", "note", "goal", "wanted"), rows)


def follow_up_table(
    rng: Random, today: int, people: list[Person], touches: list[Touch], large: bool, iso: IsoDays
) -> Table:
    """Promised next steps, kept for the most part; a few of them due about today."""
    promised: list[tuple[int, Touch, int | None, int | None]] = []
    for touch in touches:
        if touch.extra or rng.random() > 0.08 or touch.occasion:
            continue
        due = weekday(touch.day + 5 + rng.randrange(20))
        done = dropped = None
        if due <= today and not (large and due > today - 12 and rng.random() < 0.15):
            if rng.random() < 0.06:
                dropped = min(today, due + 3)
            else:
                done = min(today, max(touch.day, due - 2 + rng.randrange(4)))
        promised.append((due, touch, done, dropped))
    promised += [
        (due, touch, None, None) for due, touch in zip(_due_about(today), _calm(people, touches, today), strict=False)
    ]
    promised.sort(key=lambda one: one[1].id)
    rows: Rows = []
    for due, touch, done, dropped in promised:
        text = rng.choice(notes.FOLLOW_UPS).format(topic=rng.choice(notes.TOPICS))
        days = (iso.maybe(done), iso.maybe(dropped))
        rows.append((len(rows) + 1, touch.person, iso(due), text, touch.member, touch.id, *days))
    rows += _taking_over(people, today, len(rows) + 1, iso)
    columns = ("id", "partner_id", "due_on", "text", "member_id", "touchpoint_id", "done_on", "dropped_on")
    return Table("follow_up", columns, rows)


def _taking_over(people: list[Person], today: int, number: int, iso: IsoDays) -> Rows:
    """What the member promised who is about to leave."""
    theirs = [one for one in people if looks_after(one) == LEAVING and not one.resting and one.added < today]
    due = weekday(today + 11)
    text = "Ruth leaves at the end of the month: introduce who takes over"
    return [(number, one.id, iso(due), text, LEAVING, None, None, None) for one in theirs[:1]]


def _due_about(today: int) -> tuple[int, ...]:
    """Due days of the follow-ups that a reader finds: late, today, soon."""
    return tuple(weekday(today + days) for days in (-2, -6, 0, -1, 2, 5, 9))


def _calm(people: list[Person], touches: list[Touch], today: int) -> Iterator[Touch]:
    """Late touches of partners with whom nothing else is due, a partner once."""
    busy = {one.id for one in people if one.planted or one.lapses or one.resting}
    for touch in reversed(touches):
        if touch.person not in busy and touch.occasion is None and touch.day < today - 6:
            busy.add(touch.person)
            yield touch


def snooze_table(follow_ups: Table, today: int, iso: IsoDays) -> Table:
    """One promised step that was put off."""
    late = [row for row in follow_ups.rows if row[6] is None and row[7] is None and str(row[2]) <= iso(today)]
    rows: Rows = [(1, f"follow_up:{late[0][0]}", iso(today + 3))] if len(late) > 2 else []
    return Table("snooze", ("id", "item", "until"), rows)


def incident_table(rng: Random, today: int, people: list[Person], courses: list[Course], iso: IsoDays) -> Table:
    """One that awaits our reply, one that is answered and not closed, the rest long closed."""
    usable = [course for course in courses if course.person is not None and course.flow == "inbound"]
    planted = {one.id for one in people if one.planted}
    usable = [course for course in usable if course.person not in planted]
    recent = [course for course in usable if today - 25 < course.day < today - 6]
    older = [course for course in usable if today - 300 < course.day < today - 60]
    chosen = recent[:2] + rng.sample(older, min(len(older), 2 + len(people) // 150))
    rows: Rows = []
    for place, course in enumerate(chosen):
        kind = rng.choice(list(notes.INCIDENTS))
        facts, reply, offered = notes.INCIDENTS[kind]
        opened = min(today - 2, course.day + 4)
        waits, ends = place == 0, place > 1
        answered = None if waits else opened + 2
        closed = opened + 16 if ends else None
        rows.append(
            (len(rows) + 1, course.person, course.id, kind, iso(opened), facts, "" if waits else reply,
             "" if waits else offered, iso.maybe(answered), iso.maybe(closed))
        )  # fmt: skip
    columns = (
        "id", "partner_id", "referral_id", "kind", "opened_on", "facts", "reply", "offered", "answered_on",
        "closed_on",
    )  # fmt: skip
    return Table("incident", columns, rows)


def gift_table(rng: Random, span: Span, everyone: list[Person], iso: IsoDays) -> Table:
    """Spread by chance over whoever is in touch, never by who sends how much; one comes near the yearly cap."""
    people = [one for one in everyone if not one.resting and one.stage != "prospect"]
    found: list[tuple[int, int, str, int]] = []
    spent: dict[tuple[int, int], int] = {}

    def give(one: Person, day: int, what: str, cents: int) -> None:
        key = (one.id, date.fromordinal(day).year)
        if spent.get(key, 0) + cents <= 50_000 and day >= one.added:
            spent[key] = spent.get(key, 0) + cents
            found.append((day, one.id, what, cents))

    for one in people:
        for _ in range((span.today - span.start) // 365):
            if rng.random() < 0.35:
                what, low, high = rng.choice(notes.GIFTS)
                give(one, weekday(span.start + rng.randrange(span.today - span.start)), what,
                     rng.randrange(low, high, 50))  # fmt: skip
    if people:
        year = max(date.fromordinal(span.today).replace(month=1, day=1).toordinal(), span.start)
        for _ in range(5):
            give(people[0], year + rng.randrange(span.today - year + 1), "Lunch for the staff", 9_400)
    found.sort()
    rows: Rows = [
        (number, person, iso(day), what, cents, LIAISON) for number, (day, person, what, cents) in enumerate(found, 1)
    ]
    return Table("gift", ("id", "partner_id", "day", "what", "amount_cents", "member_id"), rows)


def target_table(factor: int) -> Table:
    """How many active partners are wanted; some more than there are."""
    near = [town for town, _ in names.TOWNS]
    wanted = (
        ("Family medicine", "", 6),
        ("Internal medicine", "", 4),
        ("Rheumatology", near[0], 2),
        ("Sports medicine", "", 3),
        ("Podiatry", near[1], 1),
        ("Occupational medicine", near[2], 1),
    )
    rows: Rows = [
        (number, specialty, area, many if area else many * factor)
        for number, (specialty, area, many) in enumerate(wanted, 1)
    ]
    return Table("target", ("id", "specialty", "area", "wanted"), rows)
