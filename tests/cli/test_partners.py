"""`tui-tracker partners`."""

import json
import unicodedata

import pytest

from tests.conftest import TODAY
from tui_tracker.cli import run
from tui_tracker.domain.records import Doing
from tui_tracker.services import partners
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Touchpoint


@pytest.fixture
def ask(target, capsys):
    """Runs `tui-tracker partners` on a practice of four; gives exit code, output and errors."""
    open_practice(target)
    doing = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)
    lee = partners.add_partner(doing, {"name": "Ann Lee", "specialty": "Orthopedics", "area": "Portland", "tier": "A"})
    partners.add_partner(doing, {"name": "山田" * 30, "specialty": "x" * 60, "area": "[b]", "stage": "dormant"})
    partners.add_partner(doing, {"name": "Bo Kim"})
    gone = partners.add_partner(doing, {"name": "Al Gone"})
    partners.archive_partner(doing, gone.id)
    with changing(doing, "Logged") as unit:
        unit.insert(Touchpoint, partner=lee.id, day=TODAY, channel="call")
    close_practice()

    def asked(*words):
        code = run(["--db", target, "--on", "2026-03-16", "partners", *words])
        out, errors = capsys.readouterr()
        close_practice()
        return code, out, errors

    yield asked
    close_practice()


def cells(line):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def test_a_table_that_fits_80_columns(ask):
    code, out, errors = ask()
    assert (code, errors) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["name", "specialty", "area", "t", "stage", "last", "90d"]
    assert lines[1].split() == ["Ann", "Lee", "Orthopedics", "Portland", "A", "prospect", "Mar", "16"]
    assert [line[:6] for line in lines[2:]] == ["Bo Kim", "山田山田山田"]
    assert all(cells(line) <= 80 for line in lines)


def test_filter_order_limit_and_archive(ask):
    assert ask("ortho", "port")[1].count("\n") == 2
    assert ask("tier:a")[1].splitlines()[1].startswith("Ann Lee")
    assert ask("--order", "touch", "--limit", "1")[1].splitlines()[1:] == [
        ask("lee")[1].splitlines()[1],
        "and 2 more partners; --limit 3 shows all.",
    ]
    assert ask("--archived")[1].splitlines()[1].startswith("Al Gone")
    assert ask("nosuch") == (0, "No partner fits.\n", "")


def test_json(ask):
    found = json.loads(ask("lee", "--json")[1])
    assert [(one["name"], one["last_touch"], one["touches"]) for one in found] == [("Ann Lee", "2026-03-16", 1)]
    assert json.loads(ask("nosuch", "--json")[1]) == []


def test_json_with_relationships(ask):
    (lee,) = json.loads(ask("lee", "--json", "--relationship")[1])
    assert lee["name"] == "Ann Lee"
    assert (lee["warmth"]["points"], lee["warmth"]["band"], lee["momentum"]) == (100, "warm", None)
    assert [part["name"] for part in lee["warmth"]["parts"] if part["points"] is not None] == ["cadence", "incidents"]
    assert lee["warmth"]["parts"][0]["why"] == "last touch Mar 16; one is meant every 30 days"
    assert lee["reciprocity"]["why"] == "none received in 365 days; none sent to them, no give"
    assert not lee["readiness"]["ready"]
    assert len(lee["readiness"]["conditions"]) == 7
    assert [one["warmth"]["band"] for one in json.loads(ask("--json", "--relationship")[1])] == ["warm", None, None]
    assert ask("--relationship") == (1, "", "tui-tracker: --relationship goes with --json; give both.\n")


def test_wrong_use_is_one_line(ask):
    assert ask("tier:x") == (1, "", "tui-tracker: There is no tier “x”: A, B, C.\n")
    for wrong in (("--limit", "0"), ("--limit", "many"), ("--order", "size")):
        code, out, errors = ask(*wrong)
        assert (code, out) == (2, "")
        assert errors.count("\n") == 1
