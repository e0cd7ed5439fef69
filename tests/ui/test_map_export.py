"""Taking the map along from the Network screen."""

from __future__ import annotations

import stat
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.screens.map_export import SaveMap
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner, Practice

EVIL = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def network(sqlite_practice: str, doing: Doing) -> str:
    with changing(doing, "Made a network") as unit:
        unit.insert(Practice, name="Riverside PT", id=1)
        for name, specialty in (("Ann Lee", "Cardiology"), (EVIL, "Urology")):
            unit.insert(Partner, name=name, search=fold(name), specialty=specialty, added_on=TODAY)
    return sqlite_practice


async def test_the_map_is_saved_as_asked_and_never_over_a_file_without_asking_twice(
    network: str, drive: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with drive(network) as pilot:

        async def press(*keys: str) -> str:
            for key in keys:
                await pilot.press(key)
            await settle(pilot)
            return screen_text(pilot.app)

        text = await press("4", "E")
        assert "Take the map along" in text
        assert "[picture]" in text
        assert "[everything]" in text
        assert pilot.app.screen.form.value("path").endswith("network-specialty.svg")  # type: ignore[attr-defined]
        text = await press("ctrl+s")
        saved = tmp_path / "network-specialty.svg"
        assert "Saved as" in text
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        titles = [one.text for one in ElementTree.parse(saved).getroot().iter() if one.tag.endswith("title")]
        assert any(title.startswith(EVIL) for title in titles)

        text = await press("g", "space", "E", "right", "enter", "right")
        assert "[text]" in text
        assert "[what is unfolded]" in text
        form = pilot.app.screen
        assert isinstance(form, SaveMap)
        assert form.form.value("path").endswith("network-specialty.txt"), "the ending goes with the format"
        form.form.set_values({"path": str(saved.with_suffix(".txt"))})
        saved.with_suffix(".txt").write_text("mine")
        assert "is there already" in await press("ctrl+s")
        assert saved.with_suffix(".txt").read_text() == "mine"
        assert "Saved as" in await press("ctrl+s")
        written = saved.with_suffix(".txt").read_text()
        assert "Cardiology" in written
        assert "Ann Lee" not in written, "it was folded"

        await press("E")
        pilot.app.screen.form.set_values({"path": "map.doc"})  # type: ignore[attr-defined]
        assert "End the file’s name in" in await press("ctrl+s")
        pilot.app.screen.form.set_values({"path": " "})  # type: ignore[attr-defined]
        assert "Write where to save it" in await press("ctrl+s")
        await press("escape")
        assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith("network")) == [
            "network-specialty.svg",
            "network-specialty.txt",
        ]

        text = await press("slash", *"cardio", "enter", "E")
        assert "Take the map along: what has “cardio”" in text
        await press("ctrl+s")
        written = (tmp_path / "network-specialty-2.svg").read_text()
        assert "Ann Lee" in written
        assert "Urology" not in written
