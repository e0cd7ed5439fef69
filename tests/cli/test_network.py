"""`tui-tracker network`: the map printed and written, on both engines."""

from __future__ import annotations

import io
import json
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import TODAY
from tests.factories import HOSTILE, hostile_practice
from tui_tracker.cli import run
from tui_tracker.domain.mind_map import Grouping, View
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold, has_unsafe
from tui_tracker.exchange.map_nodes import MapFormat, facts
from tui_tracker.services.map_export import save_map, whole_map, written
from tui_tracker.services.opening import close_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Contact, Link, Partner, Practice, Referral, Target

Told = tuple[int, str, str]


@pytest.fixture
def people(practice, doing) -> dict[str, int]:
    """Five partners, one of them put away, links, a contact, referrals and a target that is not met."""

    def add(name: str, specialty: str, area: str, **more: object) -> int:
        values = {"name": name, "search": fold(name), "specialty": specialty, "area": area, "added_on": TODAY}
        return unit.insert(Partner, **values, **more)

    with changing(doing, "Made people") as unit:
        unit.insert(Practice, id=1, name="Harbor PT")
        ids = {
            "lee": add("Ann Lee", "Cardiology", "Bath", inner_rank=1),
            "kim": add("Bo Kim & Sons", "Cardiology", "Saco"),
            "clinic": add("Bath Clinic", "Family medicine", "Bath", kind="practice"),
            "roe": add("Di Roe", "", ""),
            "gone": add("Al Gone", "Cardiology", "Bath", archived_on=TODAY),
        }
        unit.insert(Link, kind="works_at", from_partner=ids["lee"], to_partner=ids["clinic"])
        unit.insert(Link, kind="works_at", from_partner=ids["kim"], to_partner=ids["clinic"])
        unit.insert(Link, kind="colleague", from_partner=ids["lee"], to_partner=ids["kim"])
        unit.insert(Link, kind="introduced", from_partner=ids["lee"], to_partner=ids["roe"])
        unit.insert(Contact, partner=ids["lee"], name="Nurse Joy")
        unit.insert(Target, specialty="Cardiology", area="Bath", wanted=2)
        sent = {"stage": "received", "stage_on": TODAY, "day": TODAY, "reason": "secret shoulder"}
        unit.insert(Referral, partner=ids["lee"], flow="inbound", patient_ref="ZZ-9917", **sent)
    return ids


@pytest.fixture
def tell(practice, capsys) -> Callable[..., Told]:
    """Runs `tui-tracker network`; gives exit code, output and errors."""

    def call(*words: str) -> Told:
        close_practice()
        code = run(["network", *words, "--db", practice, "--on", "2026-03-16"])
        out, errors = capsys.readouterr()
        return code, out, errors

    return call


def names(out: str) -> list[tuple[int, str]]:
    return [(one["depth"], one["name"]) for one in json.loads(out)]


def test_the_map_by_its_levels(people, tell):
    code, out, errors = tell("--by", "area,specialty", "--json")
    assert (code, errors) == (0, "")
    assert names(out) == [
        (0, "Harbor PT"),
        (1, "Bath"),
        (2, "Cardiology"),
        (3, "Ann Lee"),
        (2, "Family medicine"),
        (3, "Bath Clinic"),
        (1, "Saco"),
        (2, "Cardiology"),
        (3, "Bo Kim & Sons"),
        (1, "no area"),
        (2, "no specialty"),
        (3, "Di Roe"),
    ]
    cardiology = json.loads(out)[2]
    assert cardiology["gap"] == {"wanted": 2, "active": 1, "coming": 0, "specialty": "Cardiology", "area": "Bath"}
    assert (cardiology["inbound_90"], cardiology["partners"], cardiology["path"]) == (1, 1, ["Bath", "Cardiology"])
    assert names(tell("--by", "area,specialty", "--level", "1", "--json")[1]) == [
        (0, "Harbor PT"),
        (1, "Bath"),
        (1, "Saco"),
        (1, "no area"),
    ]
    assert names(tell("--filter", "KIM", "--json")[1]) == [(0, "Harbor PT"), (1, "Cardiology"), (2, "Bo Kim & Sons")]
    inner = json.loads(tell("--inner", "--json")[1])
    assert [(one["name"], one.get("free"), one.get("reach")) for one in inner] == [
        ("Harbor PT", 9, 250),
        ("1. Ann Lee", None, None),
    ]
    assert (1, "Bath Clinic") in names(tell("--by", "office", "--json")[1])
    assert tell("--by", "office")[1].startswith("Harbor PT: the network by employer or office\n"), "as on the screen"


def test_each_format_says_the_partners_and_nothing_of_patients_or_contacts(people, tell):
    for name in ("text", "markdown", "svg", "dot", "json"):
        for by in ("introduced", "office"):
            words = ("--json",) if name == "json" else ("--format", name)
            code, out, errors = tell("--by", by, *words)
            assert (code, errors) == (0, "")
            assert "Ann Lee" in out
            assert "Kim &amp; Sons" in out if name == "svg" else "Kim & Sons" in out
            for secret in ("ZZ-9917", "secret", "Nurse Joy", "Al Gone"):
                assert secret not in out
    assert '[style=dashed, constraint=false, fontsize=8, label="colleague"]' in tell("--format", "dot")[1]


