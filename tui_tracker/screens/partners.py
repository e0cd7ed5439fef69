"""The Partners screen: the list, and beside it the page of the partner under its cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from tui_tracker.domain.partner_list import ORDER_WORDS, Order
from tui_tracker.domain.partner_page import Listing, PartnerPage
from tui_tracker.domain.records import PartnerLine
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import clean_line
from tui_tracker.screens.base import style_file
from tui_tracker.screens.partner_relationship import PartnerRelationship
from tui_tracker.services import partners as partner_service
from tui_tracker.widgets.lines import Line, wrap
from tui_tracker.widgets.page_lines import PageLine
from tui_tracker.widgets.partner_lines import (
    PartnerRow,
    list_heading,
    page_lines,
    partner_row,
    timeline_line,
    welcome_lines,
)
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import PAGE, WindowList

_REST_SECONDS = 0.12
_NARROW = 60
_WIDE = 110
_LIST_WIDTH = 36
_WIDE_LIST_WIDTH = 52
_WHOLE_LINES = 3
_GUTTER = 2
_BORDER = 1


class PartnersScreen(PartnerRelationship):
    """The list follows the filter as it is typed; the page follows the list's cursor once that rests."""

    NUMBER = 2
    CSS_PATH = style_file("partners")
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", key_display="/", id="partners.filter"),
        Binding("S", "order", "sort by something else", show=False, id="partners.order"),
        Binding("tab", "other_pane", "list or page", show=False, id="partners.other_pane"),
        Binding("n", "neighbour(1)", "next partner", show=False, id="partners.next"),
        Binding("N", "neighbour(-1)", "previous partner", show=False, id="partners.previous"),
        Binding("escape", "back", "back", show=False, id="partners.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._order = Order.NAME
        self._resting_list: Timer | None = None
        self._resting_page: Timer | None = None
        self._page: PartnerPage | None = None
        self._coming: int | None = None
        self._head: list[PageLine] = []
        self._page_open = False
        self._to_top = False

    def body(self) -> Iterator[Widget]:
        """The list with its heading and filter, and the page."""
        with Vertical(id="left"):
            yield TextPanel(id="heading")
            box = Input(placeholder="name, town, tier:a, late …", id="filter", compact=True, select_on_focus=False)
            box.cursor_blink = False
            box.display = False
            yield box
            yield WindowList(empty="No partner fits.", id="list")
        with Vertical(id="right"):
            yield WindowList(empty="", id="page")
            whole = TextPanel(id="whole")
            whole.display = False
            yield whole

    @property
    def list(self) -> WindowList:
        """The list of partners."""
        return self.query_one("#list", WindowList)

    @property
    def page(self) -> WindowList:
        """The open partner's page."""
        return self.query_one("#page", WindowList)

    async def load(self) -> None:
        """Show the list around the partner to open, else around the one under the cursor, and its page."""
        house = self.house()
        if house.open_filter is not None:
            self._filter, house.open_filter, self._to_top = house.open_filter, None, True
            self._show_filter()
            self._close_page()
        wanted, house.open_partner = house.open_partner, None
        here = self.shown()
        at = wanted if wanted is not None else here[0] if here and not self._to_top else None
        listing = await self._listing(at)
        if wanted is not None and listing.place is None:
            listing = await self._listing_with(wanted)
        self._show_list(listing)
        self._to_top = False
        if wanted is not None and listing.place is not None:
            self._focus_page()
        here = self.shown()
        if here is None or not self.query_one("#filter", Input).has_focus:
            await self._load_page(here[0] if here else None)  # while a filter is typed, the page waits for a rest

    def current_partner(self) -> tuple[int, str] | None:
        """The partner under the list's cursor."""
        return self.shown()

    def shown(self) -> tuple[int, str] | None:
        """The partner under the list's cursor, as (id, name)."""
        row = self.list.current
        return (row.record.id, row.record.name) if isinstance(row, PartnerRow) else None

    def record_here(self) -> object:
        """What the line under the page's cursor stands for, while the page has the focus."""
        line = self.page.current
        return line.record if self.page.has_focus and isinstance(line, PageLine) else None

    def open_partner(self, partner_id: int) -> None:
        """Show this partner, whatever the filter."""
        self.house().open_partner = partner_id
        self.reload()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """A partner or a filter may be waiting to be shown though nothing changed."""
        current = self._seen_version == self.house().version
        super().on_screen_resume(event)
        if current and (self.house().open_partner is not None or self.house().open_filter is not None):
            self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """One pane at a time where two do not fit; the lines are made for the width that they have."""
        self._arrange(event.size.width)
        if self._seen_version >= 0:
            self.reload()

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch what comes into sight."""
        if message.list is self.list:
            self.do(self._feed_list(message.offset, message.length))
        elif self._page is not None:
            self.do(self._feed_page(self._page, message.offset, message.length))

    def on_window_list_moved(self, message: WindowList.Moved) -> None:
        """Follow once the cursor rests: a held key must not load pages that nobody reads."""
        if message.list is self.list:
            self._resting_list = self._rest(self._resting_list, self._follow_list)
        else:
            self._resting_page = self._rest(self._resting_page, self._show_whole)

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter opens: from the list the page, on the page what the line stands for."""
        if message.list is self.list:
            self._focus_page()
        elif isinstance(message.line, PageLine):
            self.open_line(message.line.record)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows what is typed."""
        event.stop()
        if event.value != self._filter:
            self._filter = event.value
            self._to_top = True
            self.reload()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, filtered."""
        event.stop()
        self.list.focus()
        self._show_filter()

    def action_filter(self) -> None:
        """Type what the list is to hold."""
        self._close_page()
        box = self.query_one("#filter", Input)
        box.display = True
        box.focus()

    def action_order(self) -> None:
        """Sort by the next thing."""
        orders = list(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._to_top = True
        self.reload()
        self.say(f"Sorted {ORDER_WORDS[self._order]}.")

    def action_other_pane(self) -> None:
        """From the list to the page, and back."""
        if self.page.has_focus:
            self._close_page()
        else:
            self._focus_page()

    def action_neighbour(self, by: int) -> None:
        """The next partner of the list, or the one before."""
        self.list.action_move(by)

    def action_back(self) -> None:
        """From the page to the list; in the list, to all partners."""
        if self.page.has_focus:
            self._close_page()
        elif self._filter:
            self._clear_filter()
        elif self.query_one("#filter", Input).has_focus:
            self.list.focus()
            self._show_filter()
        else:
            self.say("This is the list; q quits, 1 shows Today.")

    async def _listing(self, at: int | None) -> Listing:
        house = self.house()
        near = 0 if self._to_top else self.list.cursor
        return await house.desk(
            partner_service.list_partners, self._filter, self._order, at, near, PAGE, house.today, self._asking()
        )

    async def _listing_with(self, partner_id: int) -> Listing:
        """The list that holds this partner: all of them, else the archive."""
        listing = Listing(0, 0, (), None)
        for text in ("", "archived", ""):
            self._filter = text
            listing = await self._listing(partner_id)
            if listing.place is not None:
                break
        self._show_filter()
        return listing

    def _show_list(self, listing: Listing) -> None:
        place = 0 if self._to_top and listing.place is None else listing.place
        self.list.reset(listing.count, self._rows(listing.lines), offset=listing.offset, cursor=place)
        self._show_heading()

    def _show_heading(self) -> None:
        words = {Order.TOUCH: "by last touch", Order.REFERRALS: "by referrals", Order.WARMTH: "coldest first"}
        text = f"{self.list.count:,} {words.get(self._order, ORDER_WORDS[self._order])}"
        heading = list_heading(text, self._list_width())
        self.query_one("#heading", TextPanel).show([Line(None, (("  ", ""), *heading.pieces))])

    def _rows(self, records: Sequence[PartnerLine]) -> Sequence[PartnerRow]:
        width, today = self._list_width(), self.house().today
        return [partner_row(record, width, today) for record in records]

    async def _feed_list(self, offset: int, length: int) -> None:
        house = self.house()
        records = await house.desk(
            partner_service.partners,
            self._filter,
            self._order,
            offset,
            length,
            today=house.today,
            settings=self._asking(),
        )
        self.list.feed(offset, self._rows(records))

    def _asking(self) -> Settings:
        """The settings, with the person whom “mine” in a filter means."""
        house = self.house()
        return replace(house.settings, member=house.who)

    def _rest(self, before: Timer | None, then: Callable[[], None]) -> Timer:
        if before is not None:
            before.stop()
        return self.set_timer(_REST_SECONDS, then)

    def _follow_list(self) -> None:
        here = self.shown()
        shown = self._page.partner.id if self._page is not None else None
        if here is None or here[0] != (shown if self._coming is None else self._coming):
            self.run_worker(self._load_detail, group="detail", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _load_detail(self) -> None:
        here = self.shown()
        await self._guarded(self._load_page(here[0] if here else None))

    async def _load_page(self, partner_id: int | None) -> None:
        self._coming = partner_id  # a cursor that comes to rest meanwhile need not ask for it again
        try:
            await self._show_page(partner_id)
        finally:
            self._coming = None

    async def _show_page(self, partner_id: int | None) -> None:
        house = self.house()
        page = None
        if partner_id is not None:
            page = await house.desk(partner_service.partner_page, partner_id, house.today, house.settings)
        if page is None:
            self._show_nothing()
            return
        same = self._page is not None and self._page.partner.id == page.partner.id
        width = self._page_width()
        self._head = page_lines(page, width, house.today, house.settings)
        entries = await house.desk(partner_service.timeline, page.partner.id, 0, max(PAGE - len(self._head), 0))
        lines = [*self._head[:PAGE], *(timeline_line(entry, width, house.today) for entry in entries)]
        self._page = page
        kept = self.page.cursor // PAGE if same else 0
        self.page.reset(len(self._head) + page.timeline, lines, cursor=None if same and kept == 0 else 0)
        self._show_whole()

    async def _feed_page(self, page: PartnerPage, offset: int, length: int) -> None:
        house = self.house()
        head = self._head[offset : offset + length]
        start = max(0, offset - len(self._head))
        entries = await house.desk(partner_service.timeline, page.partner.id, start, length - len(head))
        if self._page is page:
            width = self._page_width()
            self.page.feed(offset, [*head, *(timeline_line(entry, width, house.today) for entry in entries)])

    def _show_nothing(self) -> None:
        self._page, self._head = None, []
        filtered = bool(clean_line(self._filter))
        self.list.empty = "No partner fits; esc shows all." if filtered else "None yet: a adds, tab tells more."
        self.page.show_all([] if filtered else welcome_lines())
        self._show_whole()

    def _show_whole(self) -> None:
        """The whole text of the page's line under the cursor, where the line cuts it."""
        line = self.page.current
        panel = self.query_one("#whole", TextPanel)
        whole = line.whole if isinstance(line, PageLine) and self.page.has_focus else ""
        panel.display = bool(whole)
        if whole:
            panel.show([Line(None, ((text, ""),)) for text in wrap(whole, self._page_width())[:_WHOLE_LINES]])

    def _list_width(self) -> int:
        """The cells that a line of the list has."""
        width = self.size.width
        return (width if width <= _NARROW else _beside(width)) - _GUTTER

    def _page_width(self) -> int:
        """The cells that a line of the page has, shown or not."""
        width = self.size.width
        return (width if width <= _NARROW else width - _beside(width) - _BORDER) - _GUTTER

    def _focus_page(self) -> None:
        self._page_open = True
        self._arrange(self.size.width)
        self.page.focus()
        self._follow_list()
        self._show_whole()

    def _close_page(self) -> None:
        self._page_open = False
        self._arrange(self.size.width)
        self.list.focus()
        self._show_whole()

    def _clear_filter(self) -> None:
        self._filter = ""
        self._show_filter()
        self.list.focus()
        self.reload()

    def _show_filter(self) -> None:
        """The filter stands above the list as long as there is one."""
        box = self.query_one("#filter", Input)
        if box.value != self._filter:
            with box.prevent(Input.Changed):
                box.value = self._filter
        box.display = bool(clean_line(self._filter))

    def _arrange(self, width: int) -> None:
        left, right = self.query_one("#left"), self.query_one("#right")
        narrow = width <= _NARROW
        left.display = not (narrow and self._page_open)
        right.display = not narrow or self._page_open
        left.styles.width = "1fr" if narrow else _beside(width)
        right.set_class(not narrow, "beside")


def _beside(width: int) -> int:
    """How wide the list is beside the page."""
    return _WIDE_LIST_WIDTH if width >= _WIDE else _LIST_WIDTH
