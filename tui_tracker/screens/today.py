"""The Today screen: what to do, why, and the one key that does it; `enter` goes through it item by item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widget import Widget

from tui_tracker.config import state_folder
from tui_tracker.domain.agenda import Agenda, AgendaItem
from tui_tracker.domain.text import count
from tui_tracker.screens.base import LogAbout, MainScreen, style_file
from tui_tracker.services import agenda as agenda_service
from tui_tracker.widgets.agenda_lines import agenda_lines, heading, item_line, why_lines
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import WindowList

if TYPE_CHECKING:
    from tui_tracker.domain.review import Review

_REST_SECONDS = 0.15
_PATIENCE = 0.15  # seconds that the first paint may wait, rather than be painted over at once


class TodayScreen(MainScreen):
    """The agenda, grouped by what it is about; what is due beyond a day's size stands below, fetched as it is shown."""

    NUMBER = 1
    CSS_PATH = style_file("today")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "review", "review", id="today.review", priority=True),  # the list has one of its own
        Binding("t", "thank", "thank", id="today.thank"),
        Binding("T", "note", "write a thank-you note", show=False, id="today.note"),
        Binding("s", "snooze", "snooze", id="today.snooze"),
        Binding("w", "why", "why", id="today.why"),
        Binding("d", "done", "done", show=False, id="today.done"),
        Binding("m", "move", "move the referral", show=False, id="today.move"),
        Binding("p", "partner", "partner", show=False, id="today.partner"),
        Binding("a", "add", "add a partner for a gap", show=False, id="today.add"),
        Binding("M", "mine", "everybody's or mine", show=False, id="today.mine"),
        Binding("S", "settle", "settle old referrals", show=False, id="today.settle"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._agenda: Agenda | None = None
        self._items: dict[str, AgendaItem] = {}
        self._top: tuple[Line, ...] = ()
        self._resting: Timer | None = None
        self._did: set[int] = set()  # the changes that were made from here
        self._stands = 0  # how many of them stand: what is undone is not done
        self._unseen = 0  # how many were made since they were last looked up
        self._member: int | None = None  # whose agenda it is; None for everybody's
        self._review: Review | None = None  # the review of today, begun or over
        self._reviewing = False
        self._just_thanked: tuple[int, str] | None = None  # from whom the cursor has moved on meanwhile

    def body(self) -> Iterator[Widget]:
        """A heading, the list, and why."""
        yield TextPanel(id="heading")
        yield WindowList(empty="", id="agenda")
        with Vertical(id="why"):
            yield TextPanel(id="reasons")

    async def on_mount(self) -> None:  # type: ignore[override]  # Textual awaits what a handler gives
        """Have the first items in the first paint, where they are found by then or all but found."""
        agenda = await self.house().agenda_at_hand(_PATIENCE)
        if agenda is not None:
            self._show(agenda)

    async def load(self) -> None:
        """Show what is quick to find, then look through the old backlog as well."""
        house = self.house()
        quick = await house.first_agenda()
        if quick is not None:
            self._show(quick)
        await self._count()
        self._review = await self._kept_review()
        self._show(await house.desk(agenda_service.todays_agenda, house.today, house.settings, self._member))

    def reload(self) -> None:
        """Load again; not at every step of a review, behind which the list cannot be seen."""
        if not self._reviewing:
            super().reload()

    async def _kept_review(self) -> Review | None:
        """Where the review of today was left; what it takes is imported only where there is one."""
        if not any(state_folder().glob("review-*")):
            return None
        from tui_tracker.services.kept_reviews import open_kept

        house = self.house()
        return await house.desk(open_kept(state_folder()).load, house.today, self._member)

    async def _count(self) -> None:
        """Look up what was done from here, and how much of it stands."""
        if not (self._unseen or self._did):
            return
        from tui_tracker.services.history import count_standing, latest_standing

        desk, number = self.house().desk, self._unseen
        if number:
            self._did.update(await desk(latest_standing, self.house().who, number))
            self._unseen -= number
        self._stands = await desk(count_standing, self._did)

    def current_partner(self) -> tuple[int, str] | None:
        """The partner of the item under the cursor."""
        item = self._item()
        return None if item is None else item.partner

    def referring_partner(self) -> tuple[int, str] | None:
        """Nobody: whoever calls is not whom the list is about."""
        return None

    def log_about(self) -> LogAbout:
        """What a touchpoint for the item under the cursor is about."""
        from tui_tracker.screens.today_actions import log_about

        item = self._item()
        return LogAbout() if item is None else log_about(item)

    def logged(self) -> None:
        """One thing more is done."""
        self._unseen += 1

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch what is due beyond today's size as it comes into sight."""
        self.do(self._feed(message.offset, message.length))

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """Tell why once the cursor rests: a held key must not paint reasons that nobody reads."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST_SECONDS, self._show_why)

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter begins the review, or goes on with it."""
        self.action_review()

    def action_review(self) -> None:
        """Go through the items one by one: from the one under the cursor where that was moved, else from the first.

        A review that was left goes on where it was; where the cursor was moved, there.
        """
        agenda, item = self._agenda, self._item()
        if agenda is None or item is None:
            self.say("Still looking …" if agenda is None else "Nothing is due: there is nothing to go through.")
            return
        from tui_tracker.screens.review import ReviewScreen

        self._just_thanked = None
        first = agenda.items[0].key if agenda.items else None
        self._reviewing = True
        self.app.push_screen(
            ReviewScreen(agenda, None if item.key == first else item.key, self._member), self._reviewed
        )

    def _reviewed(self, _result: Any) -> None:
        self._reviewing = False
        self.house().changed()

    def action_mine(self) -> None:
        """Show everybody's agenda, or only what is mine."""
        self.do(self._turn_to_mine())

    async def _turn_to_mine(self) -> None:
        if self._member is not None:
            self._member = None
        else:
            from tui_tracker.domain.team import member_named
            from tui_tracker.services.practice import members

            house = self.house()
            me = member_named(house.who, await house.desk(members))
            if me is None:
                self.say(f"{house.who} is not on our team's list yet: press :, type members, and add yourself.")
                return
            self._member = me.id
        self.reload()

    def action_thank(self) -> None:
        """Thank the partner under the cursor."""
        item = self._with_partner()
        if item is not None:
            from tui_tracker.screens.today_actions import thank_and_tell

            self.do(thank_and_tell(self, item, lambda logged: self._thanked(logged, item.partner)))

    def action_note(self) -> None:
        """A thank-you note to the partner who was thanked right before, else to the one under the cursor."""
        item = None if self._just_thanked else self._with_partner()
        partner = self._just_thanked or (item.partner if item is not None else None)
        if partner is not None:
            from tui_tracker.screens.today_actions import open_note

            open_note(self, partner, self._after)

    def on_key(self, event: events.Key) -> None:
        """Any other key ends what was said of the note to whom was thanked."""
        active = self.active_bindings.get(event.key)
        if active is None or active.binding.action != "note":
            self._just_thanked = None

    def action_add(self) -> None:
        """A partner, where one is missing."""
        item = self._item_or_say()
        if item is None:
            return
        from tui_tracker.screens.today_actions import add_partner

        if item.partner is not None:
            self.say("There is no gap here; a adds a partner on the Partners screen (2).")
        else:
            add_partner(self, item, self._after)

    def action_snooze(self) -> None:
        """Hide the item until a day."""
        item = self._item_or_say()
        if item is None:
            return
        from tui_tracker.screens.today_actions import open_snooze

        def chosen(until: date | None) -> None:
            if until is not None:
                self.do(self._snooze(item, until))

        open_snooze(self, item, chosen)

    def action_why(self) -> None:
        """Show or hide the reasons."""
        panel = self.query_one("#why")
        panel.display = not panel.display
        self._show_why()

    def action_done(self) -> None:
        """The follow-up under the cursor is done."""
        item = self._item_or_say()
        if item is None:
            return
        if not item.follow_up_ids:
            self.say("There is no follow-up here; o logs a touchpoint, enter goes through the list.")
            return
        from tui_tracker.screens.today_actions import finish_follow_up

        self.do(finish_follow_up(self, item, item.follow_up_ids[0], self._after))

    def action_move(self) -> None:
        """Move the item's referral to another stage."""
        item = self._item_or_say()
        if item is None:
            return
        if item.referral_id is None:
            self.say("There is no referral here; o logs a touchpoint.")
            return
        from tui_tracker.screens.today_actions import open_move

        open_move(self, item.referral_id, self._after)

    def action_settle(self) -> None:
        """Take what is owed on old referrals as kept."""
        from tui_tracker.screens.settle import SettleScreen

        house = self.house()

        def chosen(day: date | None) -> None:
            if day is not None:
                self.do(self._settle(day))

        self.app.push_screen(SettleScreen(house.today - timedelta(days=house.settings.stale_days), house.today), chosen)

    def action_partner(self) -> None:
        """Open the partner's page."""
        item = self._with_partner()
        if item is not None and item.partner_id is not None:
            self.house().show_partner(item.partner_id)

    def _after(self, result: Any) -> None:
        if result is not None:
            self._unseen += 1
            self.house().changed()
            self.say(result if isinstance(result, str) else f"{result.label}. u undoes it.")

    def _thanked(self, logged: Any, partner: tuple[int, str] | None) -> None:
        self._just_thanked = partner
        self._after(f"{logged.label}. u undoes it, T writes a note.")

    async def _snooze(self, item: AgendaItem, until: date) -> None:
        from tui_tracker.screens.today_actions import put_off

        said = await put_off(self, item, item.keys, until)
        self.house().changed()
        self.say(said)

    async def _settle(self, day: date) -> None:
        from tui_tracker.services.referrals import settle_before

        house = self.house()
        number = await house.desk(settle_before, house.doing(), day)
        house.changed()
        self.say(f"Settled {count(number, 'referral')}. u undoes it." if number else "Nothing older is owed.")

    async def _feed(self, offset: int, length: int) -> None:
        house = self.house()
        skip = len(self._top)
        begin = max(0, offset - skip)
        items = await house.desk(
            agenda_service.later_items,
            house.today,
            house.settings,
            begin,
            length - max(0, skip - offset),
            self._member,
        )
        self._items.update((item.key, item) for item in items)
        lines = [item_line(item, self.size.width) for item in items]
        self.query_one(WindowList).feed(offset, [*self._top[offset:], *lines])

    def _show(self, agenda: Agenda) -> None:
        """Lay the agenda out."""
        width = self.size.width
        self._agenda = agenda
        self._items = {item.key: item for item in agenda.items}
        self._top = agenda_lines(agenda, width, mine=self._member is not None)
        self.query_one("#heading", TextPanel).show(self._heading(agenda))
        count = len(self._top) + (agenda.later if agenda.complete else 0)
        self.query_one(WindowList).reset(count, self._top)
        self._show_why()

    def _heading(self, agenda: Agenda) -> tuple[Line, ...]:
        """How much there is, whose, and how far the review got."""
        review = ""
        if self._review is not None:
            from tui_tracker.domain.review import headline

            review = headline(self._review, agenda.tomorrow)
        whose = f"{self.house().who}'s" if self._member is not None else ""
        return heading(agenda, self._stands, whose=whose, review=review)

    def _show_why(self) -> None:
        panel = self.query_one("#reasons", TextPanel)
        if self.query_one("#why").display:
            item = self._item()
            panel.show(() if item is None else why_lines(item, self.size.width))

    def _item(self) -> AgendaItem | None:
        line = self.query_one(WindowList).current
        return None if line is None or line.key is None else self._items.get(str(line.key))

    def _item_or_say(self) -> AgendaItem | None:
        item = self._item()
        if item is None:
            self.say("Nothing is under the cursor.")
        return item

    def _with_partner(self) -> AgendaItem | None:
        """The item under the cursor, where it is about a partner; says so where it is not."""
        item = self._item_or_say()
        if item is not None and item.partner is None:
            from tui_tracker.screens.today_actions import NO_PARTNER

            self.say(NO_PARTNER)
            return None
        return item