def test_a_file_is_written_whole_for_its_owner_and_never_over_another(people, tell, tmp_path):
    for ending, start in ((".txt", "Harbor PT: "), (".md", "# Harbor"), (".gv", "digraph"), (".json", "[\n{")):
        path = tmp_path / f"map{ending}"
        code, out, errors = tell("-o", str(path))
        assert (code, errors, out) == (0, "", f"Wrote the map with 4 partners to {path}.\n")
        assert path.read_text().startswith(start)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    picture = tmp_path / "map.svg"
    assert tell("-o", str(picture))[0] == 0
    assert ElementTree.fromstring(picture.read_text()).tag.endswith("svg")
    code, out, errors = tell("-o", str(picture))
    assert (code, out) == (1, "")
    assert errors == f"tui-tracker: {picture} exists already; name another file, or add --force to write over it.\n"
    assert tell("-o", str(picture), "--force", "--format", "text")[0] == 0
    assert picture.read_text().startswith("Harbor PT: ")
    assert {one.name for one in tmp_path.iterdir()} >= {"map.txt", "map.svg"}
    code, out, errors = tell("-o", str(tmp_path / "map.doc"))
    assert (code, out) == (1, "")
    assert "End the file’s name in" in errors
    assert not (tmp_path / "map.doc").exists()
    assert tell("-o", str(tmp_path / "none.md"), "--filter", "nobody like this")[0] == 1
    assert not (tmp_path / "none.md").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "colour"), "'colour' is no grouping"),
        (("--by", "area,specialty,stage"), "two levels"),
        (("--by", "area,area"), "second level below area can be specialty"),
        (("--by", "introduced,area"), "a tree of its own"),
        (("--by", "area,office"), "second level below area"),
        (("--by", "area", "--inner"), "not allowed with"),
        (("--json", "--format", "svg"), "not allowed with"),
        (("--level", "0"), "from 1"),
        (("--width", "3"), "from 20"),
        (("--width", "x"), "not a number"),
    ],
)
def test_wrong_use_says_what_there_is(sqlite_practice, capsys, words, says):
    code = run(["network", *words, "--db", sqlite_practice])
    out, errors = capsys.readouterr()
    assert (code, out, errors.count("\n")) == (2, "", 1)
    assert says in errors


def test_without_anybody_it_says_how_to_begin(sqlite_practice, capsys, doing):
    def call(*words: str) -> tuple[int, str]:
        return run(["network", *words, "--db", sqlite_practice]), capsys.readouterr().out

    assert call() == (0, "No partners yet; `tui-tracker import FILE` brings some in.\n")
    assert call("--json")[1].count("\n") == 3
    with changing(doing, "Added") as unit:
        unit.insert(Partner, name="Lee", search="lee", added_on=TODAY)
    assert call("--inner") == (0, "Nobody is in the inner circle yet; C on a partner gives them a place.\n")
    assert call("--filter", "kim") == (0, "Nothing on the map fits.\n")


def test_an_old_terminal_gets_signs_that_it_has_and_columns_that_stand(sqlite_practice, monkeypatch, doing):
    with changing(doing, "Added") as unit:
        for name in ("Łódź Müller…", "Bo Kim", "漢字"):
            unit.insert(Partner, name=name, search=name, specialty="Cardiology", added_on=TODAY)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert run(["network", "--width", "70", "--db", sqlite_practice]) == 0
    sys.stdout.flush()
    text = raw.getvalue().decode("ascii")
    partners = [line for line in text.split("\n") if re.search(r"- [.] (Lodz Muller[.]{3}|Bo Kim|[?]{2}) ", line)]
    assert len(partners) == 3
    assert len({len(line) for line in partners}) == 1


def test_what_is_unfolded_and_a_focus_alone_can_be_taken(people, doing):
    view = View((Grouping.AREA, Grouping.SPECIALTY))
    opened = {("Bath",), ("Bath", "Cardiology")}
    some = whole_map(view, TODAY, Settings(), opened=opened, focus=("Bath",))
    assert [facts(some, node).name for node in range(some.tree.count)] == [
        "Harbor PT",
        "Bath",
        "Cardiology",
        "Ann Lee",
        "Family medicine",
    ]
    closed = whole_map(view, TODAY, Settings(), level=1)
    everything = whole_map(view, TODAY, Settings())
    assert closed.known.moods == everything.known.moods
    assert facts(closed, 1).points == facts(everything, 1).points


@pytest.mark.parametrize("by", [Grouping.SPECIALTY, Grouping.AREA, Grouping.OFFICE])
def test_hostile_names_stay_names(sqlite_practice, tmp_path, by):
    hostile_practice(TODAY)
    whole = whole_map(View((by,)), TODAY, Settings(), links=True)
    assert whole.tree.count > len(HOSTILE)
    for form in MapFormat:
        text = "".join(written(whole, form))
        assert not has_unsafe(text)
        path = save_map(whole, form, Path(tmp_path) / f"map.{form}")
        assert path.read_text(encoding="utf-8") == text or form is MapFormat.TEXT
    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert not [one for one in root.iter() if one.tag.endswith(("script", "a", "image", "use", "foreignObject"))]
