"""Gift money stands apart (RULES section 13): nothing that reads, counts, sorts, scores or exports joins the two.

The wall has four sides. Nobody but the ledger's own modules names the table (the import contracts in pyproject.toml
hold the same for modules). No statement that any read service sends names it beside another table than partner and
member. No result of any read service is another for what stands in the ledger. No output but the ledger's has it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tui_tracker
from tests.conftest import TODAY
from tui_tracker import services
from tui_tracker.cli import run
from tui_tracker.domain import records
from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.lens import EVERYTHING
from tui_tracker.domain.insights.page import Behind, Listed, Theme
from tui_tracker.domain.insights.periods import read_period
from tui_tracker.domain.mind_map import View
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import gifts
from tui_tracker.services.demo import make_demo
from tui_tracker.services.exporting import export_practice
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.database import database
from tui_tracker.storage.models import MODELS

PACKAGE = Path(tui_tracker.__file__).parent
OWN = {"domain/gifts.py", "domain/drafts_gift.py", "storage/queries/gifts.py", "services/gifts.py",
       "widgets/gift_lines.py", "screens/gift_form.py", "screens/gift_ledger.py", "cli/gifts_command.py"}  # fmt: skip
MAY_NAME_IT = OWN | {
    "domain/records.py",  # the record
    "domain/settings.py",  # the cap
    "domain/change_words.py",  # that the history does not tell amounts
    "storage/models.py",  # the table
    "storage/migrations/0001_initial.py",
    "exchange/practice_format.py",  # the section of the whole practice's backup
    "sample/build.py",  # the sample practice's rows
    "sample/side_rows.py",
    "sample/notes.py",
    "screens/places.py",  # opens it
    "cli/parser.py",
    "screens/partner_relationship.py",  # `$` opens it
}
TWELVE = read_period("12m", TODAY)
TABLES = {model._meta.table_name for model in MODELS}  # type: ignore[attr-defined]
BY_NAME: dict[str, Any] = {
    "what": Listed.PARTNERS,
    "partner_id": 1,
    "referral_id": 1,
    "incident_id": 1,
    "touchpoint_id": 1,
    "occasion_id": 1,
    "partner_ids": (1, 2, 3, 4, 5),
    "referral_ids": (1, 2, 3),
    "ids": (1, 2, 3),
    "today": TODAY,
    "last": TODAY,
    "day": TODAY,
    "month": TODAY.replace(day=1),
    "settings": Settings(),
    "offset": 0,
    "length": 60,
    "text": "",
    "view": View(),
    "paths": ((), ("Cardiology",)),
    "filter_text": "",
    "who": "Ann",
    "order": "name",
    "by": "specialty",
    "chosen": CardFilter(),
    "flow": "inbound",
    "stage": "seen",
    "limit": 20,
    "period": TWELVE,
    "lens": EVERYTHING,
    "spans": (TWELVE.span, TWELVE.before),
    "span": TWELVE.span,
    "theme": Theme.VALUE,
    "key": "adherence",
    "behind": Behind(Theme.TOUCHES, "gives", TWELVE.span),
}
NOT_READ = {"gifts", "history", "exporting", "opening", "demo", "draft_files", "form_drafts", "text_drafts", "editing"}
"""The ledger itself, the journal and the backup, of which the tests below say more; and what reads no practice."""

Readers = list[tuple[str, Callable[[], Any]]]


def readers() -> Readers:
    """Every public function of the services that reads, with arguments for it: found, not listed, so that none is left
    out that comes later."""
    found: Readers = []
    prefix = f"{services.__name__}."
    for module in pkgutil.walk_packages(services.__path__, prefix):
        place = module.name.removeprefix(prefix)
        if place in NOT_READ:
            continue
        loaded = importlib.import_module(module.name)
        for name, function in vars(loaded).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != loaded.__name__:
                continue
            needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
            if all(one.name in BY_NAME for one in needed) and needed:
                given = {one.name: BY_NAME[one.name] for one in needed}
                found.append((f"{place}.{name}", lambda function=function, given=given: function(**given)))
    return found


def answers(every: Readers) -> dict[str, str]:
    """What each of them gives, in words; a refusal too."""
    found = {}
    for name, ask in every:
        try:
            answer = ask()
        except (Refused, ValueError, KeyError) as error:
            answer = repr(error)
        words = repr(list(answer) if inspect.isgenerator(answer) else answer)
        found[name] = re.sub(r" at 0x[0-9a-f]+", "", words)  # where a thing lies in memory is no part of an answer
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that SQLite is given meanwhile."""
    seen: list[str] = []
    connection = database.connection()
    connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


