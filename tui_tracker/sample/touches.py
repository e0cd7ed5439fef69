"""The touchpoints of a made-up practice: thanks and feedback that referrals call for, and the rhythm between them."""

from dataclasses import dataclass
from random import Random

from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, THANK_BIT, intents_to_bits
from tui_tracker.sample import notes
from tui_tracker.sample.courses import Course, Courses, weekday
from tui_tracker.sample.people import COORDINATOR, LIAISON, MANAGER, PHYSICIAN, Person, Span

CONNECT_BIT = intents_to_bits(["connect"])
UPDATE_BIT = intents_to_bits(["update"])
REPORT_BIT = intents_to_bits(["report"])
FEEDBACK_BIT = intents_to_bits(["feedback"])

_BUSY = (("call", "visit", "email", "meal", "video", "card", "text"), (30, 26, 22, 8, 4, 5, 5))
_CALM = (("email", "call", "letter", "visit", "fax", "text"), (40, 28, 10, 12, 6, 4))
_OF_INTENT = {
    THANK_BIT: (("card", "call", "email", "letter", "visit"), (30, 30, 22, 10, 8)),
    FEEDBACK_BIT: (("call", "letter", "fax", "email"), (40, 25, 20, 15)),
    GIVE_BIT: (("visit", "email", "article", "card", "meal"), (35, 25, 25, 8, 7)),
}
_REGULAR = ((CONNECT_BIT, GIVE_BIT, UPDATE_BIT, CONNECT_BIT | UPDATE_BIT, REPORT_BIT, 0), (46, 20, 18, 6, 4, 6))
_LEAST, _SPREAD = 0.7, 0.27  # a rhythm is kept by touches after 70 to 97 % of its days


@dataclass(slots=True)
class Touch:
    """One touchpoint; `group` is above 0 for rows of one entry; no step is promised at an `extra` one."""

    day: int
    person: int
    channel: str
    intents: int
    theirs: bool = False
    member: int = LIAISON
    ref: str = ""
    note: str | None = None
    occasion: int | None = None
    group: int = 0
    id: int = 0
    entry: int = 0
    contact: int | None = None
    give: str | None = None
    answer: str | None = None
    answered: int | None = None
    answer_note: str = ""
    extra: bool = False


