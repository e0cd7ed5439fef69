"""The small file in which a person's way of looking at the map is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_tracker.domain.map_looks import Look, Looks
from tui_tracker.domain.mind_map import Grouping, Place
from tui_tracker.services.kept_maps import MOST_OPEN, KeptMaps

HOSTILE = "[@click=app.quit]\ud800\x1b[2J"
LOOK = {"open": [], "ties": [], "shut": [], "at": [[], None, ""], "focus": None, "seen": True}


def test_each_person_finds_the_map_as_they_left_it(tmp_path: Path) -> None:
    looks = Looks(Grouping.AREA, Grouping.SPECIALTY, True)
    look = Look({("Bath",), ("Bath", HOSTILE), ("",)}, {7}, Place(("Bath", HOSTILE), 7, "link:3"), ("Bath",), True, {9})
    looks.looks["area,specialty"] = look
    kept = KeptMaps(tmp_path, "p", "Ann")
    kept.keep(looks)
    assert kept.flush()
    assert KeptMaps(tmp_path, "p", "Ann").load() == looks
    assert KeptMaps(tmp_path, "p", "Bo").load() == Looks()
    assert KeptMaps(tmp_path, "q", "Ann").load() == Looks()
    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_map_with_very_much_unfolded_is_kept_up_to_a_point(tmp_path: Path) -> None:
    looks = Looks(looks={"specialty": Look({(str(number),) for number in range(3 * MOST_OPEN)})})
    kept = KeptMaps(tmp_path, "p", "Ann")
    kept.keep(looks)
    assert len(kept.load().looks["specialty"].opened) == MOST_OPEN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first", "colour"),
        ("second", 3),
        ("looks", []),
        ("looks", {"specialty": None}),
        ("looks", {"specialty": LOOK | {"open": [["a", 1]]}}),
        ("looks", {"specialty": LOOK | {"ties": [-1]}}),
        ("looks", {"specialty": LOOK | {"shut": 7}}),
        ("looks", {"specialty": LOOK | {"at": [[]]}}),
        ("looks", {"specialty": LOOK | {"at": [[], 1e99, ""]}}),
        ("looks", {"specialty": LOOK | {"focus": "Bath"}}),
    ],
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, name: str, value: object) -> None:
    kept = KeptMaps(tmp_path, "p", "Ann")
    kept.keep(Looks(Grouping.STAGE))
    kept.flush()
    [file] = tmp_path.iterdir()
    data = json.loads(file.read_text())
    file.write_text(json.dumps(data | {name: value}))
    assert kept.load() == Looks()
    file.write_text("{")
    assert kept.load() == Looks()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = KeptMaps(tmp_path / "file", "p", "Ann")
    kept.keep(Looks())
    kept.flush()
    assert "cannot be kept" in kept.problem
