"""The form for what is agreed with a partner, and for looking at it again when its day has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.agreement_card import CardLine, card_brief, card_summary
from tui_tracker.domain.days import typed_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Agreement
from tui_tracker.domain.settings import PromiseDays, Settings
from tui_tracker.domain.words import Channel
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.widgets.form import Field, word_choices

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker

_NOTE_LINES = 3
_DAY_HINT = "6m, 1y, 12/1 or 2026-12-01"


class AgreementForm(FormModal):
    """What a partner and we have agreed. Gives what to say.

    With `reviewing` it begins at the next review, and is saved only once that has a new day or none.
    """

    def __init__(
        self,
        partner: tuple[int, str],
        agreement: Agreement | None,
        defaults: PromiseDays,
        card: tuple[str, ...] = (),
        *,
        reviewing: bool = False,
    ) -> None:
        super().__init__(f"The agreement with {partner[1]}", kept_as=f"agreement {partner[0]}")
        self._partner_id, self._partner_name = partner
        self._agreement = agreement
        self._defaults = defaults
        self._card = card
        self._reviewing = reviewing and agreement is not None

    def above(self) -> Iterator[Widget]:
        """How we kept what was promised, where anything fell due."""
        if self._card:
            yield Static("\n".join(self._card), id="card", markup=False)

    def on_mount(self) -> None:
        """A review begins at the day of the next one; what is agreed stands above it."""
        if self._reviewing:
            self.call_after_refresh(self._begin_review)

    def fields(self) -> Sequence[Field]:
        """How they refer, how soon, how we report, and when to look at it again."""
        return [
            Field("formal", "It is", self._of("formal") or "no", choices=(("no", "informal"), ("yes", "formal"))),
            self._text("how_to_refer", "They refer by", "fax 207-555-0101, or call Ann"),
            *self._promises(),
            *self._reports(),
            Field("", "How we report"),
            self._text("format", "In what form", "one page, findings first"),
            Field("channel", "By", self._of("channel"), choices=word_choices(list(Channel), unknown="not said")),
            self._text("copied_to", "Copied to", "names, with commas"),
            self._text("consent", "Consent", "how and when the patient agrees that we report"),
            Field("", "Afterwards"),
            Field("review_on", "Next review", self._of("review_on"), hint=_DAY_HINT),
            Field("note", "Note", self._of("note"), lines=_NOTE_LINES),
        ]

    async def save(self, values: dict[str, str]) -> str:
        """Keep what was changed. Raises Refused for the field that is wrong."""
        from tui_tracker.services.agreements import set_agreement

        house = self.house()
        changes: dict[str, Any] = dict(self.form.changes())
        if "review_on" in changes:
            ask = f"Write the day as {_DAY_HINT}, or nothing."
            changes["review_on"] = typed_day(changes["review_on"], house.today, "review_on", ask, coming=True)
        elif self._reviewing:
            raise Refused("Write the day on which you look at it again, such as 6m, or nothing for none.", "review_on")
        changed = await house.desk(set_agreement, house.doing(), self._partner_id, changes)
        return f"Saved the agreement with {self._partner_name}. u undoes it." if changed else "Nothing was changed."

    def _begin_review(self) -> None:
        self.form.focus_field("review_on")
        self.say("Look through it together, change what has changed, and set the next day. ctrl+s saves.")

    def _promises(self) -> list[Field]:
        days = self._defaults
        soon = f"urgent {days.first_visit_urgent}, emergency {days.first_visit_emergency}"
        return [
            Field("", "What we promise, in days from the referral"),
            self._days("first_contact", "First contact", days.first_contact, "with the patient"),
            self._days("acknowledgement", "Acknowledging", days.acknowledgement),
            self._days("thank_you", "Thank-you", days.thank_you),
            self._days("first_visit", "First visit", days.first_visit, soon),
        ]

    def _reports(self) -> list[Field]:
        days = self._defaults
        return [
            Field("", "Reports, in days"),
            self._days("initial_report", "Initial", days.initial_report, "from the first visit"),
            self._days("progress_report", "Progress", days.progress_report, "from the last report"),
            self._days("final_report", "Final", days.final_report, "from the end of care"),
        ]

    def _days(self, promise: str, shown: str, default: int, more: str = "") -> Field:
        hint = f"{default} unless you write another"
        return Field(f"{promise}_days", shown, self._of(f"{promise}_days"), hint=f"{hint}; {more}" if more else hint)

    def _text(self, name: str, shown: str, hint: str) -> Field:
        """A line; a box where what is there has several, which an import can bring."""
        value = self._of(name)
        return Field(name, shown, value, hint=hint, lines=_NOTE_LINES if "\n" in value else 1)

    def _of(self, name: str) -> str:
        value = None if self._agreement is None else getattr(self._agreement, name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else str(value)


async def agreement_form(house: TuiTracker, partner: tuple[int, str], *, reviewing: bool = False) -> AgreementForm:
    """The form for a partner, (id, name), with what is agreed so far in it, and above it how we kept it."""
    from tui_tracker.services.agreements import agreement_of, card_of

    found = await house.desk(agreement_of, partner[0])
    card = measured(await house.desk(card_of, partner[0], house.today, house.settings), house.settings)
    return AgreementForm(partner, found, house.settings.promises, card, reviewing=reviewing)


def measured(card: Sequence[CardLine], settings: Settings) -> tuple[str, ...]:
    """The card's figures as two texts: all together, and kind by kind; none where nothing fell due."""
    summary = card_summary(card, settings.warmth.promise_days)
    return (summary.partition(";")[0] + ":", card_brief(card)) if summary else ()
