"""Rows of a list of clinicians, practices or contacts, as partners or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui_tracker.domain.words import PartnerKind, Stage, Tier
from tui_tracker.exchange import readable, values
from tui_tracker.exchange.drafting import Cells, SetAside
from tui_tracker.exchange.mapping import Mapping
from tui_tracker.exchange.tables import Row
from tui_tracker.exchange.values import Unreadable

_KINDS: dict[str, str] = {
    "1": PartnerKind.CLINICIAN.value,
    "i": PartnerKind.CLINICIAN.value,
    "individual": PartnerKind.CLINICIAN.value,
    "physician": PartnerKind.CLINICIAN.value,
    "provider": PartnerKind.CLINICIAN.value,
    "2": PartnerKind.PRACTICE.value,
    "o": PartnerKind.PRACTICE.value,
    "organization": PartnerKind.PRACTICE.value,
    "organisation": PartnerKind.PRACTICE.value,
    "org": PartnerKind.PRACTICE.value,
    "group": PartnerKind.PRACTICE.value,
    "facility": PartnerKind.PRACTICE.value,
    "hospital": PartnerKind.PRACTICE.value,
    "clinic": PartnerKind.PRACTICE.value,
    "insurance": PartnerKind.PAYER.value,
    "insurer": PartnerKind.PAYER.value,
    **{kind.value: kind.value for kind in PartnerKind},
}


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner as a file tells of it. `facts` holds the columns that the file fills, none of them empty."""

    row: Row
    kind: str
    name: str
    npi: str | None
    tier: str
    stage: str
    facts: dict[str, str]


def partner_rows(mapping: Mapping, kind: str | None = None) -> Iterator[PartnerRow | SetAside]:
    """Every row of the file, as a partner or set aside. `kind` is what they are where the file does not say."""
    places = mapping.places()
    for row in mapping.rows:
        try:
            yield _partner(row, Cells(row, mapping, places), kind)
        except Unreadable as error:
            yield SetAside(row, str(error))


def _partner(row: Row, cells: Cells, given: str | None) -> PartnerRow:
    kind, name = _kind_and_name(cells, given)
    if not name:
        raise Unreadable("there is no name")
    facts = {key: text for key, text in _facts(cells, kind).items() if text}
    return PartnerRow(
        row=row,
        kind=kind,
        name=name,
        npi=values.npi(cells.line("npi")),
        tier=_word(cells.line("tier").upper(), Tier, "tier") or Tier.C.value,
        stage=_word(cells.line("stage").casefold(), Stage, "stage") or Stage.PROSPECT.value,
        facts=facts,
    )


def _kind_and_name(cells: Cells, given: str | None) -> tuple[str, str]:
    said = _KINDS.get(values.number_text(cells.line("kind")).casefold(), given)
    organization, payer = cells.name("organization"), cells.name("payer_name")
    last, whole = cells.name("last_name"), cells.name("name")
    if said not in (None, PartnerKind.CLINICIAN, PartnerKind.OTHER):
        named = organization or payer or whole or last
        return said, readable.organization_name(named)
    first = cells.name("first_name")
    if last or (first and not whole):
        if last and first.casefold().endswith(f" {last.casefold()}"):
            first = first[: -len(last) - 1]
        degrees = cells.name("credential")
        person = readable.joined_name(first, cells.name("middle_name"), last, cells.name("suffix"), degrees)
        return said or PartnerKind.CLINICIAN.value, person
    if whole and (said is not None or not readable.looks_like_organization(whole)):
        person = readable.person_name(whole)
        degrees = cells.name("credential")
        return said or PartnerKind.CLINICIAN.value, f"{person}, {degrees}" if degrees and "," not in person else person
    if payer and not organization and not whole:
        return PartnerKind.PAYER.value, readable.organization_name(payer)
    return PartnerKind.PRACTICE.value, readable.organization_name(whole or organization)


def _facts(cells: Cells, kind: str) -> dict[str, str]:
    state, country = cells.line("state"), cells.line("country")
    city = readable.place_name(cells.line("city"))
    first, _, others = cells.line("specialty").partition("|")
    email = cells.line("email")
    notes = [cells.text("note")]
    if others:
        notes.append("Also: " + ", ".join(part.strip() for part in others.split("|") if part.strip()) + ".")
    if email and not values.is_email(email):
        notes.append(f"E-mail in the file: {email}")
    employer = readable.organization_name(cells.name("organization"))
    if kind == PartnerKind.CLINICIAN and employer and not values.is_uuid(employer):
        notes.append(f"Works at {employer}.")
    return {
        "specialty": readable.specialty(first.strip()),
        "area": readable.place_name(cells.line("area")) or city or readable.place_name(cells.line("county")),
        "city": city,
        "state": state.upper() if len(state) == 2 else readable.place_name(state),
        "postal_code": values.postal_code(cells.line("postal_code"), state, country),
        "address": _address(cells),
        "phone": values.phone(cells.line("phone")),
        "email": email if values.is_email(email) else "",
        "cares_about": cells.text("cares_about"),
        "note": "\n".join(note for note in notes if note),
    }


def _address(cells: Cells) -> str:
    parts = [readable.place_name(cells.line(field)) for field in ("address", "address2")]
    return ", ".join(part for part in parts if part)


def _word(text: str, words: type[Tier] | type[Stage], field: str) -> str:
    if not text:
        return ""
    if text not in list(words):
        raise Unreadable(f"the {field} “{text}” is not known; use one of {', '.join(words)}")
    return text
