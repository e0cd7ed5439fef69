"""The forms of the Partners screen: a partner, a contact, a follow-up, a touchpoint that is changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tui_tracker.domain.days import needed_day, spell
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog_people import Person
from tui_tracker.domain.records import Contact, FollowUp, Member, Partner, Touchpoint
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.domain.words import Channel, Direction, GiveKind, Intent, PartnerKind, Stage, Standing, Tier
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.services import contacts as contact_service
from tui_tracker.services import partners as partner_service
from tui_tracker.services.partners import Added, NameTaken
from tui_tracker.widgets.form import Field, word_choices

if TYPE_CHECKING:
    from tui_tracker.domain.drafts_touchpoint import TouchpointEdit
    from tui_tracker.domain.partner_page import NewTie

_DAY_HINT = "2w, fri, 12/1 or 2026-12-01"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known already and completes what is typed."""

    specialties: Sequence[str] = ()
    areas: Sequence[str] = ()
    members: Sequence[Member] = ()


def known_words() -> Known:
    """Read what completes a partner's form."""
    from tui_tracker.services.practice import members

    return Known(partner_service.specialties(), partner_service.areas(), members())


class PartnerForm(FormModal):
    """A new partner, or the fields of one. Gives `Added` for a new one, the label for a changed one."""

    def __init__(self, known: Known, partner: Partner | None = None, *, fill: Mapping[str, str] | None = None) -> None:
        """`fill` is what the fields of a new partner begin with."""
        title = "A new partner" if partner is None else f"Edit {partner.name}"
        new = " ".join(("partner", *(fill or {}).values()))
        super().__init__(title, kept_as=new if partner is None else f"partner {partner.id}")
        self._known = known
        self._partner = partner
        self._fill = fill or {}
        self._doubtful: tuple[str, ...] | None = None

    def fields(self) -> Sequence[Field]:
        """The most useful first: a name is enough. What is learned with time is asked for when it is edited."""
        if self._partner is None:
            hint = "part of a partner’s name; empty where nobody did"
            introduced = Field("introduced_by", "Introduced by", self._of("introduced_by"), hint=hint)
            return [*self._first(), *self._contact(), introduced, Field("note", "Note", lines=3)]
        return [*self._first(), *self._contact(), *self._address(), *self._relationship()]

    async def save(self, values: dict[str, str]) -> Added | str:
        """Add or change the partner; a name that is here already is kept twice when it is saved again as it is."""
        house = self.house()
        named = tuple(fold(values.get(name) or self._of(name)) for name in ("name", "area"))
        certain = self._doubtful == named
        try:
            if self._partner is None:
                return await self.add(values, certain)
            changed = await house.desk(
                partner_service.edit_partner,
                house.doing(),
                self._partner.id,
                self.changed_fields(),
                duplicate_ok=certain,
            )
        except NameTaken:
            self._doubtful = named
            raise
        name = clean_line(values.get("name") or self._of("name"))
        return f"Saved {name}. u undoes it." if changed else "Nothing was changed."

    async def add(self, values: dict[str, str], certain: bool) -> Added:
        """Add the partner; `certain` where a name that is here already is meant."""
        house = self.house()
        ties = await self.ties(values)
        return await house.desk(partner_service.add_partner, house.doing(), values, duplicate_ok=certain, ties=ties)

    async def ties(self, values: dict[str, str]) -> tuple[NewTie, ...]:
        """The links that a new partner begins with, taken out of what was typed. May raise Refused."""
        name = values.pop("introduced_by", "")
        if not name.strip():
            return ()
        from tui_tracker.services.links import introduced_by

        return await self.house().desk(introduced_by, name)

    def changed_fields(self) -> Mapping[str, object]:
        """What was changed, as the service takes it."""
        return self.form.changes()

    def _of(self, name: str, otherwise: str = "") -> str:
        """A field of the partner as text; `otherwise` for a new one."""
        value = self._fill.get(name, otherwise) if self._partner is None else getattr(self._partner, name)
        return "" if value is None else str(value)

    def _first(self) -> list[Field]:
        kinds, tiers, stages = (word_choices(list(words)) for words in (PartnerKind, Tier, Stage))
        offered = "the right arrow takes what is offered"
        return [
            Field("name", "Name", self._of("name"), hint="Dr. Ann Lee"),
            Field("kind", "Kind", self._of("kind", PartnerKind.CLINICIAN), choices=kinds),
            Field(
                "specialty",
                "Specialty",
                self._of("specialty"),
                hint=f"Orthopedics; {offered}",
                suggestions=tuple(self._known.specialties),
            ),
            Field(
                "area",
                "Area",
                self._of("area"),
                hint=f"the town or district; {offered}",
                suggestions=tuple(self._known.areas),
            ),
            Field("tier", "Tier", self._of("tier", Tier.B), choices=tiers),
            Field("stage", "Stage", self._of("stage", Stage.PROSPECT), choices=stages),
        ]

    def _contact(self) -> list[Field]:
        return [
            Field("phone", "Phone", self._of("phone"), hint="207-555-0123"),
            Field("email", "Email", self._of("email"), hint="name@example.org"),
            Field("npi", "NPI", self._of("npi"), hint="ten digits"),
        ]

    def _address(self) -> list[Field]:
        return [
            Field("", "Where they are"),
            Field("address", "Address", self._of("address")),
            Field("city", "City", self._of("city")),
            Field("state", "State", self._of("state")),
            Field("postal_code", "Postal code", self._of("postal_code")),
        ]

    def _relationship(self) -> list[Field]:
        standings = word_choices(list(Standing), unknown="not said")
        marks = (("", "–"), *((str(mark), str(mark)) for mark in range(1, 6)))
        ranks = (("", "no"), *((str(rank), str(rank)) for rank in range(1, 11)))
        found = [
            Field("", "The relationship"),
            Field("standing", "We are their", self._of("standing"), choices=standings),
            Field("cadence_days", "Every … days", self._of("cadence_days"), hint="empty: as the tier says"),
            Field("inner_rank", "Inner circle", self._of("inner_rank"), choices=ranks),
            Field("fit_values", "Shared values", self._of("fit_values"), choices=marks),
            Field("fit_respect", "Respect", self._of("fit_respect"), choices=marks),
            Field("fit_personal", "Personal", self._of("fit_personal"), choices=marks),
            Field("cares_about", "Cares about", self._of("cares_about")),
        ]
        people = self._people()
        if len(people) > 1:
            found.append(Field("member_id", "Whose", self._of("member_id"), choices=people))
        found.append(Field("note", "Note", self._of("note"), lines=3))
        return found

    def _people(self) -> tuple[tuple[str, str], ...]:
        """Who may look after the partner: nobody, the members, and one who does and has left."""
        mine = self._of("member_id")
        known = [(str(one.id), one.name if one.active else f"{one.name} (has left)") for one in self._known.members]
        left = {str(one.id) for one in self._known.members if not one.active}
        return (("", "nobody"), *((key, name) for key, name in known if key not in left or key == mine))


