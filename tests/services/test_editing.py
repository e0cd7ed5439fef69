"""A text in the person's own editor: what it saved is never lost, and what it held does not lie about."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tui_tracker.domain.errors import Refused
from tui_tracker.services import draft_files
from tui_tracker.services.editing import Unfinished, edit, editor, left_behind

KILLED = """
import sys
from pathlib import Path
from tui_tracker.services.editing import edit
edit("Dear Dr. Lee,", ["sh", "-c", sys.argv[3] + '; kill -9 $PPID', "sh"], Path(sys.argv[1]), sys.argv[2])
"""


@pytest.fixture(autouse=True)
def no_practice_is_open(monkeypatch):
    """As in the processes that these tests start."""
    monkeypatch.setattr(draft_files, "which_practice", lambda: SimpleNamespace(database=""))


def script(text: str) -> list[str]:
    return ["sh", "-c", text, "sh"]


def killed(folder, key, does):
    subprocess.run([sys.executable, "-c", KILLED, str(folder), key, does], check=False)


def test_the_file_is_private_and_gone_afterwards(tmp_path):
    folder = tmp_path / "state"
    seen = edit(
        "JD-4411", script('stat -c %a "$1" > "$1~"; cat "$1~" >> "$1"; ls "$(dirname "$1")" >> "$1"'), folder, "k"
    )
    text, mode, *names = seen.splitlines()
    assert (text, mode, folder.stat().st_mode & 0o777) == ("JD-4411", "600", 0o700)
    assert not [name for name in names if "4411" in name]
    assert list(folder.iterdir()) == []


def test_an_editor_with_arguments_and_quotes(tmp_path):
    own = tmp_path / "my editor"
    own.write_text('#!/bin/sh\nfor last; do :; done\necho "$1, $2" > "$last"\n')
    own.chmod(0o700)
    assert edit("a", editor({"EDITOR": f"'{own}' -w '$(touch {tmp_path}/shell); `x`'"}), tmp_path) == (
        f"-w, $(touch {tmp_path}/shell); `x`\n"
    )
    assert not (tmp_path / "shell").exists()


def test_what_an_editor_saved_before_it_failed_is_handed_over(tmp_path):
    with pytest.raises(Unfinished, match="as it was") as failed:
        edit("a", script('echo more >> "$1"; exit 1'), tmp_path)
    assert failed.value.left == "a\nmore\n"
    with pytest.raises(Unfinished) as failed:
        edit("a", script("exit 1"), tmp_path)
    assert failed.value.left == ""
    assert list(tmp_path.iterdir()) == []


def test_what_an_editor_saved_under_a_killed_program_is_found_once_and_for_its_letter_only(tmp_path):
    killed(tmp_path, "initial 1", 'echo "by hand" >> "$1"')
    assert left_behind(tmp_path, "initial 2") == ""
    assert left_behind(tmp_path, "initial 1") == "Dear Dr. Lee,\nby hand\n"
    assert left_behind(tmp_path, "initial 1") == ""
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_changed_was_not_edited(tmp_path):
    killed(tmp_path, "initial 1", "true")
    assert len(list(tmp_path.iterdir())) == 1
    assert left_behind(tmp_path, "initial 1") == ""
    assert list(tmp_path.iterdir()) == []


def test_an_editor_that_is_still_open_keeps_its_file(tmp_path):
    other = edit(
        "a", [*script(f'"{sys.executable}" -c "$1" "$(dirname "$2")" || echo bad >> "$2"'), LOOKING], tmp_path, "k"
    )
    assert other == "a\n"


LOOKING = """
import sys
from pathlib import Path
from tui_tracker.services.editing import left_behind
assert left_behind(Path(sys.argv[1]), "k") == ""
assert list(Path(sys.argv[1]).iterdir())
"""


def test_what_nobody_came_back_to_is_removed(tmp_path):
    for name, days in (("letter-a-b-4194304999-x.md", 31), ("letter-a-b-4194304999-y.md", 29), ("form-z.json", 99)):
        (tmp_path / name).write_text("private")
        os.utime(tmp_path / name, times=(time.time() - days * 86_400,) * 2)
    edit("a", ["true"], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form-z.json", "letter-a-b-4194304999-y.md"]


def test_what_is_far_too_long_is_refused_and_stays(tmp_path):
    with pytest.raises(Refused, match="too long for a letter") as refused:
        edit("a", script('head -c 2000000 /dev/zero > "$1"'), tmp_path)
    (left,) = tmp_path.iterdir()
    assert str(left) in refused.value.message
    assert left.stat().st_size == 2_000_000


@pytest.mark.parametrize("does", ['rm "$1"', 'rm "$1"; mkdir "$1"', ': > "$1"'])
def test_an_editor_that_leaves_no_text(tmp_path, does):
    with pytest.raises(Refused, match="the letter is as it was"):
        edit("a", script(does), tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be handed to the editor"):
        edit("a", ["true"], tmp_path / "file" / "state")
