"""`tui-tracker log`, and the examples of its guide."""

import io
import json
import re
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tui_tracker.cli import run
from tui_tracker.domain.quicklog import parse
from tui_tracker.domain.quicklog_preview import preview
from tui_tracker.domain.records import Doing, PartnerName
from tui_tracker.services.names import NameBook
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.touchpoints import timeline
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner

GUIDE = Path(__file__).parents[2] / "docs" / "quick-log.md"
NAMES = ("Ann Lee", "Bo Kim", "Jo Kimball")


@pytest.fixture
def ask(target, capsys):
    """Runs `tui-tracker log` on March 16, 2026; gives exit code, output and errors."""
    open_practice(target)
    with changing(Doing("Ann", "2026-03-16T12:00:00Z", TODAY), "Added people") as unit:
        for name in NAMES:
            unit.insert(Partner, name=name, search=name.lower(), added_on=TODAY)
    close_practice()

    def asked(*words):
        code = run(["--db", target, "--on", "2026-03-16", "log", *words])
        out, errors = capsys.readouterr()
        close_practice()
        return code, out, errors

    yield asked
    close_practice()


def notes(target, partner_id=1):
    open_practice(target)
    return [row.note for row in timeline(partner_id, 0, 10)]


def test_it_shows_and_saves(ask, target):
    code, out, errors = ask("lunch @lee yesterday +give brought the protocol >2w")
    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        "with  Ann Lee",
        "how   meal (lunch)",
        "when  yesterday, Sun Mar 15",
        "for   give",
        "next  Mon Mar 30, in 2 weeks",
        "note  lunch: brought the protocol",
        "Logged lunch with Ann Lee. `tui-tracker undo` takes it back.",
    ]
    assert notes(target) == ["lunch: brought the protocol"]


def test_a_dry_run_saves_nothing(ask, target):
    code, out, _ = ask("call @lee hello", "--dry-run")
    assert code == 0
    assert out.splitlines()[-1] == "Not saved."
    assert notes(target) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("call @kim2 hi", "Nobody here is called “Kim2”"),
        ("call @zed hi", "Nobody here is called “Zed”; check the name, or add it with --add."),
        ("call @ki hi", '“ki” could be @"Bo Kim" or @"Jo Kimball"; write which one.'),
        ("call @lee tomorrow", "“tomorrow” is Tue Mar 17, still to come"),
        ("c @lee", "“c” could be call (cl) or card (cd)"),
        ("", "Give one line"),
    ],
)
def test_what_is_open_is_one_line_on_standard_error(ask, target, line, told, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, out, errors = ask(*([line] if line else []))
    assert (code, out) == (1, "")
    assert told in errors
    assert len(errors.splitlines()) == 1
    assert notes(target) == []


def test_unknown_names_are_added_when_asked_for(ask):
    code, out, _ = ask("--add", "call @zed_quark @lee hello")
    assert code == 0
    assert "with  Zed Quark (new partner, will be added)" in out
    code, out, _ = ask("call @quark again")
    assert (code, out.splitlines()[0]) == (0, "with  Zed Quark")


def test_json(ask):
    code, out, _ = ask("call @lee < +t hi >fri send", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["saved"] is True
    assert data["change"] == 2
    assert len(data["touchpoints"]) == 1
    assert data["partners"] == [{"id": 1, "name": "Ann Lee"}]
    assert (data["day"], data["channel"], data["direction"]) == ("2026-03-16", "call", "theirs")
    assert data["follow_ups"] == [{"due_on": "2026-03-20", "text": "send"}]
    _, out, _ = ask("call @lee hi", "--json", "--dry-run")
    assert json.loads(out)["saved"] is False


def test_from_standard_input(ask, target, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\ncall @lee from a pipe\n"))
    assert ask("-")[0] == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("call @lee one\ncall @lee two\n"))
    assert ask()[0] == 1
    assert notes(target) == ["from a pipe"]


def test_unquoted_words_are_one_line(ask, target):
    assert ask("call", "@lee", "said", "hello")[0] == 0
    assert notes(target) == ["said hello"]


def test_a_missing_practice_is_refused(tmp_path, capsys):
    assert run(["--db", str(tmp_path / "no.db"), "log", "call @lee hi"]) == 1
    assert "does not exist" in capsys.readouterr().err


def examples():
    for block in re.findall(r"```\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        line, *said = block.splitlines()
        yield line, [tuple(one.split(maxsplit=1)) for one in said]


@pytest.mark.parametrize(("line", "said"), list(examples()))
def test_the_examples_of_the_guide(line, said):
    names = NameBook([PartnerName(place, name, "", "") for place, name in enumerate(NAMES, 1)])
    understood = parse(line, TODAY, names)
    assert understood.ready
    assert [(part.about, part.text) for part in preview(understood)] == said


@pytest.mark.parametrize("word", re.findall(r"`([a-z]+)`", GUIDE.read_text("utf-8").split("## How")[1].split("## ")[0]))
def test_the_channel_words_of_the_guide(word):
    from tui_tracker.domain.quicklog_words import read_channel

    refused = ("c", "mail", "message", "meeting", "met")
    assert (read_channel(word).channel is None) == (word in refused)
