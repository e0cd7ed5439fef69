"""Targets set, changed and removed; and what is suggested beside them, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tests.factories import HOSTILE
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import history, partners
from tui_tracker.services.gaps import gaps
from tui_tracker.services.growth import bring_back, growth, put_aside
from tui_tracker.services.targets import remove_target, set_target, target
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()


def a_partner(doing: Doing, name: str, specialty: str, area: str = "", sent: tuple[int, ...] = (), **more: str) -> int:
    """A partner who sent a patient so many days ago each."""
    added = partners.add_partner(doing, {"name": name, "specialty": specialty, "area": area, **more})
    with changing(doing, "Referrals") as unit:
        for ago in sent:
            day = TODAY - timedelta(ago)
            unit.insert(models.Referral, partner=added.id, patient_ref="AB", stage="received", stage_on=day, day=day)
    return added.id


def test_targets_are_set_changed_and_removed_and_all_is_undone(practice: str, doing: Doing) -> None:
    assert set_target(doing, {"specialty": " Podiatry\n", "area": "North", "wanted": "2"}) == (
        "Set a target of 2 for Podiatry, North"
    )
    assert set_target(doing, {"wanted": "3"}, 1) == "Changed the target for Podiatry, North from 2 to 3"
    assert set_target(doing, {"wanted": 3}, 1) == ""
    assert set_target(doing, {"area": ""}, 1) == "Changed the target of 3 for Podiatry, North to 3 for Podiatry"
    assert set_target(doing, {"specialty": "podiatry"}, 1)
    assert remove_target(doing, 1) == "Removed the target of 3 for podiatry"
    assert gaps(TODAY, SETTINGS) == ()
    for _ in range(3):
        history.undo(doing)
    assert (target(1).name, target(1).wanted) == ("Podiatry, North", 3)


@pytest.mark.parametrize(
    ("draft", "field", "words"),
    [
        ({}, "specialty", "Write a specialty"),
        ({"specialty": "\u202e ", "wanted": 1}, "specialty", "Write a specialty"),
        ({"specialty": "x" * 201, "wanted": 1}, "specialty", "200 are the most"),
        ({"specialty": "Dentistry"}, "wanted", "from 1 to 999"),
        *[
            ({"specialty": "Dentistry", "wanted": bad}, "wanted", "from 1 to 999")
            for bad in ("0", "-1", "1000", "²", 0)
        ],
        (
            {"specialty": "PODIATRY", "area": "north", "wanted": 1},
            "specialty",
            "a target of 2 for Podiatry, North already",
        ),
    ],
)
def test_what_is_wrong_with_a_target_is_said(
    sqlite_practice: str, doing: Doing, draft: dict[str, object], field: str, words: str
) -> None:
    set_target(doing, {"specialty": "Podiatry", "area": "North", "wanted": 2})
    with pytest.raises(Refused, match=words) as refused:
        set_target(doing, draft)
    assert refused.value.field == field


def test_a_target_that_is_gone_or_taken_is_refused(sqlite_practice: str, doing: Doing) -> None:
    for area in ("North", "South"):
        set_target(doing, {"specialty": "Podiatry", "area": area, "wanted": 2})
    with pytest.raises(Refused, match="a target of 2 for Podiatry, South already"):
        set_target(doing, {"area": "SOUTH"}, 1)
    for act in (lambda: set_target(doing, {"wanted": 2}, 7), lambda: remove_target(doing, 7)):
        with pytest.raises(Refused, match="no longer there"):
            act()


def test_the_same_words_twice_from_a_file_are_one_target(practice: str, doing: Doing) -> None:
    with changing(doing, "Imported") as unit:
        for specialty, wanted in (("Podiatry", 2), ("PODIATRY", 4), ("podiatry ", 1)):
            unit.insert(models.Target, specialty=specialty, wanted=wanted)
    (one,) = growth(TODAY, SETTINGS).gaps
    assert (one.id, one.gap.wanted) == (1, 4)
    set_target(doing, {"wanted": 5}, one.id)
    assert [(row.id, row.wanted) for row in models.Target.select()] == [(1, 5)]
    history.undo(doing)
    remove_target(doing, one.id)
    assert growth(TODAY, SETTINGS).gaps == ()


def test_gaps_come_by_need_beside_what_is_met(practice: str, doing: Doing) -> None:
    a_partner(doing, "Ann", "Podiatry", "North", (1,))
    a_partner(doing, "Bo", "podiatry", "South", (200,))
    a_partner(doing, "Cy", "Podiatry", "North")
    for specialty, area, wanted in (("Podiatry", "north", 1), ("Podiatry", "", 2), ("Dentistry", "", 2)):
        set_target(doing, {"specialty": specialty, "area": area, "wanted": wanted})
    found = growth(TODAY, SETTINGS)
    assert [(one.id, one.gap.name, one.gap.active, one.gap.coming) for one in found.gaps] == [
        (3, "Dentistry", 0, 0),
        (2, "Podiatry", 1, 2),
    ]
    assert [(one.id, one.gap.name, one.gap.active) for one in found.met] == [(1, "Podiatry, north", 1)]
    assert {one.gap for one in found.gaps} == set(gaps(TODAY, SETTINGS))


def test_suggestions_come_from_what_was_sent_and_can_be_put_aside(practice: str, doing: Doing) -> None:
    a_partner(doing, "Ann", "Podiatry", "North", tuple(range(5)))
    a_partner(doing, "Bo", "podiatry", "North", (200, 364, 365))
    gone = a_partner(doing, "Cy", "Podiatry", "North", (3, 4))
    parted = a_partner(doing, "Di", "Podiatry", "South", (3,), stage="parted")
    partners.archive_partner(doing, gone)
    for number in range(3):
        a_partner(doing, f"Ed {number}", "Dentistry", "South", (9,))
    found = growth(TODAY, SETTINGS)
    assert parted
    assert found.partners == 5
    assert [(one.name, one.wanted, one.active, one.coming, one.why) for one in found.suggested] == [
        (
            "Podiatry",
            2,
            1,
            1,
            "sent 7 of 13 referrals in 365 days, 5 of them from one of 2 partners: one more would spread that",
        ),
        (
            "Podiatry, South",
            1,
            0,
            0,
            "sent 7 of 13 referrals in 365 days, and none of the 3 active partners in South practises it",
        ),
    ]
    assert growth(TODAY, Settings(active_days=400)).suggested[0].why == found.suggested[0].why
    assert put_aside(doing, found.suggested[1].key, "Podiatry, South") == (
        "Put the suggestion Podiatry, South aside until Mar 16, 2027"
    )
    later = growth(TODAY, SETTINGS)
    assert (len(later.suggested), later.aside) == (1, (found.suggested[1].key,))
    assert bring_back(doing, later.aside) == "Brought 1 suggestion back"
    assert bring_back(doing, later.aside) == ""
    assert growth(TODAY, SETTINGS) == found
    history.undo(doing)
    set_target(doing, {"specialty": "PODIATRY", "wanted": "3"})
    assert growth(TODAY, SETTINGS).suggested == ()
    history.undo(doing)
    history.undo(doing)
    assert growth(TODAY, SETTINGS) == found


def test_non_traditional_partners_are_found_by_specialty_and_name(practice: str, doing: Doing) -> None:
    assert growth(TODAY, SETTINGS).absent == ()
    a_partner(doing, "Dr. Lee", "Podiatry")

    def lacking() -> list[str]:
        return [one.name for one in growth(TODAY, SETTINGS).absent]

    assert lacking() == ["Occupational medicine", "Workers' compensation", "Wellness"]
    a_partner(doing, "Bath Iron Works", "", kind="employer")
    a_partner(doing, "Farmers' Market", "", kind="community")
    assert len(lacking()) == 3
    a_partner(doing, "State Workers’ Comp Fund", "", kind="payer")
    assert lacking() == ["Occupational medicine", "Wellness"]
    gym = a_partner(doing, "Casco Bay GYM & pool", "")
    assert lacking() == ["Occupational medicine"]
    a_partner(doing, "Dr. Roe", "OCCUPATIONAL  Health")
    assert lacking() == []
    partners.archive_partner(doing, gym)
    assert lacking() == ["Wellness"]
    put_aside(doing, growth(TODAY, SETTINGS).absent[0].key, "Wellness")
    assert growth(TODAY + timedelta(364), SETTINGS).absent == ()
    assert [one.name for one in growth(TODAY + timedelta(365), SETTINGS).absent] == ["Wellness"]


def test_hostile_words_are_words(sqlite_practice: str, doing: Doing) -> None:
    for number, text in enumerate(HOSTILE):
        set_target(doing, {"specialty": text[:150], "area": text[:150], "wanted": number + 1})
    assert len(growth(TODAY, SETTINGS).gaps) == len(HOSTILE)
