"""Any order of adding, moving, reporting, thanking, undoing and redoing, over the real services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.conftest import TODAY
from tests.services.naive_promises import DEFAULT_DAYS, INBOUND, OUTBOUND, Naive
from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, TouchpointEdit
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.promises import PromiseState, open_promises
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Channel, Direction, Intent, ReportKind, Urgency, bits_to_intents
from tui_tracker.services import board, history, partners, referrals, reports, touchpoints
from tui_tracker.storage import models
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.rows import plain

ANN = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)
SETTINGS = Settings()
TABLES = [model._meta.table_name for model in models.PRACTICE_MODELS]

ROW = st.integers(0, 4)
REASON = st.sampled_from(["no show", "no show", ""])
STEP = st.sampled_from([-1, 1, 1, 2])
PARTNER = st.sampled_from([0, 0, 1])
AGO = st.sampled_from([-1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 31, 45])
WHO_SAID = st.sampled_from(list(Direction))
SAID = st.sampled_from([(Intent.THANK,), (Intent.FEEDBACK,), (Intent.THANK, Intent.FEEDBACK), (Intent.CONNECT,)])


def rows() -> list[Any]:
    """Every row of every practice table."""
    return [database.execute_sql(f'SELECT * FROM "{name}" ORDER BY id').fetchall() for name in TABLES]


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def the(model: Any, which: int) -> int:
    """One of a table's rows. Refused where there is none, as a service does for a row that is gone."""
    ids = [row_id for (row_id,) in model.select(model.id).order_by(model.id).tuples()]
    if not ids:
        raise Refused("There is none.")
    return int(ids[which % len(ids)])


