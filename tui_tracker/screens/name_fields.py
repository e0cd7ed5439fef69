"""Fields of a form that hold a name: found as it is typed, taken with `enter`, chosen where several match."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.binding import Binding, BindingType

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog_names import Found
from tui_tracker.domain.records import PartnerName
from tui_tracker.domain.text import count
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.services import board as board_service
from tui_tracker.widgets.form import Form
from tui_tracker.widgets.lines import Line, Piece, text_line
from tui_tracker.widgets.text_panel import TextPanel

SHOWN = 6
NAME_KEYS: tuple[BindingType, ...] = (
    Binding("enter,tab", "take", "Take the name", show=False, priority=True, id="referral.take"),
    Binding("down", "choose(1)", "Name below", show=False, priority=True, id="referral.below"),
    Binding("up", "choose(-1)", "Name above", show=False, priority=True, id="referral.above"),
)
"""The bindings of a form with names."""


@dataclass(slots=True)
class Asked:
    """What a name field is known to mean: who was chosen, and what was found for the text that stands there."""

    chosen: PartnerName | None = None
    text: str = ""
    found: tuple[PartnerName, ...] = ()
    total: int = 0
    cursor: int = 0

    def know(self, partner_id: int | None, name: str | None) -> None:
        """It means this one, where there is one."""
        if partner_id is not None:
            self.chosen = PartnerName(partner_id, name or "", "", "")


class NameFields(FormModal):
    """A form with the fields `partner` and `payer`, and a panel `#found` that shows what was found for them.

    A subclass has `NAME_KEYS` among its bindings.
    """

    def __init__(self, title: str, *, kept_as: str) -> None:
        super().__init__(title, kept_as=kept_as)
        self.asked = {"partner": Asked(), "payer": Asked()}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of names mean something only while a name is being typed."""
        if action == "take":
            return self.open_name() is not None
        if action == "choose":
            name = self.open_name()
            return name is not None and len(self.asked[name].found) > 1
        return True

    def on_form_changed(self, event: Form.Changed) -> None:
        """Look up names as they are typed."""
        if event.name in self.asked:
            asked = self.asked[event.name]
            if asked.chosen is not None and asked.chosen.name != self.form.value(event.name):
                asked.chosen = None
            looking = self._guarded(self.look(event.name))
            self.run_worker(looking, group=f"look {event.name}", exclusive=True, exit_on_error=False)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """What was found belongs to the field that the cursor is in."""
        self.show_found()

    def action_take(self) -> None:
        """Take the name that is marked, and go on."""
        name = self.open_name()
        if name is not None:
            self.do(self.take(name))

    def action_choose(self, by: int) -> None:
        """Mark the name below or above."""
        name = self.open_name()
        if name is not None:
            asked = self.asked[name]
            asked.cursor = (asked.cursor + by) % len(asked.found)
            self.show_found()

    def after_name(self, name: str) -> str:
        """The field to go to when a name is taken."""
        raise NotImplementedError

    def here(self) -> str:
        """The field that the cursor is in."""
        focused = self.focused
        return (focused.id or "").removeprefix("field-") if focused is not None else ""

    def open_name(self) -> str | None:
        """The name field that the cursor is in, while what stands there is not settled."""
        name = self.here()
        return name if self.unsettled(name) else None

    def unsettled(self, name: str) -> bool:
        """True for a name field in which something stands that nobody was chosen for."""
        asked = self.asked.get(name)
        return asked is not None and asked.chosen is None and bool(self.form.value(name).strip())

    def forget_stale_names(self) -> None:
        """What was brought back from an earlier try may name somebody else than who was chosen now."""
        for name, asked in self.asked.items():
            if asked.chosen is not None and asked.chosen.name != self.form.value(name):
                asked.chosen = None

    async def look(self, name: str) -> None:
        """Find the partners or payers that a text may mean."""
        asked, text = self.asked[name], self.form.value(name).strip()
        find: Callable[[str], Found] = board_service.find_payers if name == "payer" else board_service.find_partners
        found = await self.house().desk(find, text) if text and asked.chosen is None else None
        asked.text, asked.cursor = text, 0
        asked.found = found.names[:SHOWN] if found else ()
        asked.total = found.total if found else 0
        self.show_found()

    async def take(self, name: str) -> None:
        """Take the marked name, if it was on show for what stands there; else show what there is to choose from."""
        asked, text = self.asked[name], self.form.value(name).strip()
        seen = asked.text == text
        if not seen:
            await self.look(name)
        sure = len(asked.found) == 1 and asked.total == 1
        if asked.found and (seen or sure):
            self.settle(name, asked.found[asked.cursor])
            self.form.focus_field(self.after_name(name))
        elif not asked.found:
            self.form.show_error(name, _nobody(name))

    def settle(self, name: str, chosen: PartnerName) -> None:
        """It is this one."""
        asked = self.asked[name]
        asked.chosen, asked.found, asked.total, asked.text = chosen, (), 0, chosen.name
        self.form.clear_errors()
        self.form.set_values({name: chosen.name})

    async def resolve(self, name: str) -> PartnerName | None:
        """Who stands in a field; None where it is empty. Raises Refused where that is not certain."""
        asked, text = self.asked[name], self.form.value(name).strip()
        if not text:
            return None
        if asked.chosen is None:
            await self.look(name)
            if asked.total != 1:
                raise Refused(_nobody(name) if not asked.total else _several(asked), name)
            self.settle(name, asked.found[0])
        return asked.chosen

    def other_lines(self) -> list[Line]:
        """What the panel shows while no name is being typed."""
        return []

    def show_found(self) -> None:
        """Show in the panel what was found for the name that is being typed, or else what there is to say."""
        panel = self.query_one("#found", TextPanel)
        name = self.open_name()
        lines = self.other_lines() if name is None else self._found_lines(name)
        panel.styles.height = max(1, len(lines))
        panel.show(lines)
        panel.refresh()

    def _found_lines(self, name: str) -> list[Line]:
        asked = self.asked[name]
        lines: list[Line] = []
        if not asked.found and asked.text == self.form.value(name).strip():
            lines.append(text_line(None, f"  {_nobody(name)}", "warn"))
        elif asked.found and not asked.total:
            lines.append(text_line(None, "  Nobody of exactly that name; like it:", "warn"))
        for place, one in enumerate(asked.found):
            lines.append(_found_line(one, here=place == asked.cursor))
        if asked.found:
            more = f"{asked.total - len(asked.found)} more, " if asked.total > len(asked.found) else ""
            arrows = "up and down choose, " if len(asked.found) > 1 else ""
            lines.append(text_line(None, f"  {more}{arrows}enter takes it", "dim"))
        return lines


def _nobody(name: str) -> str:
    if name == "payer":
        return "No payer of that name; add it as a partner of kind payer, or leave it empty."
    return "Nobody of that name; check it, or add the partner first (2, then a)."


def _several(asked: Asked) -> str:
    names = "; ".join(one.name for one in asked.found[:3])
    return f"{count(asked.total, 'partner')} match ({names} …); choose one with up, down and enter."


def _found_line(one: PartnerName, *, here: bool) -> Line:
    about = " · ".join(part for part in (one.specialty, one.area) if part)
    pieces: list[Piece] = [("> " if here else "  ", "key"), (one.name, "bold" if here else ""), (f"  {about}", "dim")]
    return Line(one.id, tuple(pieces))
