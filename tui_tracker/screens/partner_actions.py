"""What can be done about the partner that the Partners screen shows."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.partner_page import EntryKind, TimelineEntry
from tui_tracker.domain.records import Agreement, Contact, Incident, Link, Partner
from tui_tracker.domain.words import AgendaKind, Direction, Intent
from tui_tracker.screens.base import MainScreen
from tui_tracker.services import partners as partner_service


class PartnerActions(MainScreen):
    """The keys that change something; what they change, `shown` and `record_here` tell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="partners.add"),
        Binding("e", "edit", "edit", id="partners.edit"),
        Binding("r", "referral", "referral", id="partners.referral"),
        Binding("t", "thank", "thank", id="partners.thank"),
        Binding("T", "note", "write a thank-you note", show=False, id="partners.note"),
        Binding("f", "follow_up", "follow-up", id="partners.follow_up"),
        Binding("d", "done", "follow-up done, incident closed", show=False, id="partners.done"),
        Binding("i", "incident", "note an incident", show=False, id="partners.incident"),
        Binding("c", "contact", "add a contact", show=False, id="partners.contact"),
        Binding("L", "link", "link to another partner", show=False, id="partners.link"),
        Binding("E", "agreement", "what is agreed with them", show=False, id="partners.agreement"),
        Binding("asterisk", "advocate", "contact speaks for us, or not", show=False, id="partners.advocate"),
        Binding("D", "departed", "contact has left, or is back", show=False, id="partners.departed"),
        Binding("A", "archive", "archive, or bring back", show=False, id="partners.archive"),
        Binding("x", "remove", "remove what the cursor is on", show=False, id="partners.remove"),
    ]

    def shown(self) -> tuple[int, str] | None:
        """The partner that things are done to, as (id, name)."""
        raise NotImplementedError

    def record_here(self) -> object:
        """What the line under the cursor of the page stands for; None while the cursor is in the list."""
        raise NotImplementedError

    def open_partner(self, partner_id: int) -> None:
        """Show another partner."""
        raise NotImplementedError

    def action_add(self) -> None:
        """A new partner."""
        self.do(self._open_form(None))

    def action_edit(self) -> None:
        """The touchpoint or contact under the cursor of the page, else the partner."""
        record = self.record_here()
        partner = self._partner_or_say()
        if partner is None:
            return
        if isinstance(record, Contact):
            from tui_tracker.screens.partner_form import ContactForm

            self.app.push_screen(ContactForm(partner, record), self._saved)
        elif isinstance(record, TimelineEntry):
            self.open_entry(record)
        elif isinstance(record, Agreement):
            self.action_agreement()
        elif isinstance(record, Incident):
            self.answer_incident(record.id)
        else:
            self.do(self._open_form(partner[0]))

    def open_entry(self, entry: TimelineEntry, *, answering: bool = False) -> None:
        """Open what happened: a touchpoint to be changed, or, `answering`, an ask to note its answer; a referral."""
        if entry.kind == EntryKind.TOUCHPOINT:
            self.do(self._open_touchpoint(entry.id, answering))
        elif entry.kind == EntryKind.REFERRAL:
            self.open_referral(entry.id)
        else:
            self.say("A report is changed on its referral: put the cursor there and press enter.")

    def open_referral(self, referral_id: int) -> None:
        """Open a referral's page."""
        from tui_tracker.screens.referral_page import ReferralPage

        self.app.push_screen(ReferralPage(referral_id), self._saved)

    def action_referral(self) -> None:
        """A new referral of this partner."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.referral_form import ReferralForm

            self.app.push_screen(ReferralForm(partner), self._saved)

    def action_thank(self) -> None:
        """Thank this partner today."""
        partner = self._partner_or_say()
        if partner is not None:
            self.do(self._thank(partner))

    def action_note(self) -> None:
        """A thank-you note to this partner."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.letter_page import LetterPage

            self.app.push_screen(LetterPage.note("thank_you", *partner), self._saved)

    def action_follow_up(self) -> None:
        """Promise a next step."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.partner_form import FollowUpForm

            self.app.push_screen(FollowUpForm(partner), self._saved)

    def action_done(self) -> None:
        """The follow-up under the cursor is done, or the incident there is closed."""
        record = self.record_here()
        if isinstance(record, Incident):
            self.do(self._close(record.id))
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.INCIDENT and record.record_id is not None:
            self.do(self._close(record.record_id))
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.FOLLOW_UP and record.record_id is not None:
            self.do(self._done(record.record_id))
        else:
            self.say("Put the cursor on a follow-up of the page first (tab goes there); f adds one.")

    def action_incident(self) -> None:
        """A difficult situation with this partner."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.incident_form import NewIncidentForm

            self.app.push_screen(NewIncidentForm(partner), self._saved)

    def answer_incident(self, incident_id: int) -> None:
        """Write down what the partner was told."""
        from tui_tracker.screens.incident_form import IncidentForm

        self.app.push_screen(IncidentForm(incident_id), self._saved)

    def action_agreement(self) -> None:
        """What is agreed with this partner."""
        self.open_agreement(reviewing=False)

    def open_agreement(self, *, reviewing: bool) -> None:
        """Write down what is agreed, or look at it again because its day has come."""
        partner = self._partner_or_say()
        if partner is not None:
            self.do(self._open_agreement(partner, reviewing))

    def action_contact(self) -> None:
        """A new person in this partner's office."""
        partner = self._partner_or_say()
        if partner is not None:
            from tui_tracker.screens.partner_form import ContactForm

            self.app.push_screen(ContactForm(partner), self._saved)

    def action_advocate(self) -> None:
        """The contact under the cursor speaks for us, or no longer does."""
        record = self.record_here()
        if isinstance(record, Contact):
            self.do(self._change_contact(record.id, "set_advocate", not record.advocate))
        else:
            self.say("Put the cursor on a contact of the page first (tab goes there); c adds one.")

    def action_departed(self) -> None:
        """The contact under the cursor has left, or is back."""
        record = self.record_here()
        if isinstance(record, Contact):
            self.do(self._change_contact(record.id, "set_contact_active", not record.active))
        else:
            self.say("Put the cursor on a contact of the page first (tab goes there); c adds one.")

    def action_link(self) -> None:
        """Tie this partner to another."""
        partner = self._partner_or_say()
        if partner is not None:
            self.do(self._open_link(partner))

    def action_archive(self) -> None:
        """Put this partner away, or bring it back."""
        partner = self._partner_or_say()
        if partner is not None:
            self.do(self._archive(partner[0]))

    def action_remove(self) -> None:
        """Remove the touchpoint, follow-up, contact, link or agreement under the cursor of the page."""
        record = self.record_here()
        if isinstance(record, TimelineEntry) and record.kind == EntryKind.TOUCHPOINT:
            self.do(self._remove_touchpoint(record.id))
        elif isinstance(record, Contact | Link | Agreement):
            self.do(self._remove(record))
        elif isinstance(record, AgendaLine) and record.kind == AgendaKind.FOLLOW_UP and record.record_id is not None:
            self.do(self._drop(record.record_id))
        else:
            self.say("Put the cursor on a touchpoint, follow-up, contact, link or agreement of the page first (tab).")

    def _partner_or_say(self) -> tuple[int, str] | None:
        found = self.shown()
        if found is None:
            self.say("There is no partner here; a adds one.")
        return found

    async def _open_form(self, partner_id: int | None) -> None:
        from tui_tracker.screens.partner_form import PartnerForm, known_words

        house = self.house()
        partner: Partner | None = None
        if partner_id is not None:
            partner = await house.desk(partner_service.partner, partner_id)
            if partner is None:
                self.say("This partner is no longer there.", bad=True)
                return
        known = await house.desk(known_words)
        self.app.push_screen(PartnerForm(known, partner), self._saved)

    async def _open_touchpoint(self, touchpoint_id: int, answering: bool) -> None:
        from tui_tracker.screens.partner_form import TouchpointForm
        from tui_tracker.services.names import find_people
        from tui_tracker.services.touchpoints import entry, touch

        house = self.house()
        touchpoint = await house.desk(touch, touchpoint_id)
        if answering and touchpoint.direction == Direction.OURS and Intent.ASK in touchpoint.intents:
            from tui_tracker.screens.answer_form import AnswerForm

            self.app.push_screen(AnswerForm(touchpoint), self._saved)
            return
        together = await house.desk(entry, touchpoint.entry_id)
        people = (await house.desk(find_people, [touchpoint.partner_id]))[touchpoint.partner_id]
        self.app.push_screen(TouchpointForm(touchpoint, len(together), people), self._saved)

    async def _open_agreement(self, partner: tuple[int, str], reviewing: bool) -> None:
        from tui_tracker.screens.agreement_form import agreement_form

        self.app.push_screen(await agreement_form(self.house(), partner, reviewing=reviewing), self._saved)

    async def _open_link(self, partner: tuple[int, str]) -> None:
        from tui_tracker.screens.link_form import LinkScreen

        found = await self.house().desk(partner_service.partner, partner[0])
        self.app.push_screen(LinkScreen(partner, found.kind if found else ""), self._saved)

    def _saved(self, result: Any) -> None:
        """A form was saved and gave what to say, or it was left (None)."""
        if result is None:
            return
        if isinstance(result, partner_service.Added):
            self.house().open_partner = result.id
            self._tell(f"{result.label}.")
        else:
            self.house().changed()
            self.say(str(result))

    def _tell(self, text: str) -> None:
        """What was done: load again, and say it."""
        self.house().changed()
        self.say(f"{text} u undoes it.")

    async def _thank(self, partner: tuple[int, str]) -> None:
        from tui_tracker.services.touchpoints import thank

        house = self.house()
        logged = await house.desk(thank, house.doing(), partner[0], house.today)
        self.house().changed()
        self.say(f"{logged.label}. u undoes it, T writes a note.")

    async def _done(self, follow_up_id: int) -> None:
        from tui_tracker.services.follow_ups import finish_follow_up

        house = self.house()
        await house.desk(finish_follow_up, house.doing(), follow_up_id)
        self._tell("Done.")

    async def _close(self, incident_id: int) -> None:
        from tui_tracker.services.incidents import close_incident

        house = self.house()
        await house.desk(close_incident, house.doing(), incident_id, house.today)
        self._tell("Closed the incident.")

    async def _change_contact(self, contact_id: int, how: str, on: bool) -> None:
        from tui_tracker.services import contacts

        house = self.house()
        act = contacts.set_advocate if how == "set_advocate" else contacts.set_contact_active
        self._tell(f"{await house.desk(act, house.doing(), contact_id, on)}.")

    async def _drop(self, follow_up_id: int) -> None:
        from tui_tracker.services.follow_ups import drop_follow_up

        house = self.house()
        await house.desk(drop_follow_up, house.doing(), follow_up_id)
        self._tell("Dropped the follow-up.")

    async def _archive(self, partner_id: int) -> None:
        house = self.house()
        partner = await house.desk(partner_service.partner, partner_id)
        put_away = partner is not None and partner.archived_on is not None
        act = partner_service.unarchive_partner if put_away else partner_service.archive_partner
        self._tell(f"{await house.desk(act, house.doing(), partner_id)}.")

    async def _remove_touchpoint(self, touchpoint_id: int) -> None:
        from tui_tracker.services.touchpoints import delete_touchpoint

        house = self.house()
        await house.desk(delete_touchpoint, house.doing(), touchpoint_id)
        self._tell("Removed the touchpoint.")

    async def _remove(self, record: Contact | Link | Agreement) -> None:
        from tui_tracker.services.agreements import remove_agreement
        from tui_tracker.services.contacts import remove_contact
        from tui_tracker.services.links import remove_link

        house = self.house()
        if isinstance(record, Agreement):
            done = await house.desk(remove_agreement, house.doing(), record.partner_id)
        else:
            act = remove_contact if isinstance(record, Contact) else remove_link
            done = await house.desk(act, house.doing(), record.id)
        self._tell(f"{done}.")