class AnyOrder(RuleBasedStateMachine):
    """Two partners, one of them with an agreement, and three referrals; what was before each change is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = ExitStack()
        self.transaction = self.outer.enter_context(database.atomic())
        before = replace(ANN, who="Somebody before")
        self.partners = [partners.add_partner(before, {"name": name}, duplicate_ok=True).id for name in ("Lee", "Kim")]
        with changing(before, "Agreed") as unit:
            unit.insert(models.Agreement, partner=self.partners[1], acknowledgement_days=0, first_visit_days=1)
        for number, (partner, flow, day) in enumerate([(0, "inbound", 31), (0, "inbound", 9), (1, "outbound", 45)]):
            sent = {"partner_id": self.partners[partner], "flow": flow, "day": ago(day)}
            referrals.add_referral(before, {**sent, "patient_ref": f"A-{number}"})
        self.now = self.start = rows()
        self.past: list[Any] = []
        self.future: list[Any] = []
        self.looked_at: list[Any] = []

    def do(self, act: Callable[[], Any]) -> None:
        """Do something: it is one entry in the journal, or it is refused, and then nothing has changed."""
        entries = history.count_changes()
        try:
            act()
        except Refused:
            assert rows() == self.now
            assert history.count_changes() == entries
            return
        after, more = rows(), history.count_changes() - entries
        assert more == (after != self.now)
        if more:
            self.past.append(self.now)
            self.future.clear()
            self.now = after

    @rule(
        partner=PARTNER,
        flow=st.sampled_from(["inbound", "inbound", "outbound"]),
        urgency=st.sampled_from(list(Urgency)),
        day=AGO,
    )
    def add(self, partner: int, flow: str, urgency: str, day: int) -> None:
        draft = {"partner_id": self.partners[partner], "flow": flow, "urgency": urgency, "day": ago(day)}
        self.do(lambda: referrals.add_referral(ANN, {**draft, "patient_ref": f"P-{history.last_change_id()}"}))

    @rule(which=ROW, tried=st.lists(st.tuples(st.integers(0, 8), AGO, REASON), min_size=1, max_size=4))
    def move(self, which: int, tried: list[tuple[int, int, str]]) -> None:
        """To stages of its line, or aside; now and then to one that there is not."""

        def act(place: int, day: int, reason: str) -> None:
            found = referrals.referral(the(models.Referral, which))
            assert found is not None
            stages = [*(INBOUND if found.flow == "inbound" else OUTBOUND), "lost", "declined", "scheduled"]
            referrals.move_referral(ANN, found.id, stages[place % len(stages)], ago(day), reason)

        for one in tried:
            self.do(partial(act, *one))

    @rule(which=ROW, steps=st.tuples(STEP, STEP), day=AGO)
    def move_two(self, which: int, steps: tuple[int, int], day: int) -> None:
        """Both, or neither."""

        def act() -> None:
            targets = {}
            for one, step in enumerate(steps, which):
                found = referrals.referral(the(models.Referral, one))
                assert found is not None
                line = INBOUND if found.flow == "inbound" else OUTBOUND
                place = line.index(found.stage) + step if found.stage in line else 0
                targets[found.id] = line[max(0, min(place, len(line) - 1))]
            board.move_referrals(ANN, targets, ago(day))

        self.do(act)

    @rule(which=ROW, day=AGO)
    def correct_the_day(self, which: int, day: int) -> None:
        self.do(lambda: referrals.edit_referral(ANN, the(models.Referral, which), {"day": ago(day)}))

    @rule(which=ROW, kind=st.sampled_from(list(ReportKind)), day=AGO)
    def report(self, which: int, kind: str, day: int) -> None:
        self.do(lambda: reports.add_report(ANN, the(models.Referral, which), kind, ago(day)))

    @rule(partner=PARTNER, day=AGO)
    def thank(self, partner: int, day: int) -> None:
        self.do(lambda: touchpoints.thank(ANN, self.partners[partner], ago(day)))

    @rule(partner=PARTNER, day=AGO, said=SAID, by=WHO_SAID)
    def say(self, partner: int, day: int, said: tuple[Intent, ...], by: Direction) -> None:
        known: Any = {"day": ago(day), "channel": Channel.CALL, "direction": by, "intents": said}
        self.do(lambda: touchpoints.log(ANN, TouchpointDraft(partner_ids=(self.partners[partner],), **known)))

    @rule(which=ROW, day=AGO, said=SAID, by=WHO_SAID)
    def change_what_was_said(self, which: int, day: int, said: tuple[Intent, ...], by: Direction) -> None:
        edit = TouchpointEdit(day=ago(day), channel=Channel.CALL, direction=by, intents=said)
        self.do(lambda: touchpoints.edit_touchpoint(ANN, the(models.Touchpoint, which), edit))

    @rule(which=ROW)
    def take_out_what_was_said(self, which: int) -> None:
        self.do(lambda: touchpoints.delete_touchpoint(ANN, the(models.Touchpoint, which)))

    @rule(day=st.sampled_from([20, 40]))
    def settle(self, day: int) -> None:
        self.do(lambda: referrals.settle_before(ANN, ago(day)))

    @rule()
    def undo(self) -> None:
        if not self.past:
            with pytest.raises(Refused):
                history.undo(ANN)
            return
        history.undo(ANN)
        self.future.append(self.now)
        self.now = self.past.pop()
        assert rows() == self.now

    @rule()
    def redo(self) -> None:
        if not self.future:
            with pytest.raises(Refused):
                history.redo(ANN)
            return
        history.redo(ANN)
        self.past.append(self.now)
        self.now = self.future.pop()
        assert rows() == self.now

    @invariant()
    def all_is_well(self) -> None:
        """Looked at once for each state, so that what is refused or undone costs nothing."""
        if any(known is self.now for known in self.looked_at):
            return
        self.looked_at.append(self.now)
        practice = as_exported()
        for row in practice["referrals"]:
            days_never_run_backwards(row)
        found = what_is_open(row["id"] for row in practice["referrals"])
        naive = Naive(practice, TODAY, DEFAULT_DAYS, SETTINGS.stale_days)
        for row in practice["referrals"]:
            no_promise_is_open_and_kept(row, found[row["id"]], practice)
            expected = [(one.promise, one.since, one.due) for one in naive.open(row)]
            assert [(one.kind.value, one.opened_on, one.due_on) for one in found[row["id"]]] == expected

    def teardown(self) -> None:
        try:
            while self.past:
                self.undo()
            assert rows() == self.start, "undo leaves no trace"
        finally:
            self.transaction.rollback()
            self.outer.close()


def as_exported() -> dict[str, list[dict[str, Any]]]:
    """The practice as an export has it, which cannot be made inside a transaction; days are ISO text."""
    found = {}
    for model in models.PRACTICE_MODELS:
        names = list(model._meta.columns)
        listed = ", ".join(names)
        cursor = database.execute_sql(f'SELECT {listed} FROM "{model._meta.table_name}" ORDER BY id')
        found[f"{model._meta.table_name}s"] = [
            dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()
        ]
    for row in found["touchpoints"]:
        row["intents"] = bits_to_intents(row["intents"])
    return found


def what_is_open(ids: Iterable[int]) -> dict[int, tuple[PromiseState, ...]]:
    """What the program says is open on each referral."""
    facts = agenda.facts_of(ids, SETTINGS)
    return {
        row_id: open_promises(
            one.referral,
            one.reports,
            one.last_thank,
            one.last_feedback,
            facts.agreed.get(one.referral.partner_id or 0, SETTINGS.promises),
            TODAY,
        )
        for row_id, one in facts.referrals.items()
    }


def days_never_run_backwards(row: dict[str, Any]) -> None:
    line = INBOUND if row["flow"] == "inbound" else OUTBOUND
    columns = ["day", *(f"{stage}_on" for stage in line[1:])]
    aside = row["stage"] not in line
    noted = [row[column] for column in (*columns, "aside_on") if row[column] is not None]
    assert noted == sorted(noted)
    assert noted[-1] <= TODAY.isoformat()
    assert row["stage_on"] == noted[-1]
    assert (row["aside_on"] is not None) == aside == bool(row["aside_reason"])
    if not aside:
        place = line.index(row["stage"])
        assert row[columns[place]] == noted[-1], "the stage has a day"
        assert all(row[column] is None for column in columns[place + 1 :]), "no day beyond the stage"


def no_promise_is_open_and_kept(
    row: dict[str, Any], open_: tuple[PromiseState, ...], practice: dict[str, list[dict[str, Any]]]
) -> None:
    """Nor does a thank-you answer more, or less, than what was received up to it."""
    for promise in open_:
        days = keeping(promise.kind.value, row, practice)
        kept = [day for day in days if day >= promise.opened_on.isoformat()]
        assert not kept, f"{promise.kind} of {row['stage']} is open and was kept on {kept}"
    owes = row["flow"] == "inbound" and row["stage"] in INBOUND and not row["settled"]
    answered = any(day >= row["day"] for day in said(row, "thank", practice))
    assert any(promise.kind == "thank_you" for promise in open_) == (owes and not answered)


def said(row: dict[str, Any], intent: str, practice: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The days on which we said something to a referral's partner."""
    ours = [one for one in practice["touchpoints"] if one["direction"] == "ours" and intent in one["intents"]]
    return [one["day"] for one in ours if one["partner_id"] == row["partner_id"]]


