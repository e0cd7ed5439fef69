"""Partners: adding, editing, archiving; and reading them for lists and for a page, in windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tui_tracker.domain.cadence import cadence_of
from tui_tracker.domain.contacts_warmth import ContactStanding
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.momentum import INCIDENT_DAYS, Cause, causes
from tui_tracker.domain.partner_list import Order, PartnerFilter, parse_filter
from tui_tracker.domain.partner_page import EntryKind, Listing, NewTie, PartnerPage, TimelineEntry, link_words
from tui_tracker.domain.quality_share import quality_share
from tui_tracker.domain.records import Doing, Member, Partner, PartnerLine
from tui_tracker.domain.relationship import Relationship
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import AgendaKind, Stage, label
from tui_tracker.services import agenda
from tui_tracker.services.agreements import card_of
from tui_tracker.services.payers import payer_page
from tui_tracker.services.relationship import contact_standings, relationship_of, rests_on_one
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Link
from tui_tracker.storage.models import Partner as PartnerRow
from tui_tracker.storage.queries import agreements
from tui_tracker.storage.queries import partner_page as page_queries
from tui_tracker.storage.queries import partners as queries

DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Added:
    """A new partner."""

    id: int
    name: str
    label: str


class NameTaken(Refused):
    """A partner of this name is in this area already; `duplicate_ok` adds another all the same."""


def add_partner(
    doing: Doing, fields: Mapping[str, Any], *, duplicate_ok: bool = False, ties: Sequence[NewTie] = ()
) -> Added:
    """Add a partner from what was typed, by field name (`domain.drafts_partner.PartnerDraft`); texts are enough.

    With `ties`, they are linked to others in the same change: introduced by them, or working there. Raises Refused with
    the field that is wrong, NameTaken where the name is in the same area already.
    """
    from tui_tracker.domain.drafts_partner import PartnerDraft, checked, partner_columns

    values = checked(PartnerDraft, {"name": "", **fields})
    asked_on = None if values.get("standing") is None else doing.today
    text = f"Added {values['name']}"
    with changing(doing, text) as unit:
        _check_free(values, None)
        if not duplicate_ok:
            _check_name(values["name"], values.get("area", ""), None)
        partner_id = unit.insert(
            PartnerRow,
            **partner_columns(values),
            search=fold(values["name"]),
            added_on=doing.today,
            standing_on=asked_on,
        )
        for tie in ties:
            ends = (partner_id, tie.other_id) if tie.outward else (tie.other_id, partner_id)
            other = _present(tie.other_id).name
            unit.insert(Link, kind=tie.kind, from_partner=ends[0], to_partner=ends[1])
            unit.label = text = f"{text}, {link_words(tie.kind, outward=tie.outward)} {other}"
    return Added(partner_id, values["name"], text)


def edit_partner(doing: Doing, partner_id: int, fields: Mapping[str, Any], *, duplicate_ok: bool = False) -> bool:
    """Change the given fields of a partner; tells whether anything differs. Raises Refused as `add_partner`."""
    from tui_tracker.domain.drafts_partner import PartnerDraft, checked, partner_columns

    values = checked(PartnerDraft, fields)
    with changing(doing, "") as unit:
        before = _present(partner_id)
        differing = [name for name, value in values.items() if getattr(before, name) != value]
        _check_free(values, partner_id)
        if not duplicate_ok and {"name", "area"} & set(differing):
            _check_name(values.get("name", before.name), values.get("area", before.area), partner_id)
        columns = partner_columns(values)
        if "name" in values:
            columns["search"] = fold(values["name"])
        if "standing" in differing:
            columns["standing_on"] = doing.today
        unit.label = f"Edited {values.get('name', before.name)}: {', '.join(map(_field_word, differing))}"
        unit.update(PartnerRow, partner_id, **columns)
    return unit.change_id is not None


def archive_partner(doing: Doing, partner_id: int) -> str:
    """Put a partner away: in no list and on no agenda, nothing lost. Gives the label. Raises Refused."""
    with changing(doing, "") as unit:
        before = _present(partner_id)
        if before.archived_on is not None:
            raise Refused(f"{before.name} is archived already.")
        unit.label = f"Archived {before.name}"
        # A place among the ten is for somebody who is looked after.
        unit.update(PartnerRow, partner_id, archived_on=doing.today, inner_rank=None)
    return unit.label


def unarchive_partner(doing: Doing, partner_id: int) -> str:
    """Bring a partner back. Gives the label. Raises Refused."""
    with changing(doing, "") as unit:
        before = _present(partner_id)
        if before.archived_on is None:
            raise Refused(f"{before.name} is not archived.")
        unit.label = f"Brought {before.name} back from the archive"
        unit.update(PartnerRow, partner_id, archived_on=None)
    return unit.label


def set_stage(doing: Doing, partner_id: int, stage: str) -> bool:
    """Move a relationship to a stage (`words.Stage`); tells whether it was elsewhere. Raises Refused."""
    if stage not in tuple(Stage):
        raise Refused(f"There is no stage “{stage}”: {', '.join(Stage)}.", field="stage")
    with changing(doing, "") as unit:
        before = _present(partner_id)
        unit.label = f"Moved {before.name} from {label(before.stage)} to {label(stage)}"
        unit.update(PartnerRow, partner_id, stage=str(stage))
    return unit.change_id is not None


def partner(partner_id: int) -> Partner | None:
    """One partner with every field; None where there is none of this id."""
    return queries.partner(partner_id)


def partners(
    filter_text: str = "",
    order: str = Order.NAME,
    offset: int = 0,
    length: int = 100,
    *,
    today: date,
    settings: Settings = DEFAULTS,
    archived: bool = False,
) -> list[PartnerLine]:
    """A window on the partners that a filter lets through (`domain.partner_list` says what it may hold).

    `archived` shows those that are put away instead, as the filter's own word does. Raises Refused for a filter that
    cannot be understood.
    """
    return _window(_chosen(filter_text, archived), Order(order), offset, length, today, settings)


def count_partners(filter_text: str = "", *, today: date, settings: Settings = DEFAULTS, archived: bool = False) -> int:
    """How many partners a filter lets through. Raises Refused as `partners`."""
    return _count(_chosen(filter_text, archived), Order.NAME, today, settings)


def position_of(
    partner_id: int,
    filter_text: str = "",
    order: str = Order.NAME,
    *,
    today: date,
    settings: Settings = DEFAULTS,
    archived: bool = False,
) -> int | None:
    """Where a partner stands in a list; None where it is not in it. Raises Refused as `partners`."""
    return _place(partner_id, _chosen(filter_text, archived), Order(order), today, settings)


def list_partners(
    filter_text: str, order: str, at: int | None, near: int, page: int, today: date, settings: Settings
) -> Listing:
    """What a screen needs to show a list: its length, and the page around partner `at`, else around index `near`.

    Raises Refused as `partners`.
    """
    chosen = _chosen(filter_text, archived=False)
    count = _count(chosen, Order(order), today, settings)
    place = None if at is None else _place(at, chosen, Order(order), today, settings)
    where = min(near, max(0, count - 1)) if place is None else place
    offset = where // page * page
    lines = _window(chosen, Order(order), offset, page, today, settings)
    return Listing(count, offset, tuple(lines), place)


def partner_page(partner_id: int, today: date, settings: Settings) -> PartnerPage | None:
    """All that one partner's page shows above the timeline; None where there is no such partner."""
    found = queries.partner(partner_id)
    if found is None:
        return None
    known = relationship_of(partner_id, today, settings)
    if known is None:
        return None
    contacts = contact_standings(partner_id, today, settings)
    agreement = agreements.agreement_of(partner_id)
    promised = agenda.open_with(partner_id, today, settings, promised_only=True)
    return PartnerPage(
        partner=found,
        member_name=queries.member_name(found.member_id),
        relationship=known,
        causes=_causes(known, contacts, today),
        cadence=cadence_of(found, known.facts.last_touch, settings, today),
        quality=quality_share(page_queries.quality_counts(partner_id)),
        referrals=page_queries.referral_figures(partner_id, today),
        contacts=contacts,
        rests_on=rests_on_one(found, contacts, today),
        links=tuple(page_queries.links_of(partner_id)),
        # The page says at its top when they are to be reconnected with: nothing shows twice.
        open=tuple(line for line in promised if line.kind != AgendaKind.RECONNECT),
        answered=tuple(page_queries.answered_incidents(partner_id)),
        agreement=agreement,
        card=card_of(partner_id, today, settings) if agreement is not None else (),
        payer=payer_page(partner_id, today),
        timeline=page_queries.count_timeline(partner_id),
        asks=_asks(partner_id, today),
    )


