"""A new referral, or what is written about one, in one short form whose first field takes all of it in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_tracker.domain.days import past_day, spell
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.patients import PatientSeen, first_words, seen_words
from tui_tracker.domain.records import PartnerName, Referral
from tui_tracker.domain.refer_understood import ReferralUnderstood, promised_in
from tui_tracker.domain.words import Flow, Source, Urgency, label
from tui_tracker.screens.base import style_file
from tui_tracker.screens.move_form import read_past
from tui_tracker.screens.name_fields import NAME_KEYS, NameFields
from tui_tracker.services import board as board_service
from tui_tracker.services import patients, refer, referrals
from tui_tracker.widgets.form import Field, Form, word_choices
from tui_tracker.widgets.lines import Line, text_line, wrap
from tui_tracker.widgets.text_panel import TextPanel

if TYPE_CHECKING:
    from tui_tracker.screens.base import Helped

_AT_ONCE = 3
_FILLED = ("flow", "partner", "source", "patient_ref", "reason", "urgency", "payer", "day")


class ReferralForm(NameFields):
    """Adds a referral, or changes one; gives a sentence that says so, or None. `saved_id` is what was saved.

    What the first field of a new one is understood to say fills the others, except those that were changed by hand. A
    name alone is looked for there too: `enter` takes it, as in its own field.
    """

    CSS_PATH = [style_file("form"), style_file("referral")]
    BINDINGS: ClassVar[list[BindingType]] = [*NAME_KEYS]
    KEYS = "enter next field · ctrl+s saves · esc leaves, what is typed is kept"

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
        self._flow = str(referral.flow if referral is not None else flow)
        self._given = PartnerName(partner[0], partner[1], "", "") if partner is not None else None
        self._read: tuple[str, ReferralUnderstood] | None = None
        self._put: dict[str, str] = {}
        self._seen: PatientSeen | None = None
        self._same_payer = ("", "")
        self._insisted: tuple[str | None, ...] = ()
        self.asked["partner"].chosen = self._given
        if referral is not None:
            self.asked["partner"].know(referral.partner_id, referral.partner_name)
            self.asked["payer"].know(referral.payer_id, referral.payer_name)

    def fields(self) -> Sequence[Field]:
        """The fields, with what is known."""
        known = self._referral
        partner, payer = self.asked["partner"].chosen, self.asked["payer"].chosen
        sources = [word for word in Source if word != Source.PARTNER]
        source = known.source if known is not None and known.source != Source.PARTNER else ""
        ways = ((Flow.INBOUND.value, "in: sent to us"), (Flow.OUTBOUND.value, "out: sent by us"))
        when = Field("day", "Day", f"{known.day}" if known else "today", hint="today, fri, -3d, 11/18 or 2026-11-18")
        line = "JD-4411 shoulder urgent 11/18 payer:bcbs"
        new = (
            Field("line", "In one line", hint=line if self._given else f"in @lee {line}; or fill in below"),
            Field("flow", "Way", self._flow, choices=ways),
        )
        return (
            *(new if known is None else ()),
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
        """The form, what was found under it, and a line to speak in."""
        with Vertical(id="box"):
            yield Static(self.heading, id="heading", markup=False)
            yield Form(self.fields())
            yield TextPanel(id="found")
            yield Static(self.KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Start where the first thing is missing, after the inherited handler, which Textual calls too."""
        self.call_next(self._begin)

    def bring_back(self, kept: dict[str, str]) -> None:
        """As every form; a line that was brought back gives way to the one that is typed."""
        super().bring_back(kept)
        if "line" in kept:
            self.query_one("#field-line", Input).action_select_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the one line `enter` goes on to what is missing."""
        return True if action == "take" and self.here() == "line" else super().check_action(action, parameters)

    def action_take(self) -> None:
        """Take the name that is marked, and go on; in the one line, go on to what is missing."""
        if self.here() == "line":
            self.do(self._leave_line())
        else:
            super().action_take()

    def after_name(self, name: str) -> str:
        """The patient after the partner, the day after the payer."""
        return "patient_ref" if name == "partner" else "day"

    def open_name(self) -> str | None:
        """A name alone in the one line is the partner's."""
        if self.here() == "line":
            return "partner" if self._name_alone() and self.unsettled("partner") else None
        return super().open_name()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Read the line as it is typed; say who the patient is, and which day was meant."""
        if event.name == "line":
            self.form.clear_errors()
            self.run_worker(self._guarded(self._read_line()), group="line", exclusive=True, exit_on_error=False)
        elif event.name == "patient_ref":
            self.run_worker(self._guarded(self._meet()), group="meet", exclusive=True, exit_on_error=False)
        elif event.name == "day" and self.here() == "day":
            self._say_day(event.value)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A patient who is known is spelled as before, and has the payer of before."""
        if event.widget.id == "field-patient_ref":
            self._know_again()

    async def save(self, values: dict[str, str]) -> str:
        """Write it down. Raises Refused for the field that is wrong."""
        house = self.house()
        more = await self._rest_of_line()
        values = self.form.values()  # the line may have filled fields since the form was sent
        partner = await self.resolve("partner")
        payer = await self.resolve("payer")
        source = values["source"]
        if partner is not None and source:
            raise Refused("A partner sent them, so leave this at –; or empty the partner.", "source")
        if partner is None and not source:
            raise Refused("Say which partner it was, or below how the patient came.", "partner")
        draft: dict[str, Any] = {
            "source": source or Source.PARTNER.value,
            "partner_id": partner.id if partner else None,
            "patient_ref": values["patient_ref"],
            "reason": values["reason"],
            "urgency": values["urgency"],
            "payer_id": payer.id if payer else None,
            "day": read_past(values["day"], house.today),
        }
        if self._referral is not None:
            self.saved_id = self._referral.id
            changed = await self._write(referrals.edit_referral, self._referral.id, draft)
            return "Changed the referral. u undoes it." if changed else "Nothing was changed."
        saved = await self._write(referrals.refer, {**draft, **more, "flow": values["flow"]})
        self.saved_id = saved.referral_id
        way = "from" if values["flow"] == Flow.INBOUND else "to"
        who = f" {way} {partner.name}" if partner else f", came by {label(source)}"
        return await self._added(f"Added {saved.patient_ref}{who}", saved.referral_id)

    async def _added(self, what: str, referral_id: int) -> str:
        """What was added and what was promised with it, in one line of the screen; `u` is named where it fits."""
        house, undo = self.house(), " u undoes it."
        promises = await house.desk(board_service.promises_of, referral_id, house.today, house.settings)
        room = self.app.size.width - len(f" {what}: . ")
        for end in (undo, ""):
            said = promised_in(promises, house.today, room - len(end))
            if said and len(said) <= room - len(end):
                return f"{what}: {said}.{end}"
        return f"{what}.{undo}"

    async def _write(self, service: Callable[..., Any], *what: Any) -> Any:
        """Call a service; what it refuses about a partner belongs to the field with the name.

        What is questioned is written when it is saved again as it stands.
        """
        house, values = self.house(), self.form.values()
        stands = (*(values.get(name) for name in ("flow", "partner", "source")), patients.plain(values["patient_ref"]))
        insisted = stands == self._insisted
        try:
            return await house.desk(service, house.doing(), *what, insisted=insisted)
        except Questioned as questioned:
            self._insisted = stands
            raise Refused(questioned.message, questioned.field) from None
        except Refused as refused:
            raise Refused(refused.message, (refused.field or "").removesuffix("_id") or None) from None

    def _begin(self) -> None:
        self._put = {name: field.value for field in self.fields() if (name := field.name) in _FILLED}
        self.forget_stale_names()
        if self._referral is None:
            self.form.focus_field("line")
            self.do(self._read_line())
        else:
            self.form.focus_field("patient_ref" if self.asked["partner"].chosen else "partner")

    async def _read_line(self) -> None:
        """Fill the fields with what the line says."""
        text = self.form.value("line")
        house = self.house()
        reading = await house.desk(refer.read_line, text, house.today, flow=self._flow, partner=self._given)
        if self.form.value("line") != text:
            return
        self._read = (text, reading.understood)
        self._fill(reading.understood, reading.seen)
        self.show_found()

    def _fill(self, understood: ReferralUnderstood, seen: PatientSeen | None) -> None:
        """Put what the line says into the fields that hold what it put there before."""
        wanted = {
            "flow": understood.flow,
            "partner": understood.whom,
            "source": "" if understood.source == Source.PARTNER else understood.source,
            "patient_ref": seen.reference if seen else understood.patient_ref,
            "reason": understood.reason,
            "urgency": understood.urgency,
            "payer": understood.payer.name if understood.payer else "",
            "day": "today",
        }
        said = {name: words for name, words in understood.said.items() if name in _FILLED}
        wanted |= {name: words for name, words in said.items() if not (name == "patient_ref" and seen)}
        if self._name_alone():
            wanted |= {"partner": understood.reason, "reason": ""}
        for name, found in (("partner", understood.partner), ("payer", understood.payer)):
            if not self._by_hand(name):
                self.asked[name].chosen = found
        for name, value in wanted.items():
            if not self._by_hand(name) or self.form.value(name) == value:
                self._put[name] = value
                self.form.set_values({name: value})

    def _by_hand(self, name: str) -> bool:
        """True for a field in which something else stands than the line put there."""
        return name in self._put and self.form.value(name) != self._put[name]

    def _name_alone(self) -> bool:
        """True where the line holds nothing but words that may be a partner's name."""
        if self._read is None or self._given is not None or self._by_hand("partner"):
            return False
        understood = self._read[1]
        return bool(understood.reason) and understood.said.keys() <= {"reason", "flow"}

    async def _leave_line(self) -> None:
        """Go on from the line to the first field that still needs something."""
        if self._read is None or self._read[0] != self.form.value("line"):
            await self._read_line()
        if self.open_name() is not None:
            await self.take("partner")
            if not self.unsettled("partner"):
                self.form.set_values({"line": ""})
            return
        problem = next(iter(self._left_in_line()), None)
        partner, source = self.form.value("partner"), self.form.value("source")
        if not (partner.strip() or source) or self.unsettled("partner"):
            self.form.focus_field("partner")
        elif problem is not None:
            self.form.show_error("line", problem)
        elif not self.form.value("patient_ref").strip():
            self.form.focus_field("patient_ref")
        elif self.unsettled("payer"):
            self.form.focus_field("payer")
        else:
            self.say("Nothing is missing: ctrl+s saves, up and down go through the fields.")

    def _left_in_line(self) -> list[str]:
        """The problems of the line that no field below can show, and that no hand has mended."""
        if self._read is None:
            return []
        left = []
        for problem in self._read[1].problems:
            missing, named = problem.start == problem.end, problem.found.total or problem.new
            if not (missing or named or self._by_hand(problem.about)):
                left.append(problem.message)
        return left

    async def _rest_of_line(self) -> Mapping[str, Any]:
        """What the line says that has no field below. Raises Refused where something in it is not understood."""
        if self._referral is not None or not self.form.value("line").strip():
            return {}
        if self._read is None or self._read[0] != self.form.value("line"):
            await self._read_line()
        problem = next(iter(self._left_in_line()), None)
        if problem is not None:
            raise Refused(problem, "line")
        understood = self._read[1] if self._read else None
        if understood is None:
            return {}
        return {
            "visit_on": understood.visit_on,
            "member_id": understood.member.id if understood.member else None,
        }

    async def _meet(self) -> None:
        """See whether the patient was here before."""
        text = self.form.value("patient_ref").strip()
        own = self._referral
        if own is not None and text == own.patient_ref:
            self._seen = None
        else:
            self._seen = await self.house().desk(patients.known, text, own.id if own else None)
        whose, payer = self._same_payer
        if whose and whose != patients.plain(text):  # it was another patient's
            self._same_payer = ("", "")
            if self.form.value("payer") == payer:
                self.form.set_values({"payer": ""})
        self.show_found()

    def _know_again(self) -> None:
        seen = self._seen
        if seen is None or patients.plain(self.form.value("patient_ref")) != patients.plain(seen.reference):
            return
        self.form.set_values({"patient_ref": seen.reference})
        if seen.payer is not None and not self.form.value("payer").strip() and self._referral is None:
            self.asked["payer"].know(*seen.payer)
            self._same_payer = (patients.plain(seen.reference), seen.payer[1])
            self.form.set_values({"payer": seen.payer[1]})

    def other_lines(self) -> list[Line]:
        """What the line leaves open, or says beyond the fields; and that the patient was here before."""
        today, width = self.house().today, max(20, self.app.size.width - 6)
        lines: list[Line] = []
        if self._read is not None and self.here() == "line" and self.form.value("line").strip():
            understood = self._read[1]
            for problem in understood.problems[:_AT_ONCE]:
                if not self._by_hand(problem.about):
                    lines += _wrapped(problem.message.replace("add it.", "add it first (2, then a)."), width, "warn")
            if understood.visit_on is not None:
                lines += _wrapped(f"Visit {spell(understood.visit_on, today)}", width, "")
            if understood.member is not None:
                lines += _wrapped(f"Member {understood.member.name}", width, "")
            lines += _wrapped(understood.hint, width, "dim")
        if self._seen is not None:
            lines += _wrapped(f"{seen_words(self._seen, today)}.", width, "good")
            first = first_words(self._seen, today)
            lines += _wrapped(f"{first[:1].upper()}{first[1:]}." if first else "", width, "dim")
        return lines

    def _say_day(self, text: str) -> None:
        word = text.strip()
        today = self.house().today
        try:
            day = past_day(word, today) if word else today
        except Refused as refused:
            self.say(refused.message)
            return
        self.say(self.KEYS if day is None else f"{spell(day, today)} · {self.KEYS}")


async def edit_form(screen: Helped, referral_id: int, done: Callable[[str | None], None]) -> None:
    """Open the form on a referral that is there already."""
    house = screen.house()
    found = await house.desk(referrals.referral, referral_id)
    if found is None:
        raise Refused("This referral is no longer there; look again.")
    house.push_screen(ReferralForm(referral=found), done)


def _wrapped(text: str, width: int, look: str) -> list[Line]:
    return [text_line(None, f"  {part}", look) for part in wrap(text, width)] if text else []
