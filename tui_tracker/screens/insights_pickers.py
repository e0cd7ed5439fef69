"""Small windows above Insights: a page by its letter, and another period by a letter or typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.page import Theme
from tui_tracker.domain.insights.periods import Period, Step, moved, period, read_period
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import WindowList

_FRAME = 4
"""Lines of the box beside those of the offers."""


class Offer(NamedTuple):
    """A line of such a window: the letter that chooses it, its words, a remark, and what it gives."""

    letter: str
    words: str
    remark: str
    gives: Any


class LetterPicker(Modal):
    """Offers, each with its letter; gives what the chosen one gives, or None."""

    CSS_PATH = style_file("insights")
    AUTO_FOCUS = ""  # the keys mean something until a line is to be typed
    KEYS: ClassVar[str] = "a letter, or enter · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "next", show=False, id="insights_pick.next"),
        Binding("up,k", "step(-1)", "previous", show=False, id="insights_pick.previous"),
        Binding("enter", "take", "take it", id="insights_pick.take"),
        Binding("escape,q", "leave", "back", id="insights_pick.back"),
    ]

    def __init__(self, heading: str, offers: Sequence[Offer], present: int) -> None:
        super().__init__()
        self._heading = heading
        self._offers = tuple(offers)
        self._present = present

    def compose(self) -> ComposeResult:
        """A heading, the offers, a line of keys that also speaks."""
        with Vertical(id="picker"):
            yield Static(self._heading, id="heading", markup=False)
            listing = WindowList(id="offers")
            listing.can_focus = False  # its letters are ours
            listing.styles.height = max(1, min(len(self._offers), self.app.size.height - _FRAME))
            yield listing
            yield from self.below()
            yield Static(self.KEYS, id="said", markup=False)

    def below(self) -> Iterator[Widget]:
        """What stands between the offers and the keys."""
        yield from ()

    def on_mount(self) -> None:
        """Begin at the present one."""
        width = max(len(one.words) for one in self._offers) + 2
        lines = [
            Line(place, ((f"{one.letter}  ", "key"), (f"{one.words:<{width}}", ""), (one.remark, "dim")))
            for place, one in enumerate(self._offers)
        ]
        self.query_one(WindowList).show_all(lines, cursor=self._present)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses."""
        for one in self._offers:
            if event.character == one.letter:
                event.stop()
                self.take(one.gives)
                return

    def take(self, gives: Any) -> None:
        """One was chosen."""
        self.dismiss(gives)

    def action_step(self, by: int) -> None:
        """The next, or the one before."""
        self.query_one(WindowList).action_move(by)

    def action_take(self) -> None:
        """The one under the cursor."""
        self.take(self._offers[self.query_one(WindowList).cursor].gives)

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """A double click."""
        self.take(self._offers[message.index].gives)

    def action_leave(self) -> None:
        """Stay where we were."""
        self.dismiss(None)


_LETTERS: dict[Theme | None, str] = {
    None: "o",
    Theme.REFERRALS: "r",
    Theme.FUNNEL: "f",
    Theme.TIMES: "t",
    Theme.SOURCES: "s",
    Theme.VALUE: "v",
    Theme.GROWTH: "g",
    Theme.TOUCHES: "u",
    Theme.CARE: "c",
}
_QUESTIONS: tuple[tuple[str, str, Theme, str], ...] = (
    ("m", "Who sent most", Theme.SOURCES, "top_senders"),
    ("x", "Who stopped", Theme.GROWTH, "stopped"),
    ("d", "Who sends less", Theme.GROWTH, "sending_less"),
    ("n", "Who is new", Theme.GROWTH, "new_referring"),
    ("a", "How many new ones go on sending", Theme.GROWTH, "cohorts"),
    ("e", "Where we are thin", Theme.GROWTH, "gaps"),
    ("w", "Whom we owe", Theme.TOUCHES, "we_owe"),
    ("l", "Whom we report to late", Theme.TIMES, "late_reports_by_partner"),
    ("y", "Why patients were lost", Theme.FUNNEL, "lost_reasons"),
    ("b", "Whose referrals go best", Theme.VALUE, "quality"),
    ("i", "Which incidents are open", Theme.CARE, "incidents_open"),
)
"""What an office asks most: the letter, the words, the page and the table on it that answers."""


class PagePicker(LetterPicker):
    """The pages, and what is asked most; gives the page's theme (None: the first one) and a table's name, or none."""

    def __init__(self, names: Mapping[Theme | None, str], present: Theme | None) -> None:
        offers = [Offer(_LETTERS[theme], name, "", (theme, "")) for theme, name in names.items()]
        for letter, words, theme, table in _QUESTIONS:
            offers.append(Offer(letter, words, f"on {names[theme]}", (theme, table)))
        super().__init__("Where to?", offers, list(names).index(present))


class PeriodPicker(LetterPicker):
    """The usual periods, or one that is typed; gives a Period."""

    KEYS = "a letter, or enter; a digit begins to type one · esc back"

    def __init__(self, present: Period, today: date) -> None:
        self._today = today
        offers = []
        for letter, step in (("m", Step.MONTH), ("q", Step.QUARTER), ("t", Step.TWELVE), ("y", Step.YEAR)):
            offers.append(_offer(letter, f"This {step}" if step is not Step.TWELVE else "Twelve months", today, step))
        for letter, step in (("M", Step.MONTH), ("Q", Step.QUARTER), ("Y", Step.YEAR)):
            before = moved(period(step, today, today), -1, today)
            offers.append(Offer(letter, f"Last {step}", before.name, before))
        offers.append(Offer("/", "Type one", "2026-10, 2026-Q3, 2026, 2026-01-15..2026-02-14", None))
        place = next((place for place, one in enumerate(offers) if one.gives == present), 0)
        super().__init__(f"Which period? Now {present.name}.", offers, place)

    def below(self) -> Iterator[Widget]:
        """A line to type into, hidden until it is wanted."""
        example = "2026-10, 2026-Q3, last month, 2026-01-15..2026-02-14"
        typed = Input(placeholder=example, id="typed", compact=True, select_on_focus=False)
        typed.cursor_blink = False
        typed.display = False
        yield typed

    def on_key(self, event: events.Key) -> None:
        """A digit begins to type a period."""
        typed = self.query_one("#typed", Input)
        if typed.display:
            return
        if event.character is not None and event.character.isdecimal():
            event.stop()
            self._type(event.character)

    def take(self, gives: Any) -> None:
        """A period, or the wish to type one."""
        if gives is None:
            self._type("")
        else:
            self.dismiss(gives)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """What was typed."""
        event.stop()
        try:
            self.dismiss(read_period(event.value, self._today))
        except Refused as refused:
            self.say(refused.message, bad=True)

    def _type(self, begin: str) -> None:
        typed = self.query_one("#typed", Input)
        typed.display = True
        typed.value = begin
        typed.cursor_position = len(begin)
        typed.focus()


def _offer(letter: str, words: str, today: date, step: Step) -> Offer:
    found = period(step, today, today)
    return Offer(letter, words, f"{found.name}{', so far' if found.running else ''}", found)
