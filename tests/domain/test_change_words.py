"""What a change did, in words."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.change_words import LONGEST_SHOWN, REFERENCES, Field, mentioned, own_names, tell
from tui_tracker.domain.records import ChangedRow
from tui_tracker.domain.words import intents_to_bits
from tui_tracker.storage.models import PRACTICE_MODELS
from tui_tracker.storage.rows import complete, table

TODAY = date(2026, 3, 16)


def test_a_new_row_tells_what_it_holds_by_name():
    row = ChangedRow(
        "touchpoint",
        9,
        None,
        {
            "id": 9,
            "partner_id": 4,
            "day": "2026-03-12",
            "channel": "walk_in",
            "intents": intents_to_bits(["give", "thank"]),
            "note": "",
            "member_id": 7,
            "occasion_id": None,
        },
    )
    told = tell(row, {("partner", 4): "Dr. Lee"}, TODAY)
    assert (told.what, told.row) == ("new", "touchpoint with Dr. Lee")
    assert told.fields == (
        Field("day", None, "Mar 12"),
        Field("channel", None, "walk in"),
        Field("intents", None, "give, thank"),
        Field("member", None, "member 7"),
    )


def test_a_changed_row_tells_only_what_differs():
    before = {"id": 3, "patient_ref": "JD-4411", "stage": "in_care", "stage_on": "2026-03-01", "revenue_cents": None}
    after = before | {"stage": "closed", "stage_on": "2026-03-02", "revenue_cents": 123_456, "settled": True}
    told = tell(ChangedRow("referral", 3, before, after), {}, TODAY)
    assert (told.what, told.row) == ("changed", "referral JD-4411")
    assert told.fields == (
        Field("stage", "in care", "closed"),
        Field("revenue", "nothing", "1,234.56"),
        Field("settled", "nothing", "yes"),
    )


def test_a_removed_row_tells_what_it_held():
    row = ChangedRow("link", 2, {"id": 2, "kind": "works_at", "from_partner_id": 1, "to_partner_id": 5}, None)
    told = tell(row, {("partner", 1): "Dr. Lee", ("partner", 5): "Clinic"}, TODAY)
    assert (told.what, told.row) == ("removed", "link Dr. Lee works at Clinic")
    assert told.fields == ()


def test_a_removed_row_tells_its_fields():
    told = tell(ChangedRow("gift", 2, {"partner_id": 1, "what": "lunch", "amount_cents": 1_250}, None), {}, TODAY)
    assert (told.what, told.row) == ("removed", "gift with partner 1")
    assert told.fields == (
        Field("what", "shown in the gift ledger alone", None),
        Field("amount", "shown in the gift ledger alone", None),
    )


def test_what_was_spent_is_told_in_the_gift_ledger_alone():
    before = {"partner_id": 1, "what": "lunch", "amount_cents": 1_250, "day": "2026-03-01"}
    told = tell(ChangedRow("gift", 2, before, {**before, "amount_cents": 9_000, "day": "2026-03-02"}), {}, TODAY)
    assert told.fields == (Field("amount", "as it was", "another"), Field("day", "Mar 1", "Mar 2"))
    told = tell(ChangedRow("gift", 2, None, before), {}, TODAY)
    assert [field.after for field in told.fields if field.name != "day"] == ["shown in the gift ledger alone"] * 2


def test_a_letter_is_told_by_its_beginning() -> None:
    values = {
        "id": 4,
        "referral_id": 3,
        "kind": "final",
        "letter": "Dear Dr. Lee,\n\n" + "x" * 3_000,
        "outcome": "goal",
    }
    told = tell(ChangedRow("report", 4, None, values), {("referral", 3): "JD-4411"}, TODAY)
    assert (told.what, told.row) == ("new", "final report on JD-4411")
    letter, outcome = told.fields
    assert letter.after is not None
    assert letter.after.startswith("Dear Dr. Lee, xxx")
    assert letter.after.endswith("x… (3,015 characters)")
    assert len(letter.after) < LONGEST_SHOWN + 30
    assert outcome == Field("outcome", None, "goal")


def test_parts_of_reports_filters_and_the_letterhead_are_told_in_words() -> None:
    parts = {"kind": "acknowledgement", "referral_id": 9, "surgical_options": "none_yet", "copied_to": "Dr. Roe"}
    told = tell(ChangedRow("report", 4, None, parts), {}, TODAY)
    assert told.row == "acknowledgement on referral 9"
    assert told.fields == (Field("surgical options", None, "none_yet"), Field("copied to", None, "Dr. Roe"))
    told = tell(ChangedRow("saved_filter", 1, None, {"name": "mine", "text": "late urgent"}), {}, TODAY)
    assert (told.row, told.fields) == ("saved filter mine", (Field("text", None, "late urgent"),))
    told = tell(ChangedRow("practice", 1, {"name": "Us", "fax": ""}, {"name": "Us", "fax": "207-555"}), {}, TODAY)
    assert (told.row, told.fields) == ("practice Us", (Field("fax", "nothing", "207-555"),))


def test_names_are_asked_for_once_and_those_of_the_change_itself_are_known():
    rows = [
        ChangedRow("partner", 4, None, {"id": 4, "name": "Dr. Lee", "member_id": 2}),
        ChangedRow("follow_up", 1, {"partner_id": 4, "member_id": None}, {"partner_id": 5, "member_id": 2}),
    ]
    assert mentioned(rows) == {"member": {2}, "partner": {4, 5}}
    assert own_names(rows) == {("partner", 4): "Dr. Lee"}


def test_every_reference_of_every_table_is_known():
    found = {
        field.column_name: field.rel_model._meta.table_name for model in PRACTICE_MODELS for field in model._meta.refs
    }
    assert found == REFERENCES


@given(st.sampled_from(PRACTICE_MODELS), st.booleans(), st.booleans())
def test_any_row_of_any_table_can_be_told(model, has_before, has_after):
    values = {"id": 1, **complete(model, {})}
    row = ChangedRow(table(model), 1, values if has_before else None, values if has_after else None)
    told = tell(row, {}, TODAY)
    assert told.row
    assert all(field.name and "_" not in field.name for field in told.fields)
