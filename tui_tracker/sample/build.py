"""A whole made-up practice, as rows for the tables in the order in which they can be loaded."""

from collections.abc import Callable
from datetime import date
from random import Random

from tui_tracker.domain.settings import PromiseDays
from tui_tracker.sample import main_rows, side_rows
from tui_tracker.sample.courses import Course, Courses, Manner, weekday
from tui_tracker.sample.people import (
    PRACTICE,
    Person,
    Span,
    make_agreements,
    make_contacts,
    make_links,
    make_people,
)
from tui_tracker.sample.plants import limit_lapses, plant
from tui_tracker.sample.relations import Relations, let_contacts_leave
from tui_tracker.sample.tables import IsoDays, Table
from tui_tracker.sample.touches import Touch, Touches

_PRACTICE = ("id", "name", "specialty", "time_zone", "address", "phone", "fax", "email")

Progress = Callable[[int, int], None]


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
        chance = Random(f"relations/{partners}/{years}/{seed}/{today.isoformat()}")
        self.relations = Relations(chance, self.span, self.people)
        self.chart = 10_000

    def make(self, progress: Progress | None) -> list[Table]:
        """All tables; the order in which they are made up is part of what makes them the same each time."""
        rng, today, people, iso = self.rng, self.span.today, self.people, IsoDays()
        payers = [one.id for one in people if one.kind == "payer"]
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
        occasions = side_rows.occasion_table(rng, self.span, people, all_touches, iso)
        all_touches += self.relations.more_touches(all_touches, all_courses)
        all_touches.sort(key=lambda touch: (touch.day, touch.group))
        first: dict[int, int] = {}
        for number, touch in enumerate(all_touches, 1):
            touch.id = number
            touch.entry = first.setdefault(touch.group, number) if touch.group else number
        follow_ups = side_rows.follow_up_table(rng, today, people, all_touches, self.large, iso)
        return [
            Table("practice", _PRACTICE, [(1, *PRACTICE)]),
            main_rows.member_table(),
            main_rows.partner_table(rng, people, self.relations, iso),
            self._contacts(all_touches),
            Table("link", ("id", "kind", "from_partner_id", "to_partner_id"), make_links(self.rng, self.people)),
            occasions,
            main_rows.touchpoint_table(self.touches, self.relations, all_touches, occasions, iso),
            self.relations.spotlight_table(iso),
            follow_ups,
            main_rows.referral_table(rng, all_courses, payers, iso),
            main_rows.report_table(rng, all_courses, iso),
            main_rows.agreement_table(self.agreements, iso),
            side_rows.incident_table(rng, today, people, all_courses, iso),
            side_rows.gift_table(rng, self.span, people, iso),
            side_rows.target_table(len(people) // 60 if self.large else 1),
            side_rows.snooze_table(follow_ups, today, iso),
        ]

    def _contacts(self, touches: list[Touch]) -> Table:
        """The people in their offices, and with which of them we were in touch."""
        rows = let_contacts_leave(self.people, make_contacts(self.rng, self.people))
        self.relations.tell(touches, rows)
        columns = ("id", "partner_id", "name", "role", "phone", "email", "advocate", "active")
        return Table("contact", columns, rows)

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
            made = self.courses.inbound(None, day, PromiseDays(), source)
            made.ref = self._reference()
            found.append(made)
        return found
