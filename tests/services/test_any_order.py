"""Any order of adding, moving, reporting, thanking, undoing and redoing, over the real services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.conftest import TODAY
from tests.services.naive_promises import DEFAULT_DAYS, INBOUND, OUTBOUND, Naive
from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, TouchpointEdit
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Channel, Direction, Intent, ReferralStage, ReportKind, Urgency, bits_to_intents
from tui_tracker.services import board, history, partners, referrals, reports, touchpoints
from tui_tracker.storage import models
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.rows import plain

ANN = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)
SETTINGS = Settings()
TABLES = [model._meta.table_name for model in models.PRACTICE_MODELS]

ROW = st.integers(0, 5)
PARTNER = st.sampled_from([0, 0, 1])
AGO = st.sampled_from([*range(-1, 12), 15, 20, 31, 45])
STAGES = st.sampled_from(list(ReferralStage))
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
    """A practice with two partners, one of them with an agreement; what was before each change is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = ExitStack()
        self.transaction = self.outer.enter_context(database.atomic())
        before = replace(ANN, who="Somebody before")
        self.partners = [partners.add_partner(before, {"name": name}, duplicate_ok=True).id for name in ("Lee", "Kim")]
        with changing(before, "Agreed") as unit:
            unit.insert(models.Agreement, partner=self.partners[1], acknowledgement_days=0, first_visit_days=1)
        self.now = self.start = rows()
        self.past: list[Any] = []
        self.future: list[Any] = []

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

    @rule(which=ROW, stage=STAGES, day=AGO, reason=st.sampled_from(["", "no show"]))
    def move(self, which: int, stage: str, day: int, reason: str) -> None:
        self.do(lambda: referrals.move_referral(ANN, the(models.Referral, which), stage, ago(day), reason))

    @rule(which=ROW, other=ROW, step=st.sampled_from([-1, 1, 1, 2]), day=AGO)
    def move_two(self, which: int, other: int, step: int, day: int) -> None:
        def act() -> None:
            targets = {}
            for one in (which, other):
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
    def days_never_run_backwards(self) -> None:
        for row in models.Referral.select().dicts():
            line = INBOUND if row["flow"] == "inbound" else OUTBOUND
            columns = ["day", *(f"{stage}_on" for stage in line[1:])]
            days = [row[column] for column in columns if row[column] is not None]
            aside = row["stage"] not in line
            noted = [*days, row["aside_on"]] if aside else days
            assert noted == sorted(noted)
            assert noted[-1] <= TODAY
            assert (row["aside_on"] is not None) == aside == bool(row["aside_reason"])
            assert row["stage_on"] == noted[-1]
            if not aside:
                beyond = columns[line.index(row["stage"]) + 1 :]
                assert all(row[column] is None for column in beyond), "no day beyond the stage"
                assert row[columns[line.index(row["stage"])]] == noted[-1], "the stage has a day"

    @invariant()
    def no_promise_is_open_and_kept(self) -> None:
        """Nor does a thank-you answer more, or less, than what was received up to it."""
        thanked = {partner: list(said(partner, Intent.THANK)) for partner in self.partners}
        for row in models.Referral.select().dicts():
            open_ = board.promises_of(row["id"], TODAY, SETTINGS)
            for promise in open_:
                kept = [day for day in keeping(promise.kind.value, row) if day >= promise.opened_on]
                assert not kept, f"{promise.kind} of {row['stage']} is open and was kept on {kept}"
            owes = row["flow"] == "inbound" and row["stage"] in INBOUND and not row["settled"]
            answered = any(day >= row["day"] for day in thanked[row["partner"]])
            assert any(promise.kind == "thank_you" for promise in open_) == (owes and not answered)

    def teardown(self) -> None:
        try:
            naive = Naive(as_exported(), TODAY, DEFAULT_DAYS, SETTINGS.stale_days)
            for row_id, referral in naive.referrals.items():
                found = board.promises_of(row_id, TODAY, SETTINGS)
                assert [(one.kind.value, one.due_on) for one in found] == [
                    (one.promise, one.due) for one in sorted(naive.open(referral), key=lambda one: one.due)
                ]
            while self.past:
                self.undo()
            assert rows() == self.start, "undo leaves no trace"
        finally:
            self.transaction.rollback()
            self.outer.close()


def as_exported() -> dict[str, Any]:
    """The practice as an export has it, which cannot be made inside a transaction."""
    found: dict[str, Any] = {}
    for model in models.PRACTICE_MODELS:
        names = list(model._meta.columns)
        listed = [dict(zip(names, map(plain, row), strict=True)) for row in model.select().tuples()]
        found[f"{model._meta.table_name}s"] = listed
    for row in found["touchpoints"]:
        row["intents"] = bits_to_intents(row["intents"])
    return found


def said(partner: int, intent: Intent) -> Iterator[date]:
    """The days on which we said something to a partner."""
    bit = {Intent.THANK: 4, Intent.FEEDBACK: 64}[intent]
    for row in models.Touchpoint.select().where(models.Touchpoint.partner == partner).dicts():
        if row["intents"] & bit and row["direction"] == "ours":
            yield row["day"]


def keeping(promise: str, row: dict[str, Any]) -> list[date]:
    """The days of what keeps a promise, by RULES section 3."""
    sent = [
        (one["kind"], one["sent_on"])
        for one in models.Report.select().where(models.Report.referral == row["id"]).dicts()
    ]
    reached = {stage: row[f"{stage}_on"] for stage in INBOUND[1:] if row[f"{stage}_on"] is not None}
    last = max((day for _, day in sent), default=None)
    kept: dict[str, list[date]] = {
        "first_contact": list(reached.values()),
        "first_visit": [day for stage, day in reached.items() if stage in ("seen", "in_care", "closed")],
        "acknowledgement": [day for _, day in sent],
        "initial_report": [day for kind, day in sent if kind == "initial"],
        "progress_report": [day for _, day in sent if last is not None and day > last],
        "final_report": [day for kind, day in sent if kind == "final"],
        "thank_you": list(said(row["partner"], Intent.THANK)),
        "feedback": list(said(row["partner"], Intent.FEEDBACK)),
        "stuck": [row["closed_on"] or row["aside_on"]] if row["closed_on"] or row["aside_on"] else [],
    }
    return kept[promise]


def run_any_order(examples: int, steps: int) -> None:
    quick = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quick),
    )


def test_any_order(sqlite_practice: str) -> None:
    run_any_order(examples=25, steps=20)


def test_any_order_on_both_engines(practice: str) -> None:
    run_any_order(examples=4, steps=15)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_any_order_for_long(sqlite_practice: str) -> None:
    run_any_order(examples=200, steps=40)
