"""How the morning review looks, and which keys are meant for what it shows."""

from __future__ import annotations

from typing import ClassVar

from textual import _time, events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll

from tui_tracker.domain.review import Review
from tui_tracker.domain.review_page import ReviewEnd, ReviewPage
from tui_tracker.screens.base import Modal, key_name, style_file
from tui_tracker.widgets import review_lines
from tui_tracker.widgets.key_bar import KeyBar
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.text_panel import TextPanel

READ_SECONDS = 0.15
"""Nobody reads an item in less: a key that is held down, or was meant for the item before, does nothing to this one."""

_TALL = 36
"""Rows that show all that is known of an item beside what matters most."""

_ABOUT_ITEM = frozenset({"suggested", "thank", "move", "log", "add", "note", "done", "snooze", "skip"})
_NEEDS_ITEM = frozenset({"snooze", "skip", "why"})


class ReviewView(Modal):
    """Shows a review, the item in front or the end; a key that was not meant for what is shown does nothing to it."""

    CSS_PATH = style_file("review")
    AUTO_FOCUS: ClassVar[str | None] = "#page"

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._review: Review | None = None
        self._page: ReviewPage | None = None
        self._end: ReviewEnd | None = None
        self._full = False
        self._seen_at = float("inf")
        self._dropped = False

    def compose(self) -> ComposeResult:
        """How far it is, the item, and the keys."""
        with Vertical(id="sheet"):
            yield TextPanel(id="progress")
            with VerticalScroll(id="page"):
                yield TextPanel(id="lines")
        yield KeyBar()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay it out for the new size."""
        self._paint()

    def on_key(self, event: events.Key) -> None:
        """A key takes away what was said; one that came before the item was seen does nothing to it."""
        self.query_one(KeyBar).clear()
        active = self.active_bindings.get(event.key)
        about = active is not None and active.binding.action in _ABOUT_ITEM
        if event.time < self._seen_at + READ_SECONDS and (about or self._dropped):
            event.stop()
            event.prevent_default()
            self._dropped = True
            self._seen_at = max(self._seen_at, event.time)
            self.say("That key came before you could see this; look, and press it again.")

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it in place of the keys, until the next one."""
        self.query_one(KeyBar).say(text, bad=bad)
        if bad:
            self._seen()  # what was begun came to nothing

    def action_scroll(self, by: int) -> None:
        """A line down or up."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_why(self) -> None:
        """All that is known, or only what matters most; what comes below a small window is brought into it."""
        page, before = self.query_one("#page"), self.query_one("#lines").size.height
        self._full = not self._full
        self._paint()
        below = self._full and before + 2 > page.size.height
        self.call_after_refresh(page.scroll_to, y=before if below else 0, animate=False)

    def _paint(self) -> None:
        review = self._review
        if review is None or not self.is_mounted:
            return
        width = self.size.width
        self.query_one("#progress", TextPanel).show((review_lines.progress_line(review, width),))
        panel = self.query_one("#lines", TextPanel)
        lines = self._lines(review, width - 1)
        panel.styles.height = len(lines)
        panel.show(lines)
        panel.refresh()
        self._show_keys()
        self._dropped = False
        self.call_after_refresh(self._seen)

    def _lines(self, review: Review, width: int) -> tuple[Line, ...]:
        if self._end is not None:
            return review_lines.end_lines(review, self._end, width)
        tall = self.size.height >= _TALL
        if self._page is not None:
            return review_lines.page_lines(self._page, width, self.house().today, full=self._full or tall)
        name = self._names.get(review.key or "", "This item")
        return review_lines.settled_lines(name, None if review.over else review.outcomes[review.place])

    def _seen(self) -> None:
        """The item is painted: from now on keys are meant for it."""
        self._seen_at = _time.get_time()

    def _show_keys(self) -> None:
        keys = [
            (key_name(self, active.binding), self._word(active.binding))
            for active in self.active_bindings.values()
            if active.binding.show and active.enabled and active.binding.description
            if self._page is not None or active.binding.action not in _NEEDS_ITEM
        ]
        self.query_one(KeyBar).show_keys(list(dict.fromkeys(keys)))

    def _word(self, binding: Binding) -> str:
        if binding.action != "suggested":
            return binding.description
        if self._end is not None:
            return "back to Today"
        return "go on" if self._page is None else review_lines.does(self._page)
