"""Who sent, who sent first, who was added: days and ids, from which the rules of growth count."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from peewee import fn

from tui_tracker.domain.insights.growth import Sent
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.momentum import Momentum
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import RESTING_STAGES, Flow, Source, label
from tui_tracker.storage.models import Partner, Referral
from tui_tracker.storage.queries.agenda_rows import as_day, given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    narrowed,
    partner_where,
    referrals_within,
)
from tui_tracker.storage.rows import CHUNK, chunks

_RESTING = frozenset(stage.value for stage in RESTING_STAGES)


class Known(NamedTuple):
    """What a table or a list says of a partner: `search` is what it is ordered by.

    `resting` are the dormant, those parted with, and those in the archive; `standing` is their stage, or `archived`.
    """

    name: str
    search: str
    specialty: str
    standing: str
    resting: bool


class OfSpecialty(NamedTuple):
    """A partner of a specialty who is not put away; `last` is the day of the last inbound referral that names them."""

    id: int
    area: str
    stage: str
    last: date | None


def sent(first: date, last: date, lens: Lens) -> Iterator[Sent]:
    """Who sent an inbound partner referral and when, in these days, in the order of days."""
    wanted = referrals_within(first, last, lens) & FROM_PARTNERS
    query = Referral.select(Referral.partner, Referral.day).where(wanted).order_by(Referral.day)
    for partner_id, day in raw(query):
        yield partner_id, given_day(day)


def firsts(last: date, lens: Lens) -> dict[int, date]:
    """By partner the day of their first inbound partner referral of all, up to a day; the lens goes by that one.

    Of several on that day the one that was written down first counts as the first.
    """
    one = Referral.alias("one")
    earliest = (
        one.select(one.id)
        .where(
            (one.partner == Partner.id)
            & (one.flow == Flow.INBOUND.value)
            & (one.source == Source.PARTNER.value)
            & (one.day <= last)
        )
        .order_by(one.day, one.id)
        .limit(1)
    )
    query = Referral.select(Referral.partner, Referral.day).join(Partner, on=(Referral.id == earliest))
    wanted = narrowed(Referral.id.is_null(False), lens)
    return {partner_id: given_day(day) for partner_id, day in raw(query.where(wanted))}


def added(first: date, last: date, lens: Lens) -> list[Sent]:
    """The partners added in these days, with the day."""
    wanted, chosen = Partner.added_on.between(first, last), partner_where(lens)
    query = Partner.select(Partner.id, Partner.added_on).where(wanted if chosen is None else wanted & chosen)
    return [(partner_id, given_day(day)) for partner_id, day in raw(query)]


def sending_less(day: date, lens: Lens, settings: Settings) -> dict[int, Momentum]:
    """Who sends less on a day, by id, as Today finds them: neither dormant, parted with nor put away today."""
    from tui_tracker.domain.agenda_facts import Facts
    from tui_tracker.domain.dues import sends_less
    from tui_tracker.storage.queries.agenda_relations import add_sending

    facts = Facts()
    add_sending(facts, day, settings, partner_where(lens))
    found = {row_id: sends_less(known, settings.momentum, day) for row_id, known in facts.sending.items()}
    return {row_id: one for row_id, one in found.items() if one is not None}


def known(partner_ids: Collection[int]) -> dict[int, Known]:
    """These partners by id, in the order of their names."""
    found: list[tuple[int, Known]] = []
    columns = (Partner.id, Partner.name, Partner.search, Partner.specialty, Partner.stage, Partner.archived_on)
    for chunk in chunks(sorted(partner_ids), CHUNK):
        for row_id, name, search, specialty, stage, archived_on in raw(
            Partner.select(*columns).where(Partner.id.in_(chunk))
        ):
            found.append((row_id, _known(name, search, specialty, stage, archived_on)))
    return dict(sorted(found, key=lambda one: (one[1].search, one[0])))


def _known(name: str, search: str, specialty: str, stage: str, archived_on: object) -> Known:
    if archived_on is not None:
        return Known(name, search, specialty, "archived", True)
    return Known(name, search, specialty, label(stage), stage in _RESTING)


def of_specialty(specialty: str, area: str, today: date) -> list[OfSpecialty]:
    """The partners of a specialty in an area, folded as the gaps are; in an empty area those of all of them."""
    written = [word for (word,) in raw(Partner.select(Partner.specialty).distinct()) if fold(word) == fold(specialty)]
    last = Referral.select(fn.MAX(Referral.day)).where(
        (Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & (Referral.day <= today)
    )
    query = Partner.select(Partner.id, Partner.area, Partner.stage, last).where(
        Partner.archived_on.is_null() & Partner.specialty.in_(written)
    )
    every = [OfSpecialty(row_id, where, stage, as_day(day)) for row_id, where, stage, day in raw(query)]
    return [one for one in every if not area or fold(one.area) == fold(area)]
