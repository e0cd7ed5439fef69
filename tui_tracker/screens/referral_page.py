"""One referral, opened: all about it, and what is done with it from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tui_tracker.domain.letters import LetterKind
from tui_tracker.domain.promises import PromiseState
from tui_tracker.domain.records import Referral
from tui_tracker.domain.stays import Slow
from tui_tracker.domain.timeline import TimelineEvent
from tui_tracker.domain.words import Flow, Promise, ReferralStage, ReportKind
from tui_tracker.screens.after_move import follow
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.services import board as board_service
from tui_tracker.services import referrals
from tui_tracker.services.stays import slow_referrals
from tui_tracker.services.timeline import timeline
from tui_tracker.widgets.referral_lines import referral_lines
from tui_tracker.widgets.text_panel import TextPanel

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker
    from tui_tracker.screens.report_form import ReportForm

_OWED_REPORT: dict[str, str] = {
    Promise.ACKNOWLEDGEMENT: ReportKind.ACKNOWLEDGEMENT,
    Promise.INITIAL_REPORT: ReportKind.INITIAL,
    Promise.PROGRESS_REPORT: ReportKind.PROGRESS,
    Promise.FINAL_REPORT: ReportKind.FINAL,
}
_NOTE_AT: dict[str, LetterKind] = {
    ReferralStage.DECLINED: LetterKind.DECLINED,
    ReferralStage.LOST: LetterKind.LOST,
}
_REPORT_AT: dict[str, str] = {
    ReferralStage.SEEN: ReportKind.INITIAL,
    ReferralStage.IN_CARE: ReportKind.PROGRESS,
    ReferralStage.CLOSED: ReportKind.FINAL,
}


class ReferralPage(Modal):
    """Everything about a referral. Gives the sentence about the last thing done here, or None where nothing was."""

    CSS_PATH = style_file("referral")
    AUTO_FOCUS = "#page"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "move", "move", id="page.move"),
        Binding("p", "report", "report", id="page.report"),
        Binding("t", "thank", "thank", id="page.thank"),
        Binding("T", "note", "write a note", show=False, id="page.note"),
        Binding("l", "letters", "read the letters that went out", show=False, id="page.letters"),
        Binding("e", "edit", "edit", id="page.edit"),
        Binding("v", "quality", "value", id="page.quality"),
        Binding("L,shift+right", "shift(1)", "Next stage", show=False, id="page.right"),
        Binding("H,shift+left", "shift(-1)", "Stage before", show=False, id="page.left"),
        Binding("u", "undo", "undo", id="page.undo"),
        Binding("ctrl+r", "redo", "Redo", show=False, id="page.redo"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="page.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="page.up"),
        Binding("question_mark", "app.help", "help", show=False, id="page.help"),
        Binding("escape,q", "leave", "back", id="page.back"),
    ]

    def __init__(self, referral_id: int) -> None:
        super().__init__()
        self._referral_id = referral_id
        self._referral: Referral | None = None
        self._timeline: Sequence[TimelineEvent] = ()
        self._promises: Sequence[PromiseState] = ()
        self._slow: Slow | None = None
        self._last: str | None = None

    def compose(self) -> ComposeResult:
        """The page, and a line of keys that also speaks."""
        with Vertical(id="sheet"):
            with VerticalScroll(id="page"):
                yield TextPanel(id="lines")
            yield Static(_KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Fetch it."""
        self.do(self._load())

    def on_resize(self, _event: events.Resize) -> None:
        """Lay it out for the new width."""
        self._show()

    def on_key(self, _event: events.Key) -> None:
        """A key takes away what was said before it."""
        self._speak(_KEYS)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it in place of the keys."""
        self._speak(f"! {text}" if bad else text, bad=bad)

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(self._last)

    def action_scroll(self, by: int) -> None:
        """A line down or up."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_move(self) -> None:
        """To another stage."""
        from tui_tracker.screens.move_form import MoveForm

        form = MoveForm(self._referral_id)
        self.app.push_screen(form, lambda said: follow(self, form.moved, said, self._done))

    def action_shift(self, by: int) -> None:
        """One stage on or back, today."""
        self.do(self._shift(by))

    def action_report(self) -> None:
        """Write the report that is owed next, or note that it was given."""
        found = self._referral
        if found is None:
            return
        if found.flow != Flow.INBOUND or found.partner_id is None:
            self.say("Reports go to the partner who referred; there is none here.")
            return
        self.do(self._report(found))

    def action_letters(self) -> None:
        """Read what was sent."""
        found = self._referral
        if found is not None:
            self.do(self._letters(found))

    def action_note(self) -> None:
        """A short note to the partner: the one that is owed, else a thank-you."""
        found = self._referral
        if found is None or found.partner_id is None:
            self.say("There is no partner here to write to.")
            return
        from tui_tracker.screens.letter_page import LetterPage

        kind = _NOTE_AT.get(found.stage, LetterKind.THANK_YOU)
        if found.flow == Flow.OUTBOUND:
            kind = LetterKind.HOW_IS_IT_GOING
        page = LetterPage.note(kind, found.partner_id, found.partner_name or "", found.id, found.patient_ref)
        self.app.push_screen(page, self._done)

    def action_thank(self) -> None:
        """Note that the partner was thanked today."""
        found = self._referral
        if found is None or found.partner_id is None:
            self.say("There is no partner here to thank.")
        else:
            self.do(self._thank(found.partner_id, found.partner_name or ""))

    def action_edit(self) -> None:
        """Correct what was written."""
        found = self._referral
        if found is not None:
            from tui_tracker.screens.referral_form import ReferralForm

            self.app.push_screen(ReferralForm(referral=found), self._done)

    def action_quality(self) -> None:
        """Note how it went and what it brought."""
        found = self._referral
        if found is not None:
            from tui_tracker.screens.quality_form import QualityForm

            self.app.push_screen(QualityForm(found), self._done)

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self.do(self._undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.do(self._redo())

    async def _load(self) -> None:
        house = self.house()
        found = await house.desk(referrals.referral, self._referral_id)
        if found is None:
            self.dismiss(self._last)
            return
        self._referral = found
        self._timeline = await house.desk(timeline, self._referral_id, house.today, house.settings.time_zone)
        self._promises = await house.desk(board_service.promises_of, self._referral_id, house.today, house.settings)
        slow = await house.desk(slow_referrals, [self._referral_id], house.today, house.settings)
        self._slow = slow.get(self._referral_id)
        self._show()

    async def _report(self, found: Referral) -> None:
        form = await _report_form(self.house(), found, self._promises)
        if self.is_current:  # a key pressed twice opens one form
            self.app.push_screen(form, self._done)

    async def _letters(self, found: Referral) -> None:
        from tui_tracker.screens.letter_page import LetterPage
        from tui_tracker.services.reports import reports_of

        house = self.house()
        reports = await house.desk(reports_of, found.id)
        partner = (found.partner_id or 0, found.partner_name or "")
        if not reports:
            self.say("No report went out yet; p writes one.")
            return
        page = LetterPage.of_reports(reports, partner, found.patient_ref, house.today)
        if self.is_current:
            self.app.push_screen(page, self._done)

    def _show(self) -> None:
        if self._referral is None:
            return
        panel = self.query_one("#lines", TextPanel)
        width = max(20, self.query_one("#page").scrollable_content_region.width)
        lines = referral_lines(self._referral, self._timeline, self._promises, self.house().today, width, self._slow)
        panel.styles.height = len(lines)
        panel.show(lines)
        panel.refresh()

    def _done(self, said: Any) -> None:
        """Something was written: show it here and below, and say so."""
        if said is not None:
            self._last = str(said)
            self.house().changed()
            self.do(self._load())
            self.say(str(said))

    async def _shift(self, by: int) -> None:
        from tui_tracker.screens.boards import ReferralBoard
        from tui_tracker.screens.move_form import MoveForm

        found = self._referral
        if found is None:
            return
        board = ReferralBoard(self.house(), found.flow)
        target = await board.beside(found.id, found.stage, by)
        if target is None:
            self.say(f"There is no stage {'after' if by > 0 else 'before'} this one.")
        elif target in board.asides:
            form = MoveForm(found.id, stage=target)
            self.app.push_screen(form, lambda said: follow(self, form.moved, said, self._done))
        else:
            follow(self, {found.id: target}, f"{await board.move({found.id: target})}. u undoes it.", self._done)

    async def _thank(self, partner_id: int, name: str) -> None:
        from tui_tracker.services.touchpoints import thank

        house = self.house()
        await house.desk(thank, house.doing(), partner_id, house.today)
        self._done(f"Thanked {name}. u undoes it, T writes a note.")

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        change = await self.house().desk(undo, self.house().doing())
        self._done(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        from tui_tracker.services.history import redo

        change = await self.house().desk(redo, self.house().doing())
        self._done(f"Done again: {change.label}.")

    def _speak(self, text: str, *, bad: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(text)


async def owed_report(house: TuiTracker, referral_id: int) -> ReportForm | None:
    """The form of the report that is owed next on a referral; None where that is gone, or no partner referred."""
    found = await house.desk(referrals.referral, referral_id)
    if found is None or found.flow != Flow.INBOUND or found.partner_id is None:
        return None
    return await _report_form(
        house, found, await house.desk(board_service.promises_of, referral_id, house.today, house.settings)
    )


async def _report_form(house: TuiTracker, found: Referral, promises: Sequence[PromiseState]) -> ReportForm:
    from tui_tracker.screens.report_form import ReportForm
    from tui_tracker.services.agreements import agreement_of
    from tui_tracker.services.reports import reports_of, undone_report

    reports = await house.desk(reports_of, found.id)
    undone = await house.desk(undone_report, found.id, house.who)
    agreement = None if found.partner_id is None else await house.desk(agreement_of, found.partner_id)
    return ReportForm(found, _next_report(found, promises), reports=reports, agreement=agreement, undone=undone)


def _next_report(found: Referral, promises: Sequence[PromiseState]) -> str:
    """The furthest kind that is owed, which keeps the promises before it too, else the one that fits the stage."""
    owed = {_OWED_REPORT[promise.kind] for promise in promises if promise.kind in _OWED_REPORT}
    furthest = [kind for kind in ReportKind if kind in owed]
    return str(furthest[-1] if furthest else _REPORT_AT.get(found.stage, ReportKind.ACKNOWLEDGEMENT))


_KEYS = "m move  p report  l letters  t thank  T note  e edit  v value  ? help  esc"
