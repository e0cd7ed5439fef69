"""All agreements in one list: with whom, when each is looked at again, and how we kept it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.agreement_card import NEAR_DAYS, AgreementLine, review_words
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.window_list import PAGE, WindowList

_NAME = (14, 44)
_FORMAL = 9
_REVIEW = 32
_KEPT = 10
_NARROW = 64
"""Shorter lines leave out whether an agreement is formal: the review day and how it was kept matter more."""


class AgreementsScreen(ListModal):
    """The agreements, the nearest review first. Enter opens the partner."""

    EMPTY = "None yet: E on a partner writes one down."
    KEYS = "enter partner · e agreement · u undoes · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "the agreement", id="agreements.edit"),
    ]

    def __init__(self) -> None:
        super().__init__("Agreements, the nearest review first")
        self._found: dict[int, AgreementLine] = {}

    def above(self) -> Iterator[Widget]:
        """What the figures are."""
        yield Static("", id="about", markup=False)

    async def load(self) -> None:
        """Fetch the page around the cursor."""
        from tui_tracker.services.agreements import count_agreements

        number = await self.house().desk(count_agreements)
        offset = min(self.listed.cursor, max(0, number - 1)) // PAGE * PAGE
        self._found.clear()
        self.listed.reset(number, await self._rows(offset, PAGE), offset=offset)
        within = self.house().settings.warmth.promise_days
        self.query_one("#about", Static).update(
            f"Kept in time: of what we promised them that fell due in {within} days."
        )

    def on_resize(self, _event: events.Resize) -> None:
        """The lines are made for the width that they have."""
        self.do(self.load())

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch what comes into sight."""
        self.do(self._feed(message.offset, message.length))

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter opens the partner."""
        if isinstance(message.line.key, int):
            self.dismiss(None)
            self.house().show_partner(message.line.key)

    def action_edit(self) -> None:
        """The agreement under the cursor; at its next review, where that is due."""
        line = self.listed.current
        if line is None or not isinstance(line.key, int):
            self.say("There is no agreement here.")
        else:
            self.do(self._open(self._found[line.key]))

    async def _open(self, one: AgreementLine) -> None:
        from tui_tracker.screens.agreement_form import agreement_form

        due = one.review_on is not None and one.review_on <= self.house().today
        form = await agreement_form(self.house(), (one.partner_id, one.name), reviewing=due)
        self.app.push_screen(form, self.saved)

    async def _feed(self, offset: int, length: int) -> None:
        self.listed.feed(offset, await self._rows(offset, length))

    async def _rows(self, offset: int, length: int) -> list[Line]:
        from tui_tracker.services.agreements import agreement_lines

        house = self.house()
        found = await house.desk(agreement_lines, offset, length, house.today, house.settings)
        self._found |= {one.partner_id: one for one in found}
        return [_line(one, house.today, self.line_width) for one in found]


def _line(one: AgreementLine, today: date, width: int) -> Line:
    formal = _FORMAL if width >= _NARROW else 0
    name = max(_NAME[0], min(_NAME[1], width - formal - _REVIEW - _KEPT))
    near = one.review_on is not None and (one.review_on - today).days <= NEAR_DAYS
    kept = f"{one.in_time} of {one.due}" if one.due else "none due"
    return Line(
        one.partner_id,
        (
            (fit(one.name, name - 1) + " ", ""),
            (fit("formal" if one.formal else "informal", formal), "dim"),
            (fit(review_words(one.review_on, today), _REVIEW), "warn" if near else "dim"),
            (kept, "" if one.due else "dim"),
        ),
    )
