"""How it stands with the partners on the map: their warmth, and how many of our promises to them are open."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from tui_tracker.domain.dues import find
from tui_tracker.domain.mind_map import Feeling
from tui_tracker.domain.relationship import points_of
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import band_of
from tui_tracker.domain.words import AgendaKind
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.queries.relationship import warmth_facts_of
from tui_tracker.storage.rows import CHUNK, chunks


def feelings(partner_ids: Collection[int], today: date, settings: Settings) -> dict[int, Feeling]:
    """How it stands with each of these partners, by id; those that are gone are left out.

    Open promises are what we owe on referrals (the clocks of RULES section 3) and follow-ups, due or not; a thank-you
    that answers several referrals is one. A referral of ours that is stuck elsewhere is no promise.
    """
    known = warmth_facts_of(partner_ids, today, settings)
    promises: Counter[int] = Counter()
    for chunk in chunks(sorted(known), CHUNK):
        for due in find(agenda.promised_to(chunk, settings), settings, today, within=None):
            if due.partner_id is not None and due.kind != AgendaKind.STUCK:
                promises[due.partner_id] += 1
    found = {}
    for partner_id, facts in known.items():
        points = points_of(facts, settings, today)
        band = None if points is None else band_of(points, settings)
        found[partner_id] = Feeling(points, band, promises[partner_id])
    return found
