"""A report that is being written outlives the program's end, and its letter the editor, in a real terminal."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.referrals import add_referral, move_referral
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner


@pytest.fixture
def report_owed(tmp_path):
    target = str(tmp_path / "p.db")
    doing = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)
    day = TODAY - timedelta(9)
    open_practice(target)
    with changing(doing, "Added Ann Lee") as unit:
        lee = unit.insert(Partner, name="Ann Lee", search="ann lee", stage="referring", added_on=day)
    add_referral(doing, {"partner_id": lee, "patient_ref": "JD-4411", "day": day})
    move_referral(doing, 1, "seen", day)
    close_practice()
    return target


def begun(in_terminal, target):
    program = in_terminal("--db", target, "--on", TODAY.isoformat())
    program.wait_for("Ann Lee")
    program.press("g\r")
    program.wait_for("enter opens the report")
    program.settle(0.2)  # a key that comes before anybody could read the item does nothing
    program.press("\r")
    program.wait_for("Copied to")
    program.press("\t")
    program.wait_for("> Findings")
    return program


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, "hang-up"])
def test_what_was_typed_into_a_report_is_offered_again(in_terminal, report_owed, how):
    first = begun(in_terminal, report_owed)
    first.press("flexion ninety-five")
    first.wait_for("flexion ninety-five")
    if how == "hang-up":
        first.hang_up()
    else:
        if how == signal.SIGKILL:
            first.settle()
        first.signal(how)
    first.wait_exit()
    second = begun(in_terminal, report_owed)
    second.wait_for("This is what you had typed before.")
    second.wait_for("flexion ninety-five")


@pytest.mark.slow
def test_ctrl_c_in_the_editor_is_the_editors_and_what_it_saved_is_shown(
    in_terminal, report_owed, tmp_path, monkeypatch
):
    editor = tmp_path / "editor"
    # An editor in the terminal's ordinary mode: ctrl+c is sent to us too, as it is by vi.
    editor.write_text(
        '#!/bin/sh\ntrap "echo interrupted" INT\necho ready\n'
        'while [ -z "$line" ]; do read line; done\necho "$line" >> "$1"\n'
    )
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    program = begun(in_terminal, report_owed)
    program.press("flexion\x13")
    program.wait_for("A label")
    program.press("E")
    program.wait_for("ready")
    program.press("\x03")
    program.wait_for("interrupted")
    program.press("written by hand\r")
    program.wait_for("Edited and kept")
    program.press("  ")
    program.wait_for("written by hand")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, "hang-up"])
def test_what_an_editor_saved_while_the_program_ended_is_offered_again(
    in_terminal, report_owed, tmp_path, monkeypatch, how
):
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "by hand" >> "$1"\necho saved\nread line\nexit 1\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    first = begun(in_terminal, report_owed)
    first.press("flexion\x13")
    first.wait_for("A label")
    first.press("E")
    first.wait_for("saved")
    if how == "hang-up":
        first.hang_up()
    else:
        first.signal(how)
        if how != signal.SIGKILL:
            first.press("\r")
    first.wait_exit()
    second = begun(in_terminal, report_owed)
    second.press("\x13")
    second.wait_for("A label")
    second.wait_for("as you edited it|A label")
    second.settle()
    if "as you edited it" not in second.text:
        second.press("R")
    second.press("  ")
    second.wait_for("by hand")
