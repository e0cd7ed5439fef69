"""What to do today, and why. Imported by the first screen: nothing heavy may be imported here."""

from dataclasses import replace
from datetime import date

from tui_tracker.domain import agenda_building
from tui_tracker.domain.agenda import EVERYBODY, Agenda, AgendaItem, AgendaLine, Whose
from tui_tracker.domain.agenda import without_patients as hide_patients
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.dues import Due
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind
from tui_tracker.storage.queries import agenda as queries
from tui_tracker.storage.queries import referrals
from tui_tracker.storage.queries.remembered import Remembered
from tui_tracker.storage.rows import CHUNK, chunks


def todays_agenda(today: date, settings: Settings, member: int | None = None, *, nobody: bool = False) -> Agenda:
    """The complete agenda of a day, the old backlog counted too: everybody's, or a member's, by id, or nobody's.

    A member's holds what is due with the partners they look after, and the follow-ups that they promised to others';
    its `nobodys` counts the items on nobody's agenda.
    """
    whose, known = _whose(member, nobody), _complete(today, settings)
    nobodys = 0 if whose.member is None else len(known.ranking(_NOBODY, settings).ranked)
    return agenda_building.agenda(known.ranking(whose, settings), settings, complete=True, nobodys=nobodys)


def first_items(today: date, settings: Settings, member: int | None = None, *, nobody: bool = False) -> Agenda:
    """The agenda as fast as it can be had, for the first paint: `complete` is False, and the counts are "at least".

    Its items are those of `todays_agenda`, but for what is stale, for referrals that are slow by the practice's own
    measure, which takes a look at a year of them, and for what no day makes late: who is ready to be asked, owed
    something in return, or sends less is looked for later, but the last where what comes before it leaves room in the
    day. What cannot be among the items is not looked for: closed referrals' thank-yous where incidents and reports fill
    the day, most of the network's cadence always.
    """
    size, whose = settings.agenda_size, _whose(member, nobody)
    facts = queries.pressing(today, settings)
    ranking = agenda_building.rank(facts, settings, today, whose)
    leaders = ranking.leaders(size, before=AgendaKind.THANK_YOU)
    if leaders is None:
        queries.add_unthanked(facts, today, settings)
        ranking = agenda_building.rank(facts, settings, today, whose)
        leaders = ranking.leaders(size, before=AgendaKind.SENDING_LESS)
    if leaders is None:
        from tui_tracker.storage.queries.agenda_relations import add_sending

        add_sending(facts, today, settings)
        ranking = agenda_building.rank(facts, settings, today, whose)
        queries.add_longest_out_of_touch(facts, today, settings, size + len(facts.snoozed), whose)
        for chunk in chunks(ranking.partner_ids, CHUNK):
            queries.add_cadence(facts, today, settings, chunk)
        return agenda_building.agenda(agenda_building.rank(facts, settings, today, whose), settings, complete=False)
    shown = facts.only(leaders)
    queries.add_unthanked(shown, today, settings, leaders)
    queries.add_cadence(shown, today, settings, leaders)
    items = agenda_building.rank(shown, settings, today, whose).items(0, len(leaders))
    return replace(agenda_building.agenda(ranking, settings, complete=False), items=items)


def later_items(
    today: date, settings: Settings, offset: int, length: int, member: int | None = None, *, nobody: bool = False
) -> tuple[AgendaItem, ...]:
    """A window on what is due beyond the day's size, in the agenda's order; one look serves until something changes."""
    known = _LAST.recall((today, settings)) or _complete(today, settings)
    return known.ranking(_whose(member, nobody), settings).items(settings.agenda_size + offset, length)


def partner_item(partner_id: int, today: date, settings: Settings) -> AgendaItem | None:
    """What is due with one partner today, snoozed or not; None where nothing is."""
    return agenda_building.one_item(_of_partner(partner_id, today, settings), partner_id, settings, today)


def open_with(
    partner_id: int, today: date, settings: Settings, *, promised_only: bool = False
) -> tuple[AgendaLine, ...]:
    """Everything open with one partner, due or still to come, latest first; for the partner's own page.

    `promised_only` leaves out what no day makes late, where the page tells it by itself.
    """
    facts = _of_partner(partner_id, today, settings, relations=not promised_only)
    return agenda_building.open_lines(facts, settings, today)


def without_patients(agenda: Agenda) -> Agenda:
    """The agenda as it may stand in a mail: no patient reference, nor one in a follow-up that somebody typed."""
    typed = [item.partner_id for item in agenda.items if item.partner_id is not None and item.follow_up_ids]
    references = referrals.references_of(typed)
    return replace(agenda, items=tuple(hide_patients(item, references) for item in agenda.items))


class _Known:
    """All that is due on a day, found once; whose agenda it is arranged for is asked again and again."""

    def __init__(self, facts: Facts, found: list[Due], today: date) -> None:
        self._facts, self._found, self._today = facts, found, today
        self._rankings: dict[Whose, agenda_building.Ranking] = {}

    def ranking(self, whose: Whose, settings: Settings) -> agenda_building.Ranking:
        """What is on their agenda, in its order."""
        if whose not in self._rankings:
            self._rankings[whose] = agenda_building.arrange(self._facts, self._found, settings, self._today, whose)
        return self._rankings[whose]


_NOBODY = Whose(None, only=True)


def _whose(member: int | None, nobody: bool) -> Whose:
    return EVERYBODY if member is None and not nobody else Whose(None if nobody else member, only=True)


def _of_partner(partner_id: int, today: date, settings: Settings, *, relations: bool = True) -> Facts:
    from tui_tracker.services.stays import usual_stays

    facts = queries.facts_of_partner(today, settings, partner_id)
    facts.usual = usual_stays(today, settings)
    if relations:
        from tui_tracker.storage.queries.agenda_relations import add_relations

        add_relations(facts, today, settings, [partner_id])
    return facts


def _complete(today: date, settings: Settings) -> _Known:
    from tui_tracker.services.gaps import gaps
    from tui_tracker.services.stays import usual_stays
    from tui_tracker.storage.queries.agenda_relations import add_relations

    _LAST.begin((today, settings))
    facts = queries.facts(today, settings)
    queries.add_backlog(facts, today, settings)
    facts.usual = usual_stays(today, settings)
    queries.add_slow(facts, today, settings)
    add_relations(facts, today, settings)
    facts.gaps = gaps(today, settings)
    found = agenda_building.found_by(facts, settings, today)
    return _LAST.keep((today, settings), _Known(facts, found, today))


_LAST: Remembered[_Known] = Remembered()