def _asks(partner_id: int, today: date) -> tuple[TimelineEntry, ...]:
    from tui_tracker.services.asks import open_asks

    found = open_asks(today, partner_id)
    return tuple(TimelineEntry(EntryKind.TOUCHPOINT, one.id, one.day, "ask", one.note) for one in found)


def _causes(known: Relationship, contacts: Sequence[ContactStanding], today: date) -> tuple[Cause, ...]:
    """What to check where a partner sends less; nothing where they do not."""
    if known.momentum is None or not known.momentum.less:
        return ()
    facts = known.facts
    return causes(
        today,
        reports_late=facts.reports_overdue,
        incidents=page_queries.incident_days(facts.partner.id, today - timedelta(INCIDENT_DAYS)),
        incidents_open=facts.open_incidents,
        contacts_left=[one.contact.name for one in contacts if not one.contact.active],
        last_touch=facts.last_touch,
    )


def timeline(partner_id: int, offset: int, length: int) -> list[TimelineEntry]:
    """A window on what happened with a partner: touchpoints, referrals and reports, newest first."""
    return page_queries.timeline(partner_id, offset, length)


def specialties() -> list[str]:
    """The specialties in use, the most used first, for completing what is typed."""
    return queries.known_words("specialty")


def areas() -> list[str]:
    """The areas in use, the most used first, for completing what is typed."""
    return queries.known_words("area")


