"""A letter: read, copied, saved, printed, edited in the person's own editor, sent; and short notes."""

from __future__ import annotations

import base64
import re
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tests.ui.test_board import add_partner, press, refer, typed
from tui_tracker.config import Config, state_folder
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.letter_page import LetterPage
from tui_tracker.screens.referral_page import ReferralPage
from tui_tracker.services import agenda, referrals, reports
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

EVIL = "[@click=app.quit]Evil[/nope]"
OSC52 = re.compile("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07")


@pytest.fixture
def seen(sqlite_practice, doing):
    with changing(doing, "Made partners") as unit:
        lee = add_partner(unit, "Ann Łódź, MD", address="12 Wharf Street", city="Bath", state="ME", postal_code="04530")
    refer(doing, lee, "JD-4411", 9, "seen", reason="shoulder")
    return sqlite_practice


async def letter(pilot: Any, text: str = "Flexion 95") -> LetterPage:
    pilot.app.push_screen(ReferralPage(1))
    await settle(pilot)
    await press(pilot, "p", "tab")
    await typed(pilot, text)
    await press(pilot, "ctrl+s")
    assert isinstance(pilot.app.screen, LetterPage)
    return pilot.app.screen


async def note(pilot: Any, kind: str = "thank_you", referral_id: int | None = None, ref: str = "") -> LetterPage:
    page = LetterPage.note(kind, 1, "Ann Łódź, MD", referral_id, ref)
    pilot.app.push_screen(page)
    await settle(pilot)
    return page


def script(folder: Path, body: str) -> str:
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o700)
    return str(path)


@pytest.fixture
def suspended(monkeypatch):
    """Where there is no terminal there is nothing to give away."""
    from tui_tracker.app import TuiTracker

    given = []

    @contextmanager
    def suspend(_app):
        given.append(True)
        yield
        given.append(False)

    monkeypatch.setattr(TuiTracker, "suspend", suspend)
    return given


def drafts_left() -> list[str]:
    return [path.name for path in state_folder().glob("letter-*")]


async def test_copying_writes_the_clipboard_sequence_to_the_terminal(seen, drive, monkeypatch):
    async with drive(seen) as pilot:
        page = await letter(pilot)
        wrote: list[str] = []
        monkeypatch.setattr(pilot.app._driver, "write", wrote.append)
        text = await press(pilot, "c")
        (found,) = OSC52.findall("".join(wrote))
        copied = base64.b64decode(found).decode()
        assert "Flexion 95" in copied
        assert "Łódź" in copied
        assert f"Copied {len(copied):,} characters" in text
        assert pilot.app.screen is page


async def test_a_letter_that_many_terminals_would_not_take_is_copied_with_a_word_of_it(seen, drive, monkeypatch):
    async with drive(seen) as pilot:
        page = await letter(pilot)
        page._edited = "łong " * 15_000
        wrote: list[str] = []
        monkeypatch.setattr(pilot.app._driver, "write", wrote.append)
        text = await press(pilot, "c")
        assert "more than many terminals take; if nothing arrives, w saves it" in text.replace("\n ", " ")
        assert base64.b64decode(OSC52.findall("".join(wrote))[0]).decode().split() == ["łong"] * 15_000


@pytest.mark.parametrize(("ending", "inside"), [(".txt", b"Flexion 95"), (".md", b"Flexion 95"), (".pdf", b"%PDF")])
async def test_saving_writes_a_private_file_and_asks_before_it_replaces_one(seen, drive, tmp_path, ending, inside):
    async with drive(seen) as pilot:
        await letter(pilot)
        text = await press(pilot, "w")
        suggested = pilot.app.screen.form.value("path")
        assert suggested.endswith("/initial-ann-lodz-md.txt"), "a file's name tells no patient"
        path = tmp_path / f"out{ending}"
        pilot.app.screen.form.set_values({"path": str(path)})
        text = await press(pilot, "enter")
        assert "Saved as" in text
        assert inside in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.write_text("mine")
        await press(pilot, "w")
        pilot.app.screen.form.set_values({"path": str(path)})
        assert "is there already" in await press(pilot, "enter")
        assert path.read_text() == "mine"
        assert "Saved as" in await press(pilot, "enter")
        assert inside in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "said"), [("", "Write where to save it"), ("out.doc", "End the file"), ("none/out.txt", "")]
)
async def test_a_path_that_cannot_be_used_is_said_and_nothing_is_lost(seen, drive, tmp_path, name, said):
    async with drive(seen) as pilot:
        await letter(pilot)
        await press(pilot, "w")
        pilot.app.screen.form.set_values({"path": str(tmp_path / name) if name else ""})
        text = await press(pilot, "enter")
        assert f"! {said}" in text
        assert "Flexion 95" in await press(pilot, "escape")


async def test_printing_gives_the_text_to_the_command(seen, drive, tmp_path):
    printed = tmp_path / "printed"
    config = Config(print_command=f"{script(tmp_path, f'cat > {printed}')}")
    async with drive(seen, config=config) as pilot:
        await letter(pilot)
        assert "s marks it as sent" in await press(pilot, "P")
        assert "Flexion 95" in printed.read_text()


