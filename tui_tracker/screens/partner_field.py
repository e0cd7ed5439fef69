"""One field of a partner, edited where it stands on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tui_tracker.domain.partner_page import link_words
from tui_tracker.domain.records import Link, Partner
from tui_tracker.domain.words import GiveKind, LinkKind, label
from tui_tracker.screens.base import style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.partner_form import Known, PartnerForm
from tui_tracker.widgets.form import Field

_NO_YES = (("", "no"), ("yes", "yes"))
_LIKE = "likes_"


class PartnerFieldForm(PartnerForm):
    """Only these fields of a partner, in a small box. Gives what to say, as the whole form does."""

    CSS_PATH = [style_file("form"), style_file("partner_field")]
    KEYS: ClassVar[str] = "enter goes on, and saves after the last · esc leaves"

    def __init__(self, known: Known, partner: Partner, names: Sequence[str]) -> None:
        super().__init__(known, partner)
        self.heading = partner.name
        self.kept_as = f"partner {partner.id} {' '.join(names)}"
        self._names = tuple(names)
        self._likes = partner.likes

    def fields(self) -> Sequence[Field]:
        """Those of the whole form that were asked for; what they value is a choice for each kind of give."""
        if self._names == ("likes",):
            return [
                Field(f"{_LIKE}{kind}", label(kind).capitalize(), "yes" if kind in self._likes else "", choices=_NO_YES)
                for kind in GiveKind
            ]
        return [field for field in super().fields() if field.name in self._names]

    def changed_fields(self) -> dict[str, object]:
        """What was changed, as the service takes it."""
        if self._names != ("likes",):
            return dict(self.form.changes())
        return {"likes": [kind.value for kind in GiveKind if self.form.value(f"{_LIKE}{kind}") == "yes"]}


class LinkForm(FormModal):
    """What kind of tie one is, as it reads from the partner `here`. Gives what to say."""

    CSS_PATH = [style_file("form"), style_file("partner_field")]
    KEYS: ClassVar[str] = "left right choose · enter saves · esc leaves"

    def __init__(self, link: Link, here: int) -> None:
        super().__init__(link.to_name if link.from_id == here else link.from_name, kept_as=f"link {link.id}")
        self._link = link
        self._outward = link.from_id == here

    def fields(self) -> Sequence[Field]:
        """The kind."""
        kinds = tuple((kind.value, link_words(kind, outward=self._outward)) for kind in LinkKind)
        return [Field("kind", "The tie", self._link.kind, choices=kinds)]

    async def save(self, values: dict[str, str]) -> str:
        """Change it. Raises Refused where they are tied so already."""
        from tui_tracker.services.links import change_link

        house = self.house()
        done = await house.desk(change_link, house.doing(), self._link.id, values["kind"])
        return f"{done}. u undoes it." if done else "Nothing was changed."
