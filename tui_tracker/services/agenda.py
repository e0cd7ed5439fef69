"""What to do today, and why. Imported by the first screen: nothing heavy may be imported here."""

from dataclasses import replace
from datetime import date

from tui_tracker.domain import agenda_building
from tui_tracker.domain.agenda import Agenda, AgendaItem, AgendaLine
from tui_tracker.domain.agenda import without_patients as hide_patients
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind
from tui_tracker.services.remembered import Remembered
from tui_tracker.storage.queries import agenda as queries
from tui_tracker.storage.queries import referrals
from tui_tracker.storage.rows import CHUNK, chunks


def todays_agenda(today: date, settings: Settings) -> Agenda:
    """The complete agenda of a day, the old backlog counted too."""
    return agenda_building.agenda(_complete(today, settings), settings, complete=True)


def first_items(today: date, settings: Settings) -> Agenda:
    """The agenda as fast as it can be had, for the first paint: `complete` is False, and the counts are "at least".

    Its items are those of `todays_agenda`, but for what is stale, and for referrals that are slow by the practice's own
    measure, which takes a look at a year of them. What cannot be among them is not looked for: closed referrals'
    thank-yous where incidents and reports fill the day, most of the network's cadence always.
    """
    size = settings.agenda_size
    facts = queries.pressing(today, settings)
    ranking = agenda_building.rank(facts, settings, today)
    leaders = ranking.leaders(size, before=AgendaKind.THANK_YOU)
    if leaders is None:
        queries.add_unthanked(facts, today, settings)
        ranking = agenda_building.rank(facts, settings, today)
        leaders = ranking.leaders(size, before=AgendaKind.RECONNECT)
    if leaders is None:
        queries.add_longest_out_of_touch(facts, today, settings, size + len(facts.snoozed))
        for chunk in chunks(ranking.partner_ids, CHUNK):
            queries.add_cadence(facts, today, settings, chunk)
        return agenda_building.agenda(agenda_building.rank(facts, settings, today), settings, complete=False)
    shown = facts.only(leaders)
    queries.add_unthanked(shown, today, settings, leaders)
    queries.add_cadence(shown, today, settings, leaders)
    items = agenda_building.rank(shown, settings, today).items(0, len(leaders))
    return replace(agenda_building.agenda(ranking, settings, complete=False), items=items)


def later_items(today: date, settings: Settings, offset: int, length: int) -> tuple[AgendaItem, ...]:
    """A window on what is due beyond the day's size, in the agenda's order; one look serves until something changes."""
    ranking = _LAST.recall((today, settings)) or _complete(today, settings)
    return ranking.items(settings.agenda_size + offset, length)


def partner_item(partner_id: int, today: date, settings: Settings) -> AgendaItem | None:
    """What is due with one partner today, snoozed or not; None where nothing is."""
    return agenda_building.one_item(_of_partner(partner_id, today, settings), partner_id, settings, today)


def open_with(partner_id: int, today: date, settings: Settings) -> tuple[AgendaLine, ...]:
    """Everything open with one partner, due or still to come, latest first; for the partner's own page."""
    return agenda_building.open_lines(_of_partner(partner_id, today, settings), settings, today)


def without_patients(agenda: Agenda) -> Agenda:
    """The agenda as it may stand in a mail: no patient reference, nor one in a follow-up that somebody typed."""
    typed = [item.partner_id for item in agenda.items if item.partner_id is not None and item.follow_up_ids]
    references = referrals.references_of(typed)
    return replace(agenda, items=tuple(hide_patients(item, references) for item in agenda.items))


def _of_partner(partner_id: int, today: date, settings: Settings) -> Facts:
    from tui_tracker.services.stays import usual_stays

    facts = queries.facts_of_partner(today, settings, partner_id)
    facts.usual = usual_stays(today, settings)
    return facts


def _complete(today: date, settings: Settings) -> agenda_building.Ranking:
    from tui_tracker.services.stays import usual_stays

    _LAST.begin((today, settings))
    facts = queries.facts(today, settings)
    queries.add_backlog(facts, today, settings)
    facts.usual = usual_stays(today, settings)
    queries.add_slow(facts, today, settings)
    return _LAST.keep((today, settings), agenda_building.rank(facts, settings, today))


_LAST: Remembered[agenda_building.Ranking] = Remembered()
