"""How long a referral usually stays in a stage of this practice, and which of them are slow by that measure."""

from collections.abc import Sequence
from datetime import date, timedelta

from tui_tracker.domain import dues, stays
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.stays import Slow, UsualStays
from tui_tracker.services.remembered import Remembered
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.queries import stays as queries
from tui_tracker.storage.rows import CHUNK, chunks


def usual_stays(today: date, settings: Settings) -> UsualStays:
    """What each stage usually takes, by the stays that ended lately; one look serves until something changes."""
    known = _USUAL.recall((today, settings.slow))
    if known is not None:
        return known
    slow = settings.slow
    if slow.factor == 0 or slow.within == 0:
        return {}
    sizes = queries.stay_sizes(today - timedelta(slow.within - 1), today)
    return _USUAL.keep((today, slow), stays.usual_stays(sizes, slow))


def slow_referrals(referral_ids: Sequence[int], today: date, settings: Settings) -> dict[int, Slow]:
    """Of some referrals, by id, those that are slow by the practice's own measure, with a partner or without."""
    usual = usual_stays(today, settings)
    if not usual:
        return {}
    found = {}
    for chunk in chunks(referral_ids, CHUNK):
        facts = agenda.facts_of(chunk, settings)
        facts.usual = usual
        for referral_id in chunk:
            slow = dues.slow_of(facts, referral_id, settings, today)
            if slow is not None:
                found[referral_id] = slow
    return found


_USUAL: Remembered[UsualStays] = Remembered()