class ContactForm(FormModal):
    """A person in a partner's office, new or changed. Gives what to say."""

    def __init__(self, partner: tuple[int, str], contact: Contact | None = None) -> None:
        where = partner[1]
        title = f"A new contact at {where}" if contact is None else f"{contact.name} at {where}"
        super().__init__(title, kept_as=f"contact {partner[0]} {contact.id if contact else ''}")
        self._partner_id = partner[0]
        self._contact = contact

    def fields(self) -> Sequence[Field]:
        """Who, what they do there, and how to reach them."""
        one = self._contact
        found = [
            Field("name", "Name", one.name if one else ""),
            Field("role", "Role", one.role if one else "", hint="referral coordinator, nurse, case manager …"),
            Field("phone", "Phone", one.phone if one else "", hint="207-555-0123"),
            Field("email", "Email", one.email if one else "", hint="name@example.org"),
            Field("advocate", "Speaks for us", _yes(one is not None and one.advocate), choices=_YES_NO),
        ]
        if one is not None:
            found.append(Field("active", "Still there", _yes(one.active), choices=_YES_NO))
        return found

    async def save(self, values: dict[str, str]) -> str:
        """Add or change the person."""
        fields = {name: value == "yes" if name in ("advocate", "active") else value for name, value in values.items()}
        house = self.house()
        name = clean_line(values["name"])
        if self._contact is None:
            await house.desk(contact_service.add_contact, house.doing(), self._partner_id, fields)
            return f"Added {name}. u undoes it."
        changed = await house.desk(contact_service.edit_contact, house.doing(), self._contact.id, fields)
        return f"Saved {name}. u undoes it." if changed else "Nothing was changed."


