"""Answers of the NPI registry: as they are, damaged, and hostile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange.mapping import map_table
from tui_tracker.exchange.npi_registry import registry_table
from tui_tracker.exchange.partner_rows import PartnerRow, partner_rows

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def answer(*results: Any, **more: Any) -> bytes:
    return json.dumps({"result_count": len(results), "results": results, **more}).encode()


def rows(content: bytes) -> list[Any]:
    table = registry_table(content, "answer.json")
    assert table is not None
    return list(partner_rows(map_table(table, "candidates")))


def test_a_real_answer(samples: Path) -> None:
    found = rows((samples / "npi_api" / "npi-api-f62abe.json").read_bytes())

    assert len(found) == 5
    first = found[0]
    assert (first.name, first.npi, first.kind) == ("Amir S. Steinberg, MD", "1396949913", "clinician")
    assert first.facts == {
        "specialty": "Internal Medicine Medical Oncology", "area": "New York", "city": "New York", "state": "NY",
        "postal_code": "10029-6030", "address": "10 E 102nd St", "phone": "212-241-6756",
    }  # fmt: skip


def test_the_main_specialty_comes_first_and_an_organisation_is_a_practice() -> None:
    found = rows(
        answer(
            {
                "number": "1003005174", "enumeration_type": "NPI-2", "basic": {"organization_name": "BATH YOGA LLC"},
                "taxonomies": [{"desc": "Clinic/Center"}, {"desc": "Massage", "primary": True}, {"desc": "Massage"}],
                "addresses": [{"city": "MAIL"}, {"address_purpose": "LOCATION", "city": "BATH", "postal_code": 4530}],
            }
        )
    )  # fmt: skip

    assert (found[0].kind, found[0].name) == ("practice", "Bath Yoga LLC")
    assert (found[0].facts["specialty"], found[0].facts["note"]) == ("Massage", "Also: Clinic/Center.")
    assert (found[0].facts["city"], found[0].facts["postal_code"]) == ("Bath", "04530")


def test_an_error_and_an_answer_without_anybody_are_said(samples: Path) -> None:
    with pytest.raises(Refused, match=r"error of the NPI registry \(No valid search criteria provided\); ask it again"):
        registry_table((samples / "npi_api" / "npi-api-8d2d52.json").read_bytes(), "x.json")
    with pytest.raises(Refused, match="names nobody"):
        registry_table(answer(), "x.json")
    with pytest.raises(Refused, match="error of the NPI registry; ask"):
        registry_table(b'{"Errors": [7]}', "x.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"NPI,Name\n", b"[]", b'{"results": []}', b'{"results": 5, "result_count": 1}', b'{"results": [', b"\xff\xfe",
     b'{"results":' + b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_answer_is_left_to_others(content: bytes) -> None:
    assert registry_table(content, "x.json") is None


def test_entries_of_another_form_are_told_back_as_rows() -> None:
    found = rows(
        answer(5, None, [], {}, {"basic": 7, "addresses": {}, "taxonomies": [3, {"desc": 4.5}]}, {"number": 12})
    )
    assert [one.reason for one in found] == ["there is no name"] * 6
    assert [one.row.line for one in found] == [1, 2, 3, 4, 5, 6]


@settings(max_examples=60)
@given(
    st.lists(VALUES | st.fixed_dictionaries({"basic": VALUES, "addresses": VALUES, "taxonomies": VALUES}), min_size=1)
)
def test_whatever_stands_in_it_every_entry_is_a_row(entries: list[Any]) -> None:
    found = rows(answer(*entries))
    assert len(found) == len(entries)
    assert all(isinstance(one, PartnerRow) or one.reason for one in found)
