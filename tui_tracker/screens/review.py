"""The morning review: one item of the agenda at a time, and one key that does what it asks for.

Where it stands, and what was done, is kept at every step. What asks for a word of the person's own opens above it and
comes back to it: saved, the review goes on by itself; left with `esc`, it stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import monotonic
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_tracker.config import state_folder
from tui_tracker.domain import review as domain
from tui_tracker.domain.agenda import Agenda, AgendaLine
from tui_tracker.domain.review import Deed, Outcome, Review
from tui_tracker.domain.review_page import ReviewPage
from tui_tracker.domain.text import count
from tui_tracker.domain.words import AgendaKind
from tui_tracker.screens import today_actions as actions
from tui_tracker.screens.base import MainScreen
from tui_tracker.screens.review_view import ReviewView
from tui_tracker.services import agenda as agenda_service
from tui_tracker.services import review as service
from tui_tracker.services.kept_reviews import open_kept
from tui_tracker.widgets.lines import text_line
from tui_tracker.widgets.text_panel import TextPanel

_SETTLED_BY_LOGGING = ("o", "a")


@dataclass(slots=True)
class _Errand:
    """What was begun for an item: the line that it settles ("" where the data tells), and the journal before it."""

    item: str
    line: str
    marked: int
    counted: bool = False


class ReviewScreen(ReviewView):
    """Goes through the items of an agenda from `at` (an item's key; None for the first, or where it was left).

    `member` is whose agenda it is, None for everybody's. `clock` gives seconds that only grow.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "suggested", "do what it asks for", id="review.do"),
        Binding("s", "snooze", "snooze", id="review.snooze"),
        Binding("n", "skip", "skip", id="review.skip"),
        Binding("p", "back", "back", id="review.back"),
        Binding("u", "undo", "undo", id="review.undo"),
        Binding("w", "why", "why", id="review.why"),
        Binding("escape", "leave", "leave", id="review.leave"),
        Binding("N,backspace", "back", "back", show=False, id="review.back_too"),
        Binding("q", "leave", "leave", show=False, id="review.quit"),
        Binding("o", "log", "log a touchpoint", show=False, id="review.log"),
        Binding("t", "thank", "thank", show=False, id="review.thank"),
        Binding("T", "note", "write a thank-you note", show=False, id="review.note"),
        Binding("m", "move", "move the referral", show=False, id="review.move"),
        Binding("d", "done", "the follow-up is done", show=False, id="review.done"),
        Binding("a", "add", "add a partner for a gap", show=False, id="review.add"),
        Binding("ctrl+r", "redo", "redo", show=False, id="review.redo"),
        Binding("j,down", "scroll(1)", "down", show=False, id="review.down"),
        Binding("k,up", "scroll(-1)", "up", show=False, id="review.up"),
        Binding("question_mark", "app.help", "help", show=False, id="review.help"),
    ]

    def __init__(
        self,
        agenda: Agenda,
        at: str | None,
        member: int | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self._agenda = agenda
        self._at = at
        self._member = member
        self._clock = clock
        self._since = clock()
        self._kept = open_kept(state_folder())
        self._names = {item.key: item.partner_name for item in agenda.items}

    def on_mount(self) -> None:
        """Begin, or go on."""
        self.query_one("#progress", TextPanel).show((text_line(None, " Review", "bold"),))
        self.do(self._begin())

    def action_leave(self) -> None:
        """Back to Today; where it stands is kept, or it is told that it could not be."""
        if self._kept.problem:
            self.app.notify(self._kept.problem, markup=False, severity="error")
        self.dismiss(None)

    def action_suggested(self) -> None:
        """Do what the item asks for; where it asks for nothing more, go on."""
        if self._review is not None and self._review.over:
            self.action_leave()
        elif self._page is None:
            self.action_skip()
        else:
            page = self._page
            self.do(self._suggest(page))

    def action_thank(self) -> None:
        """Thank the item's partner."""
        page = self._with_partner()
        if page is not None:
            self.do(self._start(page, None, partial(self._thank, page)))

    def action_note(self) -> None:
        """Write a thank-you note."""
        page = self._with_partner()
        if page is not None and page.item.partner is not None:
            partner = page.item.partner
            self.do(self._start(page, None, lambda done: actions.open_note(self, partner, done)))

    def action_log(self) -> None:
        """Log a touchpoint with the item's partner."""
        page = self._with_partner()
        if page is not None:
            line = page.lead if page.lead.action == "o" else None
            self.do(self._start(page, line, partial(self._log, page), counted=True))

    def action_move(self) -> None:
        """Move the referral of the leading line that has one."""
        page = self._page
        referral_id = None if page is None else next((one.referral_id for one in page.lines if one.referral_id), None)
        if page is None or referral_id is None:
            self.say("There is no referral here; o logs a touchpoint.")
        else:
            self.do(self._start(page, None, lambda done: actions.open_move(self, referral_id, done)))

    def action_add(self) -> None:
        """Add a partner where one is missing."""
        page = self._page
        if page is None or page.item.partner is not None:
            self.say("There is no gap here; o logs a touchpoint.")
        else:
            self.do(self._start(page, page.lead, lambda done: actions.add_partner(self, page.item, done)))

    def action_done(self) -> None:
        """The follow-up is done."""
        page = self._page
        ids = [] if page is None else [one.record_id for one in page.lines if one.kind == AgendaKind.FOLLOW_UP]
        if page is None or not ids or ids[0] is None:
            self.say("There is no follow-up here; o logs a touchpoint, enter does what is asked.")
        else:
            self.do(self._start(page, None, partial(self._finish, page, ids[0])))

    def action_snooze(self) -> None:
        """Put the item off."""
        page = self._page
        if page is None:
            self.say("Nothing is due here any more; enter goes on.")
            return

        def chosen(until: date | None) -> None:
            if until is not None:
                self.do(self._snooze(page, until))

        actions.open_snooze(self, page.item, chosen)

    def action_skip(self) -> None:
        """On to the next, without doing it."""
        if self._review is not None:
            if self._review.over:
                self.say("This is the end; enter goes back to Today.")
                return
            self._turn(domain.skipped(self._review))
            self.do(self._show())

    def action_back(self) -> None:
        """Back to the item before."""
        if self._review is not None:
            before = domain.back(self._review)
            if before == self._review:
                self.say("This is the first one.")
                return
            self._turn(before)
            self.do(self._show())

    def action_undo(self) -> None:
        """Take back what was done last, and go back to its item."""
        self.do(self._undo())

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self.do(self._redo())

    async def _begin(self) -> None:
        house = self.house()
        kept = await house.desk(self._kept.load, house.today, self._member)
        if kept is not None and not kept.over:
            kept = domain.reopened(kept, await house.desk(service.taken_back, kept))
            self._review = kept if self._at is None else domain.go_to(kept, self._at)
        else:
            if not self._agenda.complete:
                self._agenda = await house.desk(agenda_service.todays_agenda, house.today, house.settings, self._member)
                self._names |= {item.key: item.partner_name for item in self._agenda.items}
            following = await house.desk(service.next_in_line, house.today, house.settings, self._member)
            self._review = domain.begin(
                house.today, [item.key for item in self._agenda.items], self._at, next_keys=following
            )
        self._turn(self._review)
        await self._show()

    async def _show(self) -> None:
        """Show the item in front; past those that were settled elsewhere meanwhile, with a word."""
        elsewhere: list[str] = []
        self._page, self._end = None, None
        self._seen_at = float("inf")
        while self._review is not None and not self._review.over:
            self._page = await self._look(self._review)
            if self._page is not None or self._review.outcomes[self._review.place] is not Outcome.WAITING:
                break
            key = self._review.key or ""
            mine = any(deed.item == key for deed in self._review.deeds)
            if not mine:
                elsewhere.append(self._names.get(key, "one item"))
            self._turn(domain.settled(self._review, Outcome.DONE if mine else Outcome.GONE))
        if self._review is not None and self._review.over:
            house = self.house()
            self._end = await house.desk(service.end, self._review, house.today, house.settings, self._member)
        self._paint()
        self.query_one("#page").scroll_home(animate=False)
        if elsewhere:
            self.say(f"Settled elsewhere meanwhile: {', '.join(elsewhere)}.")

    async def _look(self, review: Review) -> ReviewPage | None:
        house, key = self.house(), review.key or ""
        found = await house.desk(service.page, key, house.today, house.settings, review.lines_done(key), self._member)
        if found is not None:
            self._names[key] = found.item.partner_name
        return found

    async def _suggest(self, page: ReviewPage) -> None:
        """Begin what the leading line asks for."""
        line = page.lead if page.lead.action in _SETTLED_BY_LOGGING else None
        await self._start(
            page,
            line,
            lambda done: actions.suggested(self, page.item, page.lead, page.intent, done),
            counted=page.lead.action == "o",
        )

    async def _start(
        self,
        page: ReviewPage,
        line: AgendaLine | None,
        begin: Callable[[actions.Done], None],
        *,
        counted: bool = False,
    ) -> None:
        """Begin something for an item; what comes of it is noted as done for it.

        However long that takes, no other key is meant for the item until it was shown again.
        """
        self._seen_at = float("inf")
        marked = await self.house().desk(service.mark)
        errand = _Errand(page.item.key, "" if line is None else line.key, marked, counted)
        if self.is_current:
            begin(partial(self._after, errand))
        else:
            self._seen()

    def _thank(self, page: ReviewPage, done: actions.Done) -> None:
        self.do(actions.thank_and_tell(self, page.item, done))

    def _log(self, page: ReviewPage, done: actions.Done) -> None:
        about = actions.log_about(page.item, page.intent if page.lead.action == "o" else "")
        actions.open_log(self, about, done)

    def _finish(self, page: ReviewPage, follow_up_id: int, done: actions.Done) -> None:
        self.do(actions.finish_follow_up(self, page.item, follow_up_id, done))

    def _after(self, errand: _Errand, result: Any) -> None:
        """Something opened for an item came back; nothing was written where it was left."""
        if result is None:
            self._seen()
        else:
            self.do(self._note(errand, _told(result)))

    async def _note(self, errand: _Errand, said: str) -> None:
        """Note what was done; go on where nothing more is due with the item, else show what is left of it."""
        house = self.house()
        changes = await house.desk(service.done_since, house.who, errand.marked)
        if self._review is None or not changes:
            self._seen()
            return
        errand.marked = changes[-1]
        self._count(0 if errand.counted else len(changes))
        self._turn(domain.noted(self._review, [Deed(errand.item, errand.line, one) for one in changes]))
        if self._review.key != errand.item:
            self._seen()
            self.say(said)
            return
        await self._show_rest(said)

    async def _show_rest(self, said: str) -> None:
        """After something was done for the item in front."""
        assert self._review is not None
        left = await self._look(self._review)
        if left is None or not left.dated:
            self._turn(domain.settled(self._review, Outcome.DONE))
        await self._show()
        if left is not None and left.dated:
            rest = count(len(left.lines), "thing")
            said = f"{said.removesuffix(' u undoes it.')} {rest} left with them; n goes on."
        self.say(said)

    async def _snooze(self, page: ReviewPage, until: date) -> None:
        house = self.house()
        self._seen_at = float("inf")
        marked = await house.desk(service.mark)
        said = await actions.put_off(self, page.item, page.item.keys, until)
        changes = await house.desk(service.done_since, house.who, marked)
        if self._review is not None:
            self._touch()
            deeds = [Deed(page.item.key, "", one, snoozed=True) for one in changes]
            self._turn(domain.settled(domain.noted(self._review, deeds), Outcome.SNOOZED))
            await self._show()
            self.say(said)

    async def _undo(self) -> None:
        deed = None if self._review is None else domain.last_deed(self._review)
        if self._review is None or deed is None:
            self.say("Nothing was done in this review yet that could be undone.")
            return
        house = self.house()
        label = await house.desk(service.take_back, house.doing(), deed.change_id)
        self._touch()
        self._turn(domain.undone(self._review))
        await self._show()
        self.say(f"Undone: {label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        if self._review is None or not self._review.undone:
            self.say("Nothing was undone in this review that could be done again.")
            return
        house, deed = self.house(), self._review.undone[-1]
        label = await house.desk(service.do_again, house.doing(), deed.change_id)
        self._touch()
        self._turn(domain.redone(self._review))
        if deed.snoozed:
            self._turn(domain.settled(self._review, Outcome.SNOOZED))
            await self._show()
            self.say(f"Done again: {label}.")
        else:
            await self._show_rest(f"Done again: {label}.")

    def _turn(self, review: Review) -> None:
        """This is how it stands now: keep it, with the time that the step took."""
        now = self._clock()
        self._review = domain.spent(review, now - self._since)
        self._since = now
        self._kept.keep(self._review, self._member)

    def _count(self, changes: int) -> None:
        """Let Today know that so much was done from here."""
        self._touch()
        front = self.app.screen_stack[0]
        if isinstance(front, MainScreen):
            for _ in range(changes):
                front.logged()

    def _touch(self) -> None:
        """Other screens load again when they are shown; Today, behind this one, does not at every step."""
        self.house().version += 1

    def _with_partner(self) -> ReviewPage | None:
        page = self._page
        if page is None:
            self.say("Nothing is due here any more; enter goes on.")
        elif page.item.partner is None:
            self.say(actions.NO_PARTNER)
            return None
        return page


def _told(result: Any) -> str:
    """What a form or a log gave, as a sentence."""
    if isinstance(result, str):
        return result
    label = getattr(result, "label", "") or f"Added {getattr(result, 'name', 'a partner')}"
    return f"{label}. u undoes it."
