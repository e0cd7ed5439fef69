"""What the timeline of a referral is made from: the journal of single rows, and what happened with its partner."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import fn

from tui_tracker.domain.moves import LONGEST_REASON
from tui_tracker.domain.records import Touchpoint as TouchpointRecord
from tui_tracker.domain.words import FEEDBACK_BIT, THANK_BIT, Direction, Flow, Intent, intents_to_bits
from tui_tracker.storage.models import Change, ChangeRow, Referral, Report, Touchpoint
from tui_tracker.storage.queries.touchpoints import records_of, selected
from tui_tracker.storage.rows import CHUNK, Row, chunks, load

_ABOUT = intents_to_bits((Intent.UPDATE, Intent.FEEDBACK))

NotedRow = tuple[int, str, str, Row | None, Row | None]
"""The change's id, its moment in UTC, who made it, and the row before and after."""


def noted(table: str, row_id: int) -> list[NotedRow]:
    """What was done to one row, oldest first, without what was undone."""
    rows = (
        _standing(Change.id, Change.at, Change.who, ChangeRow.before, ChangeRow.after)
        .where((ChangeRow.table_name == table) & (ChangeRow.row_id == row_id))
        .order_by(Change.id, ChangeRow.seq)
    )
    return [(change, at, who, load(before), load(after)) for change, at, who, before, after in rows.tuples()]


def first_noted(table: str, ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """By row: the id, moment (UTC) and person of the change that added it; rows that the journal does not know are out.

    A row that was removed and brought back counts from its first day.
    """
    found: dict[int, tuple[int, str, str]] = {}
    for chunk in chunks(list(ids), CHUNK):
        rows = (
            _standing(ChangeRow.row_id, Change.id, Change.at, Change.who)
            .where((ChangeRow.table_name == table) & ChangeRow.row_id.in_(list(chunk)) & ChangeRow.before.is_null())
            .order_by(Change.id.desc())
        )
        found |= {row_id: (change, at, who) for row_id, change, at, who in rows.tuples()}
    return found


def touchpoints_about(partner_id: int, first: date, last: date, reference: str) -> list[TouchpointRecord]:
    """A partner's touchpoints of some days that are an update or feedback, or whose note may hold a reference.

    Those that are reports are left out: they stand with their referral.
    """
    query = _touchpoints().where(
        (Touchpoint.partner == partner_id)
        & Touchpoint.day.between(first, last)
        & ((Touchpoint.intents.bin_and(_ABOUT) != 0) | Touchpoint.note.contains(reference))
    )
    return records_of(query)


def first_thanks(partner_id: int, since: date) -> list[TouchpointRecord]:
    """Our first thank-you to a partner from a day on, or none."""
    return _first(partner_id, since, THANK_BIT)


def first_feedback(partner_id: int, since: date) -> list[TouchpointRecord]:
    """Our first feedback to a partner from a day on, or none."""
    return _first(partner_id, since, FEEDBACK_BIT)


def other_references(partner_id: int, referral_id: int) -> list[str]:
    """The patient references of a partner's other referrals."""
    query = Referral.select(Referral.patient_ref).where((Referral.partner == partner_id) & (Referral.id != referral_id))
    return [reference for (reference,) in query.tuples()]


def words_used(stage: str, since: date, column: str, length: int) -> list[str]:
    """What stands most often in `aside_reason` or `alternative` of a stage's referrals since a day, else newest."""
    field = {"aside_reason": Referral.aside_reason, "alternative": Referral.alternative}[column]
    rows = (
        Referral.select(field)
        .where((Referral.stage == stage) & (Referral.flow.in_([flow.value for flow in Flow])))
        .where((Referral.stage_on >= since) & (field != "") & (fn.LENGTH(field) <= LONGEST_REASON))
        .group_by(field)
        .order_by(fn.COUNT(Referral.id).desc(), fn.MAX(Referral.id).desc())
        .limit(length)
    )
    return [text for (text,) in rows.tuples()]


def _standing(*columns: Any) -> Any:
    return (
        ChangeRow.select(*columns).join(Change).where((Change.kind == "do") & (Change.undone == False))  # noqa: E712
    )


def _first(partner_id: int, since: date, bit: int) -> list[TouchpointRecord]:
    query = _touchpoints().where(
        (Touchpoint.partner == partner_id)
        & (Touchpoint.day >= since)
        & (Touchpoint.intents.bin_and(bit) != 0)
        & (Touchpoint.direction == Direction.OURS.value)
    )
    return records_of(query.limit(1))


def _touchpoints() -> Any:
    as_report = Report.select(Report.id).where(Report.touchpoint == Touchpoint.id)
    return selected().where(~fn.EXISTS(as_report)).order_by(Touchpoint.day, Touchpoint.id)
