"""The Today screen: what to do, why, and the one key that does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widget import Widget

from tui_tracker.domain.agenda import Agenda, AgendaItem
from tui_tracker.domain.day_words import weekday_day
from tui_tracker.domain.text import count
from tui_tracker.domain.words import AgendaKind
from tui_tracker.screens.base import LogAbout, MainScreen, style_file
from tui_tracker.services import agenda as agenda_service
from tui_tracker.widgets.agenda_lines import agenda_lines, heading, item_line, why_lines
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import WindowList

_REST_SECONDS = 0.15
_PATIENCE = 0.15  # seconds that the first paint may wait, rather than be painted over at once


class TodayScreen(MainScreen):
    """The agenda, grouped by what it is about; what is due beyond a day's size stands below, fetched as it is shown."""

    NUMBER = 1
    CSS_PATH = style_file("today")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "thank", "thank", id="today.thank"),
        Binding("T", "note", "write a thank-you note", show=False, id="today.note"),
        Binding("s", "snooze", "snooze", id="today.snooze"),
        Binding("w", "why", "why", id="today.why"),
        Binding("d", "done", "done", show=False, id="today.done"),
        Binding("m", "move", "move the referral", show=False, id="today.move"),
        Binding("p", "partner", "partner", show=False, id="today.partner"),
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
        self._show(await house.desk(agenda_service.todays_agenda, house.today, house.settings))

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
        return None if item is None else (item.partner_id, item.partner_name)

    def referring_partner(self) -> tuple[int, str] | None:
        """Nobody: whoever calls is not whom the list is about."""
        return None

    def log_about(self) -> LogAbout:
        """The item's partner, what a touchpoint for it is for, and the follow-ups that it keeps."""
        item = self._item()
        if item is None:
            return LogAbout()
        intents = (item.intent,) if item.intent else ()
        return LogAbout((item.partner_id, item.partner_name), intents, item.follow_up_ids)

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
        """Enter does what the item asks for."""
        item = self._item()
        if item is not None:
            self._act(item)

    def action_thank(self) -> None:
        """Thank the partner under the cursor."""
        item = self._item_or_say()
        if item is not None:
            self.do(self._thank(item))

    def action_note(self) -> None:
        """A thank-you note to the partner under the cursor."""
        item = self._item_or_say()
        if item is not None:
            from tui_tracker.screens.letter_page import LetterPage

            self.app.push_screen(LetterPage.note("thank_you", item.partner_id, item.partner_name), self._after)

    def action_snooze(self) -> None:
        """Hide the item until a day."""
        item = self._item_or_say()
        if item is None:
            return
        from tui_tracker.screens.snooze import SnoozeScreen

        def chosen(until: date | None) -> None:
            if until is not None:
                self.do(self._snooze(item, until))

        self.app.push_screen(SnoozeScreen(item.partner_name, self.house().today), chosen)

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
            self.say("There is no follow-up here; o logs a touchpoint, enter does what is asked.")
            return
        self.do(self._done(item, item.follow_up_ids[0]))

    def action_move(self) -> None:
        """Move the item's referral to another stage."""
        item = self._item_or_say()
        if item is None:
            return
        if item.referral_id is None:
            self.say("There is no referral here; o logs a touchpoint.")
            return
        self._open_move(item.referral_id)

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
        item = self._item_or_say()
        if item is not None:
            self.house().show_partner(item.partner_id)

    def _act(self, item: AgendaItem) -> None:
        if item.action == "t":
            self.do(self._thank(item))
        elif item.action == "o":
            self.house().action_quick_log()
        elif item.action == "m" and item.referral_id is not None:
            self._open_move(item.referral_id)
        elif item.kind == "incident" and item.record_id is not None:
            self._answer(item.record_id)
        elif item.kind == "feedback" and item.referral_id is not None:
            self.do(self._tell(item.referral_id))
        elif item.kind == "agreement_review":
            self.do(self._review(item))
        elif item.referral_id is not None:
            reporting = item.kind in (AgendaKind.REPORT, AgendaKind.ACKNOWLEDGEMENT)
            self._open_referral(item.referral_id, reporting=reporting)
        else:
            self.house().show_partner(item.partner_id)

    def _open_move(self, referral_id: int) -> None:
        from tui_tracker.screens.after_move import follow
        from tui_tracker.screens.move_form import MoveForm

        form = MoveForm(referral_id)
        self.app.push_screen(form, lambda said: follow(self, form.moved, said, self._after))

    def _open_referral(self, referral_id: int, *, reporting: bool = False) -> None:
        from tui_tracker.screens.referral_page import ReferralPage

        self.app.push_screen(ReferralPage(referral_id, report=reporting), self._after)

    def _answer(self, incident_id: int) -> None:
        from tui_tracker.screens.incident_form import IncidentForm

        self.app.push_screen(IncidentForm(incident_id), self._after)

    async def _review(self, item: AgendaItem) -> None:
        from tui_tracker.screens.agreement_form import agreement_form

        form = await agreement_form(self.house(), (item.partner_id, item.partner_name), reviewing=True)
        self.app.push_screen(form, self._after)

    async def _tell(self, referral_id: int) -> None:
        """The note to the referrer that is owed; where it is not any more, the referral itself."""
        from tui_tracker.screens.after_move import open_note
        from tui_tracker.services.referrals import referral

        found = await self.house().desk(referral, referral_id)
        if found is None or not open_note(self, found, self._after):
            self._open_referral(referral_id)

    def _after(self, result: Any) -> None:
        if result is not None:
            self._unseen += 1
            self.house().changed()
            if isinstance(result, str):
                self.say(result)

    async def _thank(self, item: AgendaItem) -> None:
        from tui_tracker.services.touchpoints import thank

        house = self.house()
        logged = await house.desk(thank, house.doing(), item.partner_id, house.today)
        self._unseen += 1
        house.changed()
        self.say(f"{logged.label}. u undoes it, T writes a note.")

    async def _snooze(self, item: AgendaItem, until: date) -> None:
        from tui_tracker.services.snoozes import snooze

        house = self.house()
        await house.desk(snooze, house.doing(), item.keys, until, item.partner_name)
        house.changed()
        self.say(f"{item.partner_name} comes back on {weekday_day(until, house.today)}. u undoes it.")

    async def _settle(self, day: date) -> None:
        from tui_tracker.services.referrals import settle_before

        house = self.house()
        number = await house.desk(settle_before, house.doing(), day)
        house.changed()
        self.say(f"Settled {count(number, 'referral')}. u undoes it." if number else "Nothing older is owed.")

    async def _done(self, item: AgendaItem, follow_up_id: int) -> None:
        from tui_tracker.services.follow_ups import finish_follow_up

        house = self.house()
        await house.desk(finish_follow_up, house.doing(), follow_up_id)
        self._unseen += 1
        house.changed()
        self.say(f"Follow-up with {item.partner_name} done. u undoes it.")

    async def _feed(self, offset: int, length: int) -> None:
        house = self.house()
        skip = len(self._top)
        begin = max(0, offset - skip)
        items = await house.desk(
            agenda_service.later_items, house.today, house.settings, begin, length - max(0, skip - offset)
        )
        self._items.update((item.key, item) for item in items)
        lines = [item_line(item, self.size.width) for item in items]
        self.query_one(WindowList).feed(offset, [*self._top[offset:], *lines])

    def _show(self, agenda: Agenda) -> None:
        """Lay the agenda out."""
        width = self.size.width
        self._agenda = agenda
        self._items = {item.key: item for item in agenda.items}
        self._top = agenda_lines(agenda, width)
        self.query_one("#heading", TextPanel).show(heading(agenda, self._stands))
        count = len(self._top) + (agenda.later if agenda.complete else 0)
        self.query_one(WindowList).reset(count, self._top)
        self._show_why()

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