def tables_of(statement: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', statement)) & TABLES


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """A small sample practice, open, with money in its ledger."""
    path = str(tmp_path / "demo.db")
    make_demo(path, partners=25, years=1, seed=1, today=TODAY)
    open_practice(path)
    yield path
    close_practice()


def test_only_the_ledgers_own_modules_name_it() -> None:
    named = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "gift" in text.lower() else ():
            words = [getattr(node, one, None) for one in ("id", "attr", "name", "value", "module", "arg")]
            docstring = isinstance(node, ast.Constant) and " " in str(node.value)
            if not docstring and any(isinstance(word, str) and re.search(r"gift", word, re.I) for word in words):
                named.add(str(path.relative_to(PACKAGE)))
    assert named <= MAY_NAME_IT, "these know of the gift ledger; it stands apart (RULES section 13)"
    assert named >= OWN - {"domain/drafts_gift.py"}


def test_no_record_but_its_own_has_its_money() -> None:
    for name, record in vars(records).items():
        if is_dataclass(record) and name != "Gift":
            assert not [one.name for one in fields(record) if re.search("gift|amount", one.name)], name


def test_no_statement_names_it_beside_a_referral(demo: str, doing: Doing) -> None:
    every = readers()
    assert len(every) >= 40
    assert {name.partition(".")[0] for name, _ask in every} >= {
        "agenda", "board", "cards", "insights", "mind_map", "partners", "relationship", "timeline"
    }  # fmt: skip
    with statements() as seen:
        answers(every)
    assert len(seen) > 100
    assert [one for one in seen if "gift" in tables_of(one)] == []

    with statements() as seen:
        gifts.first_page(2026, 50, TODAY, text="lunch")
        gifts.add_gift(doing, {"partner_ids": [1, 2], "day": TODAY, "what": "x", "amount": 1}, Settings())
        gifts.edit_gift(doing, 1, {"what": "y"}, Settings(), confirmed=True)
        gifts.remove_gift(doing, 1)
        gifts.undo_last(doing, Settings())
    own = [tables_of(one) for one in seen if "gift" in tables_of(one)]
    assert own
    assert set().union(*own) <= {"gift", "partner", "member"}

    with statements() as seen:
        export_practice(io.BytesIO())
    assert {frozenset(tables_of(one)) for one in seen if "gift" in tables_of(one)} == {frozenset({"gift"})}


GIVEN = st.lists(st.tuples(st.integers(1, 25), st.integers(0, 400), st.integers(1, 2_000_000)), min_size=1, max_size=8)


@settings(max_examples=3)
@given(given=GIVEN)
def test_no_score_order_or_item_is_another_for_what_was_spent(
    demo: str, doing: Doing, given: list[tuple[int, int, int]]
) -> None:
    every = readers()
    with database.atomic() as outer:
        before = answers(every)
        for partner, ago, cents in given:
            draft = {"partner_ids": [partner], "day": TODAY - timedelta(ago), "what": "Dinner", "amount": cents}
            gifts.add_gift(doing, draft, Settings(), confirmed=True)
        after = answers(every)
        outer.rollback()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"review.mark"}, "the journal's own number grows with every change"


def test_no_output_but_the_ledgers_has_its_money(
    sqlite_practice: str, doing: Doing, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui_tracker.services import occasions, partners, referrals

    partners.add_partner(doing, {"name": "Dr. Lee", "stage": "referring"})
    referrals.add_referral(doing, {"partner_id": 1, "patient_ref": "JD-1", "day": TODAY})
    occasions.add_occasion(doing, {"name": "Mixer", "day": TODAY})
    draft = {"partner_ids": [1], "day": TODAY, "what": "Ledger lunch", "amount": 98_765}
    gifts.add_gift(doing, draft, Settings(), confirmed=True)
    gifts.edit_gift(doing, 1, {"amount": 98_766}, Settings(), confirmed=True)
    gifts.edit_gift(doing, 1, {"amount": 98_765}, Settings(), confirmed=True)
    gifts.remove_gift(doing, 1)
    gifts.undo_last(doing, Settings())
    close_practice()

    def told(*words: str) -> str:
        assert run([*words, "--db", sqlite_practice, "--on", "2026-03-16"]) == 0
        close_practice()
        return capsys.readouterr().out

    for command in ("today", "partners", "referrals", "network", "occasions", "history"):
        for how in ((), ("--json",)):
            out = told(command, *how)
            assert not re.search(r"987[.,]?6|Ledger lunch", out), command
            assert command == "history" or "gift" not in out.lower(), command
    assert "Noted a gift for Dr. Lee" in told("history")
    assert "987.65 of 535.00, 184 %, 452.65 past the cap" in told("gifts")
    ledger = json.loads(told("gifts", "--json"))
    assert (ledger["sums"][0]["cents"], ledger["gifts"][0]["amount_cents"]) == (98_765, 98_765)
    assert not re.search("referral|JD-1", json.dumps(ledger))
    open_practice(sqlite_practice)


def test_the_backup_has_it_in_a_section_of_its_own(demo: str) -> None:
    stream = io.BytesIO()
    export_practice(stream)
    whole = json.loads(stream.getvalue())
    assert whole["gifts"]
    for name, rows in whole.items():
        if isinstance(rows, list) and name != "gifts":
            assert not [key for row in rows for key in row if re.search("gift|amount", key)], name
    assert not [key for key in whole["gifts"][0] if "referral" in key]
    assert isinstance(date.fromisoformat(whole["gifts"][0]["day"]), date)
