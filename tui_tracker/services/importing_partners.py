"""Which partners of a file are new, which tell something new, and which are here already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tui_tracker.domain.text import fold
from tui_tracker.exchange.drafting import SetAside
from tui_tracker.exchange.partner_rows import PartnerRow
from tui_tracker.exchange.readable import name_key, same_person
from tui_tracker.storage.queries import importing as queries
from tui_tracker.storage.queries.importing import KnownPartner

_IF_EMPTY = ("note", "cares_about")


@dataclass(slots=True)
class PartnerPlan:
    """What an import of partners will do: rows to add, columns to change by id, and how many are here already."""

    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: dict[int, dict[str, Any]] = field(default_factory=dict)
    unchanged: int = 0
    kept: int = 0
    aside: list[SetAside] = field(default_factory=list)


class KnownNames:
    """The practice's partners, found by NPI or by name."""

    def __init__(self, partners: Iterable[KnownPartner]) -> None:
        self.by_npi: dict[str, KnownPartner] = {}
        self.by_name: dict[str, list[KnownPartner]] = {}
        self.specialties: dict[str, str] = {}
        self.areas: dict[str, str] = {}
        for partner in partners:
            if partner.npi:
                self.by_npi[partner.npi] = partner
            self.by_name.setdefault(name_key(partner.search), []).append(partner)
            self.specialties.setdefault(fold(partner.specialty), partner.specialty)
            self.areas.setdefault(fold(partner.area), partner.area)

    def find(self, name: str, npi: str | None, specialty: str, places: Sequence[str]) -> list[KnownPartner]:
        """The partners that this may be: the one with the NPI, else those of the name that nothing speaks against."""
        if npi is not None and npi in self.by_npi:
            return [self.by_npi[npi]]
        return [
            known
            for known in self.by_name.get(name_key(fold(name)), [])
            if (npi is None or known.npi is None) and _agree(known, specialty, places)
        ]

    def number(self, partner: KnownPartner, npi: str) -> None:
        """From here on a partner has this NPI: the file told it."""
        numbered = replace(partner, npi=npi)
        names = self.by_name[name_key(partner.search)]
        names[names.index(partner)] = self.by_npi[npi] = numbered


def plan_partners(rows: Iterable[PartnerRow | SetAside], today: date) -> PartnerPlan:
    """Compare a file's rows with the practice; nothing is written."""
    plan = PartnerPlan()
    known = KnownNames(queries.known_partners())
    matched: dict[int, PartnerRow] = {}
    new: dict[str, list[_New]] = {}
    for row in rows:
        if isinstance(row, SetAside):
            plan.aside.append(row)
            continue
        told = row.npi is not None and _number(row.npi) in new
        found = [] if told else known.find(row.name, row.npi, row.facts.get("specialty", ""), _places(row))
        if len(found) > 1:
            reason = f"{len(found)} partners are called {found[0].name}; add the NPI, the specialty or the town"
            plan.aside.append(SetAside(row.row, reason))
        elif found:
            partner = found[0]
            before = matched.setdefault(partner.id, row)
            if row.npi is not None and partner.npi is None:
                known.number(partner, row.npi)
                matched[partner.id] = replace(before, npi=row.npi)
            if before is not row:
                _again(plan, row, before)
        elif (twin := _twin(row, new)) is not None:
            _again(plan, row, twin.row)
            if row.npi is not None and twin.npi is None:
                twin.insert["npi"] = row.npi
                new.setdefault(_number(row.npi), []).append(twin)
        else:
            one = _New(row, _insert(row, known, today))
            plan.inserts.append(one.insert)
            for name in _names(row):
                new.setdefault(name, []).append(one)
    _compare(plan, matched)
    return plan


def _again(plan: PartnerPlan, row: PartnerRow, before: PartnerRow) -> None:
    """Count a further row for a partner whom the file told of before; another name under one NPI is set aside."""
    if row.npi is not None and not same_person(fold(row.name), fold(before.name)):
        reason = f"NPI {row.npi} stands on line {before.row.line} already, with the name {before.name}"
        plan.aside.append(SetAside(row.row, reason))
    else:
        plan.unchanged += 1


