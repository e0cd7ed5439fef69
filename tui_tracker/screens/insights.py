"""The Insights screen: a first page at a glance, then a page a theme, of any period and any part of the practice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.catalogue import THEME_NAMES
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.overview import Overview
from tui_tracker.domain.insights.page import Page, Theme
from tui_tracker.domain.insights.periods import Period, Step, moved, period
from tui_tracker.screens.base import MainScreen, style_file
from tui_tracker.screens.insights_counting import Asked, Counting, as_of
from tui_tracker.screens.insights_found import Found, Key, partner_of
from tui_tracker.widgets.bars import shows_blocks, shows_lines
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.insight_head import pages_line, span_line
from tui_tracker.widgets.lines import Line, text_line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import GUTTER, WindowList

PAGES: tuple[Theme | None, ...] = (None, *Theme)
NAMES = tuple("Overview" if theme is None else THEME_NAMES[theme] for theme in PAGES)
_HEAD, _FRAME = 2, 2
PATIENCE = 0.3
"""Seconds after which it is said that a page is being counted."""
REST_SECONDS = 0.2
"""Seconds without a key before what is typed is looked up and counted."""


class InsightsScreen(MainScreen):
    """The pages; the period, the page and what is narrowed stay as long as the program runs."""

    NUMBER = 5
    CSS_PATH = style_file("insights")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right,tab", "turn(1)", "page", key_display="h l", tooltip="The next page", id="insights.next_page"),
        Binding("h,left,shift+tab", "turn(-1)", "The page before", show=False, id="insights.previous_page"),
        Binding("v", "pages", "go", tooltip="Go to a page or an answer by its letter", id="insights.pages"),
        Binding(
            "left_square_bracket",
            "move(-1)",
            "period",
            key_display="[ ]",
            tooltip="The period before",
            id="insights.earlier",
        ),
        Binding("right_square_bracket", "move(1)", "The period after", show=False, id="insights.later"),
        Binding("p", "period", "choose", tooltip="Choose another period", id="insights.period"),
        Binding(
            "slash", "narrow", "narrow", tooltip="A member, specialty, area, payer or channel", id="insights.narrow"
        ),
        Binding("w", "why", "why", tooltip="How it is counted, and from how many", id="insights.why"),
        Binding("b", "scoreboard", "partners", tooltip="The scoreboard of partners", id="insights.scoreboard"),
        Binding("E", "report", "report", tooltip="Write the report into a file", id="insights.report"),
        Binding("escape", "leave", "Show everything again", show=False, id="insights.everything"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._counting: Counting | None = None
        self._place = 0
        self._period: Period | None = None
        self._measured_on: date | None = None
        self._lens: Lens = EVERYTHING
        self._unread = ""
        self._found: Found | None = None
        self._lines: dict[int, int | str | None] = {}
        self._said = ""
        self._jump: str | None = None

    def body(self) -> Iterator[Widget]:
        """The pages, the period, the present page, and what it is narrowed by where that is being typed."""
        yield TextPanel(id="pages")
        yield TextPanel(id="span")
        yield WindowList(id="page")
        yield FilterLine("member:ann specialty:podiatry area:bath payer:acme by:web, or a word of any", id="narrow")

    @property
    def period(self) -> Period:
        """The period that is looked at; the present twelve months at first."""
        today = self.house().today
        if self._period is None or self._measured_on is None:
            self._period = period(Step.TWELVE, today, today)
        elif self._measured_on != today:
            self._period = as_of(self._period, self._measured_on, today)
        self._measured_on = today
        return self._period

    @property
    def lens(self) -> Lens:
        """What is measured."""
        return self._lens

    def current_partner(self) -> tuple[int, str] | None:
        """The partner on the line, where it is about one."""
        line = self._list.current
        return None if self._found is None or line is None else partner_of(self._found, line.key)

    async def load(self) -> None:
        """Count the page, unless it is known; what takes longer is said meanwhile."""
        if self._counting is None:
            self._counting = Counting(self.house())
        asked = self._asked
        counted = self._counting.kept(asked)
        if counted is None:
            waiting = self.set_timer(PATIENCE, self._say_counting)
            try:
                await self._call_anew()
                asked = self._asked
                counted = await self._counting.count(asked, self._heard)
            except Exception:
                self._fail()
                raise
            finally:
                waiting.stop()
                self._said = ""
        await self._show(asked, counted)

    async def _call_anew(self) -> None:
        """Call whom the lens names as they are called now."""
        if self._lens.member_id is not None or self._lens.payer_id is not None:
            from tui_tracker.services.insights.lenses import renamed

            self._lens = await self.house().desk(renamed, self._lens)

    @property
    def _asked(self) -> Asked:
        return Asked(PAGES[self._place], self.period, self._lens)

    async def _show(self, asked: Asked, counted: Page | Overview) -> None:
        names = await self._names(counted)
        turned = self._found is None or self._found.asked.theme is not asked.theme
        self._found = Found(asked, counted, names)
        self._draw(turned=turned)
        self._show_head()

    async def _names(self, counted: Page | Overview) -> dict[int, str]:
        """The names of the partners of whom the sentences of the first page tell."""
        changes = counted.changes if isinstance(counted, Overview) else ()
        told_of = [change.partner_id for change in changes if change.partner_id is not None]
        if not told_of:
            return {}
        from tui_tracker.services.insights.listed import partner_names

        return await self.house().desk(partner_names, told_of)

    def _draw(self, *, turned: bool = False) -> None:
        """Draw what was counted for the present size; a page that was turned to begins where it was left."""
        found = self._found
        if found is None:
            return
        width, height = self.app.size
        lines = found.lines(width - GUTTER, height - _HEAD - _FRAME, blocks=shows_blocks(), lines=shows_lines())
        asked = None
        if found.asked == self._asked:  # else the page is still being counted on which that is to be found
            asked, self._jump = self._jump, None
        cursor = self._cursor(found, [line.key for line in lines], asked, turned=turned)
        self._list.show_all(lines, cursor=cursor, top=_block(lines, cursor) if asked is not None else None)

    def _cursor(self, found: Found, keys: list[Key], table: str | None, *, turned: bool) -> int | None:
        """Where the cursor is to stand: in the table that was asked for (at the top, where a page was), or where the
        page was left; None: it stays."""
        if table == "":
            return 0
        if table:
            for place, key in enumerate(keys):
                if str(key).startswith(f"row:{table}:"):
                    return place
            self.say("There is nothing of that in this period.")
        if not turned:
            return None
        kept = self._lines.get(PAGES.index(found.asked.theme))
        return next((place for place, key in enumerate(keys) if kept is not None and key == kept), 0)

    def _show_head(self) -> None:
        width = self.app.size.width
        self.query_one("#pages", TextPanel).show([pages_line(NAMES, self._place, width)])
        self.query_one("#span", TextPanel).show([span_line(self.period, self._lens.name, self._said, width)])

    def _say_counting(self) -> None:
        """It takes longer; what is shown goes, unless it is the same page that is only counted anew."""
        self._said = "counting…"
        found = self._found
        if found is None or found.asked != self._asked:
            self._keep_place()
            self._found = None
            self._list.show_all([text_line(None, "counting…", "dim")])
        self._show_head()

    def _heard(self, done: int, of: int) -> None:
        if self._said:
            self._said = f"counting… {done} of {of}"
            self._show_head()

    def _fail(self) -> None:
        self._found, self._said = None, ""
        self._list.show_all([text_line(None, "This page could not be counted.", "dim")])
        self._show_head()

    @property
    def _list(self) -> WindowList:
        return self.query_one("#page", WindowList)

    def _keep_place(self) -> None:
        if self._found is not None and self._list.current is not None:
            self._lines[PAGES.index(self._found.asked.theme)] = self._list.current.key

    def action_turn(self, by: int) -> None:
        """The next page, or the one before; round and round."""
        self._turn_to((self._place + by) % len(PAGES))

    def _turn_to(self, place: int, table: str | None = None) -> None:
        """To a page where it was left; or to one of its tables, to its beginning where that is none."""
        self._keep_place()
        self._place, self._jump = place, table
        self.reload()

    def action_pages(self) -> None:
        """Go to a page, or to what answers a question, by its letter."""
        from tui_tracker.screens.insights_pickers import PagePicker

        def chosen(there: tuple[Theme | None, str] | None) -> None:
            if there is not None:
                self._turn_to(PAGES.index(there[0]), there[1])

        self.app.push_screen(PagePicker(dict(zip(PAGES, NAMES, strict=True)), PAGES[self._place]), chosen)

    def action_move(self, by: int) -> None:
        """The period before, or after."""
        self._look_at(moved(self.period, by, self.house().today))

    def _look_at(self, wanted: Period | None) -> None:
        if wanted is None:
            return
        if wanted == self._period:
            self.say(f"{wanted.name} is as far as it goes.")
            return
        self._period = wanted
        self.reload()

    def action_period(self) -> None:
        """Choose another period."""
        from tui_tracker.screens.insights_pickers import PeriodPicker

        def chosen(wanted: Period | None) -> None:
            if wanted is not None and wanted != self._period:
                self._look_at(wanted)

        self.app.push_screen(PeriodPicker(self.period, self.house().today), chosen)

    def action_narrow(self) -> None:
        """Type what part of the practice is to be measured."""
        self.query_one(FilterLine).open()

    def action_leave(self) -> None:
        """Everything is measured again."""
        if self._lens != EVERYTHING or self.query_one(FilterLine).value:
            self.query_one(FilterLine).close(clear=True)
        else:
            self.say("Everything is measured; / narrows it.")

    @on(FilterLine.Filtered)
    def _typed(self, message: FilterLine.Filtered) -> None:
        self._unread = ""
        self.run_worker(self._read(message.text), group="read", exclusive=True, exit_on_error=False)

    async def _read(self, text: str, *, leave: bool = False) -> None:
        """Understand what was typed, and count anew where that is something else; `leave` the line where it is."""
        from tui_tracker.services.insights.lenses import read_lens

        house = self.house()
        if text and not leave:
            await asyncio.sleep(REST_SECONDS)
        try:
            lens = await house.desk(read_lens, text, house.who) if text else EVERYTHING
        except Refused as refused:
            self._unread = refused.message
            self.say(refused.message, bad=True)
            return
        self._unread = ""
        if leave:
            self._leave_line()
        if lens != self._lens:
            self._lens = lens
            self.reload()

    @on(FilterLine.Left)
    def _narrowed(self) -> None:
        line = self.query_one(FilterLine)
        if self._unread and line.value:
            line.open()
            again = self._read(line.value.strip(), leave=True)  # a server may be back, or the name be there by now
            self.run_worker(again, group="read", exclusive=True, exit_on_error=False)
            return
        self._leave_line()

    def _leave_line(self) -> None:
        self.query_one(FilterLine).display = False
        self._list.focus()

    @on(WindowList.Chosen)
    def _open(self, message: WindowList.Chosen) -> None:
        """The list behind the line, or the partner of whom it tells."""
        found = self._found
        if found is None:
            return
        behind = found.behind(message.line.key)
        partner = self.current_partner()
        if behind is not None:
            from tui_tracker.screens.insights_behind import BehindScreen

            self.app.push_screen(BehindScreen(behind, found.asked.lens))
        elif partner is not None:
            self.house().show_partner(partner[0])
        else:
            self.say("There is no list behind this line; w says more about it.")

    def action_why(self) -> None:
        """How the line was computed, from how many, over which days."""
        from tui_tracker.screens.insights_why import InsightWhy

        line = self._list.current
        if self._found is None:
            self.say("It is still being counted.")
        else:
            self.app.push_screen(InsightWhy(self._found, None if line is None else line.key))

    def action_scoreboard(self) -> None:
        """Partners beside each other."""
        from tui_tracker.screens.insights_scoreboard import ScoreboardScreen

        self.app.push_screen(ScoreboardScreen(self.period, self._lens))

    def action_report(self) -> None:
        """Write the report of the period into a file."""
        from tui_tracker.screens.insights_report import ReportFile

        def saved(said: object) -> None:
            if said is not None:
                self.say(str(said))

        self.app.push_screen(ReportFile(self.period, self._lens), saved)

    def on_screen_suspend(self, _event: events.ScreenSuspend) -> None:
        """Another of the six is shown, which need not wait for what is counted here; that begins anew with `5`."""
        if self.app.current_mode != "insights" and self.workers.cancel_group(self, "load"):
            self._seen_version = -1

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new size."""
        self._draw()
        self._show_head()


def _block(lines: Sequence[Line], cursor: int | None) -> int | None:
    """Where that begins in which the cursor stands: behind the empty line before it."""
    return None if cursor is None else next((at for at in range(cursor, 0, -1) if not lines[at - 1].pieces), 0)
