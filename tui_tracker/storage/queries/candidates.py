"""Candidates: what is asked of many of them at once, and whole ones for what is shown."""

from collections.abc import Collection, Iterable, Iterator
from sys import intern
from typing import NamedTuple

from peewee import fn

from tui_tracker.domain.candidates import Candidate as CandidateRecord
from tui_tracker.domain.candidates import Place, Somebody
from tui_tracker.storage.models import Candidate, Partner
from tui_tracker.storage.queries.agenda_rows import given_day, raw
from tui_tracker.storage.rows import CHUNK, chunks

_COLUMNS = (
    Candidate.id,
    Candidate.kind,
    Candidate.npi,
    Candidate.name,
    Candidate.specialty,
    Candidate.area,
    Candidate.city,
    Candidate.state,
    Candidate.postal_code,
    Candidate.address,
    Candidate.phone,
    Candidate.email,
    Candidate.note,
    Candidate.source,
    Candidate.added_on,
)


class Facts(NamedTuple):
    """A candidate as it is looked through with thousands of others; `search` is the folded name."""

    id: int
    kind: str
    search: str
    who: Somebody


def facts(specialties: Collection[str] | None = None) -> Iterator[Facts]:
    """The candidates whose specialty is written in one of these ways; all by default. In no order."""
    columns = (Candidate.id, Candidate.kind, Candidate.search, Candidate.npi, Candidate.specialty)
    every = Candidate.select(*columns, Candidate.area, Candidate.city, Candidate.state, Candidate.postal_code)
    if specialties is None:
        queries = [every]
    else:
        queries = [every.where(Candidate.specialty.in_(chunk)) for chunk in chunks(sorted(specialties), CHUNK)]
    for query in queries:
        for row_id, kind, search, npi, specialty, area, city, state, code in raw(query):
            place = Place(intern(area), intern(city), intern(state), code)
            yield Facts(row_id, intern(kind), search, Somebody(npi, intern(specialty), place))


def specialties() -> list[str]:
    """Every way in which a candidate's specialty is written, the empty one too."""
    return [specialty for (specialty,) in raw(Candidate.select(Candidate.specialty).distinct())]


def candidates(ids: Iterable[int]) -> dict[int, CandidateRecord]:
    """Whole candidates by id."""
    found = {}
    for chunk in chunks(sorted(set(ids)), CHUNK):
        for row in raw(Candidate.select(*_COLUMNS).where(Candidate.id.in_(chunk))):
            values = (*row[:-1], given_day(row[-1]))
            found[row[0]] = CandidateRecord(*values)
    return found


def partners() -> Iterator[tuple[str, Somebody]]:
    """Every partner's folded name, and what else they are recognised by; those put away too."""
    columns = (Partner.search, Partner.npi, Partner.specialty, Partner.area, Partner.city, Partner.state)
    for search, npi, specialty, *place in raw(Partner.select(*columns, Partner.postal_code)):
        yield search, Somebody(npi, specialty, Place(*place))


def partner_places() -> list[Place]:
    """Each area, city, state and postal code that partners have who are not put away."""
    columns = (Partner.area, Partner.city, Partner.state, Partner.postal_code)
    return [Place(*row) for row in raw(Partner.select(*columns).where(Partner.archived_on.is_null()).distinct())]


def sources() -> list[tuple[str, int]]:
    """Each file that candidates came from, and how many it told of, by name."""
    query = Candidate.select(Candidate.source, fn.COUNT(Candidate.id)).group_by(Candidate.source)
    return sorted((source, int(number)) for source, number in raw(query))


def ids(source: str | None = None) -> list[int]:
    """The candidates of one file, or all."""
    query = Candidate.select(Candidate.id).order_by(Candidate.id)
    return [row_id for (row_id,) in raw(query if source is None else query.where(Candidate.source == source))]
