"""A whole made-up practice, as rows for the tables in the order in which they can be loaded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from tui_tracker.domain.text import fold
from tui_tracker.sample import names, notes
from tui_tracker.sample.courses import Course, Courses, Manner, weekday
from tui_tracker.sample.people import (
    AGREEMENT_COLUMNS,
    LIAISON,
    MANAGER,
    MEMBERS,
    PHYSICIAN,
    PRACTICE,
    Person,
    Span,
    make_agreements,
    make_contacts,
    make_links,
    make_people,
    npi,
    partner_row,
)
from tui_tracker.sample.plants import limit_lapses, plant
from tui_tracker.sample.touches import CONNECT_BIT, Touch, Touches

Progress = Callable[[int, int], None]
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for one table: plain values as JSON holds them, days as ISO text, ids given."""

    name: str
    columns: tuple[str, ...]
    rows: Rows


class _Days:
    """Ordinals to ISO text, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, day: int) -> str:
        text = self._known.get(day)
        if text is None:
            text = self._known[day] = date.fromordinal(day).isoformat()
        return text

    def maybe(self, day: int | None) -> str | None:
        return None if day is None else self(day)


def sample_practice(partners: int, years: int, seed: int, today: date, progress: Progress | None = None) -> list[Table]:
    """All rows of a made-up practice of this many partners and years, as seen on `today`.

    The same arguments give the same rows on any machine. `progress` is told partners done and partners in all.
    """
    return _Maker(partners, years, seed, today).make(progress)


class _Maker:
    def __init__(self, partners: int, years: int, seed: int, today: date) -> None:
        self.rng = Random(f"{partners}/{years}/{seed}/{today.isoformat()}")
        end = today.toordinal()
        self.span = Span(end - 365 * years, end)
        self.large = partners > 300
        manner = Manner(0.06, 0.5) if self.large else Manner(0.08, 0.0)
        self.courses = Courses(self.rng, end, manner)
        self.touches = Touches(self.rng, self.span, self.courses)
        self.people = make_people(self.rng, partners, self.span)
        self.agreements = make_agreements(self.rng, self.people, self.span)
        self.planted = plant(self.rng, self.people, end)
        if not self.large:
            limit_lapses(self.people, 4)
        self.payers = [one.id for one in self.people if one.kind == "payer"]
        self.iso = _Days()
        self.chart = 10_000

    def make(self, progress: Progress | None) -> list[Table]:
        all_courses: list[Course] = []
        all_touches: list[Touch] = []
        for place, one in enumerate(self.people):
            courses, touches = self._history(one)
            all_courses += courses
            all_touches += touches
            if progress is not None and place % 50 == 49:
                progress(place + 1, len(self.people))
        all_courses += self._other_sources(len(all_courses))
        all_courses.sort(key=lambda course: course.day)
        for number, course in enumerate(all_courses, 1):
            course.id = number
        occasions = self._occasions(all_touches)
        all_touches.sort(key=lambda touch: (touch.day, touch.group))
        first: dict[int, int] = {}
        for number, touch in enumerate(all_touches, 1):
            touch.id = number
            touch.entry = first.setdefault(touch.group, number) if touch.group else number
        follow_ups = self._follow_ups(all_touches)
        return [
            Table("practice", ("id", "name", "specialty", "time_zone"), [(1, *PRACTICE)]),
            self._members(),
            self._partners(),
            Table(
                "contact",
                ("id", "partner_id", "name", "role", "phone", "email", "advocate", "active"),
                make_contacts(self.rng, self.people),
            ),
            Table("link", ("id", "kind", "from_partner_id", "to_partner_id"), make_links(self.rng, self.people)),
            occasions,
            self._touchpoints(all_touches, occasions),
            follow_ups,
            self._referrals(all_courses),
            self._reports(all_courses),
            self._agreements(),
            self._incidents(all_courses),
            self._gifts(),
            self._targets(),
            self._snoozes(follow_ups),
        ]

    def _history(self, one: Person) -> tuple[list[Course], list[Touch]]:
        rng, span = self.rng, self.span
        until = self.touches.last_day(one)
        planted = self.planted.get(one.id)
        courses: list[Course] = []
        end = until - 8 if until < span.today else span.today
        if one.fades:
            end = span.today - 95
        if planted is not None:
            end = planted.day - 6
        for flow, rate in (("inbound", one.rate), ("outbound", one.out_rate)):
            day = float(max(one.added, span.start))
            while rate > 0:
                day += rng.expovariate(rate / 365)
                if day >= end + 1:
                    break
                on = weekday(int(day))
                if on < max(one.added, span.start):
                    continue
                made = (
                    self.courses.inbound(one.id, on, one.days)
                    if flow == "inbound"
                    else self.courses.outbound(one.id, on)
                )
                made.ref = self._reference()
                courses.append(made)
        if planted is not None:
            planted.ref = self._reference()
            courses.append(planted)
        courses.sort(key=lambda course: course.day)
        return courses, self.touches.of(one, until, courses)

    def _reference(self) -> str:
        """Initials and a chart number, never a name; now and then the same patient again."""
        rng = self.rng
        if self.chart > 10_020 and rng.random() < 0.05:
            number = rng.randrange(10_001, self.chart)
        else:
            self.chart += 1
            number = self.chart
        letters = "ABCDEFGHJKLMNOPRSTVWYZ"
        return f"{letters[number * 7 % 22]}{letters[number * 13 // 5 % 22]}-{number}"

    def _other_sources(self, so_far: int) -> list[Course]:
        """New patients who came without a partner."""
        rng, span = self.rng, self.span
        found = []
        for _ in range(round(so_far * 0.135)):
            source = rng.choices(
                ("patient", "web", "walk_in", "directory", "advert", "event", "other"), (34, 30, 12, 9, 6, 5, 4)
            )[0]
            day = weekday(span.start + 2 + rng.randrange(span.today - span.start - 1))
            made = self.courses.inbound(None, day, self.people[0].days, source)
            made.ref = self._reference()
            found.append(made)
        return found

    def _occasions(self, touches: list[Touch]) -> Table:
        """A few events a year; whom we met there becomes one entry of several touchpoints."""
        rng, span = self.rng, self.span
        rows: Rows = []
        people = [one for one in self.people if not one.resting and one.stage != "prospect" and not one.lapses]
        days = sorted(
            weekday(span.start + 20 + rng.randrange(span.today - span.start - 25))
            for _ in range(max(1, (span.today - span.start) // 75))
        )
        for number, day in enumerate([*days, span.today + 16], 1):
            name, place, skill = rng.choice(notes.OCCASIONS)
            town = names.TOWNS[rng.randrange(5)][0]
            rows.append((number, name, self.iso(day), place.format(town=town), skill, ""))
            there = [one for one in people if one.added <= day]
            if day > span.today or not there:
                continue
            for one in rng.sample(there, min(len(there), 3 + rng.randrange(6))):
                touches.append(Touch(day, one.id, "event", CONNECT_BIT, occasion=number, group=number))
        return Table("occasion", ("id", "name", "day", "place", "skill", "note"), rows)

    def _members(self) -> Table:
        rows: Rows = [(number, name, role, True) for number, (name, role) in enumerate(MEMBERS, 1)]
        return Table("member", ("id", "name", "role", "active"), rows)

    def _partners(self) -> Table:
        rows: Rows = []
        for one in self.people:
            standing, values, respect, personal, cares, phone, email, street, town, postal = partner_row(self.rng, one)
            number = npi_of(one)
            rows.append(
                (
                    one.id, one.kind, one.name, fold(one.name), one.specialty, town, one.tier, one.stage, standing,
                    one.cadence, values, respect, personal, one.inner_rank, cares, number, phone, email, street, town,
                    "ME", postal, "", LIAISON if one.tier != "C" or one.id % 3 else MANAGER, self.iso(one.added),
                    self.iso.maybe(one.archived),
                )
            )  # fmt: skip
        columns = (
            "id", "kind", "name", "search", "specialty", "area", "tier", "stage", "standing", "cadence_days",
            "fit_values", "fit_respect", "fit_personal", "inner_rank", "cares_about", "npi", "phone", "email",
            "address", "city", "state", "postal_code", "note", "member_id", "added_on", "archived_on",
        )  # fmt: skip
        return Table("partner", columns, rows)

    def _touchpoints(self, touches: list[Touch], occasions: Table) -> Table:
        called = {row[0]: str(row[1]) for row in occasions.rows}
        iso, note = self.iso, self.touches.note
        rows: Rows = [
            (
                touch.id, touch.entry, touch.person, iso(touch.day), touch.channel,
                "theirs" if touch.theirs else "ours", touch.intents, note(touch, called.get(touch.occasion, "")),
                touch.member, touch.occasion,
            )
            for touch in touches
        ]  # fmt: skip
        columns = (
            "id", "entry", "partner_id", "day", "channel", "direction", "intents", "note", "member_id", "occasion_id",
        )  # fmt: skip
        return Table("touchpoint", columns, rows)

    def _follow_ups(self, touches: list[Touch]) -> Table:
        """Promised next steps, kept for the most part; a few of them due about today."""
        rng, today, iso = self.rng, self.span.today, self.iso
        promised: list[tuple[int, Touch, int | None, int | None]] = []
        for touch in touches:
            if rng.random() > 0.08 or touch.occasion:
                continue
            due = weekday(touch.day + 5 + rng.randrange(20))
            done = dropped = None
            if due <= today and not (self.large and due > today - 12 and rng.random() < 0.15):
                if rng.random() < 0.06:
                    dropped = min(today, due + 3)
                else:
                    done = min(today, max(touch.day, due - 2 + rng.randrange(4)))
            promised.append((due, touch, done, dropped))
        promised += [
            (due, touch, None, None) for due, touch in zip(_due_about(today), self._calm(touches), strict=False)
        ]
        promised.sort(key=lambda one: one[1].id)
        rows: Rows = []
        for due, touch, done, dropped in promised:
            text = rng.choice(notes.FOLLOW_UPS).format(topic=rng.choice(notes.TOPICS))
            days = (iso.maybe(done), iso.maybe(dropped))
            rows.append((len(rows) + 1, touch.person, iso(due), text, touch.member, touch.id, *days))
        columns = ("id", "partner_id", "due_on", "text", "member_id", "touchpoint_id", "done_on", "dropped_on")
        return Table("follow_up", columns, rows)

    def _calm(self, touches: list[Touch]) -> Iterator[Touch]:
        """Late touches of partners with whom nothing else is due, a partner once."""
        busy = {one.id for one in self.people if one.planted or one.lapses or one.resting}
        for touch in reversed(touches):
            if touch.person not in busy and touch.occasion is None and touch.day < self.span.today - 6:
                busy.add(touch.person)
                yield touch

    def _snoozes(self, follow_ups: Table) -> Table:
        """One promised step that was put off."""
        today = self.span.today
        late = [row for row in follow_ups.rows if row[6] is None and row[7] is None and str(row[2]) <= self.iso(today)]
        rows: Rows = [(1, f"follow_up:{late[0][0]}", self.iso(today + 3))] if len(late) > 2 else []
        return Table("snooze", ("id", "item", "until"), rows)

    def _referrals(self, courses: list[Course]) -> Table:
        columns = (
            "id", "flow", "source", "partner_id", "patient_ref", "reason", "urgency", "payer_id", "member_id",
            "stage", "stage_on", "day", "contacted_on", "scheduled_on", "accepted_on", "seen_on", "in_care_on",
            "closed_on", "aside_on", "aside_reason", "alternative", "visit_on", "settled", "appropriate", "adherence",
            "outcome", "revenue_cents", "import_key",
        )  # fmt: skip
        return Table("referral", columns, [self._referral(course) for course in courses])

    def _referral(self, one: Course) -> tuple[object, ...]:
        rng, iso = self.rng, self.iso
        maybe = iso.maybe
        payer = rng.choice(self.payers) if self.payers and rng.random() < 0.85 else None
        appropriate = adherence = outcome = revenue = None
        if one.flow == "inbound" and one.closed is not None:
            if rng.random() < 0.85:
                appropriate = rng.choices(("yes", "partly", "no"), (82, 13, 5))[0]
                adherence = rng.choices(("full", "partial", "none"), (68, 26, 6))[0]
                outcome = rng.choices(("goal_met", "improved", "unchanged", "worse"), (48, 38, 11, 3))[0]
            revenue = round(rng.lognormvariate(11.0, 0.7)) // 100 * 100
        return (
            one.id, one.flow, one.source, one.person, one.ref, one.reason, one.urgency, payer,
            PHYSICIAN if rng.random() < 0.8 else None, one.stage, iso(one.stage_on), iso(one.day),
            maybe(one.contacted), maybe(one.scheduled), maybe(one.accepted), maybe(one.seen), maybe(one.in_care),
            maybe(one.closed), maybe(one.aside), one.aside_reason, one.alternative, maybe(one.visit), settled(one),
            appropriate, adherence, outcome, revenue, None,
        )  # fmt: skip

    def _reports(self, courses: list[Course]) -> Table:
        rng, iso = self.rng, self.iso
        sent = [(day, course.id, kind) for course in courses for kind, day in course.reports]
        sent.sort(key=lambda report: report[0])
        channels, weights = ("fax", "letter", "email", "call"), (45, 25, 25, 5)
        rows: Rows = [
            (number, referral, kind, iso(day), rng.choices(channels, weights)[0], PHYSICIAN, "", None)
            for number, (day, referral, kind) in enumerate(sent, 1)
        ]
        columns = ("id", "referral_id", "kind", "sent_on", "channel", "member_id", "note", "touchpoint_id")
        return Table("report", columns, rows)

    def _agreements(self) -> Table:
        place = AGREEMENT_COLUMNS.index("review_on")
        rows: Rows = []
        for row in self.agreements:
            day = row[place]
            assert isinstance(day, int)
            rows.append((*row[:place], self.iso(day), *row[place + 1 :]))
        return Table("agreement", AGREEMENT_COLUMNS, rows)

    def _incidents(self, courses: list[Course]) -> Table:
        """One that awaits our reply, one that is answered and not closed, the rest long closed."""
        rng, today, iso = self.rng, self.span.today, self.iso
        usable = [course for course in courses if course.person is not None and course.flow == "inbound"]
        planted = {one.id for one in self.people if one.planted}
        usable = [course for course in usable if course.person not in planted]
        recent = [course for course in usable if today - 25 < course.day < today - 6]
        older = [course for course in usable if today - 300 < course.day < today - 60]
        chosen = recent[:2] + rng.sample(older, min(len(older), 2 + len(self.people) // 150))
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

    def _gifts(self) -> Table:
        """Spread by chance over whoever is in touch, never by who sends how much; one comes near the yearly cap."""
        rng, span, iso = self.rng, self.span, self.iso
        people = [one for one in self.people if not one.resting and one.stage != "prospect"]
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
            (number, person, iso(day), what, cents, LIAISON)
            for number, (day, person, what, cents) in enumerate(found, 1)
        ]
        return Table("gift", ("id", "partner_id", "day", "what", "amount_cents", "member_id"), rows)

    def _targets(self) -> Table:
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
        factor = 1 if not self.large else len(self.people) // 60
        rows: Rows = [
            (number, specialty, area, many if area else many * factor)
            for number, (specialty, area, many) in enumerate(wanted, 1)
        ]
        return Table("target", ("id", "specialty", "area", "wanted"), rows)


def _due_about(today: int) -> tuple[int, ...]:
    """Due days of the follow-ups that a reader finds: late, today, soon."""
    return tuple(weekday(today + days) for days in (-2, -6, 0, -1, 2, 5, 9))


def npi_of(one: Person) -> str | None:
    """Clinicians and most practices have one."""
    return npi(one.id) if one.kind == "clinician" or (one.kind == "practice" and one.id % 4) else None


def settled(one: Course) -> bool:
    """True where nothing is owed any more, now or later."""
    if one.stage in ("declined", "lost"):
        return one.flow == "outbound" or one.person is None or one.answered
    if one.stage != "closed":
        return False
    kinds = {kind for kind, _ in one.reports}
    return one.flow == "outbound" or one.person is None or (one.thanked and {"initial", "final"} <= kinds)
