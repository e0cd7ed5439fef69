"""The people in partners' offices."""

from collections.abc import Mapping
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Contact, Doing
from tui_tracker.domain.text import count
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Contact as ContactRow
from tui_tracker.storage.queries import partner_page as queries
from tui_tracker.storage.queries.partners import partner
from tui_tracker.storage.queries.touchpoints import touchpoints_with


def add_contact(doing: Doing, partner_id: int, fields: Mapping[str, Any]) -> int:
    """Add a person from what was typed (`name role phone email`, `advocate` a bool); gives the id. Raises Refused."""
    from tui_tracker.domain.drafts_partner import ContactDraft, checked

    values = checked(ContactDraft, {"name": "", **fields})
    with changing(doing, "") as unit:
        unit.label = f"Added {values['name']} at {_partner_name(partner_id)}"
        return unit.insert(ContactRow, partner=partner_id, **values)


def edit_contact(doing: Doing, contact_id: int, fields: Mapping[str, Any]) -> bool:
    """Change the given fields, `advocate` and `active` among them; tells whether anything differs. Raises Refused."""
    from tui_tracker.domain.drafts_partner import ContactDraft, checked

    values = checked(ContactDraft, fields)
    with changing(doing, "") as unit:
        before = _present(contact_id)
        name = values.get("name", before.name)
        unit.label = f"Edited {name} at {_partner_name(before.partner_id)}"
        unit.update(ContactRow, contact_id, **values)
    return unit.change_id is not None


def set_contact_active(doing: Doing, contact_id: int, active: bool) -> str:
    """Note that a person left the office (`active` False) or is back; gives the label. Raises Refused."""
    with changing(doing, "") as unit:
        before = _present(contact_id)
        where = _partner_name(before.partner_id)
        unit.label = f"{before.name} is back at {where}" if active else f"{before.name} left {where}"
        unit.update(ContactRow, contact_id, active=active)
    return unit.label


def set_advocate(doing: Doing, contact_id: int, advocate: bool) -> str:
    """Note that a person speaks for us, or no longer does; gives the label. Raises Refused."""
    with changing(doing, "") as unit:
        before = _present(contact_id)
        where = _partner_name(before.partner_id)
        verb = "speaks" if advocate else "no longer speaks"
        unit.label = f"{before.name} at {where} {verb} for us"
        unit.update(ContactRow, contact_id, advocate=advocate)
    return unit.label


def remove_contact(doing: Doing, contact_id: int) -> str:
    """Remove a person who was entered by mistake; gives the label.

    Raises Refused where there is none, and where a touchpoint was with them: who has left is marked so instead.
    """
    with changing(doing, "") as unit:
        before = _present(contact_id)
        touches = touchpoints_with(contact_id)
        if touches:
            raise Refused(f"{before.name} has {count(touches, 'touchpoint')}; D marks them as left instead.")
        unit.label = f"Removed {before.name} from {_partner_name(before.partner_id)}"
        unit.delete(ContactRow, contact_id)
    return unit.label


def contact(contact_id: int) -> Contact | None:
    """One person."""
    return queries.contact(contact_id)


def contacts_of(partner_id: int) -> list[Contact]:
    """The people in a partner's office: advocates first, those who left last."""
    return queries.contacts_of(partner_id)


def _present(contact_id: int) -> Contact:
    found = queries.contact(contact_id)
    if found is None:
        raise Refused("This contact is no longer there; reload and look again.")
    return found


def _partner_name(partner_id: int) -> str:
    found = partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; reload and look again.")
    return found.name