@pytest.mark.parametrize("command", ["", "no-such-command-here", "false", '"open'])
async def test_a_printer_that_does_not_work_is_one_sentence(seen, drive, command):
    async with drive(seen, config=Config(print_command=command)) as pilot:
        await letter(pilot)
        text = await press(pilot, "P")
        assert "! " in text
        assert "print" in text
        assert "Flexion 95" in text


async def test_the_letter_is_edited_in_the_persons_editor_and_kept(seen, drive, tmp_path, monkeypatch, suspended):
    monkeypatch.setenv("VISUAL", "")
    seen_mode = tmp_path / "mode"
    body = f'stat -c %a "$1" > {seen_mode}; sed -i \'s/Flexion 95/Flexion 120/\' "$1"'
    monkeypatch.setenv("EDITOR", script(tmp_path, body))
    async with drive(seen) as pilot:
        await letter(pilot)
        text = await press(pilot, "E")
        assert "Flexion 120" in text
        assert "Edited and kept" in text
        assert suspended == [True, False]
        assert seen_mode.read_text().strip() == "600"
        assert drafts_left() == []
        assert "Flexion 95" in await press(pilot, "R")
        assert "Flexion 120" in await press(pilot, "R")
    async with drive(seen) as pilot:
        pilot.app.push_screen(ReferralPage(1))
        await settle(pilot)
        text = await press(pilot, "p", "ctrl+s")
        assert "Flexion 120" in text
        assert "This is the letter as you edited it; R shows it as it was." in text
        await press(pilot, "escape")
        pilot.app.screen.form.set_values({"plan": "walk"})
        text = await press(pilot, "ctrl+s")
        assert "has changed since" in text.replace("\n ", " ")
        assert "walk" in await press(pilot, "R")
        assert "Flexion 120" in await press(pilot, "R")
        await press(pilot, "s", "ctrl+s")
        (report,) = await pilot.app.desk(reports.reports_of, 1)
        assert "Flexion 120" in report.letter


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("exit 3", "ended with an error (3); the letter is as it was."),
        (': > "$1"', "The editor left nothing; the letter is as it was."),
        ('rm "$1"', "did not work"),
        ("true", "The letter is as it was."),
    ],
)
async def test_an_editor_that_fails_leaves_the_letter_as_it_was(
    seen, drive, tmp_path, monkeypatch, suspended, body, said
):
    monkeypatch.setenv("VISUAL", script(tmp_path, body))
    async with drive(seen) as pilot:
        await letter(pilot)
        text = await press(pilot, "E")
        assert said in text.replace("\n ", " ")
        assert "Flexion 95" in text
        assert suspended == [True, False], "the terminal is taken back whatever happens"
        assert drafts_left() == []


@pytest.mark.parametrize(
    ("named", "said"), [("no-such-editor", "There is no editor"), ('"open', "open quote"), ("", "There is no editor;")]
)
async def test_without_an_editor_there_is_one_clear_sentence(seen, drive, monkeypatch, named, said):
    monkeypatch.setenv("VISUAL", named)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("tui_tracker.services.editing._FALLBACKS", ("no-vi-here",))
    async with drive(seen) as pilot:
        await letter(pilot)
        text = await press(pilot, "E")
        assert said in text
        assert "Flexion 95" in text


async def test_a_terminal_that_cannot_be_given_away_is_said(seen, drive, monkeypatch):
    monkeypatch.setenv("VISUAL", "true")
    async with drive(seen) as pilot:
        await letter(pilot)
        assert "cannot be opened in this terminal" in await press(pilot, "E")


async def test_what_the_editor_saved_before_it_failed_is_a_key_away(seen, drive, monkeypatch, tmp_path, suspended):
    monkeypatch.setenv("VISUAL", script(tmp_path, 'echo "by hand" >> "$1"; exit 1'))
    async with drive(seen) as pilot:
        await letter(pilot)
        text = await press(pilot, "E")
        assert "error (1); R shows the letter as it had saved it." in text.replace("\n ", " ")
        await press(pilot, "R")
        assert "by hand" in await press(pilot, "space")


async def test_what_an_editor_saved_under_a_killed_program_is_the_letter(seen, drive, monkeypatch, suspended):
    monkeypatch.setattr("tui_tracker.services.editing.left_behind", lambda _folder, _key: "Dear Ann,\nby hand")
    async with drive(seen) as pilot:
        await letter(pilot)
        text = screen_text(pilot.app)
        assert "by hand" in text
        assert "as you edited it" in text


async def test_the_label_is_shown_copied_and_left_again(seen, drive, monkeypatch):
    async with drive(seen) as pilot:
        await letter(pilot)
        text = await press(pilot, "A")
        assert "12 Wharf Street" in text
        assert "Flexion" not in text
        wrote: list[str] = []
        monkeypatch.setattr(pilot.app._driver, "write", wrote.append)
        await press(pilot, "c")
        copied = base64.b64decode(OSC52.findall("".join(wrote))[0]).decode()
        assert copied.splitlines() == ["Ann Łódź, MD", "12 Wharf Street", "Bath, ME 04530"]
        assert "This is the label" in await press(pilot, "s")
        assert "This is the label" in await press(pilot, "E")
        assert "Flexion 95" in await press(pilot, "escape")


