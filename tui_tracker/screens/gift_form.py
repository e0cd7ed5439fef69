"""Noting a gift for one or several partners, and changing an entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.money import money_text
from tui_tracker.domain.quicklog_names import describe, mention
from tui_tracker.domain.records import Gift, PartnerName
from tui_tracker.domain.text import listed
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.move_form import read_past
from tui_tracker.services import gifts
from tui_tracker.widgets.form import Field, Form

_FIELDS = {"partner_ids": "who", "partner_id": "who"}


class GiftForm(FormModal):
    """A new gift, for `partner` (id, name) to begin with, or `gift` to be changed; gives what to say, or None.

    Past the cap it asks: saving the same once more says that it is meant.
    """

    def __init__(self, *, partner: tuple[int, str] | None = None, gift: Gift | None = None) -> None:
        whom = gift.partner_id if gift else partner[0] if partner else ""
        super().__init__(
            f"Gift for {gift.partner_name}" if gift else "A gift or meal",
            kept_as=f"gift {'edit ' if gift else ''}{gift.id if gift else whom}",
        )
        self._gift = gift
        self._partner = partner
        self._asked: dict[str, str] | None = None

    def above(self) -> Iterator[Widget]:
        """Who is meant, as it is typed."""
        yield Static("", id="found", markup=False)

    def fields(self) -> Sequence[Field]:
        """For whom, when, what it was, and how much for each."""
        one = self._gift
        named = (one.partner_id, one.partner_name) if one else self._partner
        who = mention(PartnerName(*named, "", ""), numbered=True) if named else ""
        return (
            Field("who", "For whom", who, hint="@lee, or several: @lee @roe"),
            Field("day", "Day", one.day.isoformat() if one else "today", hint="today, fri, -3d, 11/18 or 2026-11-18"),
            Field("what", "What", one.what if one else "", hint="lunch for the staff"),
            Field("amount", "Amount", money_text(one.amount_cents) if one else "", hint="for each person, as 42.50"),
        )

    def on_mount(self) -> None:
        """Say who is filled in; begin with what is not."""
        super().on_mount()
        if self._gift is None and self._partner is not None:
            self.form.focus_field("day")
        self._look_later()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Say who is meant, as it is typed."""
        super().on_form_changed(event)
        if event.name == "who":
            self._look_later()

    async def save(self, values: dict[str, str]) -> str:
        """Note or change it. Raises Refused for the field that is wrong, and to ask past the cap."""
        insisted = values == self._asked
        try:
            noted = await self._save_as(values, insisted)
        except Questioned as questioned:
            self._asked = dict(values)
            raise Refused(questioned.message, "amount") from None
        except Refused as refused:
            self._asked = None
            raise Refused(refused.message, _FIELDS.get(refused.field or "", refused.field)) from None
        if noted.change_id is None:
            return "Nothing was changed."
        return f"{noted.label}{f'. {noted.sums}' if noted.sums else ''}. u undoes it."

    async def _save_as(self, values: dict[str, str], insisted: bool) -> gifts.Noted:
        house = self.house()
        whom = await self._whom(values["who"])
        draft: dict[str, Any] = {
            "day": read_past(values["day"], house.today),
            "what": values["what"],
            "amount": values["amount"],
        }
        if self._gift is None:
            draft["partner_ids"] = whom
            return await house.desk(gifts.add_gift, house.doing(), draft, house.settings, confirmed=insisted)
        if len(whom) > 1:
            raise Refused("An entry is for one partner; add another for the others.", "who")
        draft = {name: draft[name] for name in self.form.changes() if name in draft}
        if whom[0] != self._gift.partner_id:
            draft["partner_id"] = whom[0]
        doing, settings = house.doing(), house.settings
        return await house.desk(gifts.edit_gift, doing, self._gift.id, draft, settings, confirmed=insisted)

    async def _whom(self, text: str) -> list[int]:
        """The ids of those who are meant; whom it was filled in with stays meant, archived or not."""
        named = (self._gift.partner_id, self._gift.partner_name) if self._gift else self._partner
        if named is not None and text.strip() == self.fields()[0].value:
            return [named[0]]
        return [one.id for one in await self.house().desk(gifts.partners_called, text)]

    def _look_later(self) -> None:
        self.run_worker(self._guarded(self._look()), group="look", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        text = self.form.value("who")
        told = ""
        if text.strip():
            try:
                whom = await self.house().desk(gifts.partners_called, text)
                told = f"For {listed([describe(one) for one in whom], 'and')}"
                if len(whom) > 1:
                    told += f": {len(whom)} entries, the amount for each"
            except Refused as refused:
                told = refused.message
        self.query_one("#found", Static).update(told)
