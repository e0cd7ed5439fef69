"""A terminal that is not UTF-8 gets every line, with the signs that it has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tui_tracker.domain.records import Doing
from tui_tracker.services import history, partners


def shell(target: str, encoding: str, *words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """One run of the program whose output has an encoding; `more` is set in its environment."""
    return subprocess.run(
        [sys.executable, "-m", "tui_tracker", "--db", target, *words],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, **more},
        cwd=Path(__file__).parents[2],
        timeout=60,
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_an_output_cannot_hold_is_written_otherwise(sqlite_practice: str, doing: Doing, encoding: str) -> None:
    partners.add_partner(doing, {"name": "Ayşe Łódź, 王", "specialty": "Spine – knee"})

    logged = shell(sqlite_practice, encoding, "log", "call @ayşe …")
    assert logged.returncode == 0, logged.stderr
    assert b"Logged call with Ayse L" in logged.stdout
    assert history.last_change_id() == 2
    listed = shell(sqlite_practice, encoding, "partners")
    assert listed.returncode == 0
    assert b"Ayse L" in listed.stdout
    assert b"?" in listed.stdout
    data = json.loads(shell(sqlite_practice, encoding, "partners", "--json").stdout.decode(encoding))
    assert "Ayşe Łódź, 王" in json.dumps(data, ensure_ascii=False)


def test_a_refusal_is_one_plain_line(sqlite_practice: str) -> None:
    refused = shell(sqlite_practice, "ascii", "log", "call @nobody hello")
    assert refused.returncode == 1
    assert refused.stderr.startswith(b'tui-tracker: Nobody here is called "Nobody"')
    assert b"\\u" not in refused.stderr


def test_utf8_is_left_alone(sqlite_practice: str, doing: Doing) -> None:
    partners.add_partner(doing, {"name": "Ayşe 王"})
    assert (
        "Ayşe 王" in shell(sqlite_practice, "utf-8", "partners", "--on", date(2026, 3, 16).isoformat()).stdout.decode()
    )


def test_letters_typed_where_the_locale_is_ascii_are_kept(sqlite_practice: str, doing: Doing) -> None:
    partners.add_partner(doing, {"name": "Lee"})
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    logged = shell(sqlite_practice, "utf-8", "log", "call @lee café 王", **ascii_only)

    assert logged.returncode == 0, logged.stderr
    assert "café 王" in logged.stdout.decode()
