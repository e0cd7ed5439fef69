"""Candidates of provider files on both engines: brought in, counted for gaps, made prospects, taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.candidate_files import import_candidates
from tests.factories import HOSTILE
from tests.storage.test_journal import state
from tui_tracker.domain import candidates as rules
from tui_tracker.domain.candidates import Somebody
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import has_unsafe
from tui_tracker.exchange.readable import name_key
from tui_tracker.services import candidates, history, importing_candidates, partners
from tui_tracker.services.candidates import (
    Wanted,
    candidate_ids,
    candidates_of,
    counts_for,
    take,
)
from tui_tracker.services.gaps import gaps
from tui_tracker.services.importing import Imported, Options, import_file
from tui_tracker.services.namesakes import KnownPeople
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Candidate, Partner, Target

FILE = """NPI,Provider Name,Primary Specialty,Address,City/Town,State,ZIP Code,Phone
1003005174,DAVID GILMAN,SPORTS MEDICINE,22 BRAMHALL ST,PORTLAND,ME,41013134,2075550101
1003025214,KELLY HANSCOM,SPORTS MEDICINE (PHYSICAL MEDICINE),120 ELM PLZ,PORTLAND,ME,4101,
1003037300,STEPHEN BRAND,GASTROENTEROLOGY,254 COMMERCIAL ST,PORTLAND,ME,41014899,
1003045006,ABBY LABRECQUE,SPORTS MEDICINE,335 BRIGHTON AVE,PORTLAND,OR,97201,
,"MARY LONG, MD",SPORTS MEDICINE,,BATH,ME,4530,
1003045007,WRONG DIGIT,SPORTS MEDICINE,,BATH,ME,4530,
"""
SPORTS = Gap("sports medicine", "Portland", 3, 1, 0)
COAST = Gap("Sports medicine", "Coast", 1, 0, 0)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def bring_in(doing: Doing, text: str = FILE, name: str = "providers.csv", **more: Any) -> Imported:
    path = Path.cwd() / name
    path.write_text(text, "utf-8")
    return import_candidates(doing, str(path), **more)


def candidates_for(wanted: Wanted = None, filter_text: str = "") -> list[rules.Candidate]:
    return candidates_of(candidate_ids(wanted, filter_text))


def names(*asked: Any) -> list[str]:
    return [one.name for one in candidates_for(*asked)]


def a_partner(doing: Doing, **fields: Any) -> int:
    return partners.add_partner(doing, {"name": "Somebody", **fields}).id


def test_a_file_comes_in_as_candidates_and_not_as_partners(practice: str, doing: Doing) -> None:
    result = bring_in(doing)

    assert (result.total, result.added, result.set_aside, result.kind) == (6, 5, 1, "candidates")
    assert result.label == "Imported 5 candidates from providers.csv"
    assert Partner.select().count() == 0
    david = candidates_for()[1]
    assert (david.name, david.npi, david.specialty, david.kind) == (
        "David Gilman", "1003005174", "Sports medicine", "clinician",
    )  # fmt: skip
    assert (david.city, david.state, david.postal_code, david.phone) == ("Portland", "ME", "04101-3134", "207-555-0101")
    assert (david.source, david.added_on) == ("providers.csv", doing.today)


def test_gaps_count_whom_specialty_and_area_fit(practice: str, doing: Doing) -> None:
    bring_in(doing)
    anywhere, code, other = replace(SPORTS, area=""), replace(SPORTS, area="4101"), replace(SPORTS, specialty="urology")

    assert counts_for([SPORTS, anywhere, code, other]) == {
        SPORTS.key: 3, anywhere.key: 4, code.key: 2, other.key: 0,
    }  # fmt: skip
    assert names(code) == ["David Gilman", "Kelly Hanscom"]

    a_partner(doing, name="Ours", area="Portland", city="Portland", state="ME")
    assert counts_for([SPORTS]) == {SPORTS.key: 2}, "now it is known which Portland is meant"
    a_partner(doing, name="Theirs", area="Coast", postal_code="04530")
    assert names(COAST) == ["Mary Long, MD"]
    assert counts_for([]) == {}


def test_an_office_without_a_specialty_is_known_by_its_name_and_a_person_is_not(practice: str, doing: Doing) -> None:
    offices = "NPI,Entity Type Code,Organization Name,Last Name,First Name,City\n"
    bring_in(doing, f"{offices}1003005174,2,BATH SPORTS MEDICINE CLINIC,,,BATH\n1003025214,1,,SPORTS,MEDICINE,BATH\n")

    wanted = replace(SPORTS, area="Bath")

    assert names(wanted) == ["Bath Sports Medicine Clinic"]
    assert counts_for([wanted]) == {wanted.key: 1}


def test_who_is_a_partner_already_is_no_candidate(practice: str, doing: Doing) -> None:
    a_partner(doing, name="Whoever", npi="1003005174")
    long = a_partner(doing, name="Mary Long", city="Bath")
    partners.archive_partner(doing, long)

    result = bring_in(doing)

    assert "2 of them are partners already and are not shown among the candidates." in result.notes
    assert names() == ["Abby Labrecque", "Kelly Hanscom", "Stephen Brand"]
    assert counts_for([replace(SPORTS, area="")]) == {"gap:sports medicine|": 2}
    known = candidates.overview()
    assert (known.left, known.partners, known.sources) == (3, 2, (("providers.csv", 5),))
    for _ in range(4):
        history.undo(doing)
    history.redo(doing)
    assert candidates.overview().left == 0
    partners_gone = bring_in(doing, name="again.csv")
    assert (partners_gone.added, candidates.overview().left) == (5, 4)


def test_groups_say_how_many_are_where(practice: str, doing: Doing) -> None:
    bring_in(doing, FILE.replace("SPORTS MEDICINE (PHYSICAL MEDICINE)", "SPORTS MEDICINE"))

    found = candidates.groups()

    assert found[0].says == "2 sports-medicine clinicians in 04101 that are not partners yet"
    assert sum(group.number for group in found) == 5
    assert names(found[0]) == ["David Gilman", "Kelly Hanscom"]
    assert len(candidates.groups(1)) == 1


def test_a_filter_and_some_of_them_in_any_order(practice: str, doing: Doing) -> None:
    bring_in(doing)

    assert names(None, "sports 04101") == ["David Gilman", "Kelly Hanscom"]
    assert names(None, "gil 04101-3134") == ["David Gilman"]
    assert names(None, "GASTRO portland") == ["Stephen Brand"]
    assert names(SPORTS, "hans") == ["Kelly Hanscom"]
    assert names(None, "nobody") == []
    assert [one.name for one in candidates_of(candidate_ids()[2:0:-1])] == ["Kelly Hanscom", "David Gilman"]


def test_taking_makes_prospects_that_count_towards_the_gap(practice: str, doing: Doing) -> None:
    with changing(doing, "A target") as unit:
        unit.insert(Target, specialty="Sports Medicine", area="Portland", wanted=3)
    bring_in(doing)
    (gap,) = gaps(doing.today, Settings())
    before = state()

    taken = take(doing, candidates.candidate_ids(gap), gap)

    assert taken.label == "Took up Abby Labrecque and 2 more as prospects"
    kelly = {one.name: one for one in map(partners.partner, taken.partner_ids) if one}["Kelly Hanscom"]
    assert (kelly.specialty, kelly.area, kelly.stage, kelly.tier) == ("Sports Medicine", "Portland", "prospect", "C")
    assert (kelly.npi, kelly.city, kelly.note) == (
        "1003025214", "Portland", "In the file: Sports medicine (physical medicine).",
    )  # fmt: skip
    (after,) = gaps(doing.today, Settings())
    assert (after.coming, counts_for([after])) == (3, {after.key: 0})
    assert names() == ["Mary Long, MD", "Stephen Brand"]
    history.undo(doing)
    assert state() == before
    history.redo(doing)
    assert gaps(doing.today, Settings())[0].covered


def test_taking_leaves_partners_as_they_are(practice: str, doing: Doing) -> None:
    bring_in(doing)
    everybody = list(candidates.candidate_ids())
    a_partner(doing, name="Whoever", npi="1003005174")

    taken = take(doing, everybody)

    assert (len(taken.partner_ids), taken.left_out) == (4, 1)
    assert Candidate.select().count() == 1
    with pytest.raises(Refused, match="partners already"):
        take(doing, everybody)
    with pytest.raises(Refused, match="no longer there"):
        take(doing, everybody[:1])


def test_what_a_later_file_tells_of_a_prospect_comes_in(practice: str, doing: Doing) -> None:
    """What was taken up came from a file, and no person wrote it."""
    bring_in(doing)
    take(doing, candidates.candidate_ids(SPORTS))
    moved = FILE.replace("22 BRAMHALL ST", "9 NEW ST")
    (Path.cwd() / "moved.csv").write_text(moved, "utf-8")

    result = import_file(doing, "moved.csv", Options(as_="partners"))

    assert result.updated >= 1
    assert {one.address for one in Partner.select()} >= {"9 New St"}


def test_importing_again_adds_nothing_and_a_later_file_updates_by_npi(practice: str, doing: Doing) -> None:
    first = bring_in(doing)
    again = bring_in(doing, name="copy.csv")
    assert (again.added, again.updated, again.unchanged, again.change_id) == (0, 0, 5, None)

    newer = (
        FILE.replace("22 BRAMHALL ST", "9 NEW ST")
        .replace("KELLY HANSCOM", "KELLY HANSCOM-LEE")
        .replace(",4530", ",04530")
    )
    later = bring_in(doing, newer, "later.csv")

    assert (later.added, later.updated, later.unchanged) == (0, 2, 3)
    found = {one.name: one for one in candidates_for()}
    assert (found["David Gilman"].address, found["David Gilman"].source) == ("9 New St", "later.csv")
    assert found["Kelly Hanscom-Lee"].npi == "1003025214"
    assert names(None, "hanscom-lee") == ["Kelly Hanscom-Lee"]
    assert first.change_id is not None
    with pytest.raises(Refused, match=r"later\.csv"):
        history.undo(doing, first.change_id)
    history.undo(doing)
    history.undo(doing)
    assert Candidate.select().count() == 0


def test_the_same_person_twice_in_a_file_is_one(practice: str, doing: Doing) -> None:
    twice = FILE + FILE.splitlines()[1] + "\n1003005174,SOMEBODY ELSE,UROLOGY,,BATH,ME,4530,\n,Mary Long,,,Bath,,,\n"

    result = bring_in(doing, twice)

    assert (result.added, result.unchanged, result.set_aside) == (5, 2, 2)
    assert [line for line, _reason in result.examples] == [7, 9]
    assert "stands on line 2 already" in result.examples[1][1]


def test_removing_candidates_of_a_file_or_all(practice: str, doing: Doing) -> None:
    bring_in(doing)
    bring_in(doing, "Name,City\nBo Kim,Bath\n", "few.csv")
    before = state()

    assert candidates.clear_candidates(doing, "few.csv") == "Removed 1 candidate of few.csv"
    assert candidates.clear_candidates(doing) == "Removed 5 candidates"
    with pytest.raises(Refused, match="no candidates to remove"):
        candidates.clear_candidates(doing)
    history.undo(doing)
    history.undo(doing)
    assert state() == before


def test_trying_out_writes_nothing(practice: str, doing: Doing) -> None:
    before = state()
    assert bring_in(doing, dry_run=True).added == 5
    assert state() == before


def test_too_many_are_refused_with_what_to_do(
    sqlite_practice: str, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_tracker.services import importing

    monkeypatch.setattr(importing, "MOST_CANDIDATES", 20)
    many = "Name,City\n" + "".join(f"Person {number},Bath\n" for number in range(40))
    with pytest.raises(Refused, match=r"providers\.csv has more than 20 rows; keep those"):
        bring_in(doing, many)
    monkeypatch.setattr(importing, "MOST_CANDIDATES", rules.MOST)
    monkeypatch.setattr(importing_candidates, "MOST", 45)
    bring_in(doing, many)
    with pytest.raises(Refused, match="more than 45 candidates"):
        bring_in(doing, many.replace("Person", "Other"))
    assert Candidate.select().count() == 40


def test_hostile_text_is_cleaned_and_harms_nobody(practice: str, doing: Doing) -> None:
    cells = [text[:250].replace('"', "") for text in HOSTILE]
    plain = "".join(f"Somebody {number},Somewhere in a quiet place,Far\n" for number in range(300))
    result = bring_in(doing, "Name,Specialty,City\n" + "".join(f'"{one}","{one}",Bath\n' for one in cells) + plain)

    assert result.total == result.added + result.unchanged + result.set_aside
    found = candidates_for(None, "bath")
    assert len(found) > 10
    assert not [text for one in found for text in (one.name, one.specialty, one.note) if has_unsafe(text)]
    counts = counts_for([Gap(one.specialty or "x", "Bath", 1, 0, 0) for one in found])
    assert all(counts[Gap(one.specialty, "Bath", 1, 0, 0).key] for one in found if one.specialty)
    assert all(one.id in candidates.candidate_ids(None, one.name) for one in found[:3])
    assert sum(group.number for group in candidates.groups(500)) == result.added


@pytest.mark.parametrize(
    ("path", "added"),
    [
        ("clinicians/dac_maine.csv", 1418),
        ("clinicians/dac_full_columns.csv", 159),
        ("clinicians/sf_prescribers_npi.csv", 105),
        ("nppes/npidata_pfile_orgs_2020.csv", 200),
        ("npi_api/npi-api-f62abe.json", 5),
        ("npi_api/npi-api-a769af.json", 2),
    ],
)
def test_real_files(samples: Path, practice: str, doing: Doing, path: str, added: int) -> None:
    result = import_candidates(doing, str(samples / path), report_path="report.csv")
    assert (result.added, result.set_aside) == (added, 0)
    assert result.total == added + result.unchanged
    again = import_candidates(doing, str(samples / path), report_path="again.csv")
    assert (again.added, again.updated) == (0, 0)
    assert len(candidates.candidate_ids()) == added
    history.undo(doing)
    assert Candidate.select().count() == 0


def test_a_register_and_its_damaged_update(samples: Path, sqlite_practice: str, doing: Doing) -> None:
    import_candidates(doing, str(samples / "nppes" / "npidata_pfile_orgs_2020.csv"))
    later = import_candidates(doing, str(samples / "nppes" / "npidata_orgs_2025_float_damaged.csv"))
    assert (later.added, later.total) == (0, 120)
    assert 0 < later.updated < 60
    assert not any(one.phone.endswith(".0") or one.postal_code.endswith(".0") for one in Candidate.select())


def test_the_clinicians_of_maine_fill_gaps_of_portland(samples: Path, sqlite_practice: str, doing: Doing) -> None:
    import_candidates(doing, str(samples / "clinicians" / "dac_maine.csv"))
    there = candidates_for(replace(SPORTS, specialty="physical therapy"))
    assert len(there) == 14
    assert {(one.city, one.state) for one in there} == {("Portland", "ME")}
    assert all(len(one.postal_code.partition("-")[0]) == 5 and one.postal_code.startswith("0") for one in there)
    assert sum(group.number for group in candidates.groups(2_000)) == 1418
    assert not any(group.specialty == "Sports medicine" for group in candidates.groups())
    assert [group.says for group in candidates.groups(filter_text="sports PORTLAND")] == [
        f"2 sports-medicine clinicians in {code} that are not partners yet" for code in ("04102", "04106")
    ]


SOMEBODY = st.builds(
    Somebody,
    st.sampled_from([None, None, "1", "2", "3"]),
    st.sampled_from(["", "Urology", "urology", "Podiatry"]),
    st.builds(
        rules.Place,
        st.sampled_from(["", "Portland", "South"]),
        st.sampled_from(["", "portland", "Bath"]),
        st.sampled_from(["", "ME", "OR", "Maine"]),
        st.sampled_from(["", "4101", "04101-1234", "97201"]),
    ),
)
PEOPLE = st.tuples(st.sampled_from(["ann lee", "ann lee, md", "bo kim"]), SOMEBODY)


@settings(max_examples=150)
@given(st.lists(PEOPLE, max_size=8), PEOPLE)
def test_whom_the_index_finds_are_those_whom_the_rule_means(
    known: list[tuple[str, Somebody]], sought: tuple[str, Somebody]
) -> None:
    people: KnownPeople[int] = KnownPeople()
    for number, (name, who) in enumerate(known):
        people.add(name, who, number)
    name, who = sought
    same_npi = [number for number, (_name, one) in enumerate(known) if who.npi and one.npi == who.npi]
    meant = same_npi or [
        number
        for number, (other, one) in enumerate(known)
        if name_key(other) == name_key(name) and rules.may_be_one(who, one)
    ]
    found = people.find(name, who)
    assert (found in meant) if meant else found is None


def test_thousands_of_the_same_name_take_no_longer(sqlite_practice: str, doing: Doing) -> None:
    """A chain of pharmacies without NPIs: each is held against those of its own town alone."""
    many = "Name,City,State\n" + "".join(f"Chain Pharmacy,Town {number},ME\n" for number in range(1_500))
    assert bring_in(doing, many).added == 1_500
    again = bring_in(doing, many)
    assert (again.added, again.unchanged) == (0, 1_500)