def keeping(promise: str, row: dict[str, Any], practice: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The days of what keeps a promise, by RULES section 3."""
    sent = [(one["kind"], one["sent_on"]) for one in practice["reports"] if one["referral_id"] == row["id"]]
    reached = {stage: row[f"{stage}_on"] for stage in INBOUND[1:] if row[f"{stage}_on"] is not None}
    last = max((day for _, day in sent), default="")
    kept: dict[str, list[str]] = {
        "first_contact": list(reached.values()),
        "first_visit": [day for stage, day in reached.items() if stage in ("seen", "in_care", "closed")],
        "acknowledgement": [day for _, day in sent],
        "initial_report": [day for kind, day in sent if kind == "initial"],
        "progress_report": [day for _, day in sent if day > last],
        "final_report": [day for kind, day in sent if kind == "final"],
        "thank_you": said(row, "thank", practice),
        "feedback": said(row, "feedback", practice),
        "stuck": [day for day in (row["closed_on"], row["aside_on"]) if day is not None],
    }
    return kept[promise]


def run_any_order(examples: int, steps: int) -> None:
    quick = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quick),
    )


def test_any_order(sqlite_practice: str) -> None:
    run_any_order(examples=12, steps=20)


def test_any_order_on_both_engines(practice: str) -> None:
    run_any_order(examples=4, steps=15)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_any_order_for_long(sqlite_practice: str) -> None:
    run_any_order(examples=120, steps=40)
