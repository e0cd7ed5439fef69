"""The spotlight of the month: whose it was, whose it is, and whose turn comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.days import needed_day
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.spotlight import Turn
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.screens.name_fields import NAME_KEYS, NameFields
from tui_tracker.services.spotlights import Month
from tui_tracker.widgets.form import Field
from tui_tracker.widgets.lines import Line, Piece, fit, text_line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import WindowList

_MONTH_WIDTH = 11
_TURNS = 3


class SpotlightForm(NameFields):
    """Who has a month, and what it is about. Gives what to say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *NAME_KEYS,
        Binding("tab", "app.focus_next", "next field", show=False, id="spotlight.next"),
    ]

    def __init__(self, month: Month, turn: Turn | None) -> None:
        name = short_month(month.month)
        super().__init__(f"The spotlight of {name}", kept_as=f"spotlight {month.month.isoformat()}")
        self._month = month
        self._turn = turn if month.spotlight is None else None
        self._doubtful: int | None = None
        del self.asked["payer"]
        one = month.spotlight
        if one is not None:
            self.asked["partner"].know(one.partner_id, one.partner_name)
        elif self._turn is not None:
            self.asked["partner"].know(self._turn.partner_id, self._turn.name)

    def above(self) -> Iterator[Widget]:
        """Why this partner is suggested, and who is found for a name."""
        yield TextPanel(id="found")

    def fields(self) -> Sequence[Field]:
        """Whom it is on, and its title."""
        one, chosen = self._month.spotlight, self.asked["partner"].chosen
        return [
            Field("partner", "On", chosen.name if chosen else "", hint="a name"),
            Field("title", "Title", one.title if one else "", hint="what it tells of them"),
        ]

    def after_name(self, name: str) -> str:
        """On to the title."""
        return "title"

    def other_lines(self) -> list[Line]:
        """Why the one filled in is suggested."""
        chosen = self.asked["partner"].chosen
        if self._turn is None or chosen is None or chosen.id != self._turn.partner_id:
            return []
        return [text_line(None, f"It is their turn: {self._turn.why}.", "dim")]

    async def save(self, values: dict[str, str]) -> str:
        """Set it; one who had it within 12 months is chosen by saving once more."""
        from tui_tracker.services.spotlights import set_spotlight

        chosen = await self.resolve("partner")
        if chosen is None:
            raise Refused("Write whom the spotlight is on.", "partner")
        house = self.house()
        again, month = self._doubtful == chosen.id, self._month.month

        def write() -> str:
            return set_spotlight(house.doing(), month, chosen.id, values["title"], again=again)

        try:
            return f"{await house.desk(write)}. u undoes it."
        except Questioned:
            self._doubtful = chosen.id
            raise


class PublishedForm(FormModal):
    """The day on which a spotlight was published. Gives what to say."""

    def __init__(self, month: Month) -> None:
        assert month.spotlight is not None
        super().__init__(f"Published: {month.spotlight.partner_name}, {short_month(month.month)}")
        self._month = month

    def fields(self) -> Sequence[Field]:
        """When."""
        return [Field("day", "Day", self.house().today.isoformat(), hint="today, yesterday, mon or 2026-11-18")]

    async def save(self, values: dict[str, str]) -> str:
        """Log it as a give to them."""
        from tui_tracker.services.spotlights import publish

        house = self.house()
        ask = "Write the day on which it was published, as today, mon or 2026-11-18."
        day = needed_day(values["day"], house.today, "day", ask)
        return f"{await house.desk(publish, house.doing(), self._month.month, day)}. u undoes it."


