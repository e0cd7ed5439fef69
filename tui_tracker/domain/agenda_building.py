"""Making the agenda from what may be due (RULES section 12), for everybody or for one member.

First everything is ranked as it was found (a large practice has thousands of partners to reconnect with), then only
the items that are looked at are put into words.

Where the rules are silent: an item is one partner, of the kind that comes first among what is due with them; a first
visit that is booked for today or later is not asked about; what is stale (a promise more than the setting's days
late) ranks after everything fresher, and lends neither kind nor rank to an item that holds something fresher; a
partner who was put away (archived) is on no agenda; a gap is an item of its own, and weighs as a partner of the last
tier. A member's agenda holds all that is due with the partners they look after, and the follow-ups that they promised
to others' partners; nobody's what is due with partners whom nobody looks after, but for a follow-up that a member
promised, and the gaps.
"""

from __future__ import annotations

from datetime import date

from tui_tracker.domain.agenda import EVERYBODY, TIMELESS, Agenda, AgendaItem, AgendaLine, Whose
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.agenda_words import item_of, line_of
from tui_tracker.domain.cadence import PartnerState
from tui_tracker.domain.dues import ORDER, Due, find
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind, Tier

_TIERS = [tier.value for tier in Tier]
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything due on `day` that is not snoozed, a list for each partner with the leading thing first, in order."""

    day: date
    facts: Facts
    ranked: list[list[Due]]
    snoozed: int
    stale: int
    coming: frozenset[int | str] = frozenset()
    """The partners with nothing due today and something tomorrow."""

    def tomorrow_names(self, length: int) -> tuple[str, ...]:
        """The names of the first of those who come tomorrow, by tier, then by name."""
        known = (self.facts.partners[one] for one in self.coming if isinstance(one, int))
        return tuple(one.name for one in sorted(known, key=lambda one: (one.tier, one.search, one.id))[:length])

    def items(self, offset: int, length: int) -> tuple[AgendaItem, ...]:
        """A window on the items, in words."""
        partners = self.facts.partners
        window = self.ranked[offset : offset + length]
        return tuple(item_of(_partner(partners, dues[0]), dues, self.day) for dues in window)

    @property
    def partner_ids(self) -> list[int]:
        """Everybody with whom something is due, in order."""
        return [dues[0].partner_id for dues in self.ranked if dues[0].partner_id is not None]

    def leaders(self, number: int, before: AgendaKind) -> list[int] | None:
        """The partners of the first items, where so many of them are fresh and of a kind before the one given."""
        leads = [dues[0] for dues in self.ranked[:number]]
        if len(leads) < number or any(lead.stale or ORDER[lead.kind] >= ORDER[before] for lead in leads):
            return None
        return [lead.partner_id for lead in leads if lead.partner_id is not None]


def found_by(facts: Facts, settings: Settings, today: date) -> list[Due]:
    """What is due by tomorrow with partners who were not put away, everybody's, in no certain order."""
    every = find(facts, settings, today, within=1)
    return [due for due in every if due.partner_id is None or facts.partners[due.partner_id].archived_on is None]


def rank(facts: Facts, settings: Settings, today: date, whose: Whose = EVERYBODY) -> Ranking:
    """`arrange` what the facts make due."""
    return arrange(facts, found_by(facts, settings, today), settings, today, whose)


def arrange(facts: Facts, found: list[Due], settings: Settings, today: date, whose: Whose = EVERYBODY) -> Ranking:
    """Put what is due in the agenda's order: kind, days late times the tier's weight, name, id; what is stale last."""
    shown: dict[int | str, list[Due]] = {}
    hidden: set[int | str] = set()
    coming: set[int | str] = set()
    for due in found:
        if whose.only and not _is_of(due, facts, whose):
            continue
        item = due.key if due.partner_id is None else due.partner_id
        if due.days_late < 0:
            coming.add(item)
        elif due.key in facts.snoozed:
            hidden.add(item)
        else:
            shown.setdefault(item, []).append(due)
    ranked = [_ordered(dues) for dues in shown.values()]
    weights = dict(zip(_TIERS, settings.tier_weights, strict=True))
    ranked.sort(key=lambda dues: _place(dues[0], facts, weights))
    return Ranking(
        day=today,
        facts=facts,
        ranked=ranked,
        snoozed=len(hidden - shown.keys()),
        stale=sum(1 for dues in ranked if dues[0].stale),
        coming=frozenset(coming - shown.keys() - hidden),
    )


def _is_of(due: Due, facts: Facts, whose: Whose) -> bool:
    """Whether this is on a member's agenda, or on nobody's."""
    promised_by = due.follow_up.member_id if due.follow_up else None
    looked_after_by = facts.partners[due.partner_id].member_id if due.partner_id is not None else None
    if whose.member is None:
        return looked_after_by is None and promised_by is None
    return whose.member in (looked_after_by, promised_by)


def agenda(ranking: Ranking, settings: Settings, *, complete: bool, nobodys: int = 0) -> Agenda:
    """The agenda of a day: the first items, as many as a day holds, and how many more there are."""
    items = ranking.items(0, settings.agenda_size)
    return Agenda(
        day=ranking.day,
        items=items,
        later=len(ranking.ranked) - len(items),
        snoozed=ranking.snoozed,
        stale=ranking.stale,
        tomorrow=len(ranking.coming),
        complete=complete,
        nobodys=nobodys,
        tomorrow_names=ranking.tomorrow_names(_NAMED) if complete else (),
    )


def one_item(facts: Facts, partner_id: int, settings: Settings, today: date) -> AgendaItem | None:
    """What is due with one partner, snoozed or not."""
    dues = [due for due in find(facts, settings, today, within=0) if due.partner_id == partner_id]
    return item_of(facts.partners[partner_id], _ordered(dues), today) if dues else None


def open_lines(facts: Facts, settings: Settings, today: date) -> tuple[AgendaLine, ...]:
    """Everything open, due or still to come, soonest due first; then what no day makes late."""
    dues = sorted(
        find(facts, settings, today, within=None),
        key=lambda due: (due.kind in TIMELESS, -due.days_late, ORDER[due.kind], due.key),
    )
    return tuple(line_of(due, today) for due in dues)


def _ordered(dues: list[Due]) -> list[Due]:
    if len(dues) > 1:
        dues.sort(key=lambda due: (due.stale, ORDER[due.kind], -due.days_late, *_words(due)))
    return dues


def _words(due: Due) -> tuple[str, int]:
    """What tells apart what is due alike: its words first, so that the order does not hang on who was written first."""
    if due.referrals:
        return due.referrals[0].patient_ref, due.referrals[0].id
    if due.follow_up:
        return due.follow_up.text, due.follow_up.id
    return (due.incident.kind, due.incident.id) if due.incident else ("", 0)


def _place(lead: Due, facts: Facts, weights: dict[str, int]) -> tuple[bool, int, int, str, int | str]:
    partner = _partner(facts.partners, lead)
    if partner is None:
        return (lead.stale, ORDER[lead.kind], -lead.days_late * weights[Tier.C], lead.key, lead.key)
    score = lead.days_late * weights[partner.tier]
    return (lead.stale, ORDER[lead.kind], -score, partner.search, partner.id)


def _partner(partners: dict[int, PartnerState], lead: Due) -> PartnerState | None:
    return None if lead.partner_id is None else partners[lead.partner_id]
