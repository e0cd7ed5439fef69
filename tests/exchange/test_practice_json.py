"""The export's format: it is that of the tables, it is documented, and hostile files end in one sentence."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import has_unsafe
from tui_tracker.exchange.practice_format import SECTIONS
from tui_tracker.exchange.practice_history import HISTORY
from tui_tracker.exchange.practice_json import PracticeReader, write

DOCS = Path(__file__).parents[2] / "docs" / "format.md"

AGREED = ("first_contact", "acknowledgement", "thank_you", "first_visit", "initial_report", "progress_report")
AGREEMENT: dict[str, Any] = {
    "id": 1, "partner_id": 3, "formal": False, "how_to_refer": "two\nlines",
    **{f"{promise}_days": 3_650 for promise in (*AGREED, "final_report")},
    "format": "", "channel": None, "copied_to": "", "consent": "", "review_on": "9500-12-31", "note": "",
}  # fmt: skip
CHANGE_STATE = {"id": 1, "name": "Ann", "role": "liaison", "active": True}
GOOD: dict[str, Any] = {
    "format": "tui-tracker",
    "version": 4,
    "history": True,
    "practice": {
        "id": 1, "name": "Us", "specialty": "Orthopedics", "time_zone": "America/New_York",
        "address": "1 Quay\nPortland", "phone": "", "fax": "", "email": "",
    },
    "members": [{"id": 1, "name": "Ann", "role": "liaison", "active": True}],
    "partners": [
        {
            "id": 3, "kind": "clinician", "name": "Zoë Łęcki", "specialty": "", "area": "", "tier": "B",
            "stage": "referring", "standing": None, "cadence_days": None, "fit_values": 5, "fit_respect": None,
            "fit_personal": None, "inner_rank": 1, "cares_about": "", "npi": None, "phone": "", "email": "",
            "address": "", "city": "", "state": "", "postal_code": "", "note": "two\nlines", "member_id": 1,
            "added_on": "2026-01-31", "archived_on": None, "standing_on": None, "likes": "article cards",
        }
    ],
    "contacts": [
        {"id": 1, "partner_id": 3, "name": "Bo", "role": "", "phone": "", "email": "", "advocate": True, "active": True}
    ],
    "links": [],
    "occasions": [{"id": 1, "name": "Fair", "day": "2026-02-01", "place": "", "skill": "", "note": "",
                   "goal": "", "wanted": 3}],
    "touchpoints": [
        {
            "id": 9, "entry": 9, "partner_id": 3, "day": "2026-02-01", "channel": "call", "direction": "ours",
            "intents": ["connect", "thank"], "note": "", "member_id": None, "occasion_id": 1, "contact_id": 1,
            "give": None, "answer": "later", "answered_on": "2026-02-02", "answer_note": "",
        }
    ],
    "follow_ups": [
        {
            "id": 1, "partner_id": 3, "due_on": "2026-02-02", "text": "", "member_id": None, "touchpoint_id": 9,
            "done_on": None, "dropped_on": None,
        }
    ],
    "referrals": [
        {
            "id": 5, "flow": "inbound", "source": "partner", "partner_id": 3, "patient_ref": "JD-1", "reason": "",
            "urgency": "routine", "payer_id": None, "member_id": None, "stage": "received", "stage_on": "2026-02-01",
            "day": "2026-02-01", "contacted_on": None, "scheduled_on": None, "accepted_on": None, "seen_on": None,
            "in_care_on": None, "closed_on": None, "aside_on": None, "aside_reason": "", "alternative": "",
            "visit_on": None, "settled": False, "appropriate": None, "adherence": None, "outcome": None,
            "revenue_cents": 0, "import_key": None,
        }
    ],
    "reports": [
        {
            "id": 1, "referral_id": 5, "kind": "initial", "sent_on": "2026-02-04", "channel": "letter",
            "member_id": None, "note": "", "touchpoint_id": None, "findings": "two\nlines", "plan": "", "timeline": "",
            "surgical_options": "", "red_flags": "", "outcome": "", "recommendations": "", "copied_to": "",
            "letter": "Dear Zoë",
        }
    ],
    "agreements": [],
    "incidents": [
        {
            "id": 1, "partner_id": 3, "referral_id": 5, "kind": "complaint", "opened_on": "2026-02-03", "facts": "",
            "reply": "", "offered": "", "answered_on": None, "closed_on": None,
        }
    ],
    "filters": [{"id": 1, "name": "my late ones", "text": "late"}],
    "spotlights": [{"id": 1, "month": "2026-03-01", "partner_id": 3, "title": "", "touchpoint_id": 9}],
    "candidates": [
        {
            "id": 2, "kind": "clinician", "npi": "1003005174", "name": "Zoë Łęcki", "specialty": "Podiatry",
            "area": "", "city": "Bath", "state": "ME", "postal_code": "04530", "address": "", "phone": "",
            "email": "", "note": "two\nlines", "source": "list.csv", "added_on": "2026-03-01",
        }
    ],
    "changes": [
        {
            "id": 1, "at": "2026-02-01T12:00:00Z", "who": "Ann", "label": "Added Ann", "kind": "do",
            "reverts_id": None, "undone": False, "rows": 1,
        }
    ],
    "changed_rows": [
        {
            "id": 1, "change_id": 1, "seq": 0, "table_name": "member", "row_id": 1, "before": None,
            "after": CHANGE_STATE,
        }
    ],
}  # fmt: skip


def read(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    reader = PracticeReader(io.BytesIO(data), "file.json")
    reader.head()
    found: dict[str, list[tuple[Any, ...]]] = {}
    for batch in reader.batches():
        found.setdefault(batch.section.name, []).extend(batch.rows)
    return found


def refusal(data: bytes | dict[str, Any]) -> str:
    with pytest.raises(Refused) as refused:
        read(data if isinstance(data, bytes) else json.dumps(data).encode())
    message = refused.value.message
    assert message.startswith("file.json")
    assert message.endswith(".")
    return message


def changed(section: str, number: int = 0, **values: Any) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    data[section][number].update(values)
    return data


def test_the_good_one_is_good_in_any_layout() -> None:
    plain = read(json.dumps(GOOD).encode())
    assert plain == read(json.dumps(GOOD, indent=4).encode()) == read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert plain["touchpoints"][0][6] == 0b101
    assert plain["changed_rows"][0][-1] == json.dumps(CHANGE_STATE, separators=(",", ":"))


def test_what_is_read_is_written_again() -> None:
    read_rows = read(json.dumps(GOOD).encode())
    written = json.loads("".join(write(lambda section: read_rows.get(section.name, []), history=True)))
    assert {name: value for name, value in written.items() if value != []} == {
        name: value for name, value in GOOD.items() if value != []
    }


NEWER_IN_3 = {
    "partners": ("standing_on", "likes"),
    "occasions": ("goal", "wanted"),
    "touchpoints": ("contact_id", "give", "answer", "answered_on", "answer_note"),
}


def without_what_came_in_3(data: dict[str, Any]) -> None:
    del data["spotlights"], data["candidates"]
    for section, names in NEWER_IN_3.items():
        for entry in data[section]:
            for name in names:
                del entry[name]


def test_a_file_of_version_3_has_no_candidates_yet() -> None:
    older = copy.deepcopy(GOOD)
    older["version"] = 3
    del older["candidates"]

    found = read(json.dumps(older).encode())

    assert "candidates" not in found
    assert found["spotlights"] == [(1, "2026-03-01", 3, "", 9)]


def test_a_file_of_version_2_has_no_answers_yet() -> None:
    older = copy.deepcopy(GOOD)
    older["version"] = 2
    without_what_came_in_3(older)

    found = read(json.dumps(older).encode())

    assert found["touchpoints"][0][-5:] == (None, None, None, None, "")
    assert found["partners"][0][-2:] == (None, "")
    assert found["occasions"][0][-2:] == ("", None)
    assert "spotlights" not in found


def test_a_file_of_version_1_has_no_letters_yet() -> None:
    older = copy.deepcopy(GOOD)
    older["version"] = 1
    del older["filters"]
    without_what_came_in_3(older)
    newer = ("address", "phone", "fax", "email")
    parts = ("findings", "plan", "timeline", "surgical_options", "red_flags", "outcome", "recommendations")
    older["practice"] = {name: value for name, value in older["practice"].items() if name not in newer}
    for name in (*parts, "copied_to", "letter"):
        del older["reports"][0][name]
    older["changed_rows"][0] |= {"table_name": "practice", "after": older["practice"]}

    found = read(json.dumps(older).encode())

    assert found["practice"] == [(1, "Us", "Orthopedics", "America/New_York", "", "", "", "")]
    assert found["reports"][0][-9:] == ("",) * 9
    assert json.loads(found["changed_rows"][0][-1]) == older["practice"]
    assert "field “fax” is unknown" in refusal({**older, "practice": {**older["practice"], "fax": ""}})


def test_what_could_harm_a_terminal_is_escaped() -> None:
    rows = {"members": [(1, "\x9b31m\u202ex\x7f\ufeff", "liaison", True)]}
    text = "".join(write(lambda section: rows.get(section.name, []), history=False))
    assert text.isascii()
    assert json.loads(text)["members"][0]["name"] == "\x9b31m\u202ex\x7f\ufeff"


def test_the_sections_are_those_of_the_tables() -> None:
    from tui_tracker.storage.models import BY_TABLE, MODELS

    assert [section.table for section in (*SECTIONS, *HISTORY)] == [model._meta.table_name for model in MODELS]
    for section in (*SECTIONS, *HISTORY):
        meta = BY_TABLE[section.table]._meta
        derived = {"search"} if section.table in ("partner", "candidate") else set()
        assert [field.name for field in section.fields] == [name for name in meta.columns if name not in derived]
        for field in section.fields:
            column = meta.columns[field.name]
            assert field.null == column.null, (section.name, field.name)
            target = column.rel_model._meta.table_name if hasattr(column, "rel_model") else ""
            known = {one.name: one.table for one in (*SECTIONS, *HISTORY)}
            assert known.get(field.refers_to, "") == target
        unique = {(name,) for name, column in meta.columns.items() if column.unique and name != "id"}
        unique |= {tuple(meta.fields[name].column_name for name in names) for names, one in _indexes(meta) if one}
        assert set(section.unique) == unique, section.name


def _indexes(meta: Any) -> list[tuple[tuple[str, ...], bool]]:
    return [index for index in meta.indexes if isinstance(index, tuple)]


def test_the_format_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    for section in (*SECTIONS, *HISTORY):
        start = text.index(f"**{section.name}**")
        paragraph = text[start:].split("\n\n")[0]
        for field in section.fields:
            assert f"`{field.name}`" in paragraph or field.name == "after", (section.name, field.name)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (changed("touchpoints", channel="telepathy"), "touchpoints, entry 1: channel “telepathy” is not one of call"),
        (changed("touchpoints", channel=["call"]), "touchpoints, entry 1: channel"),
        (changed("touchpoints", intents=5), "touchpoints, entry 1: intents is not a list"),
        (changed("touchpoints", intents=["love"]), "touchpoints, entry 1: intent “love”"),
        (changed("touchpoints", intents=["thank", "connect"]), "in the order connect"),
        (changed("touchpoints", intents=["thank", "thank"]), "each once"),
        (changed("touchpoints", intents=[["thank"]]), "not a list of words"),
        (changed("touchpoints", day="2026-02-30"), "is not a day"),
        (changed("touchpoints", day="20260201"), "is not a day"),
        (changed("touchpoints", day="2026-W05-7"), "is not a day"),
        (changed("touchpoints", day=20260201), "is not a day"),
        (changed("touchpoints", day="٢٠٢٦-٠٢-٠١"), "is not a day"),
        (changed("touchpoints", partner_id=4), "touchpoints, entry 1: partner_id 4 is not in the file"),
        (changed("touchpoints", partner_id=None), "partner id None"),
        (changed("touchpoints", id=0), "id 0 is not a whole number"),
        (changed("touchpoints", id=2**31), "is not a whole number"),
        (changed("touchpoints", id=True), "id True"),
        (changed("touchpoints", id="9"), "id “9”"),
        (changed("touchpoints", id=9.0), "is not a whole number"),
        (changed("partners", name=""), "partners, entry 1: name is empty"),
        (changed("partners", name="a\x1b[31m"), "partners, entry 1: name holds control characters"),
        (changed("partners", name="a\x00"), "control characters"),
        (changed("partners", name="a\ud800"), "control characters"),
        (changed("partners", note="x" * 100_001), "longer than 100,000"),
        (changed("partners", inner_rank=11), "inner rank 11"),
        (changed("partners", name="Zoë\nŁęcki"), "name has more than one line"),
        (changed("partners", cadence_days=3_651), "cadence days 3651"),
        (changed("partners", added_on="9999-12-31"), "not a day from 1800-01-01 to 9500-12-31"),
        (changed("referrals", day="0001-01-01"), "not a day from 1800-01-01 to 9500-12-31"),
        ({**GOOD, "agreements": [{**AGREEMENT, "thank_you_days": 2**31 - 1}]}, "thank you days 2147483647"),
        (changed("partners", search="x"), "field “search” is unknown"),
        (changed("members", active=1), "active 1 is not true or false"),
        (changed("referrals", patient_ref="x" * 21), "patient ref is longer than 20"),
        (changed("referrals", partner_id=None), "it needs a partner"),
        (changed("referrals", stage="sent"), "does not go with"),
        (changed("referrals", revenue_cents=-1), "revenue cents -1"),
        (changed("incidents", answered_on="2026-02-04"), "without a reply"),
        (changed("incidents", reply="x", closed_on="2026-02-04"), "closed without a reply"),
        (changed("follow_ups", done_on="2026-02-04", dropped_on="2026-02-04"), "both done and dropped"),
        (changed("changes", rows=2), "announces 1 row more"),
        (changed("changes", kind="undo"), "reverts id"),
        (changed("changed_rows", table_name="change_row"), "is not one of"),
        (changed("changed_rows", table_name="partner"), "field"),
        (changed("changed_rows", before=None, after=None), "neither before nor after"),
        (changed("changed_rows", after=[1]), "not an object"),
        (changed("changed_rows", after={**CHANGE_STATE, "id": 2}), "another row"),
        (changed("changed_rows", after={**CHANGE_STATE, "extra": 2}), "unknown field “extra”"),
        (changed("changed_rows", after={**CHANGE_STATE, "active": "yes"}), "is not true or false"),
        ({**GOOD, "members": GOOD["members"] * 2}, "members, entry 2: id 1 is there twice"),
        ({**GOOD, "members": [*GOOD["members"], {**GOOD["members"][0], "id": 2}]}, "its name is that of another"),
        ({**GOOD, "members": {}}, "“[” was to be expected"),
        ({**GOOD, "members": [1]}, "it is not an object"),
        ({**GOOD, "members": [[]]}, "it is not an object"),
        ({**GOOD, "members": [{"id": 1}]}, "field “name” is missing"),
        ({**GOOD, "practice": []}, "it is not an object"),
        ({**GOOD, "practice": {**GOOD["practice"], "id": 2}}, "id 2"),
        ({**GOOD, "surprise": []}, "“surprise” is unknown"),
        ({**GOOD, "version": 5}, "newer tui-tracker"),
        ({**GOOD, "version": 0}, "not a practice"),
        ({**GOOD, "version": True}, "not a practice"),
        ({**GOOD, "version": "1"}, "not a practice"),
        ({**GOOD, "history": 1}, "not a practice"),
        ({**GOOD, "format": "other"}, "not a practice"),
        ({"partners": []}, "not a practice"),
        ({}, "a name was to be expected"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(data: dict[str, Any], place: str) -> None:
    assert place in refusal(data)


def head(rest: bytes) -> bytes:
    return b'{"format": "tui-tracker", "version": 1, "history": false' + rest


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "not a practice"),
        (b"[]", "not a practice"),
        (b"name,npi\nAnn,1\n", "not a practice"),
        (b"\x00" * 100, "not a practice"),
        (b"\xff\xfe{\x00", "not UTF-8"),
        (head(b', "members": ["\xff"]}'), "not UTF-8"),
        (head(b""), "“}” was to be expected"),
        (head(b"} x"), "something follows"),
        (head(b"}{}"), "something follows"),
        (head(b', "members": []'), "“}” was to be expected"),
        (head(b', "members": [{]}'), "members, entry 1 is not valid JSON"),
        (head(b', "members": [{"id": 1'), "members, entry 1 is not valid JSON"),
        (head(b', "members": [,]}'), "members, entry 1"),
        (head(b', "members": [{} {}]}'), "members, entry 1"),
        (head(b', "members": [], "members": []}'), "“members” is unknown, twice, or not in its place"),
        (head(b', "partners": [], "members": []}'), "“members” is unknown, twice, or not in its place"),
        (head(b', "changes": []}'), "“changes” is unknown"),
        (head(b', "members": [{"id": NaN}]}'), "NaN is not a whole number"),
        (head(b', "members": [{"id": Infinity}]}'), "Infinity is not a whole number"),
        (head(b', "members": [{"id": 1e3}]}'), "1e3 is not a whole number"),
        (head(b', "members": [{"id": ' + b"9" * 5_000 + b"}]}"), "number that is too long"),
        (head(b', "members": [{"id": 1, "id": 1}]}'), "names a field twice"),
        (head(b', "members": ' + b"[" * 200_000), "members, entry 1"),
        (head(b', "members": [' + b'{"a":' * 200_000), "nested too deeply"),
        (head(b', "practice": ' + b"[" * 200_000 + b"]" * 200_000), "nested too deeply"),
        (head(b', "members": ["' + b"x" * 5_000_000 + b'"]}'), "members, entry 1"),
        (head(b', "members": [{"name": "a\nb"}]}'), "not valid JSON"),
        (head(b', 1: []}'), "a name was to be expected"),
    ],
    ids=range(28),
)  # fmt: skip
def test_hostile_bytes_end_in_a_sentence(data: bytes, place: str) -> None:
    assert place in refusal(data)


def test_an_error_holds_no_control_characters() -> None:
    hostile = "\x1b[2J\u202e"
    for data in (
        changed("partners", kind=hostile),
        changed("partners", **{hostile: 1}),
        {**GOOD, hostile: []},
        changed("touchpoints", intents=[hostile]),
    ):
        assert not has_unsafe(refusal(data))


def test_an_error_holds_no_patient_reference() -> None:
    secret = "Jane Doe born 1950-01-01"
    assert "Jane" not in refusal(changed("referrals", patient_ref=secret))
    assert "Jane" not in refusal(changed("referrals", patient_ref=[secret]))


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["A", "call"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=300)
def test_any_other_value_anywhere_is_taken_or_refused(data: st.DataObject) -> None:
    changed_one: Any = copy.deepcopy(GOOD)
    place: Any = changed_one
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.integers(0, 9)) > 0:
            place = place[key]
        else:
            break
    place[key] = data.draw(values)
    with contextlib.suppress(Refused):
        read(json.dumps(changed_one).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    refusal(data)


@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=3))
@settings(max_examples=200)
def test_a_damaged_file_is_read_or_refused(place: int, damage: bytes) -> None:
    text = json.dumps(GOOD).encode()
    place %= len(text)
    with contextlib.suppress(Refused):
        read(text[:place] + damage + text[place + len(damage) :])
