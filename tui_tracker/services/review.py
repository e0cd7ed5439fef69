"""The morning review: what each item stands on, what was done in it, and where it stands, kept for when it goes on.

A review is kept in a small file of the person's own (`draft_files`), by practice: keys of agenda items and of entries
in the journal, never a name or a patient reference. One of another day counts as none.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from tui_tracker.domain.agenda import AgendaItem
from tui_tracker.domain.records import Doing
from tui_tracker.domain.review import Deed, Outcome, Review, newcomers
from tui_tracker.domain.review_page import ReviewEnd, ReviewPage
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agenda as agenda_service
from tui_tracker.services import history as history_service
from tui_tracker.services.draft_files import DraftFiles, practice_name
from tui_tracker.services.relationship import relationship_of
from tui_tracker.storage.queries import agenda as queries
from tui_tracker.storage.queries import history, partners, touchpoints

TOUCHES = 3
_AHEAD = 3  # how many days' sizes of what stands next in line are remembered, to tell what is new at the end
_KEY = "today"
_AT_ONCE = 20  # changes that one form may have made


class KeptReviews:
    """The review of one practice, in a folder."""

    def __init__(self, folder: Path, practice: str) -> None:
        trouble = "Where the review stands cannot be kept ({}); what you have done is saved all the same."
        self._files = DraftFiles(folder, "review", practice, 1, trouble)

    @property
    def problem(self) -> str:
        """A sentence where the last state could not be written, else empty."""
        return self._files.problem

    def load(self, day: date) -> Review | None:
        """The review of this day as it was left; None where there is none, or its file cannot be read."""
        data = self._files.load(_KEY)
        review = None if data is None else _review(data)
        return review if review is not None and review.day == day else None

    def keep(self, review: Review) -> None:
        """Keep it as it stands, in place of an earlier state or day; does not wait."""
        self._files.keep(_KEY, _data(review))

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        return self._files.flush(seconds)


def open_kept(folder: Path) -> KeptReviews:
    """The review left in the practice that this process has open; touches no disk until it is read or written."""
    return KeptReviews(folder, practice_name())


def next_in_line(today: date, settings: Settings, member: int | None) -> tuple[str, ...]:
    """The keys of what is due beyond the day's size, as far as a review could bring it up."""
    items = agenda_service.later_items(today, settings, 0, _AHEAD * settings.agenda_size, member)
    return tuple(item.key for item in items)


def page(key: str, today: date, settings: Settings, done: Collection[str], member: int | None) -> ReviewPage | None:
    """One item as it stands now, without what is snoozed and the lines that were `done`; None where nothing is left.

    What is from long ago is shown only where nothing fresher is due and nothing was done for the item yet.
    On a member's agenda only what is theirs is shown; `member` is None for everybody's.
    """
    item = _item(key, today, settings, member)
    if item is None:
        return None
    hidden = queries.snoozed(today)
    lines = [line for line in item.lines if line.key not in hidden and line.key not in done]
    fresh = [line for line in lines if not line.stale]
    shown = fresh or ([] if done else lines)
    if not shown:
        return None
    older = len(lines) - len(shown)
    if item.partner_id is None:
        return ReviewPage(item, tuple(shown), older)
    return ReviewPage(
        item,
        tuple(shown),
        older,
        partners.partner(item.partner_id),
        tuple(touchpoints.timeline(item.partner_id, 0, TOUCHES)),
        relationship_of(item.partner_id, today, settings),
    )


def mark() -> int:
    """The journal as it is now; what is done after it has greater numbers."""
    return history.last_change_id()


def done_since(who: str, marked: int) -> tuple[int, ...]:
    """This person's changes after a mark that stand, oldest first."""
    return tuple(sorted(one for one in history.latest_standing(who, _AT_ONCE) if one > marked))


def take_back(doing: Doing, change_id: int) -> str:
    """Undo one thing that was done in a review; gives its label. Raises Refused with what stands in the way.

    What was taken back already, from the history or another session, counts as taken back.
    """
    if not history.count_standing([change_id]):
        found = history.change(change_id)
        return "what was taken back already" if found is None else found.label
    return history_service.undo(doing, change_id).label


def do_again(doing: Doing, change_id: int) -> str:
    """Redo one thing that was taken back; gives its label. Raises Refused with what stands in the way."""
    return history_service.redo(doing, change_id).label


def end(review: Review, today: date, settings: Settings, member: int | None) -> ReviewEnd:
    """How the day stands: what was done and still stands, what else is due, what is new, and what comes tomorrow."""
    agenda = agenda_service.todays_agenda(today, settings, member)
    beside = [item for item in agenda.items if item.key not in review.keys]
    names = {item.key: item.partner_name for item in beside}
    return ReviewEnd(
        done=tuple(_done(review)),
        due=len(beside) + agenda.later,
        new=tuple(names[key] for key in newcomers(review, names)),
        tomorrow=agenda.tomorrow,
        tomorrow_names=agenda.tomorrow_names,
    )


def _done(review: Review) -> list[tuple[Deed, str]]:
    found = []
    for deed in review.deeds:
        change = history.change(deed.change_id)
        if change is not None and not change.undone:
            found.append((deed, change.label))
    return found


def _item(key: str, today: date, settings: Settings, member: int | None) -> AgendaItem | None:
    """A partner's item is looked up by itself, which is quick; a gap, or a member's, on the agenda."""
    kind, _, number = key.partition(":")
    if member is None and kind == "partner" and number.isdigit():
        return agenda_service.partner_item(int(number), today, settings)
    agenda = agenda_service.todays_agenda(today, settings, member)
    found = next((item for item in agenda.items if item.key == key), None)
    if found is None:
        later = agenda_service.later_items(today, settings, 0, agenda.later, member)
        found = next((item for item in later if item.key == key), None)
    return found


def _data(review: Review) -> dict[str, Any]:
    return {
        "day": review.day.isoformat(),
        "keys": review.keys,
        "outcomes": review.outcomes,
        "place": review.place,
        "deeds": [_deed_data(deed) for deed in review.deeds],
        "undone": [_deed_data(deed) for deed in review.undone],
        "next_keys": review.next_keys,
        "seconds": round(review.seconds, 1),
    }


def _deed_data(deed: Deed) -> list[Any]:
    return [deed.item, deed.line, deed.change_id, deed.snoozed]


def _review(data: dict[str, Any]) -> Review | None:
    """A review from its file; None where that does not hold one."""
    try:
        keys = tuple(str(key) for key in data["keys"])
        review = Review(
            day=date.fromisoformat(data["day"]),
            keys=keys,
            outcomes=tuple(Outcome(one) for one in data["outcomes"]),
            place=min(max(0, int(data["place"])), len(keys)),
            deeds=tuple(_deed(one) for one in data["deeds"]),
            undone=tuple(_deed(one) for one in data["undone"]),
            next_keys=tuple(str(key) for key in data["next_keys"]),
            seconds=float(data["seconds"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
    return review if len(review.outcomes) == len(keys) else None


def _deed(data: list[Any]) -> Deed:
    item, line, change_id, snoozed = data
    return Deed(str(item), str(line), int(change_id), bool(snoozed))
