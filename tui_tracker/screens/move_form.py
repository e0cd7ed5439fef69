"""Moving a referral, or several: a stage by its letter, then only what that stage needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.days import coming_day, past_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.moves import aside_stages, day_of, next_stage, stages
from tui_tracker.domain.records import Referral
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Flow, ReferralStage, Stage, label
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.services import board as board_service
from tui_tracker.services import referrals
from tui_tracker.services.aside_words import AsideWords, used_words
from tui_tracker.widgets.form import Field
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.window_list import WindowList

LETTERS: dict[str, str] = {
    ReferralStage.RECEIVED: "r",
    ReferralStage.CONTACTED: "c",
    ReferralStage.SCHEDULED: "s",
    ReferralStage.SENT: "s",
    ReferralStage.ACCEPTED: "a",
    ReferralStage.SEEN: "e",
    ReferralStage.IN_CARE: "i",
    ReferralStage.CLOSED: "x",
    ReferralStage.DECLINED: "d",
    ReferralStage.LOST: "l",
}
"""The letter that stands for each stage of a referral."""

PARTNER_LETTERS: dict[str, str] = {
    Stage.PROSPECT: "p",
    Stage.CONNECTED: "c",
    Stage.BUILDING: "b",
    Stage.REFERRING: "r",
    Stage.PARTNER: "a",
    Stage.DORMANT: "d",
    Stage.PARTED: "t",
}
"""The letter that stands for each stage of a relationship."""


class StagePicker(Modal):
    """Stages with their letters; gives the chosen stage, or None."""

    CSS_PATH = style_file("referral")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", id="stage.back"),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self._letters: dict[str, str] = {}

    @classmethod
    def for_partners(cls, number: int, present: str | None) -> StagePicker:
        """Asks for the stage of one or several relationships."""
        picker = cls(f"Move {count(number, 'partner')} to …")
        picker.call_later(picker.offer, PARTNER_LETTERS, present or Stage.PROSPECT, {})
        return picker

    def compose(self) -> ComposeResult:
        """A heading, the stages, a line to speak in."""
        with Vertical(id="box"):
            yield Static(self.heading, id="heading", markup=False)
            yield WindowList(empty="", id="stages")
            yield Static("a letter, or enter · esc back", id="said", markup=False)

    def offer(self, letters: Mapping[str, str], at: str, notes: Mapping[str, str]) -> None:
        """Show these stages, the cursor on one of them."""
        self._letters = {letter: stage for stage, letter in letters.items()}
        listing = self.query_one(WindowList)
        listing.styles.height = len(letters)
        lines = [
            Line(stage, ((f"{letter} ", "key"), (fit(label(stage), 14), "bold"), (notes.get(stage, ""), "dim")))
            for stage, letter in letters.items()
        ]
        listing.show_all(lines, cursor=list(letters).index(at))

    def chosen(self, stage: str) -> None:
        """A stage was chosen."""
        self.dismiss(stage)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it under the stages."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses its stage."""
        stage = self._letters.get(event.character or "")
        if stage is not None:
            event.stop()
            self.chosen(stage)

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter chooses the stage under the cursor."""
        self.chosen(str(message.line.key))

    def action_leave(self) -> None:
        """Leave it where it is."""
        self.dismiss(None)


class MoveForm(StagePicker):
    """Moves referrals of one flow; gives a sentence that says so, or None. With `stage` it asks for no letter.

    `moved` holds the new stages by referral, where one has changed: what follows a move depends on them.
    """

    def __init__(self, *referral_ids: int, stage: str | None = None) -> None:
        super().__init__("Move to …" if len(referral_ids) == 1 else f"Move {count(len(referral_ids), 'referral')} to …")
        self.moved: dict[int, str] = {}
        self._ids = referral_ids
        self._used: dict[str, AsideWords] = {}
        self._stage = stage
        self._found: Referral | None = None

    def on_mount(self) -> None:
        """Fetch the referral that is to be moved."""
        if self._stage is not None:
            self.query_one("#box").display = False
        self.do(self._load())

    def chosen(self, stage: str) -> None:
        """Ask for what the stage needs, or move at once where it needs nothing."""
        referral = self._found
        if referral is None:
            return
        if len(self._ids) == 1 and self._goes_back(referral, stage):
            self.do(self._move(stage))
            return
        what = referral.patient_ref if len(self._ids) == 1 else count(len(self._ids), "referral")
        details = MoveDetails(self._ids, stage, what, self._used.get(stage))
        self.app.push_screen(details, lambda said: self._answered(stage, said))

    async def _load(self) -> None:
        house = self.house()
        found = await house.desk(referrals.referral, self._ids[0])
        if found is None:
            self.dismiss(None)
            return
        self._found = found
        self._used = {str(one): await house.desk(used_words, str(one), house.today) for one in aside_stages(found.flow)}
        if len(self._ids) == 1:
            who = f" ({found.partner_name})" if found.partner_name else ""
            self.query_one("#heading", Static).update(f"Move {found.patient_ref}{who} to …")
        letters = {str(one): LETTERS[one] for one in (*stages(found.flow), *aside_stages(found.flow))}
        notes = _notes(found) if len(self._ids) == 1 else {}
        self.offer(letters, next_stage(found.flow, found.stage) or found.stage, notes)
        if self._stage is not None:
            self.chosen(self._stage)

    def _goes_back(self, referral: Referral, stage: str) -> bool:
        """True where the move is one back to a stage that has its day already: nothing is to be asked."""
        line = stages(referral.flow)
        if stage not in line or day_of(referral, stage) is None:
            return False
        return referral.stage not in line or line.index(stage) < line.index(referral.stage)

    async def _move(self, stage: str) -> None:
        house = self.house()
        said = await house.desk(
            board_service.move_referrals, house.doing(), dict.fromkeys(self._ids, stage), house.today
        )
        self._note_move(stage)
        self.dismiss(f"{said}. u undoes it.")

    def _note_move(self, stage: str) -> None:
        """Where only a day was corrected, nothing has moved."""
        if len(self._ids) > 1 or self._found is None or self._found.stage != stage:
            self.moved = dict.fromkeys(self._ids, stage)

    def _answered(self, stage: str, said: Any) -> None:
        if said is not None:
            self._note_move(stage)
        if said is not None or self._stage is not None:
            self.dismiss(said)


class MoveDetails(FormModal):
    """The day; for a booked visit when it is; for what stands aside the reason and what was offered instead."""

    CSS_PATH = [style_file("form"), style_file("referral")]

    def __init__(self, referral_ids: Sequence[int], stage: str, what: str, used: AsideWords | None = None) -> None:
        super().__init__(f"Move {what} to {label(stage)}", kept_as=f"move {stage} {sorted(referral_ids)}")
        self._ids = tuple(referral_ids)
        self._stage = stage
        self._used = used or AsideWords((), ())

    def fields(self) -> Sequence[Field]:
        """Only what this stage needs."""
        day = Field("day", "On", "today", hint="today, yesterday, fri, -3d, 11/18 or 2026-11-18")
        if self._stage in aside_stages(Flow.INBOUND):
            declined = self._stage == ReferralStage.DECLINED
            reason = "not ours to treat, no room, …" if declined else "did not come, went elsewhere, …"
            offered = "what was offered instead; may stay empty"
            return (
                Field("reason", "Why", hint=f"{reason} (right takes a suggestion)", suggestions=self._used.reasons),
                Field("alternative", "Offered", hint=offered, suggestions=self._used.alternatives),
                day,
            )
        if self._stage == ReferralStage.SCHEDULED:
            return (day, Field("visit_on", "Visit on", hint="the day booked, if known: fri, 2w, 12/1"))
        return (day,)

    async def save(self, values: dict[str, str]) -> str:
        """Move them all in one change."""
        house = self.house()
        day = read_past(values["day"], house.today)
        visit = values.get("visit_on", "").strip()
        visit_on = None
        if visit:
            visit_on = _named("visit_on", coming_day, visit, house.today)
            if visit_on is None:
                raise Refused(f"“{visit}” is no day; write fri, 2w, 12/1 or 2026-12-01.", "visit_on")
        said: str = await house.desk(
            board_service.move_referrals,
            house.doing(),
            dict.fromkeys(self._ids, self._stage),
            day,
            reason=values.get("reason", ""),
            alternative=values.get("alternative", ""),
            visit_on=visit_on,
        )
        return f"{said}. u undoes it."


def read_past(text: str, today: Any, field: str = "day") -> Any:
    """The day up to today that was typed; empty means today. Raises Refused for the field."""
    word = text.strip()
    if not word:
        return today
    day = _named(field, past_day, word, today)
    if day is None:
        raise Refused(f"“{word}” is no day; write today, yesterday, fri, -3d, 11/18 or 2026-11-18.", field)
    return day


def _named(field: str, read: Any, word: str, today: Any) -> Any:
    """What a reader of days gives; what it refuses belongs to the field."""
    try:
        return read(word, today)
    except Refused as refused:
        raise Refused(refused.message, field) from None


def _notes(referral: Referral) -> dict[str, str]:
    """When each stage was reached, and which is the present one."""
    notes = {}
    for stage in (*stages(referral.flow), *aside_stages(referral.flow)):
        day = day_of(referral, stage)
        here = stage == referral.stage
        if here or (day is not None and stage not in aside_stages(referral.flow)):
            notes[str(stage)] = (short_day(day) if day else "") + ("  now" if here else "")
    return notes