def members() -> list[Member]:
    """The active members of the practice, by name."""
    return queries.members()


def _chosen(filter_text: str, archived: bool) -> PartnerFilter:
    return parse_filter(f"{filter_text} archived" if archived else filter_text)


def _window(
    chosen: PartnerFilter, order: Order, offset: int, length: int, today: date, settings: Settings
) -> list[PartnerLine]:
    if chosen.plain and order == Order.NAME:
        return queries.window_by_name(offset, length, chosen.archived, today)
    ids = queries.matching_ids(chosen, order, today, settings)
    return queries.lines_of(ids[offset : offset + length], today)


def _count(chosen: PartnerFilter, order: Order, today: date, settings: Settings) -> int:
    if chosen.plain:
        return queries.count_all(chosen.archived)
    return len(queries.matching_ids(chosen, order, today, settings))


def _place(partner_id: int, chosen: PartnerFilter, order: Order, today: date, settings: Settings) -> int | None:
    if chosen.plain and order == Order.NAME:
        return queries.place_by_name(partner_id, chosen.archived)
    ids = queries.matching_ids(chosen, order, today, settings)
    try:
        return ids.index(partner_id)
    except ValueError:
        return None


def _present(partner_id: int) -> Partner:
    found = queries.partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; reload and look again.")
    return found


def _field_word(name: str) -> str:
    return _FIELD_WORDS.get(name, label(name))


_FIELD_WORDS = {
    "npi": "NPI",
    "member_id": "who looks after them",
    "cadence_days": "cadence",
    "inner_rank": "inner circle",
    "likes": "what they value",
    "fit_values": "shared values",
    "fit_respect": "respect",
    "fit_personal": "personal connection",
}


def _check_free(values: Mapping[str, Any], partner_id: int | None) -> None:
    """Refuse an NPI or a place in the inner circle that is somebody else's, and a member who is not there."""
    npi = values.get("npi")
    if npi is not None:
        holder = queries.with_npi(npi)
        if holder is not None and holder[0] != partner_id:
            where = ", in the archive (A brings it back)" if holder[2] else ""
            raise Refused(f"{holder[1]} has this NPI already{where}; open that partner, or check the number.", "npi")
    rank = values.get("inner_rank")
    if rank is not None:
        other = queries.with_inner_rank(rank)
        if other is not None and other[0] != partner_id:
            raise Refused(f"Place {rank} is {other[1]}’s; choose another, or free it there first.", "inner_rank")
    member_id = values.get("member_id")
    if member_id is not None and queries.member_name(member_id) is None:
        raise Refused("There is no such member; choose another.", "member_id")


def _check_name(name: str, area: str, partner_id: int | None) -> None:
    for _id, other, other_area, archived in queries.same_name(fold(name), partner_id):
        if fold(other_area) == fold(area):
            where = f" in {other_area}" if other_area else ""
            put_away = " (archived)" if archived else ""
            raise NameTaken(f"{other}{where} is here already{put_away}; save again to keep both.", "name")
