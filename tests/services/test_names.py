"""Finding partners by name, on both engines."""

import time

import pytest

from tui_tracker.domain.records import PartnerName
from tui_tracker.services.history import undo
from tui_tracker.services.names import NameBook, complete, find_names, name_book, name_of
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner, Snooze

NAMES = (
    "Ann Lee, MD",
    "Bo Kim",
    "Dr. Jo Kimball",
    "Lee Brown",
    "Maria Łopez-García",
    "Sean O'Brien, PA-C",
    "Portland Sports Clinic",
    "Christopher Johnson",
    "Minh Do",
    "李小龙",
    "A[/nope] \x1b[2J",
    "Twin One",
    "Twin One",
)


@pytest.fixture(scope="module")
def book():
    return NameBook([PartnerName(place, name, "", "") for place, name in enumerate(NAMES)])


def meant(book, text):
    found = book.find(text)
    return [partner.name for partner in found.names] if found.total else []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lee", ["Ann Lee, MD"]),
        ("Ann Lee", ["Ann Lee, MD"]),
        ("dr lee", ["Ann Lee, MD"]),
        ("lee ann", ["Ann Lee, MD"]),
        ("ann lee, md", ["Ann Lee, MD"]),
        ("brown", ["Lee Brown"]),
        ("kim", ["Bo Kim"]),
        ("ki", ["Bo Kim", "Dr. Jo Kimball"]),
        ("kimb", ["Dr. Jo Kimball"]),
        ("bo k", ["Bo Kim"]),
        ("garcia", ["Maria Łopez-García"]),
        ("GARCÍA", ["Maria Łopez-García"]),
        ("obrien", ["Sean O'Brien, PA-C"]),
        ("o'brien", ["Sean O'Brien, PA-C"]),
        ("sports", ["Portland Sports Clinic"]),
        ("port", ["Portland Sports Clinic"]),
        ("jonson", ["Christopher Johnson"]),
        ("Johsnon", ["Christopher Johnson"]),
        ("chistopher", ["Christopher Johnson"]),
        ("do", ["Minh Do"]),
        ("李小", ["李小龙"]),
        ("twin", ["Twin One", "Twin One"]),
        ("leo", []),
        ("leee", []),
        ("jonson2", []),
        ("quark", []),
        ("", []),
        ("!", []),
    ],
)
def test_who_is_meant(book, text, names):
    assert meant(book, text) == names


def test_a_number_means_one(book):
    assert book.find(1).names[0].name == "Bo Kim"
    assert book.find(99).total == 0


def test_what_is_merely_like_it_is_offered_and_never_taken(book):
    found = book.find("Portland Sport Medicine")
    assert found.total == 0
    assert "Portland Sports Clinic" in [partner.name for partner in found.names]


def test_completion(book):
    assert [partner.name for partner in book.complete("kim")] == ["Bo Kim"]
    assert len(book.complete("", 3)) == 3


def test_many_that_match_are_counted_and_the_first_shown():
    book = NameBook([PartnerName(place, f"Person{place} Same", "", "") for place in range(40)])
    found = book.find("same")
    assert (len(found.names), found.total) == (9, 40)


def test_the_book_follows_every_change_of_a_partner(practice, doing):
    with changing(doing, "Added Ann Lee") as unit:
        ann = unit.insert(Partner, name="Ann Lee", search="ann lee", added_on=doing.today)
    first = name_book()
    assert find_names(["lee", ann])["lee"].total == 1
    with changing(doing, "Snoozed") as other:
        other.insert(Snooze, item="partner:1", until=doing.today)
    assert name_book() is first
    with changing(doing, "Renamed") as renaming:
        renaming.update(Partner, ann, name="Ann Moor", search="ann moor")
    assert find_names(["lee"])["lee"].total == 0
    assert complete("moo")[0].name == "Ann Moor"
    undo(doing, renaming.change_id)
    assert name_of(ann).name == "Ann Lee"
    with changing(doing, "Archived") as archiving:
        archiving.update(Partner, ann, archived_on=doing.today)
    assert name_of(ann) is None


def test_ten_thousand_names_are_searched_in_a_few_milliseconds():
    first = ["Ann", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ida", "Jo"]
    letters = str.maketrans("0123456789", "abcdefghij")
    lasts = [f"sur{place:04}ton".translate(letters) for place in range(10_000)]
    partners = [PartnerName(place, f"{first[place % 10]} {last}", "", "") for place, last in enumerate(lasts)]
    book = NameBook(partners)
    book.find("warm up the import")
    begun = time.process_time()
    for text in ("surbcdeton", "surbc", "surbcdetno", "ann s"):
        assert book.find(text).total
    assert (time.process_time() - begun) / 4 < 0.1


def test_an_organisation_goes_by_any_word_of_its_name(practice, doing):
    with changing(doing, "Added four") as unit:
        for name, kind in (
            ("Riverbend Chiropractic", "practice"),
            ("Riverbend Women's Health", "practice"),
            ("Riverbend Logistics", "employer"),
            ("Rivera Bend", "clinician"),
        ):
            unit.insert(Partner, name=name, search=name.casefold(), kind=kind, added_on=doing.today)
    found = find_names(["riverbend", "rivera"])
    assert [one.name.split()[1] for one in found["riverbend"].names] == ["Chiropractic", "Logistics", "Women's"]
    assert found["riverbend"].total == 3
    assert found["rivera"].total == 1