@dataclass(frozen=True, slots=True)
class _New:
    """A partner whom the file is the first to tell of: the first row that did, and what is added."""

    row: PartnerRow
    insert: dict[str, Any]

    @property
    def npi(self) -> str | None:
        """The NPI that any row so far gave them."""
        npi: str | None = self.insert["npi"]
        return npi


def _number(npi: str) -> str:
    return f"npi {npi}"


def _names(row: PartnerRow) -> list[str]:
    """What a row is found by: its NPI first, then its name."""
    return [*([_number(row.npi)] if row.npi is not None else []), name_key(fold(row.name))]


def _twin(row: PartnerRow, new: dict[str, list[_New]]) -> _New | None:
    """The new partner of whom this file told before."""
    *numbers, key = _names(row)
    for number in numbers:
        if number in new:
            return new[number][0]
    for other in new.get(key, []):
        if (row.npi is None or other.npi is None) and _rows_agree(row, other.row):
            return other
    return None


def _insert(row: PartnerRow, known: KnownNames, today: date) -> dict[str, Any]:
    facts = dict(row.facts)
    for column, spellings in (("specialty", known.specialties), ("area", known.areas)):
        if column in facts:
            facts[column] = spellings.setdefault(fold(facts[column]), facts[column])
    return {
        "kind": row.kind,
        "name": row.name,
        "search": fold(row.name),
        "npi": row.npi,
        "tier": row.tier,
        "stage": row.stage,
        "added_on": today,
        **facts,
    }


def _compare(plan: PartnerPlan, matched: dict[int, PartnerRow]) -> None:
    """What the file tells anew of partners who are here; what a person typed stays."""
    present = queries.partner_facts(matched)
    news = {id_: found for id_, row in matched.items() if (found := _news(row, present[id_]))}
    plan.unchanged += len(matched) - len(news)
    by_hand = queries.typed_by_hand(news)
    for id_, changes in news.items():
        held = by_hand.get(id_, set())
        left = {name: text for name, text in changes.items() if name not in held}
        if "name" in left:
            left["search"] = fold(left["name"])
        plan.kept += len(left) < len([name for name in changes if name != "search"])
        if left:
            plan.updates[id_] = left
        else:
            plan.unchanged += 1


def _news(row: PartnerRow, present: dict[str, Any]) -> dict[str, Any]:
    """The columns that the file fills differently; case, accents and spaces make no difference."""
    told: dict[str, Any] = {"name": row.name, **row.facts}
    derived = fold(present["area"]) in ("", fold(present["city"]))
    if not derived:
        told.pop("area", None)
    found = {
        name: text
        for name, text in told.items()
        if fold(present[name]) != fold(text) and not (name in _IF_EMPTY and present[name])
    }
    if "name" in found and name_key(fold(row.name)) == name_key(present["search"]):
        del found["name"]
    if row.npi is not None and present["npi"] is None:
        found["npi"] = row.npi
    return found


def _places(row: PartnerRow) -> tuple[str, ...]:
    return tuple(row.facts[name] for name in ("city", "area") if name in row.facts)


def _agree(known: KnownPartner, specialty: str, places: Sequence[str]) -> bool:
    """Nothing told speaks against it: a specialty or a town that agrees is enough, one that is missing does no harm."""
    return _may_be_one(
        (fold(known.specialty), fold(specialty)),
        ({fold(known.city), fold(known.area)} - {""}, {fold(place) for place in places}),
    )


def _rows_agree(one: PartnerRow, other: PartnerRow) -> bool:
    return _may_be_one(
        (fold(one.facts.get("specialty", "")), fold(other.facts.get("specialty", ""))),
        ({fold(place) for place in _places(one)}, {fold(place) for place in _places(other)}),
    )


def _may_be_one(specialties: tuple[str, str], places: tuple[set[str], set[str]]) -> bool:
    same_specialty = "" in specialties or specialties[0] == specialties[1]
    same_place = not all(places) or bool(places[0] & places[1])
    told = all(specialties), all(places)
    if all(told):
        return same_specialty or same_place
    return same_specialty and same_place
