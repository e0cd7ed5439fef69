"""A new referral, or what is written about one, in one short form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.days import past_day, spell
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import PartnerName, Referral
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Flow, Source, Urgency, label
from tui_tracker.screens.base import style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.move_form import read_past
from tui_tracker.services import board as board_service
from tui_tracker.services import referrals
from tui_tracker.widgets.form import Field, Form, word_choices
from tui_tracker.widgets.lines import Line, Piece, text_line
from tui_tracker.widgets.text_panel import TextPanel

if TYPE_CHECKING:
    from tui_tracker.screens.base import Helped

SHOWN = 6


@dataclass(slots=True)
class _Asked:
    """What a name field is known to mean: who was chosen, and what was found for the text that stands there."""

    chosen: PartnerName | None = None
    text: str = ""
    found: tuple[PartnerName, ...] = ()
    total: int = 0
    cursor: int = 0


class ReferralForm(FormModal):
    """Adds a referral, or changes one; gives a sentence that says so, or None. `saved_id` is what was saved.

    Names are found as they are typed: one that matches is taken with `enter`; where several do, they are shown, and
    `up` and `down` choose.
    """

    CSS_PATH = [style_file("form"), style_file("referral")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,tab", "take", "Take the name", show=False, priority=True, id="referral.take"),
        Binding("down", "choose(1)", "Name below", show=False, priority=True, id="referral.below"),
        Binding("up", "choose(-1)", "Name above", show=False, priority=True, id="referral.above"),
    ]

    def __init__(
        self,
        partner: tuple[int, str] | None = None,
        *,
        flow: str = Flow.INBOUND,
        referral: Referral | None = None,
    ) -> None:
        about = f"new referral {partner[0] if partner else ''}" if referral is None else f"referral {referral.id}"
        super().__init__("New referral" if referral is None else f"Referral {referral.patient_ref}", kept_as=about)
        self.saved_id: int | None = None
        self._referral = referral
        self._flow = referral.flow if referral is not None else flow
        self._asked = {"partner": _Asked(), "payer": _Asked()}
        if partner is not None:
            self._asked["partner"].chosen = PartnerName(partner[0], partner[1], "", "")
        if referral is not None:
            self._know("partner", referral.partner_id, referral.partner_name)
            self._know("payer", referral.payer_id, referral.payer_name)

    def fields(self) -> Sequence[Field]:
        """The fields, with what is known."""
        known = self._referral
        partner, payer = self._asked["partner"].chosen, self._asked["payer"].chosen
        sources = [word for word in Source if word != Source.PARTNER]
        source = known.source if known is not None and known.source != Source.PARTNER else ""
        ways = ((Flow.INBOUND.value, "in: sent to us"), (Flow.OUTBOUND.value, "out: sent by us"))
        when = Field("day", "Day", f"{known.day}" if known else "today", hint="today, fri, -3d, 11/18 or 2026-11-18")
        way = () if known is not None else (Field("flow", "Way", self._flow, choices=ways),)
        return (
            *way,
            Field(
                "partner", "Partner", partner.name if partner else "", hint="part of a name; empty where nobody sent"
            ),
            Field("source", "Or came by", source, choices=word_choices(sources, unknown="–")),
            Field(
                "patient_ref",
                "Patient",
                known.patient_ref if known else "",
                hint="initials or chart number, at most 20; never a name",
            ),
            Field("reason", "Reason", known.reason if known else "", hint="what for"),
            Field(
                "urgency", "Urgency", known.urgency if known else Urgency.ROUTINE, choices=word_choices(list(Urgency))
            ),
            Field("payer", "Payer", payer.name if payer else "", hint="part of a name; may stay empty"),
            when,
        )

    def compose(self) -> ComposeResult:
        """The form, what was found for a name under it, and a line to speak in."""
        with Vertical(id="box"):
            yield Static(self.heading, id="heading", markup=False)
            yield Form(self.fields())
            yield TextPanel(id="found")
            yield Static(_KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Start where the first thing is missing, after the inherited handler, which Textual calls too."""
        self.call_next(self._begin)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of names mean something only while a name is being typed."""
        if action == "take":
            return self._open_name() is not None
        if action == "choose":
            name = self._open_name()
            return name is not None and len(self._asked[name].found) > 1
        return True

    def on_form_changed(self, event: Form.Changed) -> None:
        """Look up names as they are typed; say which day was meant."""
        event.stop()
        if event.name in self._asked:
            asked = self._asked[event.name]
            if asked.chosen is not None and asked.chosen.name != event.value:
                asked.chosen = None
            self.run_worker(self._guarded(self._look(event.name)), group="look", exclusive=True, exit_on_error=False)
        elif event.name == "day" and self.focused is not None and self.focused.id == "field-day":
            self._say_day(event.value)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """What was found belongs to the field that the cursor is in."""
        self._show_found()

    def action_take(self) -> None:
        """Take the name that is marked, and go on."""
        name = self._open_name()
        if name is not None:
            self.do(self._take(name))

    def action_choose(self, by: int) -> None:
        """Mark the name below or above."""
        name = self._open_name()
        if name is not None:
            asked = self._asked[name]
            asked.cursor = (asked.cursor + by) % len(asked.found)
            self._show_found()

    async def save(self, values: dict[str, str]) -> str:
        """Write it down. Raises Refused for the field that is wrong."""
        house = self.house()
        partner = await self._resolve("partner")
        payer = await self._resolve("payer")
        source = values["source"]
        if partner is not None and source:
            raise Refused("A partner sent them, so leave this at –; or empty the partner.", "source")
        draft: dict[str, Any] = {
            "source": source or Source.PARTNER.value,
            "partner_id": partner.id if partner else None,
            "patient_ref": values["patient_ref"],
            "reason": values["reason"],
            "urgency": values["urgency"],
            "payer_id": payer.id if payer else None,
            "day": read_past(values["day"], house.today),
        }
        if partner is None and not source:
            raise Refused("Say which partner it was, or below how the patient came.", "partner")
        if self._referral is not None:
            self.saved_id = self._referral.id
            changed = await self._write(referrals.edit_referral, self._referral.id, draft)
            return "Changed the referral. u undoes it." if changed else "Nothing was changed."
        self.saved_id = await self._write(referrals.add_referral, {**draft, "flow": values["flow"]})
        way = "from" if values["flow"] == Flow.INBOUND else "to"
        who = f" {way} {partner.name}" if partner else f", came by {label(source)}"
        return f"Added {values['patient_ref'].strip()}{who}. u undoes it."

    async def _write(self, service: Callable[..., Any], *what: Any) -> Any:
        """Call a service; what it refuses about a partner belongs to the field with the name."""
        house = self.house()
        try:
            return await house.desk(service, house.doing(), *what)
        except Refused as refused:
            raise Refused(refused.message, (refused.field or "").removesuffix("_id") or None) from None

    def _begin(self) -> None:
        self._forget_stale_names()
        first = "patient_ref" if self._asked["partner"].chosen or self._referral else "partner"
        self.form.focus_field(first)

    def _know(self, field: str, partner_id: int | None, name: str | None) -> None:
        if partner_id is not None:
            self._asked[field].chosen = PartnerName(partner_id, name or "", "", "")

    def _forget_stale_names(self) -> None:
        """What was brought back from an earlier try may name somebody else than who was chosen now."""
        for name, asked in self._asked.items():
            if asked.chosen is not None and asked.chosen.name != self.form.value(name):
                asked.chosen = None

    def _open_name(self) -> str | None:
        """The name field that the cursor is in, while what stands there is not settled."""
        focused = self.focused
        name = (focused.id or "").removeprefix("field-") if focused is not None else ""
        asked = self._asked.get(name)
        if asked is None or asked.chosen is not None or not self.form.value(name).strip():
            return None
        return name

    async def _look(self, name: str) -> None:
        """Find the partners or payers that a text may mean."""
        asked, text = self._asked[name], self.form.value(name).strip()
        find = board_service.find_partners if name == "partner" else board_service.find_payers
        found = await self.house().desk(find, text) if text and asked.chosen is None else None
        asked.text, asked.cursor = text, 0
        asked.found = found.names[:SHOWN] if found else ()
        asked.total = found.total if found else 0
        self._show_found()

    async def _take(self, name: str) -> None:
        """Take the marked name, if it was on show for what stands there; else show what there is to choose from."""
        asked, text = self._asked[name], self.form.value(name).strip()
        seen = asked.text == text
        if not seen:
            await self._look(name)
        sure = len(asked.found) == 1 and asked.total == 1
        if asked.found and (seen or sure):
            self._settle(name, asked.found[asked.cursor])
            self.form.focus_field("patient_ref" if name == "partner" else "day")
        elif not asked.found:
            self.form.show_error(name, _nobody(name))

    def _settle(self, name: str, chosen: PartnerName) -> None:
        asked = self._asked[name]
        asked.chosen, asked.found, asked.total, asked.text = chosen, (), 0, chosen.name
        self.form.clear_errors()
        self.form.set_values({name: chosen.name})

    async def _resolve(self, name: str) -> PartnerName | None:
        """Who stands in a field; None where it is empty. Raises Refused where that is not certain."""
        asked, text = self._asked[name], self.form.value(name).strip()
        if not text:
            return None
        if asked.chosen is None:
            await self._look(name)
            if asked.total != 1:
                raise Refused(_nobody(name) if not asked.total else _several(asked), name)
            self._settle(name, asked.found[0])
        return asked.chosen

    def _show_found(self) -> None:
        panel = self.query_one("#found", TextPanel)
        name = self._open_name()
        lines: list[Line] = []
        if name is not None:
            asked = self._asked[name]
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
        panel.styles.height = max(1, len(lines))
        panel.show(lines)
        panel.refresh()

    def _say_day(self, text: str) -> None:
        word = text.strip()
        today = self.house().today
        try:
            day = past_day(word, today) if word else today
        except Refused as refused:
            self.say(refused.message)
            return
        self.say(_KEYS if day is None else f"{spell(day, today)} · {_KEYS}")


async def edit_form(screen: Helped, referral_id: int, done: Callable[[str | None], None]) -> None:
    """Open the form on a referral that is there already."""
    house = screen.house()
    found = await house.desk(referrals.referral, referral_id)
    if found is None:
        raise Refused("This referral is no longer there; look again.")
    house.push_screen(ReferralForm(referral=found), done)


def _nobody(name: str) -> str:
    if name == "payer":
        return "No payer of that name; add it as a partner of kind payer, or leave it empty."
    return "Nobody of that name; check it, or add the partner first (2, then a)."


def _several(asked: _Asked) -> str:
    names = "; ".join(one.name for one in asked.found[:3])
    return f"{count(asked.total, 'partner')} match ({names} …); choose one with up, down and enter."


def _found_line(one: PartnerName, *, here: bool) -> Line:
    about = " · ".join(part for part in (one.specialty, one.area) if part)
    pieces: list[Piece] = [("> " if here else "  ", "key"), (one.name, "bold" if here else ""), (f"  {about}", "dim")]
    return Line(one.id, tuple(pieces))


_KEYS = "enter next field · ctrl+s saves · esc leaves, what is typed is kept"
