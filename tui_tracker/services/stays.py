"""How long a referral usually stays in a stage of this practice, and which of them are slow by that measure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tui_tracker.domain import dues, stays
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.stays import Slow, StaySizes, UsualStays
from tui_tracker.storage.database import database
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.queries import stays as queries
from tui_tracker.storage.queries.history import last_change_id
from tui_tracker.storage.queries.remembered import Remembered
from tui_tracker.storage.rows import CHUNK, chunks

_MOST_CHANGED = 500  # referrals, from which on counting anew is quicker than counting on


class _Counter:
    """The stays that ended in the span asked for last, up to some change; counts on from there by the journal."""

    def __init__(self) -> None:
        self._question: Any = None
        self._change = 0
        self._sizes: StaySizes = {}

    def between(self, first: date, last: date) -> StaySizes:
        """The stays that ended in a span, all changes counted."""
        question, changed = (database.obj, first, last), None
        newest = last_change_id()
        if self._question == question:
            changed = queries.changed_referrals(self._change, newest, _MOST_CHANGED)
        self._question = None  # where counting fails half-way, it begins anew the next time
        if changed is None:
            self._sizes, self._change = queries.stay_sizes_and_change(first, last)
        else:
            for before, after in changed:
                stays.add_stays(self._sizes, before, -1, first, last)
                stays.add_stays(self._sizes, after, 1, first, last)
            self._change = newest
        self._question = question
        return self._sizes


def usual_stays(today: date, settings: Settings) -> UsualStays:
    """What each stage usually takes, by the stays that ended lately, up to the newest change.

    All of them are looked at once; from then on the journal tells which referrals changed, and only their stays are
    taken off and counted anew. So a median is never old, and a moved card does not wait for a look at a year.
    """
    slow = settings.slow
    if slow.factor == 0 or slow.within == 0:
        return {}
    known = _USUAL.recall((today, slow))
    if known is not None:
        return known
    first = today - timedelta(slow.within - 1)
    return _USUAL.keep((today, slow), stays.usual_stays(_COUNTED.between(first, today), slow))


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
_COUNTED = _Counter()
