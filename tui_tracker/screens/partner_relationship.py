"""What the Partners screen opens about the relationship itself: reasons, questions, ideas, the circle, the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.partner_page import PageFields, PageWhy, TimelineEntry
from tui_tracker.domain.records import Agreement, Contact, Incident, Link
from tui_tracker.domain.words import AgendaKind
from tui_tracker.screens.base import LogAbout
from tui_tracker.screens.partner_actions import PartnerActions
from tui_tracker.services import partners as partner_service


class PartnerRelationship(PartnerActions):
    """The keys for the relationship with the partner that is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why", "why", id="partners.why"),
        Binding("W", "standing", "who we are to them", show=False, id="partners.standing"),
        Binding("v", "ideas", "ideas for a next give", show=False, id="partners.ideas"),
        Binding("C", "circle", "inner circle", show=False, id="partners.circle"),
        Binding("I", "incidents", "all incidents with them", show=False, id="partners.incidents"),
        Binding("dollar_sign", "ledger", "gift ledger", show=False, key_display="$", id="partners.ledger"),
    ]

    def log_about(self) -> LogAbout:
        """The partner, and the contact where the cursor is on one."""
        record = self.record_here()
        contact = (record.id, record.name) if isinstance(record, Contact) and record.active else None
        return LogAbout(self.shown(), contact=contact)

    def action_why(self) -> None:
        """How warm it is and why, and whether we may ask."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.why import open_why

            self.do(open_why(self, partner[0]))

    def action_standing(self) -> None:
        """Who we are to them today, asked step by step."""
        partner = self._partner_or_say()
        if partner is not None:
            self.do(self._standing(partner[0]))

    def action_ideas(self) -> None:
        """What we might give next."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.give_ideas import GiveIdeas

            self.app.push_screen(GiveIdeas(partner), self._saved)

    def action_circle(self) -> None:
        """The ten places of the inner circle."""
        from tui_tracker.screens.inner_circle import InnerCircleScreen

        self.app.push_screen(InnerCircleScreen(self.shown()), self._opened)

    def action_incidents(self) -> None:
        """Every incident with this partner, open and closed."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.incidents import IncidentsScreen

            self.app.push_screen(IncidentsScreen(partner), self._saved)

    def action_ledger(self) -> None:
        """The gift ledger, which stands apart."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.gift_ledger import GiftLedger

            self.app.push_screen(GiftLedger(partner), self._saved)

    def action_edit(self) -> None:
        """The field under the cursor of the page, else what every page edits."""
        record = self.record_here()
        if isinstance(record, PageFields):
            self.edit_fields(record.names)
        elif isinstance(record, PageWhy):
            self.say("This is worked out from what you log; w shows how.")
        elif isinstance(record, Link):
            self._edit_link(record)
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.FOLLOW_UP and record.record_id is not None:
            self.do(self._edit_follow_up(record.record_id))
        else:
            super().action_edit()

    def open_line(self, record: object) -> None:
        """Open what a line of the page stands for, or edit it where there is nothing to open."""
        here = self.shown()
        if isinstance(record, Link) and here is not None:
            self.open_partner(record.to_id if record.from_id == here[0] else record.from_id)
        elif isinstance(record, AgendaLine) and record.referral_id is not None:
            self.open_referral(record.referral_id)
        elif isinstance(record, TimelineEntry):
            self.open_entry(record, answering=True)
        elif isinstance(record, PageWhy):
            self.action_why()
        elif isinstance(record, Contact | Agreement | Incident | PageFields):
            self.action_edit()
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.INCIDENT and record.record_id is not None:
            self.answer_incident(record.record_id)
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.AGREEMENT_REVIEW:
            self.open_agreement(reviewing=record.days_late >= 0)
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.FOLLOW_UP:
            self.action_edit()
        elif isinstance(record, AgendaLine):
            self.say("o logs what you did.")
        else:
            self.say("e edits; o logs a touchpoint.")

    def edit_fields(self, names: Sequence[str]) -> None:
        """Edit only these fields of the partner."""
        partner = self._partner_or_say()
        if partner is not None:
            self.do(self._edit_fields(partner[0], names))

    def _edit_link(self, link: Link) -> None:
        from tui_tracker.screens.partner_field import LinkForm

        partner = self._partner_or_say()
        if partner is not None:
            self.app.push_screen(LinkForm(link, partner[0]), self._saved)

    async def _edit_follow_up(self, follow_up_id: int) -> None:
        from tui_tracker.screens.partner_form import FollowUpForm
        from tui_tracker.services.follow_ups import open_follow_up

        found = await self.house().desk(open_follow_up, follow_up_id)
        self.app.push_screen(FollowUpForm((found.partner_id, found.partner_name), found), self._saved)

    def _opened(self, partner_id: Any) -> None:
        if partner_id is not None:
            self.open_partner(partner_id)

    async def _standing(self, partner_id: int) -> None:
        from tui_tracker.screens.standing import StandingQuestions

        partner = await self.house().desk(partner_service.partner, partner_id)
        if partner is None:
            self.say("This partner is no longer there.", bad=True)
        else:
            self.app.push_screen(StandingQuestions(partner), self._saved)

    async def _edit_fields(self, partner_id: int, names: Sequence[str]) -> None:
        from tui_tracker.screens.partner_field import PartnerFieldForm
        from tui_tracker.screens.partner_form import known_words

        house = self.house()
        partner = await house.desk(partner_service.partner, partner_id)
        if partner is None:
            self.say("This partner is no longer there.", bad=True)
            return
        form = PartnerFieldForm(await house.desk(known_words), partner, names)
        if form.fields():
            self.app.push_screen(form, self._saved)
        else:
            self.say("There is nobody to choose between yet: : and our team adds members.")