class Touches:
    """Makes the touchpoints of one partner after the other."""

    def __init__(self, rng: Random, span: Span, courses: Courses) -> None:
        self.rng = rng
        self.span = span
        self.courses = courses

    def last_day(self, one: Person) -> int:
        """Up to when anybody was in touch with this partner."""
        if one.archived is not None:
            return one.archived - self.rng.randrange(20, 90)
        if one.resting:
            return self.span.today - self.rng.randrange(120, 420)
        if one.lapses:
            return weekday(self.span.today - int(one.every * (1.04 + 0.7 * self.rng.random())))
        return self.span.today

    def of(self, one: Person, until: int, courses: list[Course]) -> list[Touch]:
        """All touchpoints of one partner up to `until`, by day."""
        if one.stage == "prospect":
            return []
        found = self._thanks(one, until, courses) + self._feedback(one, until, courses)
        found.sort(key=lambda touch: touch.day)
        found += self._rhythm(one, until, [touch.day for touch in found])
        found.sort(key=lambda touch: touch.day)
        self._balance(one, found, courses)
        return found

    def _thanks(self, one: Person, until: int, courses: list[Course]) -> list[Touch]:
        found: list[Touch] = []
        last = -1
        for course in courses:
            if course.flow != "inbound" or last >= course.day:
                continue
            day = self.courses.kept(course.day, one.days.thank_you)
            if day > until > course.day:
                day = until
            if course.owed_thanks or day > self.span.today:
                break
            last = day
            found.append(self._touch(one, day, THANK_BIT, course.ref))
        return found

    def _feedback(self, one: Person, until: int, courses: list[Course]) -> list[Touch]:
        found: list[Touch] = []
        for course in courses:
            if course.aside is None or course.flow != "inbound" or course.no_feedback:
                continue
            day = self.courses.kept(course.aside, 2)
            if day <= self.span.today:
                found.append(self._touch(one, day, FEEDBACK_BIT, course.ref))
        return found

    def _rhythm(self, one: Person, until: int, given: list[int]) -> list[Touch]:
        """Touches that keep the cadence between the days that are given."""
        rng = self.rng
        found: list[Touch] = []
        day = max(one.added, self.span.start - 30) + rng.randrange(10)
        place = 0
        while True:
            day += max(3, int(one.every * (_LEAST + _SPREAD * rng.random())))
            while place < len(given) and given[place] <= day:
                day = given[place] + max(3, int(one.every * (_LEAST + _SPREAD * rng.random())))
                place += 1
            day = weekday(day)
            if day > until:
                if one.lapses and until > max(one.added, self.span.start):
                    found.append(self._touch(one, until, CONNECT_BIT, ""))
                return found
            if day >= self.span.start:
                theirs = rng.random() < 0.12
                intents = CONNECT_BIT if theirs else rng.choices(*_REGULAR)[0]
                found.append(self._touch(one, day, intents, "", theirs))

    def _touch(self, one: Person, day: int, intents: int, ref: str, theirs: bool = False) -> Touch:
        rng = self.rng
        wanted = _OF_INTENT.get(intents) or (_BUSY if one.tier == "A" else _CALM)
        channel = rng.choices(*wanted)[0]
        member = rng.choices((LIAISON, COORDINATOR, PHYSICIAN, MANAGER), (60, 22, 13, 5))[0]
        return Touch(day, one.id, channel, intents, theirs, member, ref)

    def _balance(self, one: Person, found: list[Touch], courses: list[Course]) -> None:
        """Give where much was received, and ask now and then where it would be welcome; the planted stay out."""
        since = self.span.today - 364
        year = [touch for touch in found if touch.day >= since and not touch.theirs]
        inbound = sum(1 for course in courses if course.day >= since and course.flow == "inbound")
        outbound = sum(1 for course in courses if course.day >= since and course.flow == "outbound")
        free = [touch for touch in year if not touch.intents & (THANK_BIT | FEEDBACK_BIT)]
        if "we_owe" in one.planted:
            for touch in free:
                touch.intents &= ~GIVE_BIT
            return
        short = inbound // 3 + 1 - outbound - sum(1 for touch in year if touch.intents & GIVE_BIT)
        others = [touch for touch in year if not touch.intents & GIVE_BIT]
        for touch in (free + others)[: max(0, short)] if short > 0 else ():
            touch.intents |= GIVE_BIT
        if "ready" not in one.planted:
            self._ask(found, free)

    def _ask(self, found: list[Touch], free: list[Touch]) -> None:
        """Whoever could be asked was asked lately, mostly; else a reader would find half of all partners ready."""
        today = self.span.today
        if len({touch.day for touch in found}) < 7 or self.rng.random() < 0.02:
            return
        lately = [touch for touch in free if touch.day > today - 85]
        if lately:
            lately[self.rng.randrange(len(lately))].intents |= ASK_BIT
        elif found[-1].day > today - 85 and not found[-1].theirs:
            found[-1].intents |= ASK_BIT
        else:
            for touch in free:
                if touch.day >= today - 181:
                    touch.intents &= ~GIVE_BIT

    def note(self, touch: Touch, occasion: str) -> str:
        """What was noted about a touchpoint."""
        rng = self.rng
        if occasion:
            pool = notes.EVENT
        elif touch.theirs:
            pool = notes.THEIRS
        else:
            pool = next((pool for bit, pool in _POOLS if touch.intents & bit), notes.CONNECT)
        text = rng.choice(pool)
        if "{" not in text:
            return text
        return text.format(ref=touch.ref or "their patient", topic=rng.choice(notes.TOPICS), occasion=occasion)


_POOLS = (
    (THANK_BIT, notes.THANK),
    (FEEDBACK_BIT, notes.FEEDBACK),
    (ASK_BIT, notes.ASK),
    (GIVE_BIT, notes.GIVE),
    (REPORT_BIT, notes.REPORT),
    (UPDATE_BIT, notes.UPDATE),
)
