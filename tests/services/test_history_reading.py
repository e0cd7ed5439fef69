"""Reading the journal: windows, filters, and what a change did in words; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.change_words import Field
from tui_tracker.domain.errors import Refused
from tui_tracker.services import history
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Change, Partner, Touchpoint


@pytest.fixture
def journal(practice, doing):
    bo = replace(doing, who="Bo")
    ids = []
    for number in range(6):
        with changing(bo if number % 2 else doing, f"Added 100% partner {number}") as unit:
            unit.insert(Partner, name=f"P{number}", search=f"p{number}", added_on=TODAY)
        ids.append(unit.change_id)
    return ids


def test_windows_and_filters_agree_with_their_counts(journal):
    assert [entry.id for entry in history.changes(0, 4)] == journal[:1:-1]
    assert [entry.id for entry in history.changes(4, 4)] == journal[1::-1]
    for text, who, expected in (
        ("", "", journal),
        ("PARTNER 3", "", journal[3:4]),
        ("0%", "", journal),
        ("_", "", []),
        ("bo", "", journal[1::2]),
        ("", "Ann", journal[0::2]),
        ("partner 3", "Ann", []),
    ):
        found = [entry.id for entry in history.changes(0, 10, text, who)]
        assert found == expected[::-1]
        assert history.count_changes(text, who) == len(expected)
        for place, change_id in enumerate(found):
            assert history.count_changes(text, who, change_id) == place


def test_a_change_is_told_with_names_that_are_there_or_were_its_own(practice, doing):
    with changing(doing, "Both") as unit:
        partner_id = unit.insert(Partner, name="Dr. Lee", search="dr. lee", added_on=TODAY)
        unit.insert(Touchpoint, partner=partner_id, day=TODAY, channel="call")
    with changing(doing, "Renamed") as renamed:
        renamed.update(Partner, partner_id, name="Dr. Ann Lee")
    both = history.told(unit.change_id, TODAY)
    assert [(told.what, told.row) for told in both] == [
        ("new", "partner Dr. Lee"),
        ("new", "touchpoint with Dr. Ann Lee"),
    ]
    assert history.told(renamed.change_id, TODAY)[0].fields == (Field("name", "Dr. Lee", "Dr. Ann Lee"),)
    history.undo(doing, renamed.change_id)
    history.undo(doing, unit.change_id)
    assert history.told(unit.change_id, TODAY)[1].row == "touchpoint with Dr. Lee"
    assert len(history.told(unit.change_id, TODAY, limit=1)) == 1


def test_an_entry_without_rows_is_not_said_to_be_undone(practice, doing):
    made = Change.insert(at=doing.at, who="Ann", label="Made a sample", rows=0).execute()
    with pytest.raises(Refused, match="nothing in it to undo"):
        history.undo(doing, made)