class FollowUpForm(FormModal):
    """A next step that is promised to a partner (id, name), new or changed. Gives what to say."""

    def __init__(self, partner: tuple[int, str], follow_up: FollowUp | None = None) -> None:
        which = "" if follow_up is None else f" {follow_up.id}"
        super().__init__(f"A follow-up with {partner[1]}", kept_as=f"follow-up {partner[0]}{which}")
        self._partner_id = partner[0]
        self._follow_up = follow_up

    def fields(self) -> Sequence[Field]:
        """When, and what."""
        one = self._follow_up
        return [
            Field("due_on", "Due", one.due_on.isoformat() if one else "", hint=_DAY_HINT),
            Field("text", "What", one.text if one else "", hint="send the shoulder protocol"),
        ]

    async def save(self, values: dict[str, str]) -> str:
        """Promise it, or change what was promised; a day that has passed may stay as it is."""
        from tui_tracker.services.follow_ups import add_follow_up, edit_follow_up

        house, one = self.house(), self._follow_up
        if one is not None and values["due_on"] == one.due_on.isoformat():
            due_on = one.due_on
        else:
            ask = f"Write the day as {_DAY_HINT}."
            due_on = needed_day(values["due_on"], house.today, "due_on", ask, coming=True)
        if one is not None:
            changed = await house.desk(edit_follow_up, house.doing(), one.id, due_on, values["text"])
            return "Saved. u undoes it." if changed else "Nothing was changed."
        await house.desk(add_follow_up, house.doing(), self._partner_id, due_on, clean_line(values["text"]))
        return f"Promised for {spell(due_on, house.today)}. u undoes it."


_REACHED_OUT = ((Direction.OURS.value, "we did"), (Direction.THEIRS.value, "they did"))


class TouchpointForm(FormModal):
    """A touchpoint that was logged before. Gives what to say."""

    def __init__(self, touchpoint: Touchpoint, together: int, people: Sequence[Person] = ()) -> None:
        super().__init__(f"{touchpoint.channel} with {touchpoint.partner_name}", kept_as=f"touchpoint {touchpoint.id}")
        self._touchpoint = touchpoint
        self._together = together
        self._people = people

    def fields(self) -> Sequence[Field]:
        """What may be changed afterwards; for all that were logged together where there are several."""
        one = self._touchpoint
        found = [
            Field("day", "Day", one.day.isoformat(), hint="yesterday, mon, -3d or 2026-11-18"),
            Field("channel", "How", one.channel, choices=word_choices(list(Channel))),
            Field("direction", "Reached out", one.direction, choices=_REACHED_OUT),
            Field("intents", "What for", " ".join(one.intents), hint=" ".join(Intent)),
            Field("give", "Given", one.give or "", choices=word_choices(list(GiveKind), unknown="–")),
            Field("note", "Note", one.note),
        ]
        there = {str(person.id): person.name for person in self._people}
        if one.contact_id is not None:
            there.setdefault(str(one.contact_id), one.contact_name or "")
        if there:
            chosen = str(one.contact_id or "")
            found.insert(1, Field("contact", "With", chosen, choices=(("", "–"), *there.items())))
        if self._together > 1:
            both = (("one", "this partner"), ("all", f"all {self._together} logged together"))
            found.append(Field("scope", "Change it for", "one", choices=both))
        return found

    async def save(self, values: dict[str, str]) -> str:
        """Change it."""
        from tui_tracker.services.touchpoints import edit_touchpoint

        house = self.house()
        edit = _touchpoint_edit(values, house.today, self._touchpoint)
        whole = values.get("scope") == "all"
        changed = await house.desk(edit_touchpoint, house.doing(), self._touchpoint.id, edit, whole_entry=whole)
        return "Saved. u undoes it." if changed is not None else "Nothing was changed."


_YES_NO = (("no", "no"), ("yes", "yes"))


def _yes(on: bool) -> str:
    return "yes" if on else "no"


def _touchpoint_edit(values: dict[str, str], today: date, before: Touchpoint) -> TouchpointEdit:
    from tui_tracker.domain.drafts_touchpoint import TouchpointEdit, checked

    ask = "Write the day on which it happened, as yesterday, mon, -3d or 2026-11-18."
    day = needed_day(values["day"], today, "day", ask)
    intents = _intents(values["intents"])
    more: dict[str, object] = {}
    if values["give"] != (before.give or ""):
        more["give"] = values["give"] or None
    if values.get("contact", "") != str(before.contact_id or ""):
        more["contact_id"] = int(values["contact"]) if values["contact"] else None
    return checked(
        TouchpointEdit,
        day=day,
        channel=values["channel"],
        direction=values["direction"],
        intents=intents,
        note=values["note"],
        **more,
    )


def _intents(text: str) -> tuple[str, ...]:
    found = []
    for word in fold(text.replace("+", " ").replace(",", " ")).split():
        fitting = [intent.value for intent in Intent if intent.value.startswith(word)]
        if len(fitting) != 1:
            raise Refused(f"“{clean_line(word)}” is none of: {', '.join(Intent)}.", "intents")
        found += fitting
    return tuple(dict.fromkeys(found))
