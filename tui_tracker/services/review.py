"""The morning review: what each item stands on, what was done in it, and what is left at its end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from tui_tracker.domain.agenda import AgendaItem
from tui_tracker.domain.records import Doing
from tui_tracker.domain.review import Deed, Outcome, Review, newcomers
from tui_tracker.domain.review_page import ReviewEnd, ReviewPage
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agenda as agenda_service
from tui_tracker.services import history as history_service
from tui_tracker.services.relationship import relationship_of
from tui_tracker.storage.queries import agenda as queries
from tui_tracker.storage.queries import history, partners, touchpoints

TOUCHES = 3
_AHEAD = 3  # how many days' sizes of what stands next in line are remembered, to tell what is new at the end
_AT_ONCE = 20  # changes that one form may have made


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


def taken_back(review: Review) -> frozenset[int]:
    """Those of a review's changes that do not stand any more: undone from the history, or in another session."""
    return frozenset(deed.change_id for deed in review.deeds if not history.count_standing([deed.change_id]))


def end(review: Review, today: date, settings: Settings, member: int | None) -> ReviewEnd:
    """How the day stands: what was done and still stands, what else is due, what is new, and what comes tomorrow."""
    agenda = agenda_service.todays_agenda(today, settings, member)
    names = {item.key: item.partner_name for item in agenda.items}
    left = review.number(Outcome.SKIPPED, Outcome.PARTLY)
    return ReviewEnd(
        done=tuple(_done(review)),
        due=max(0, len(names) + agenda.later - left),
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
