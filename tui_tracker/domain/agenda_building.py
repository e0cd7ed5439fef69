"""Making the agenda from what may be due (RULES section 12).

First everything is ranked as it was found (a large practice has thousands of partners to reconnect with), then only
the items that are looked at are put into words.

Where the rules are silent: an item is one partner, of the kind that comes first among what is due with them; a first
visit that is booked for today or later is not asked about; what is stale (a promise more than the setting's days
late) ranks after everything fresher, and lends neither kind nor rank to an item that holds something fresher; a
partner who was put away (archived) is on no agenda.
"""

from datetime import date

from tui_tracker.domain.agenda import Agenda, AgendaItem, AgendaLine
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.agenda_words import item_of, line_of
from tui_tracker.domain.dues import ORDER, Due, find
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind, Tier

_TIERS = [tier.value for tier in Tier]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything due on `day` that is not snoozed, a list for each partner with the leading thing first, in order."""

    day: date
    facts: Facts
    ranked: list[list[Due]]
    snoozed: int
    stale: int
    tomorrow: int

    def items(self, offset: int, length: int) -> tuple[AgendaItem, ...]:
        """A window on the items, in words."""
        partners = self.facts.partners
        window = self.ranked[offset : offset + length]
        return tuple(item_of(partners[dues[0].partner_id], dues, self.day) for dues in window)

    @property
    def partner_ids(self) -> list[int]:
        """Everybody with whom something is due, in order."""
        return [dues[0].partner_id for dues in self.ranked]

    def leaders(self, number: int, before: AgendaKind) -> list[int] | None:
        """The partners of the first items, where so many of them are fresh and of a kind before the one given."""
        leads = [dues[0] for dues in self.ranked[:number]]
        if len(leads) < number or any(lead.stale or ORDER[lead.kind] >= ORDER[before] for lead in leads):
            return None
        return [lead.partner_id for lead in leads]


def rank(facts: Facts, settings: Settings, today: date) -> Ranking:
    """Put what is due in the agenda's order: kind, days late times the tier's weight, name, id; what is stale last."""
    shown: dict[int, list[Due]] = {}
    hidden: set[int] = set()
    coming: set[int] = set()
    for due in find(facts, settings, today, within=1):
        if facts.partners[due.partner_id].archived_on is not None:
            continue
        if due.days_late < 0:
            coming.add(due.partner_id)
        elif due.key in facts.snoozed:
            hidden.add(due.partner_id)
        else:
            shown.setdefault(due.partner_id, []).append(due)
    ranked = [_ordered(dues) for dues in shown.values()]
    weights = dict(zip(_TIERS, settings.tier_weights, strict=True))
    ranked.sort(key=lambda dues: _place(dues[0], facts, weights))
    return Ranking(
        day=today,
        facts=facts,
        ranked=ranked,
        snoozed=len(hidden - shown.keys()),
        stale=sum(1 for dues in ranked if dues[0].stale),
        tomorrow=len(coming - shown.keys() - hidden),
    )


def agenda(ranking: Ranking, settings: Settings, *, complete: bool) -> Agenda:
    """The agenda of a day: the first items, as many as a day holds, and how many more there are."""
    items = ranking.items(0, settings.agenda_size)
    return Agenda(
        day=ranking.day,
        items=items,
        later=len(ranking.ranked) - len(items),
        snoozed=ranking.snoozed,
        stale=ranking.stale,
        tomorrow=ranking.tomorrow,
        complete=complete,
    )


def one_item(facts: Facts, partner_id: int, settings: Settings, today: date) -> AgendaItem | None:
    """What is due with one partner, snoozed or not."""
    dues = [due for due in find(facts, settings, today, within=0) if due.partner_id == partner_id]
    return item_of(facts.partners[partner_id], _ordered(dues), today) if dues else None


def open_lines(facts: Facts, settings: Settings, today: date) -> tuple[AgendaLine, ...]:
    """Everything open, due or still to come, soonest due first."""
    dues = sorted(find(facts, settings, today, within=None), key=lambda due: (-due.days_late, ORDER[due.kind], due.key))
    return tuple(line_of(due, today) for due in dues)


def _ordered(dues: list[Due]) -> list[Due]:
    if len(dues) > 1:
        dues.sort(key=lambda due: (due.stale, ORDER[due.kind], -due.days_late, _number(due)))
    return dues


def _number(due: Due) -> int:
    if due.referrals:
        return due.referrals[0].id
    record = due.follow_up or due.incident
    return record.id if record else 0


def _place(lead: Due, facts: Facts, weights: dict[str, int]) -> tuple[bool, int, int, str, int]:
    partner = facts.partners[lead.partner_id]
    score = lead.days_late * weights[partner.tier]
    return (lead.stale, ORDER[lead.kind], -score, partner.search, partner.id)
