"""What was typed into forms: kept at every key, whole, private, each practice's own, and forgotten when saved."""

import os
import resource
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.services import draft_files
from tui_tracker.services.form_drafts import KEPT, FormDrafts, open_form_drafts
from tui_tracker.services.opening import open_practice

SPOILT = ("{", "[]", "5", '{"values": 5}', '{"values": {"a": 5}}', "\xff")
KILLED = """
import sys
from pathlib import Path
from tui_tracker.services.form_drafts import FormDrafts
drafts = FormDrafts(Path(sys.argv[1]), "p")
text = ""
for letter in "Full range of motion, no pain on the stairs; back at work since Monday":
    text += letter
    drafts.keep("report 7", {"findings": text, "kind": "final"})
    if letter == ";":
        drafts.flush()
        print("typed", flush=True)
sys.stdin.read()
"""


def test_what_is_kept_is_there_for_the_next_process_and_each_form_has_its_own(tmp_path):
    drafts = FormDrafts(tmp_path / "state", "p")
    assert drafts.load("report 1") == {}
    drafts.keep("report 1", {"findings": "a", "plan": ""})
    drafts.keep("report 2", {"findings": "b"})
    drafts.keep("report 1", {"findings": "ab", "plan": ""})
    assert drafts.load("report 1") == {"findings": "ab", "plan": ""}
    again = FormDrafts(tmp_path / "state", "p")
    assert (again.load("report 1"), again.load("report 2")) == ({"findings": "ab", "plan": ""}, {"findings": "b"})
    assert FormDrafts(tmp_path / "state", "other").load("report 1") == {}


def test_what_is_saved_or_emptied_is_forgotten_with_its_file(tmp_path):
    drafts = FormDrafts(tmp_path, "p")
    drafts.keep("one", {"a": "b"})
    drafts.keep("two", {"a": "b"})
    drafts.forget("one")
    drafts.keep("two", {})
    assert drafts.load("one") == drafts.load("two") == {}
    assert list(tmp_path.iterdir()) == []


def test_it_is_private_and_its_name_tells_nothing(tmp_path):
    drafts = FormDrafts(tmp_path / "state", "p")
    drafts.keep("referral JD-4411 [/x]", {"a": "b"})
    assert drafts.flush()
    (file,) = (tmp_path / "state").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "4411" not in file.name


def test_only_so_many_are_kept(tmp_path):
    drafts = FormDrafts(tmp_path, "p")
    for number in range(KEPT + 3):
        drafts.keep(str(number), {"a": str(number)})
        drafts.flush()
    assert len(list(tmp_path.iterdir())) == KEPT
    assert (drafts.load("2"), drafts.load("3")) == ({}, {"a": "3"})


def test_a_folder_that_cannot_be_written_is_told_and_nothing_breaks(tmp_path):
    (tmp_path / "file").write_text("")
    drafts = FormDrafts(tmp_path / "file" / "state", "p")
    drafts.keep("one", {"a": "b"})
    assert drafts.flush()
    assert "cannot be kept" in drafts.problem
    assert drafts.load("one") == {}


def test_a_spoilt_file_counts_as_none_and_is_replaced(tmp_path):
    drafts = FormDrafts(tmp_path, "p")
    drafts.keep("one", {"a": "b"})
    drafts.flush()
    (file,) = tmp_path.iterdir()
    for spoilt in (
        "",
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 5_000,
        "{",
        "[]",
        "5",
        '{"values": 5}',
        '{"values": {"a": 5}}',
        "\xff",
    ):
        file.write_bytes(spoilt.encode("latin-1"))
        assert drafts.load("one") == {}
        drafts.keep("one", {"a": "c"})
        assert drafts.load("one") == {"a": "c"}


def test_what_is_no_file_or_far_too_large_is_not_read(tmp_path):
    drafts = FormDrafts(tmp_path, "p")
    drafts.keep("one", {"a": "b"})
    drafts.flush()
    (file,) = tmp_path.iterdir()
    with file.open("r+b") as opened:
        opened.truncate(1 << 40)
    assert drafts.load("one") == {}
    file.unlink()
    os.mkfifo(file)
    assert drafts.load("one") == {}
    drafts.keep("one", {"a": "c"})
    assert drafts.load("one") == {"a": "c"}


def test_what_a_killed_program_was_just_writing_goes_with_the_next_save(tmp_path):
    for name, age in ((".form-left", 3600), (".form-now", 0), ("letter", 3600)):
        (tmp_path / name).write_text("what was typed")
        os.utime(tmp_path / name, times=(time.time() - age,) * 2)
    drafts = FormDrafts(tmp_path, "p")
    drafts.keep("one", {"a": "b"})
    drafts.forget("one")
    drafts.flush()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".form-now", "letter"]


def test_a_full_disk_is_told_and_what_was_kept_before_stays(tmp_path):
    drafts = FormDrafts(tmp_path, "p")
    drafts.keep("one", {"a": "b"})
    drafts.flush()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        drafts.keep("one", {"a": "c" * 100_000})
        assert drafts.flush()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "cannot be kept" in drafts.problem
    assert drafts.load("one") == {"a": "b"}
    assert len(list(tmp_path.iterdir())) == 1
    drafts.keep("one", {"a": "d"})
    assert drafts.load("one") == {"a": "d"}
    assert drafts.problem == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("postgresql://ann:secret@server/p", "postgresql://ann:changed@server/p", True),
        ("postgresql://ann@server/p?sslmode=require", "postgresql://server/p?password=x", True),
        ("postgresql://server:5432/p", "postgresql://server:5433/p", False),
        ("postgresql:///p?host=/run/one", "postgresql:///p?host=/run/two", False),
        ("postgresql://server/p", "postgresql://server/q", False),
    ],
)
def test_practices_on_two_servers_are_two(monkeypatch, one, other, same):
    names = []
    for url in (one, other):
        monkeypatch.setattr(draft_files, "which_practice", lambda url=url: SimpleNamespace(database=url))
        names.append(draft_files.practice_name())
    assert (names[0] == names[1]) is same


def test_killed_at_any_moment_nothing_that_was_written_is_lost(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "typed\n"
        os.kill(process.pid, signal.SIGKILL)
    found = FormDrafts(tmp_path, "p").load("report 7")
    assert found["findings"].startswith("Full range of motion, no pain on the stairs;")
    assert found["kind"] == "final"


def test_each_practice_has_its_own(tmp_path, practice):
    drafts = open_form_drafts(tmp_path / "state")
    drafts.keep("one", {"a": "b"})
    drafts.flush()
    assert open_form_drafts(tmp_path / "state").load("one") == {"a": "b"}
    open_practice(str(tmp_path / "other.db"))
    assert open_form_drafts(tmp_path / "state").load("one") == {}


@given(st.dictionaries(st.text(), st.text(), min_size=1))
def test_any_text_comes_back_as_it_was(tmp_path, values):
    drafts = FormDrafts(tmp_path, "p")
    drafts.keep("one", values)
    assert drafts.load("one") == values