class SpotlightScreen(ListModal):
    """The months, and below them whose turn it is in the one under the cursor."""

    EMPTY = ""
    KEYS = "enter sets · p published · x leaves open · u undoes · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "set who has it", id="spotlight.edit"),
        Binding("p", "published", "published: log it as a give", id="spotlight.published"),
        Binding("x", "clear", "leave the month open", id="spotlight.clear"),
    ]

    def __init__(self) -> None:
        super().__init__("The spotlight of the month")
        self._months: tuple[Month, ...] = ()
        self._turns: tuple[Turn, ...] = ()

    def below(self) -> Iterator[Widget]:
        """Whose turn it is in the month under the cursor."""
        yield TextPanel(id="turns")

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """Whose turn it is depends on the month."""
        self.run_worker(self._guarded(self._show_turns()), group="turns", exclusive=True, exit_on_error=False)

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter sets the month."""
        self.action_edit()

    def action_edit(self) -> None:
        """Who has the month under the cursor."""
        month = self._here()
        if month is not None:
            self.do(self._edit(month))

    def action_published(self) -> None:
        """The month's spotlight is out."""
        month = self._here()
        if month is None or month.spotlight is None:
            self.say("Nobody has this month yet; enter sets it.")
        elif month.published_on is not None:
            self.say(f"This was published on {short_day(month.published_on, self.house().today)} already.")
        else:
            self.app.push_screen(PublishedForm(month), self.saved)

    def action_clear(self) -> None:
        """Nobody has the month."""
        month = self._here()
        if month is None or month.spotlight is None:
            self.say("This month is open already.")
        else:
            self.do(self._clear(month.month))

    def _here(self) -> Month | None:
        line = self.listed.current
        return self._months[line.key] if line is not None and isinstance(line.key, int) else None

    async def _edit(self, month: Month) -> None:
        from tui_tracker.services.spotlights import whose_turn

        house = self.house()
        turns: tuple[Turn, ...] = ()
        if month.spotlight is None:
            turns = await house.desk(whose_turn, month.month, house.today, house.settings, 1)
        self.app.push_screen(SpotlightForm(month, turns[0] if turns else None), self.saved)

    async def _clear(self, month: date) -> None:
        from tui_tracker.services.spotlights import clear_spotlight

        house = self.house()
        label = await house.desk(clear_spotlight, house.doing(), month)
        await self.reload(f"{label}. u undoes it.")

    async def load(self) -> None:
        """Fetch the months; the cursor begins at this one."""
        from tui_tracker.services.spotlights import plan

        today = self.house().today
        first = not self._months
        self._months = await self.house().desk(plan, today)
        lines = [_line(place, month, today) for place, month in enumerate(self._months)]
        now = next(place for place, month in enumerate(self._months) if month.month == today.replace(day=1))
        here = self.listed.current
        kept = here.key if here is not None and isinstance(here.key, int) else now
        self.listed.show_all(lines, cursor=now if first else kept)
        await self._show_turns()

    async def _show_turns(self) -> None:
        from tui_tracker.services.spotlights import whose_turn

        month, house = self._here(), self.house()
        if month is None or month.month < house.today.replace(day=1):
            lines = [text_line(None, "")]
        else:
            turns = await house.desk(whose_turn, month.month, house.today, house.settings, _TURNS)
            lines = [text_line(None, f"Whose turn it is in {short_month(month.month)}:", "head")]
            lines += [Line(None, ((f"  {turn.name}", ""), (f"  {turn.why}", "dim"))) for turn in turns]
            if not turns:
                lines.append(text_line(None, "  nobody: all had it within 12 months, or are not warm yet", "dim"))
        self.query_one("#turns", TextPanel).show(lines)


def _line(place: int, month: Month, today: date) -> Line:
    now = month.month == today.replace(day=1)
    head = fit(short_month(month.month), _MONTH_WIDTH)
    one = month.spotlight
    if one is None:
        pieces: list[Piece] = [
            (head, "bold" if now else "dim"),
            ("open" if month.month >= today.replace(day=1) else "–", "dim"),
        ]
    else:
        pieces = [(head, "bold" if now else ""), (one.partner_name, "bold" if now else "")]
        if one.title:
            pieces.append((f"  {one.title}", ""))
        out = f"  published {short_day(month.published_on, today)}" if month.published_on else "  to be published"
        pieces.append((out, "dim" if month.published_on else "warn"))
    return Line(place, tuple(pieces))
