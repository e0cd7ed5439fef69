"""Lines that were typed and not sent: kept at every key, whole, private, and forgotten when sent."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.services.opening import open_practice
from tui_tracker.services.text_drafts import KEPT, LineDraft, TextDrafts, open_drafts

KILLED = """
import os, sys
from pathlib import Path
from tui_tracker.services.text_drafts import LineDraft, TextDrafts
drafts = TextDrafts(Path(sys.argv[1]), "p")
line = ""
for word in "call @lee she asked about the protocol and wants to hear from us on friday".split():
    line += word + " "
    drafts.keep(LineDraft("one", line, (3,)))
    if word == "protocol":
        drafts.flush()
        print("typed", flush=True)
sys.stdin.read()
"""


def test_what_is_kept_is_there_newest_first(tmp_path):
    drafts = TextDrafts(tmp_path / "state", "p")
    assert drafts.load() == []
    one = LineDraft("one", "call @lee", (1, 2), ("give",), (7,))
    drafts.keep(one)
    drafts.flush()
    drafts.keep(LineDraft("two", "visit"))
    assert drafts.load() == [LineDraft("two", "visit"), one]
    drafts.keep(replace(one, line="call @lee hi"))
    assert [draft.line for draft in drafts.load()] == ["call @lee hi", "visit"]
    assert [draft.line for draft in TextDrafts(tmp_path / "state", "p").load()] == ["call @lee hi", "visit"]
    assert TextDrafts(tmp_path / "state", "other").load() == []


def test_what_is_sent_or_emptied_is_forgotten_with_its_file(tmp_path):
    drafts = TextDrafts(tmp_path, "p")
    drafts.keep(LineDraft("one", "call"))
    drafts.keep(LineDraft("two", "visit"))
    drafts.forget("one")
    drafts.keep(LineDraft("two", "  "))
    assert drafts.load() == []
    assert list(tmp_path.iterdir()) == []


def test_it_is_private(tmp_path):
    drafts = TextDrafts(tmp_path / "state", "p")
    drafts.keep(LineDraft("one", "call"))
    assert drafts.flush()
    (file,) = (tmp_path / "state").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_only_so_many_are_kept(tmp_path):
    drafts = TextDrafts(tmp_path, "p")
    for number in range(KEPT + 5):
        drafts.keep(LineDraft(str(number), f"line {number}"))
        drafts.flush()
    assert [draft.line for draft in drafts.load()] == [f"line {number}" for number in reversed(range(5, KEPT + 5))]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_breaks(tmp_path):
    (tmp_path / "file").write_text("")
    drafts = TextDrafts(tmp_path / "file" / "state", "p")
    drafts.keep(LineDraft("one", "call"))
    assert drafts.flush()
    assert "cannot be kept" in drafts.problem
    assert drafts.load() == []


def test_a_spoilt_file_counts_as_none_and_is_replaced(tmp_path):
    drafts = TextDrafts(tmp_path, "p")
    wild = '{"key": "one", "line": "x", "partner_ids": [%s], "intents": [], "follow_up_ids": [], "contact_id": null}'
    for spoilt in (
        wild % "1e999",
        wild % ("9" * 30),
        wild % "-1",
        "",
        "{",
        "[]",
        "5",
        '{"line": 1}',
        '{"key": 1, "line": "x", "partner_ids": 5}',
        "\xff",
    ):
        (tmp_path / "quick-log-p-one.json").write_bytes(spoilt.encode("latin-1"))
        assert drafts.load() == []
        drafts.keep(LineDraft("one", "call"))
        assert [draft.line for draft in drafts.load()] == ["call"]


def test_killed_at_any_moment_nothing_that_was_written_is_lost(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "typed\n"
        os.kill(process.pid, signal.SIGKILL)
    (draft,) = TextDrafts(tmp_path, "p").load()
    assert draft.line.startswith("call @lee she asked about the protocol ")
    assert draft.partner_ids == (3,)


def test_each_practice_has_its_own(tmp_path, practice):
    drafts = open_drafts(tmp_path / "state")
    drafts.keep(LineDraft("one", "call"))
    drafts.flush()
    assert [draft.line for draft in open_drafts(tmp_path / "state").load()] == ["call"]
    open_practice(str(tmp_path / "other.db"))
    assert open_drafts(tmp_path / "state").load() == []


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_comes_back_as_it_was(tmp_path, line):
    drafts = TextDrafts(tmp_path, "p")
    drafts.keep(LineDraft("one", line))
    assert drafts.load()[0].line == line
