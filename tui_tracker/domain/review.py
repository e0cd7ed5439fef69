"""The morning review: which items it goes through, what became of each, and where it stands. Pure, without a clock.

What careful people expect of it: nothing is silently passed over. An item that was left for later (`skip`) is counted
as such, one that somebody else settled meanwhile is told, and what came up since the review began is told at its end.
Only keys are held, no names and no patient references, so that a review may be kept in a file.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.text import count

LONGEST_STEP = 600.0
"""Seconds that one step counts at most: whoever was called away did not work on it."""


class Outcome(StrEnum):
    """What became of an item."""

    WAITING = "waiting"
    DONE = "done"
    PARTLY = "partly"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done in a review: the item's key, the agenda line that it was for ("" for none), the journal's entry.

    `snoozed` where it only put the item off.
    """

    item: str
    line: str
    change_id: int
    snoozed: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A review of one day. `keys` are its items in order, `outcomes` what became of each, `place` the one in front.

    `place` is `len(keys)` where the review is over. `next_keys` stood next in line when it began. `deeds` stand in the
    order in which they were done, `undone` are those taken back last. `seconds` is the time spent on it.
    """

    day: date
    keys: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    place: int = 0
    deeds: tuple[Deed, ...] = ()
    undone: tuple[Deed, ...] = ()
    next_keys: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def over(self) -> bool:
        """Whether every item was looked at."""
        return self.place >= len(self.keys)

    @property
    def key(self) -> str | None:
        """The item in front; None where the review is over."""
        return None if self.over else self.keys[self.place]

    @property
    def tally(self) -> str:
        """`12 done · 2 snoozed · 1 skipped`; what others settled is told as well."""
        words = (
            (self.number(Outcome.DONE), "done"),
            (self.number(Outcome.PARTLY), "done in part"),
            (self.number(Outcome.SNOOZED), "snoozed"),
            (self.number(Outcome.SKIPPED), "skipped"),
            (self.number(Outcome.GONE), "settled elsewhere"),
        )
        return " · ".join(f"{number} {word}" for number, word in words if number) or "nothing done yet"

    def number(self, *outcomes: Outcome) -> int:
        """How many items ended so."""
        return sum(1 for outcome in self.outcomes if outcome in outcomes)

    def lines_done(self, key: str) -> frozenset[str]:
        """The agenda lines of an item for which something was done: they are not asked about again."""
        return frozenset(deed.line for deed in self.deeds if deed.item == key and deed.line and not deed.snoozed)


def begin(day: date, keys: Iterable[str], at: str | None = None, next_keys: Iterable[str] = ()) -> Review:
    """A review of these items that starts at one of them; those before it come last. One that is not there comes first.

    `next_keys` are the items that stand next in line, beyond the day's size.
    """
    listed = list(dict.fromkeys(keys))
    if at is not None:
        place = listed.index(at) if at in listed else 0
        listed = list(dict.fromkeys([at, *listed[place:], *listed[:place]]))
    waiting = (Outcome.WAITING,) * len(listed)
    return Review(day, tuple(listed), waiting, next_keys=tuple(dict.fromkeys(next_keys)))


def go_to(review: Review, key: str) -> Review:
    """Stand on an item; one that does not belong to the review yet is put in at the present place."""
    if key in review.keys:
        place = review.keys.index(key)
        return replace(review, place=place)
    place = review.place
    return replace(
        review,
        keys=(*review.keys[:place], key, *review.keys[place:]),
        outcomes=(*review.outcomes[:place], Outcome.WAITING, *review.outcomes[place:]),
    )


def noted(review: Review, deeds: Iterable[Deed]) -> Review:
    """These things were done; where the review stands does not change, nor what became of the item."""
    found = tuple(deeds)
    return replace(review, deeds=(*review.deeds, *found), undone=()) if found else review


def settled(review: Review, outcome: Outcome) -> Review:
    """The item in front ended so: on to the next that waits, those before it last."""
    if review.over:
        return review
    return _onward(_marked(review, review.place, outcome))


def skipped(review: Review) -> Review:
    """On without doing (more of) it. What was done, put off or settled elsewhere stays so."""
    if review.over:
        return review
    if review.outcomes[review.place] not in (Outcome.WAITING, Outcome.SKIPPED):
        return _onward(review)
    begun = any(deed.item == review.key for deed in review.deeds)
    return settled(review, Outcome.PARTLY if begun else Outcome.SKIPPED)


def back(review: Review) -> Review:
    """To the item before, past those that were settled elsewhere; at the first one it stays."""
    place = review.place - 1
    while place >= 0 and review.outcomes[place] is Outcome.GONE:
        place -= 1
    return replace(review, place=place) if place >= 0 else review


def last_deed(review: Review) -> Deed | None:
    """What `u` takes back."""
    return review.deeds[-1] if review.deeds else None


def undone(review: Review) -> Review:
    """The last thing done was taken back: its item waits again, in front."""
    deed = last_deed(review)
    if deed is None:
        return review
    review = replace(review, deeds=review.deeds[:-1], undone=(*review.undone, deed))
    review = go_to(review, deed.item)
    return _marked(review, review.place, Outcome.WAITING)


def redone(review: Review) -> Review:
    """What was taken back last was done again; its item stands in front."""
    if not review.undone:
        return review
    deed = review.undone[-1]
    review = replace(review, deeds=(*review.deeds, deed), undone=review.undone[:-1])
    return go_to(review, deed.item)


def reopened(review: Review, changes: Collection[int]) -> Review:
    """Some of what was done was taken back elsewhere: its items wait again, in their turn."""
    if not changes:
        return review
    items = {deed.item for deed in review.deeds if deed.change_id in changes}
    pairs = zip(review.keys, review.outcomes, strict=True)
    return replace(
        review,
        deeds=tuple(deed for deed in review.deeds if deed.change_id not in changes),
        outcomes=tuple(Outcome.WAITING if key in items else outcome for key, outcome in pairs),
    )


def spent(review: Review, seconds: float) -> Review:
    """A step took so long."""
    return replace(review, seconds=review.seconds + min(max(0.0, seconds), LONGEST_STEP))


def newcomers(review: Review, keys: Iterable[str]) -> tuple[str, ...]:
    """Those of the items now due that were neither in the review nor next in line when it began."""
    known = {*review.keys, *review.next_keys}
    return tuple(key for key in keys if key not in known)


def headline(review: Review, tomorrow: int) -> str:
    """What Today says of a review that was left, or is over; `tomorrow` is how many partners the next day brings."""
    if not review.over:
        return f"review at {review.place + 1} of {len(review.keys)}: enter goes on"
    brings = f"; tomorrow brings {count(tomorrow, 'partner')}" if tomorrow else ""
    return f"Done for today in {time_words(review.seconds)}: {review.tally}{brings}"


def time_words(seconds: float) -> str:
    """`under a minute`, `1 minute`, `12 minutes`, `1 h 5 min`."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return "under a minute"
    if minutes < 60:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{minutes // 60} h {minutes % 60} min"


def _marked(review: Review, place: int, outcome: Outcome) -> Review:
    return replace(review, outcomes=(*review.outcomes[:place], outcome, *review.outcomes[place + 1 :]))


def _onward(review: Review) -> Review:
    waiting = [place for place, outcome in enumerate(review.outcomes) if outcome is Outcome.WAITING]
    behind = [place for place in waiting if place > review.place]
    return replace(review, place=(behind or waiting or [len(review.keys)])[0])
