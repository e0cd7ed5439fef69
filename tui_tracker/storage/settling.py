"""Marking many referrals as settled in one change."""

from collections.abc import Sequence

from tui_tracker.storage.journal import Step, Unit
from tui_tracker.storage.models import Referral
from tui_tracker.storage.rows import CHUNK, chunks, fetch, table


def settle(unit: Unit, referral_ids: Sequence[int]) -> int:
    """Mark referrals as settled, a statement for some hundreds of rows, each noted; gives how many were not yet."""
    name, done = table(Referral), 0
    for chunk in chunks(referral_ids, CHUNK):
        rows = [row for row in fetch(Referral, chunk, lock=True).values() if not row["settled"]]
        Referral.update(settled=True).where(Referral.id.in_([row["id"] for row in rows])).execute()
        unit.steps += [Step(name, row["id"], row, {**row, "settled": True}) for row in rows]
        done += len(rows)
    return done