async def test_a_partner_without_an_address_has_no_label(sqlite_practice, doing, drive):
    with changing(doing, "Made partners") as unit:
        lee = add_partner(unit, "Bo")
    refer(doing, lee, "JD-4411", 9, "seen")
    async with drive(sqlite_practice) as pilot:
        await letter(pilot)
        text = await press(pilot, "A")
        assert "Bo has no address" in text
        assert "Flexion 95" in text


async def test_a_thank_you_note_is_logged_when_sent_and_answers_what_waits(seen, drive):
    async with drive(seen) as pilot:
        owed = await pilot.app.desk(agenda.open_with, 1, TODAY, Settings())
        assert "thank_you" in [line.kind for line in owed]
        await press(pilot, "g")
        await press(pilot, "T")
        assert isinstance(pilot.app.screen, LetterPage)
        text = await press(pilot, "s", "ctrl+s")
        assert "Thanked Ann Łódź, MD by thank-you note. u undoes it." in text
        owed = await pilot.app.desk(agenda.open_with, 1, TODAY, Settings())
        assert "thank_you" not in [line.kind for line in owed]


async def test_t_logs_at_once_and_tells_of_the_note(seen, drive):
    async with drive(seen) as pilot:
        await press(pilot, "2")
        assert "T writes a note" in await press(pilot, "t")
        await press(pilot, "T")
        assert isinstance(pilot.app.screen, LetterPage)


async def test_the_note_on_a_declined_referral_keeps_its_promise(seen, drive, doing):
    referrals.move_referral(doing, 1, "declined", TODAY, "we treat adults only", "Children’s Therapy")
    async with drive(seen) as pilot:
        pilot.app.push_screen(ReferralPage(1))
        await settle(pilot)
        text = await press(pilot, "T")
        assert "To Ann Łódź, MD: why JD-4411 is not ours to treat" in text
        assert "Children’s Therapy" in text
        await press(pilot, "s", "ctrl+s")
        owed = await pilot.app.desk(agenda.open_with, 1, TODAY, Settings())
        assert "feedback" not in [line.kind for line in owed]
        (row,) = models.Touchpoint.select(models.Touchpoint.note).where(models.Touchpoint.day == TODAY).tuples()
        assert row == ("Told why the referral of JD-4411 was declined",)


async def test_a_note_that_cannot_be_written_says_why(seen, drive):
    async with drive(seen) as pilot:
        await note(pilot, "declined", 1, "JD-4411")
        assert "is not declined" in screen_text(pilot.app)
        assert "There is no letter here" in await press(pilot, "c")
        assert "There is no letter here" in await press(pilot, "s")


async def test_a_template_that_is_wrong_is_said(seen, drive, tmp_path, monkeypatch):
    monkeypatch.setenv("TUI_TRACKER_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "thank_you.md").write_text("{{ nobody }}")
    async with drive(seen) as pilot:
        await note(pilot)
        text = screen_text(pilot.app)
        assert " !\n" in text
        assert "names “nobody”" in text
        assert "visit_was, who" in " ".join(text.split())


async def test_those_that_went_out_are_read_one_after_the_other(seen, drive, doing):
    reports.send_report(doing, 1, "acknowledgement", TODAY, "fax", parts={}, letter="Dear first")
    reports.send_report(doing, 1, "initial", TODAY, "fax", parts={"plan": EVIL})
    async with drive(seen) as pilot:
        pilot.app.push_screen(ReferralPage(1))
        await settle(pilot)
        text = await press(pilot, "l")
        assert EVIL in text
        assert "There is no letter after this one." in await press(pilot, "right")
        assert "Dear first" in await press(pilot, "left")
        assert "There is no letter before this one." in await press(pilot, "left")
        assert "went out already" in await press(pilot, "s")
        assert "went out already" in await press(pilot, "E")
        assert "does nothing here" in await press(pilot, "z")


async def test_a_long_letter_scrolls(seen, drive):
    async with drive(seen) as pilot:
        page = await letter(pilot)
        await press(pilot, "escape")
        pilot.app.screen.form.set_values({"findings": "\n".join(f"line {number}" for number in range(60))})
        await press(pilot, "ctrl+s")
        page = pilot.app.screen
        before = page.query_one("#paper").scroll_y
        await press(pilot, "j", "j")
        assert page.query_one("#paper").scroll_y == before + 2
        await press(pilot, "space")
        assert page.query_one("#paper").scroll_y > before + 10


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_fits_the_terminal(seen, drive, size):
    async with drive(seen, size=size) as pilot:
        await letter(pilot)
        lines = screen_text(pilot.app).splitlines()
        assert len(lines) == size[1]
        assert "s mark as sent  c copy  w save  P print  E edit  A label  ? help  esc back" in lines[-1]
