"""Candidates of provider files: counted for each gap, listed, and made prospects (`importing` brings them in).

Who is a partner already is never counted and never listed (`domain.candidates.may_be_one`), but kept: where that
partner goes again, the candidate is back.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tui_tracker.domain.candidates import (
    Candidate,
    Group,
    Place,
    Somebody,
    fills,
    lies_in,
    place_word,
    wanted_in,
    with_words,
)
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import count, first_of, fold
from tui_tracker.domain.words import PartnerKind, Stage, Tier
from tui_tracker.services.importing_candidates import known_partners
from tui_tracker.storage import candidate_rows
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner
from tui_tracker.storage.queries import candidates as queries
from tui_tracker.storage.queries.candidates import Facts
from tui_tracker.storage.queries.importing import TAKEN_UP_LABEL
from tui_tracker.storage.queries.remembered import Remembered

Wanted = Gap | Group | None
"""Which candidates are meant: those who might fill a gap, those of a group, or all."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How many candidates there are who are not partners, how many are, and how many each file told of."""

    left: int
    partners: int
    sources: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What came of making prospects: the new partners, and how many were partners already and were left out."""

    partner_ids: tuple[int, ...]
    left_out: int
    label: str


_counted: Remembered[dict[str, int]] = Remembered()
_grouped: Remembered[tuple[Group, ...]] = Remembered()
_listed: Remembered[Sequence[int]] = Remembered()


def counts_for(gaps: Sequence[Gap]) -> dict[str, int]:
    """How many candidates might fill each gap and are not partners yet, by `Gap.key`; 0 where there are none.

    Worked out anew only when something changed.
    """
    return _counted.answer(_count, tuple((gap.key, gap.specialty, gap.area) for gap in gaps))


def candidate_ids(wanted: Wanted = None, filter_text: str = "") -> Sequence[int]:
    """The candidates for a gap, of a group, or all who are not partners, by name.

    Each word of `filter_text` has to be in the name, the specialty or the place. Worked out anew only when something
    changed.
    """
    return _listed.answer(_list, wanted, fold(filter_text))


def candidates_of(ids: Sequence[int]) -> list[Candidate]:
    """Whole candidates, in the order of their ids as they are given; those that are gone are left out."""
    found = queries.candidates(ids)
    return [found[one] for one in ids if one in found]


def groups(limit: int = 200, filter_text: str = "") -> tuple[Group, ...]:
    """How many candidates of which specialty are where and are not partners yet, the most first.

    Of all of them only those with every word of the filter.
    """
    found = _grouped.answer(_group)
    if filter_text:
        found = tuple(filter(with_words(filter_text), found))
    return found[:limit]


def overview() -> Overview:
    """How many candidates there are, and from which files."""
    sources = tuple(queries.sources())
    left = len(candidate_ids())
    return Overview(left, sum(number for _source, number in sources) - left, sources)


def take(doing: Doing, candidate_ids: Iterable[int], gap: Gap | None = None) -> TakenUp:
    """Make prospects of candidates, in one change, and remove them from the candidates.

    For a gap they get its specialty and area, so that they count towards it; the note keeps the file's own. Who is a
    partner already stays as they are. Raises Refused where nobody is left.
    """
    with changing(doing, TAKEN_UP_LABEL.strip()) as unit:
        present = queries.candidates(candidate_ids)
        partners = known_partners()
        chosen = [one for one in present.values() if partners.find(fold(one.name), _who(one)) is None]
        if not chosen:
            raise Refused(
                "They are partners already; nothing was changed."
                if present
                else "These candidates are no longer there; reload and look again."
            )
        names = [one.name for one in sorted(chosen, key=lambda one: fold(one.name))]
        unit.label = f"{TAKEN_UP_LABEL}{first_of(names)} as {'a prospect' if len(chosen) == 1 else 'prospects'}"
        ids = unit.insert_many(Partner, [_prospect(one, gap, doing) for one in chosen])
        candidate_rows.remove(unit, [one.id for one in chosen])
    return TakenUp(tuple(ids), len(present) - len(chosen), unit.label)


def clear_candidates(doing: Doing, source: str | None = None) -> str:
    """Remove the candidates of one file, or all, in one change; gives its label. Raises Refused where none is left."""
    with changing(doing, "") as unit:
        removed = candidate_rows.remove(unit, queries.ids(source))
        if not removed:
            raise Refused("There are no candidates to remove.")
        of_file = f" of {source}" if source else ""
        unit.label = f"Removed {count(removed, 'candidate')}{of_file}"
    return unit.label


def _count(wanted: tuple[tuple[str, str, str], ...]) -> dict[str, int]:
    found = dict.fromkeys((key for key, _specialty, _area in wanted), 0)
    written = queries.specialties() if wanted else []
    if not written:
        return found
    places = queries.partner_places()
    asked = [(key, fills(specialty), lies_in(area, places)) for key, specialty, area in wanted]
    # An office without a specialty is known by the words of its name, so those without are looked at, too.
    chosen = {one for one in written if not one or any(does(one) for _key, does, _lies in asked)}
    for row in _left(queries.facts(chosen)):
        for key, does, lies in asked:
            if does(_told(row)) and lies(row.who.place):
                found[key] += 1
    return found


def _list(wanted: Wanted, filter_text: str) -> Sequence[int]:
    rows: Iterable[Facts]
    if isinstance(wanted, Gap):
        does, lies = fills(wanted.specialty), lies_in(wanted.area, queries.partner_places())
        written = [one for one in queries.specialties() if not one or does(one)]
        rows = (row for row in queries.facts(written) if does(_told(row)) and lies(row.who.place))
    elif isinstance(wanted, Group):
        rows = (row for row in queries.facts([wanted.specialty]) if _in_group(row, wanted))
    else:
        rows = queries.facts()
    words = filter_text.split()
    found = [(row.search, row.id) for row in _left(row for row in rows if not words or _has(row, words))]
    return array("q", [row_id for _search, row_id in sorted(found)])


def _group() -> tuple[Group, ...]:
    numbers: dict[tuple[str, str, str], int] = {}
    towns: dict[str, str] = {}
    for row in _left(queries.facts()):
        place = place_word(row.who.place)
        key = row.kind, row.who.specialty, place
        numbers[key] = numbers.get(key, 0) + 1
        towns[place] = min(towns.get(place, row.who.place.city), row.who.place.city)
    found = (Group(*key, towns[key[2]], number) for key, number in numbers.items())
    return tuple(sorted(found, key=lambda one: (-one.number, fold(one.specialty), one.place, one.kind)))


def _in_group(row: Facts, group: Group) -> bool:
    return row.kind == group.kind and place_word(row.who.place) == group.place


def _told(row: Facts) -> str:
    return row.who.specialty or (row.search if row.kind != PartnerKind.CLINICIAN else "")


def _has(row: Facts, words: Sequence[str]) -> bool:
    text = f"{row.search} {fold(row.who.specialty)} {fold(' '.join(row.who.place))}"
    return all(word in text for word in words)


def _left(rows: Iterable[Facts]) -> Iterator[Facts]:
    """Those who are not partners."""
    partners = known_partners()
    return (row for row in rows if partners.find(row.search, row.who) is None)


def _who(one: Candidate) -> Somebody:
    return Somebody(one.npi, one.specialty, Place(one.area, one.city, one.state, one.postal_code))


def _prospect(one: Candidate, gap: Gap | None, doing: Doing) -> Mapping[str, Any]:
    specialty, area, kept = (one.specialty, one.area, "") if gap is None else wanted_in(one, gap)
    return {
        "kind": one.kind,
        "name": one.name,
        "search": fold(one.name),
        "npi": one.npi,
        "specialty": specialty,
        "area": area,
        "tier": Tier.C.value,
        "stage": Stage.PROSPECT.value,
        "phone": one.phone,
        "email": one.email,
        "address": one.address,
        "city": one.city,
        "state": one.state,
        "postal_code": one.postal_code,
        "note": "\n".join(text for text in (kept, one.note) if text),
        "added_on": doing.today,
    }
