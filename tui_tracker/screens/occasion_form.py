"""Planning an occasion, noting whom we met there, and promising a next step to all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from tui_tracker.domain.days import needed_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.meeting_line import in_the_way, meeting_words, new_words, strangers
from tui_tracker.domain.occasions import read_any_day
from tui_tracker.domain.records import Occasion
from tui_tracker.domain.text import clean_line
from tui_tracker.screens.base import style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.services import occasions
from tui_tracker.widgets.form import Field, Form
from tui_tracker.widgets.lines import text_line, wrap
from tui_tracker.widgets.text_panel import TextPanel

_DAYS = "fri, 2w, 11/18, 2026-11-18; yesterday"


class OccasionForm(FormModal):
    """A new occasion, or one to be changed; gives what to say, or None. `saved_id` is the new one."""

    def __init__(self, occasion: Occasion | None = None) -> None:
        super().__init__(occasion.name if occasion else "An occasion", kept_as=f"occasion {occasion and occasion.id}")
        self._occasion = occasion
        self.saved_id: int | None = None

    def fields(self) -> Sequence[Field]:
        """What, when, where, and what we want of it."""
        one = self._occasion
        return (
            Field("name", "Name", one.name if one else "", hint="County medical society mixer"),
            Field("day", "Day", one.day.isoformat() if one else "", hint=_DAYS),
            Field("place", "Place", one.place if one else ""),
            Field("goal", "Goal", one.goal if one else "", hint="what we want of it: two new hand surgeons"),
            Field("wanted", "To meet", str(one.wanted or "") if one else "", hint="how many people; may stay empty"),
            Field("skill", "Skill", one.skill if one else "", hint="what to practise: ask before you tell"),
            Field("note", "Note", one.note if one else "", lines=3),
        )

    async def save(self, values: dict[str, str]) -> str:
        """Add or change it. Raises Refused for the field that is wrong."""
        house = self.house()
        draft: dict[str, Any] = dict(values if self._occasion is None else self.form.changes())
        if "day" in draft:
            draft["day"] = read_any_day(values["day"], house.today)
        if self._occasion is None:
            self.saved_id = await house.desk(occasions.add_occasion, house.doing(), draft)
            return f"Added {clean_line(values['name'])}. u undoes it."
        if not await house.desk(occasions.edit_occasion, house.doing(), self._occasion.id, draft):
            return "Nothing was changed."
        return f"Changed {self._occasion.name}. u undoes it."


class MetForm(FormModal):
    """One line that says whom we met at an occasion; gives what to say, or None. What it says stands below it.

    Names that are nobody's are asked about: saving the same once more adds them.
    """

    CSS_PATH = [style_file("form"), style_file("occasion")]
    KEYS = "tab completes a name · enter saves · esc leaves, kept"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete the name", show=False, priority=True, id="met.complete"),
    ]

    def __init__(self, occasion: Occasion) -> None:
        super().__init__(f"Met at {occasion.name}", kept_as=f"met {occasion.id}")
        self._occasion = occasion
        self._asked = ""

    def fields(self) -> Sequence[Field]:
        """The line alone."""
        return (Field("line", "Whom", hint='@lee @"New Person" talked about the protocol >2w send it'),)

    def above(self) -> Iterator[Widget]:
        """What the line says."""
        yield TextPanel(id="says")

    def on_mount(self) -> None:
        """Say what a line that is brought back says."""
        super().on_mount()
        self._look_later()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Read the line as it is typed."""
        super().on_form_changed(event)
        self._look_later()

    def action_complete(self) -> None:
        """Write the name under the cursor in full."""
        self.do(self._complete())

    async def save(self, values: dict[str, str]) -> str:
        """Note them. Raises Refused for what is not clear, and to ask about new names."""
        house, line = self.house(), values["line"]
        read = await house.desk(occasions.read_met, line, self._occasion.day, house.today)
        if problem := in_the_way(read):
            raise Refused(problem, "line")
        if new := strangers(read):
            if line != self._asked:
                self._asked = line
                raise Refused(f"{new_words(new)}; check the name, or to add {_them(new)}, save once more.", "line")
            read = await house.desk(occasions.read_met, line, self._occasion.day, house.today, add=True)
        logged = await house.desk(occasions.meet, house.doing(), self._occasion.id, read)
        return f"{logged.label}. u undoes it."

    def _look_later(self) -> None:
        self.run_worker(self._guarded(self._look()), group="look", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        panel, line = self.query_one("#says", TextPanel), self.form.value("line")
        told: list[str] = []
        if line.strip():
            house = self.house()
            read = await house.desk(occasions.read_met, line, self._occasion.day, house.today)
            told = [part for text in meeting_words(read) for part in wrap(text, max(20, panel.size.width))]
        panel.show([text_line(None, text, "warn" if text.startswith("!") else "") for text in told])

    async def _complete(self) -> None:
        box = self.form.query_one("#field-line", Input)
        line, cursor = box.value, box.cursor_position
        house = self.house()
        found = await house.desk(occasions.complete_met, line, cursor, self._occasion.day, house.today)
        if found is not None and box.value == line:
            box.value, box.cursor_position = found


class FollowUpsForm(FormModal):
    """Promises the same next step to everybody whom we met; gives what to say, or None."""

    def __init__(self, occasion: Occasion) -> None:
        super().__init__(f"A next step with all whom we met at {occasion.name}", kept_as=f"met all {occasion.id}")
        self._occasion = occasion

    def fields(self) -> Sequence[Field]:
        """When, and what."""
        return (
            Field("due_on", "Due", "1w", hint="fri, 2w, 11/18 or 2026-11-18"),
            Field("text", "What", hint="send the protocol we talked about"),
        )

    async def save(self, values: dict[str, str]) -> str:
        """Promise it. Raises Refused for the field that is wrong."""
        house = self.house()
        ask = "Write the day that it is due: fri, 2w, 11/18 or 2026-11-18."
        due_on = needed_day(values["due_on"], house.today, "due_on", ask, coming=True)
        service = occasions.follow_up_all
        done = await house.desk(service, house.doing(), self._occasion.id, due_on, values["text"])
        return f"{done.said}.{' u undoes it.' if done.change_id is not None else ''}"


def _them(names: Sequence[str]) -> str:
    return "them" if len(names) > 1 else "this one"
