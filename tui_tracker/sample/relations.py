"""What a made-up practice knows of give and take: kinds of gives, whom we spoke with, answers to asks, spotlights.

It draws from a chance of its own, so that referrals and the rhythm of touchpoints stay what they were without it.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, GiveKind
from tui_tracker.sample import notes
from tui_tracker.sample.courses import Course, weekday
from tui_tracker.sample.people import Person, Span
from tui_tracker.sample.tables import IsoDays, Rows, Table
from tui_tracker.sample.touches import Touch

_SPOTLIGHTS = 9  # months before this one
_OWED = 6  # so many gives at most are made up to be even
_GIVES = tuple(notes.GIVES)
_WEIGHTS = (45, 20, 20, 15)
_CHANNELS = {"article": "email", "cards": "visit", "invitation": "email", "introduction": "call"}


class Relations:
    """Adds to touchpoints what they were about, and some of its own. `turns` are the spotlights: month, touchpoint."""

    def __init__(self, rng: Random, span: Span, people: list[Person]) -> None:
        self.rng = rng
        self.span = span
        self.people = people
        self.turns: list[tuple[int, Touch]] = []
        self.likes = {one.id: self._likes(one) for one in people}

    def _likes(self, one: Person) -> tuple[str, ...]:
        """What they value, where we know: the strongest partners, and now and then another."""
        if one.stage == "prospect" or self.rng.random() > {"A": 0.9, "B": 0.5, "C": 0.08}[one.tier]:
            return ()
        chosen = self.rng.sample([*_GIVES, GiveKind.SPOTLIGHT.value], self.rng.choice((1, 2, 2, 3)))
        return tuple(kind.value for kind in GiveKind if kind.value in chosen)

    def standing_day(self, one: Person, standing: object) -> int | None:
        """When we last asked ourselves who we are to them: for some that is long ago."""
        return None if standing is None else max(one.added, self.span.today - self.rng.randrange(5, 460))

    def more_touches(self, touches: list[Touch], courses: list[Course]) -> list[Touch]:
        """Touchpoints that come on top: gives to be even with those who send, to one who does not, and spotlights."""
        found = [*self._to_be_even(touches, courses), *self._one_sided(), *self._to_be_asked(), *self._spotlights()]
        for touch in found:
            touch.extra = True
        return found

    def _to_be_even(self, touches: list[Touch], courses: list[Course]) -> Iterator[Touch]:
        """Half a year ago and longer, so that nobody is ready to be asked by it, or in touch who was not."""
        since = self.span.today - 364
        short: dict[int, int] = {}
        for course in courses:
            if course.person is not None and course.day >= since:
                short[course.person] = short.get(course.person, 0) + (1 if course.flow == "inbound" else -3)
        for touch in touches:
            if touch.intents & GIVE_BIT and not touch.theirs and touch.day >= since:
                short[touch.person] = short.get(touch.person, 0) - 3
        for one in self.people:
            owed = -(-short.get(one.id, 0) // 3)
            if 0 < owed <= _OWED and "we_owe" not in one.planted and not one.resting:
                yield from (self._give(one, day) for day in self._days(one, owed))

    def _one_sided(self) -> Iterator[Touch]:
        """To somebody who sends nothing, for whom we go on doing much."""
        quiet = [one for one in self.people if one.stage == "building" and not one.rate and not one.lapses]
        for one in quiet[:1]:
            one.planted.append("one_sided")
            yield from (self._give(one, day) for day in self._days(one, 7))

    def _to_be_asked(self) -> Iterator[Touch]:
        """A give to those who are to be ready for being asked, lately enough to count."""
        for one in self.people:
            day = weekday(self.span.today - 40 - self.rng.randrange(50))
            if "ready" in one.planted and day >= max(one.added, self.span.start):
                yield self._give(one, day)

    def _days(self, one: Person, many: int) -> Iterator[int]:
        first, last = max(one.added, self.span.start, self.span.today - 355), self.span.today - 185
        if first + 2 > last:
            return
        for _ in range(many):
            yield max(first, weekday(first + self.rng.randrange(last - first)))

    def _give(self, one: Person, day: int) -> Touch:
        kind = self._kind(one.id)
        return Touch(day, one.id, _CHANNELS[kind], GIVE_BIT, give=kind)

    def _spotlights(self) -> Iterator[Touch]:
        """One a month, each to another of those closest to us; this month's is still to be chosen."""
        close = [one for one in self.people if one.tier == "A" and not one.resting]
        places = [one for one in close if not {"we_owe", "ready"} & set(one.planted)]
        self.rng.shuffle(places)
        month = date.fromordinal(self.span.today).replace(day=1)
        for one in places[:_SPOTLIGHTS]:
            month = date.fromordinal(month.toordinal() - 1).replace(day=1)
            day = weekday(month.toordinal() + 7 + self.rng.randrange(14))
            if day < max(self.span.start, one.added):
                return
            touch = Touch(day, one.id, "article", GIVE_BIT, give=GiveKind.SPOTLIGHT.value)
            self.turns.append((month.toordinal(), touch))
            yield touch

    def _kind(self, person: int) -> str:
        liked = [kind for kind in self.likes[person] if kind in notes.GIVES]
        if liked and self.rng.random() < 0.7:
            return self.rng.choice(liked)
        return self.rng.choices(_GIVES, _WEIGHTS)[0]

    def tell(self, touches: list[Touch], contacts: Rows) -> None:
        """Say of every touchpoint what was given, with whom it was, and what came of an ask."""
        there: dict[int, list[int]] = {}
        for row in contacts:
            if row[7]:
                there.setdefault(int(str(row[1])), []).append(int(str(row[0])))
        rng = self.rng
        for touch in touches:
            if touch.intents & GIVE_BIT and not touch.theirs and touch.give is None:
                touch.give = self._kind(touch.person)
            known = there.get(touch.person)
            if known is not None and touch.occasion is None and rng.random() < 0.6:
                touch.contact = known[int(rng.random() ** 2 * len(known))]
            if touch.intents & ASK_BIT and not touch.theirs:
                self._answer(touch)

    def _answer(self, touch: Touch) -> None:
        answered = touch.day + 1 + self.rng.randrange(20)
        word = self.rng.choices(("yes", "later", "no", ""), (50, 27, 11, 12))[0]
        if word and answered <= self.span.today:
            touch.answer, touch.answered, touch.answer_note = word, answered, self.rng.choice(notes.ANSWERS[word])

    def note(self, touch: Touch, usual: str) -> str:
        """What was noted, where something was given: what it was."""
        if touch.give is None or touch.intents != GIVE_BIT:
            return usual
        if touch.give == GiveKind.SPOTLIGHT:
            return "Spotlight on them in our newsletter"
        return self.rng.choice(notes.GIVES[touch.give]).format(topic=self.rng.choice(notes.TOPICS))

    def spotlight_table(self, iso: IsoDays) -> Table:
        """Who had the spotlight in which month, by month."""
        rows: Rows = [
            (number, iso(month), touch.person, notes.SPOTLIGHTS[number % len(notes.SPOTLIGHTS)], touch.id)
            for number, (month, touch) in enumerate(sorted(self.turns, key=lambda turn: turn[0]), 1)
        ]
        return Table("spotlight", ("id", "month", "partner_id", "title", "touchpoint_id"), rows)


def let_contacts_leave(people: list[Person], contacts: Rows) -> Rows:
    """Where the referrals have dried up, the first contact has left, so that there is a cause to be seen."""
    faded = {one.id for one in people if one.fades}
    rows: Rows = []
    for row in contacts:
        left = row[1] in faded
        if left:
            faded.discard(int(str(row[1])))
        rows.append((*row[:7], False if left else row[7]))
    return rows
