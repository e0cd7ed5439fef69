"""Removing many candidates in one change, a statement for some hundreds of rows."""

from collections.abc import Sequence

from tui_tracker.storage.journal import Step, Unit
from tui_tracker.storage.models import Candidate
from tui_tracker.storage.rows import CHUNK, chunks, fetch, table


def remove(unit: Unit, candidate_ids: Sequence[int]) -> int:
    """Remove candidates, each noted; gives how many were still there."""
    name, done = table(Candidate), 0
    for chunk in chunks(candidate_ids, CHUNK):
        rows = fetch(Candidate, chunk, lock=True)
        Candidate.delete().where(Candidate.id.in_(list(rows))).execute()
        unit.steps += [Step(name, row_id, row, None) for row_id, row in rows.items()]
        done += len(rows)
    return done
