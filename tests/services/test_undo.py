"""Any random sequence of services, undone one by one, gives each earlier state back row for row; redone, each later."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.candidate_files import import_candidates
from tests.storage.test_journal import state
from tui_tracker import services
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.mind_map import SECOND, Grouping, Place, View
from tui_tracker.domain.partner_page import NewTie
from tui_tracker.domain.quicklog import parse
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.spotlight import month_of
from tui_tracker.domain.standing import Answers
from tui_tracker.domain.words import LinkKind, ReferralStage, ReportKind, Stage
from tui_tracker.services import (
    agreements,
    asks,
    board,
    candidates,
    contacts,
    filters,
    follow_ups,
    gifts,
    history,
    importing,
    incidents,
    links,
    mind_map,
    mind_map_moves,
    names,
    occasions,
    partners,
    practice,
    referrals,
    reports,
    snoozes,
    spotlights,
    touchpoints,
)
from tui_tracker.services.growth import bring_back, put_aside
from tui_tracker.services.hand_over import hand_over
from tui_tracker.services.inner_circle import put_in_circle, take_out_of_circle
from tui_tracker.services.quality import set_quality
from tui_tracker.services.standing import set_standing
from tui_tracker.services.targets import remove_target, set_target
from tui_tracker.storage import models
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Change

NAMES = ("Ann Lee, MD", "Łukasz Nowak", 'O\'Brien "Bob"', "[bold]Mark[/up]", "山田 太郎", "=cmd()")


@dataclass(frozen=True)
class Pick:
    """Random numbers that a service's arguments are chosen with."""

    one: int
    two: int
    ago: int

    def row(self, model: Any, which: int = 1) -> int:
        ids = [row_id for (row_id,) in model.select(model.id).order_by(model.id).tuples()]
        if not ids:
            raise Refused("nothing to pick from")
        return int(ids[(self.one if which == 1 else self.two) % len(ids)])

    def of(self, choices: Sequence[Any]) -> Any:
        return list(choices)[self.two % len(choices)]

    def day(self, today: date) -> date:
        return today - timedelta(days=self.ago)


def _import(doing: Doing, pick: Pick, folder: Path) -> None:
    path = folder / f"list-{pick.one}.csv"
    path.write_text(
        "Provider Name,Primary Specialty,City/Town\n"
        + "".join(f"Person {pick.one} {n},Podiatry,Town {n}\n" for n in range(pick.two + 1)),
        "utf-8",
    )
    importing.import_file(doing, str(path), importing.Options(as_="partners"))


def _import_candidates(doing: Doing, pick: Pick, folder: Path) -> None:
    """Some of them again in another town, some without an NPI."""
    path = folder / f"candidates-{pick.one}-{pick.two}.csv"
    path.write_text(
        "NPI,Provider Name,Primary Specialty,City/Town\n"
        f"1003005174,David Gilman,Podiatry,Town {pick.one}\n"
        + "".join(f",Candidate {pick.one} {n},Podiatry,Town {n}\n" for n in range(pick.two + 1)),
        "utf-8",
    )
    import_candidates(doing, str(path))


def _log(doing: Doing, pick: Pick, _folder: Path) -> None:
    row = models.Partner.get_by_id(pick.row(models.Partner))
    from tui_tracker.domain.records import PartnerName

    named = PartnerName(row.id, row.name, row.specialty, row.area)
    line = pick.of(("call", "lunch +give note >2w", "card +thank", "email -3d < they wrote", "visit +ask"))
    touchpoints.log(doing, parse(line, doing.today, names.name_book(), (named,)))


def _give(doing: Doing, pick: Pick, _folder: Path) -> None:
    """With a contact, with what was given, and with a line of the agenda that rests."""
    from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, checked

    contact = models.Contact.get_by_id(pick.row(models.Contact))
    draft = checked(
        TouchpointDraft,
        partner_ids=(contact.partner_id,),
        day=doing.today,
        channel="visit",
        contact_ids=(contact.id,),
        give=pick.of(("article", "cards")),
        quiets=(f"sending_less:{pick.one}",),
        quiet_until=doing.today + timedelta(days=30),
    )
    touchpoints.log(doing, draft)


def _answer(doing: Doing, pick: Pick, _folder: Path) -> None:
    asked = asks.open_asks(doing.today)
    if not asked:
        raise Refused("nothing was asked")
    said, due = pick.of(("yes", "later")), pick.of((None, doing.today))
    asks.answer(doing, asked[0].id, said, doing.today, "note", follow_up_on=due, follow_up="again")


def _take_out(doing: Doing, pick: Pick, _folder: Path) -> None:
    take_out_of_circle(doing, pick.row(models.Partner))


def _meet(doing: Doing, pick: Pick, _folder: Path) -> None:
    where = pick.row(models.Occasion, 2)
    line = f"@#{pick.row(models.Partner)} @new{pick.one} talked >2w call"
    read = occasions.read_met(line, occasions.occasion(where).day, doing.today, add=True)
    occasions.meet(doing, where, read)


def _gift(doing: Doing, pick: Pick, _folder: Path) -> None:
    ids = [pick.row(models.Partner), pick.row(models.Partner, 2)]
    draft = {"partner_ids": ids, "day": pick.day(doing.today), "what": pick.of(NAMES), "amount": 100 + pick.one}
    gifts.add_gift(doing, draft, Settings(), confirmed=True)


def _another_gift(doing: Doing, pick: Pick, _folder: Path) -> None:
    draft = {"amount": 5_000 + pick.two, "partner_id": pick.row(models.Partner, 2)}
    gifts.edit_gift(doing, pick.row(models.Gift), draft, Settings(), confirmed=True)


def _change_link(doing: Doing, pick: Pick, _folder: Path) -> None:
    links.change_link(doing, pick.row(models.Link), pick.of(LinkKind))


def _edit_touch(doing: Doing, pick: Pick, _folder: Path) -> None:
    from tui_tracker.domain.drafts_touchpoint import TouchpointEdit, checked

    given = pick.of((("give", "article"), ("ask", None), ("connect", None)))
    edit = checked(TouchpointEdit, day=pick.day(doing.today), channel="visit", intents=(given[0],), give=given[1])
    touchpoints.edit_touchpoint(doing, pick.row(models.Touchpoint), edit, whole_entry=pick.one % 2 == 0)


def _add_tied(doing: Doing, pick: Pick, _folder: Path) -> None:
    """Somebody who was introduced, or works somewhere, from the first on."""
    outward = pick.of((True, False))
    tie = NewTie("works_at" if outward else "introduced", pick.row(models.Partner), "", outward)
    partners.add_partner(doing, {"name": f"Tied {pick.one}"}, duplicate_ok=True, ties=(tie,))


def _move(doing: Doing, pick: Pick, _folder: Path) -> None:
    """A partner, or all of a branch, to the next place on the map that is offered."""
    by: Sequence[Grouping] = pick.of(((Grouping.INTRODUCED,), (Grouping.STAGE,), SECOND[1:3], (Grouping.OFFICE,)))
    view = View(tuple(by))
    outline = mind_map.outline(view, doing.today, Settings())
    places = mind_map.places_of(view, pick.row(models.Partner), doing.today)
    if not places:
        raise Refused("nobody is shown")
    place = places[0] if pick.one % 2 else Place(places[0].path)
    moves = mind_map_moves.moves_from(outline, place, doing.today, Settings())
    found = mind_map_moves.find_destinations(moves, "" if view.by[0] in SECOND else pick.of(("one", "two")))
    if not found:
        raise Refused("nowhere to go")
    mind_map_moves.move(doing, mind_map_moves.plan_move(moves, found[pick.one % len(found)], doing.today))


Act = Callable[[Doing, Pick, Path], Any]
ACTS: tuple[Act, ...] = (
    lambda d, p, f: partners.add_partner(d, {"name": p.of(NAMES), "tier": "ABC"[p.one % 3]}, duplicate_ok=True),
    lambda d, p, f: partners.add_partner(d, {"name": f"Partner {p.one}", "inner_rank": str(p.two + 1)}),
    lambda d, p, f: partners.edit_partner(d, p.row(models.Partner), {"area": f"Area {p.two}", "note": "a\nb"}),
    lambda d, p, f: partners.archive_partner(d, p.row(models.Partner)),
    lambda d, p, f: partners.unarchive_partner(d, p.row(models.Partner)),
    lambda d, p, f: partners.set_stage(d, p.row(models.Partner), p.of(Stage)),
    lambda d, p, f: contacts.add_contact(d, p.row(models.Partner), {"name": p.of(NAMES), "role": "nurse"}),
    lambda d, p, f: contacts.set_advocate(d, p.row(models.Contact), p.two % 2 == 1),
    lambda d, p, f: contacts.remove_contact(d, p.row(models.Contact)),
    lambda d, p, f: links.add_link(d, p.of(LinkKind), p.row(models.Partner), p.row(models.Partner, 2)),
    lambda d, p, f: links.remove_link(d, p.row(models.Link)),
    lambda d, p, f: referrals.add_referral(
        d, {"partner_id": p.row(models.Partner), "patient_ref": f"AB-{p.two}", "day": p.day(d.today)}
    ),
    lambda d, p, f: referrals.add_referral(d, {"source": "web", "patient_ref": f"WB-{p.two}"}),
    lambda d, p, f: referrals.move_referral(
        d, p.row(models.Referral), p.of(ReferralStage), p.day(d.today), reason="moved away"
    ),
    lambda d, p, f: reports.add_report(d, p.row(models.Referral), p.of(ReportKind), p.day(d.today)),
    lambda d, p, f: referrals.settle_before(d, p.day(d.today)),
    _log,
    lambda d, p, f: touchpoints.thank(d, p.row(models.Partner), p.day(d.today)),
    lambda d, p, f: touchpoints.delete_touchpoint(d, p.row(models.Touchpoint), whole_entry=p.two % 2 == 0),
    lambda d, p, f: follow_ups.add_follow_up(d, p.row(models.Partner), d.today + timedelta(days=p.ago), "call"),
    lambda d, p, f: follow_ups.finish_follow_up(d, p.row(models.FollowUp)),
    lambda d, p, f: follow_ups.drop_follow_up(d, p.row(models.FollowUp)),
    lambda d, p, f: snoozes.snooze(d, f"partner:{p.one}", d.today + timedelta(days=p.ago + 1), "somebody"),
    lambda d, p, f: snoozes.unsnooze(d, f"partner:{p.one}", "somebody"),
    lambda d, p, f: incidents.open_incident(d, p.row(models.Partner), "complaint", p.day(d.today), "Facts."),
    lambda d, p, f: incidents.answer_incident(d, p.row(models.Incident), d.today, "Reply."),
    lambda d, p, f: incidents.close_incident(d, p.row(models.Incident), d.today),
    _import,
    lambda d, p, f: reports.send_report(
        d, p.row(models.Referral), p.of(ReportKind), p.day(d.today), "fax", parts={"plan": p.of(NAMES)}, letter="Dear"
    ),
    lambda d, p, f: reports.send_note(d, p.of(("thank_you", "lost")), p.row(models.Partner), p.day(d.today), "card"),
    lambda d, p, f: agreements.set_agreement(d, p.row(models.Partner), {"first_contact_days": p.one, "note": "a\nb"}),
    lambda d, p, f: agreements.set_agreement(d, p.row(models.Partner), {"review_on": d.today + timedelta(p.ago)}),
    lambda d, p, f: agreements.remove_agreement(d, p.row(models.Partner)),
    lambda d, p, f: practice.set_practice(d, {"name": p.of(NAMES), "address": f"{p.one} Main St\nTown"}),
    lambda d, p, f: practice.add_member(d, {"name": p.of(NAMES)}),
    lambda d, p, f: practice.edit_member(d, p.row(models.Member), {"name": p.of(NAMES), "active": p.one % 2}),
    lambda d, p, f: filters.save_filter(d, p.of(NAMES), f"late @lee {p.one}"),
    lambda d, p, f: filters.delete_filter(d, p.row(models.SavedFilter)),
    lambda d, p, f: referrals.refer(
        d, {"patient_ref": f"ab {p.two}"}, again=True, new_partner=f"New {p.one}", new_payer=f"Payer {p.two}"
    ),
    lambda d, p, f: set_quality(
        d, p.row(models.Referral), p.of(("yes", None)), "full", p.of(("worse", "")), p.of((None, 123_450))
    ),
    _give,
    _answer,
    lambda d, p, f: spotlights.set_spotlight(
        d, month_of(d.today, p.two), p.row(models.Partner), p.of(NAMES), again=True
    ),
    lambda d, p, f: spotlights.clear_spotlight(d, month_of(d.today)),
    lambda d, p, f: spotlights.publish(d, month_of(d.today), p.day(d.today)),
    lambda d, p, f: set_standing(
        d, p.row(models.Partner), Answers(p.of(("resource", None)), p.one % 5 + 1, None, 2, p.of(NAMES), ("cards",))
    ),
    lambda d, p, f: put_in_circle(d, p.row(models.Partner), p.two + 1),
    _take_out,
    lambda d, p, f: hand_over(
        d, p.of((p.row(models.Member), None)), [p.row(models.Member, 2)], Settings(), leaves=p.one % 2 == 0
    ),
    lambda d, p, f: practice.edit_member(d, p.row(models.Member), {"active": p.one % 2}, insisted=True),
    _gift,
    _another_gift,
    lambda d, p, f: gifts.remove_gift(d, p.row(models.Gift)),
    lambda d, p, f: occasions.add_occasion(d, {"name": f"{p.of(NAMES)} {p.one}", "day": p.day(d.today)}),
    lambda d, p, f: occasions.edit_occasion(
        d, p.row(models.Occasion, 2), {"day": p.day(d.today), "goal": "x", "wanted": p.one + 1}
    ),
    lambda d, p, f: occasions.remove_occasion(d, p.row(models.Occasion)),
    _meet,
    lambda d, p, f: occasions.follow_up_all(d, p.row(models.Occasion, 2), d.today + timedelta(p.ago), "call"),
    _change_link,
    lambda d, p, f: follow_ups.edit_follow_up(d, p.row(models.FollowUp), d.today + timedelta(p.two + 2), "write"),
    _edit_touch,
    lambda d, p, f: contacts.edit_contact(d, p.row(models.Contact), {"name": p.of(NAMES), "role": f"role {p.one}"}),
    lambda d, p, f: contacts.set_contact_active(d, p.row(models.Contact), p.two % 2 == 0),
    lambda d, p, f: board.set_stages(d, {p.row(models.Partner): "connected", p.row(models.Partner, 2): p.of(Stage)}),
    lambda d, p, f: board.move_referrals(d, {p.row(models.Referral): p.of(ReferralStage)}, d.today, "moved", "them"),
    lambda d, p, f: referrals.edit_referral(d, p.row(models.Referral), {"reason": f"Knee {p.two}"}),
    _add_tied,
    _move,
    _import_candidates,
    lambda d, p, f: candidates.take(d, [p.row(models.Candidate), p.row(models.Candidate, 2)]),
    lambda d, p, f: candidates.clear_candidates(d),
    lambda d, p, f: set_target(d, {"specialty": p.of(NAMES), "area": f"Area {p.one}", "wanted": p.two + 1}),
    lambda d, p, f: set_target(d, {"specialty": f"Field {p.one}", "wanted": p.two + 1}, p.row(models.Target)),
    lambda d, p, f: remove_target(d, p.row(models.Target, 2)),
    lambda d, p, f: put_aside(d, f"suggested:{p.one}", "Wellness"),
    lambda d, p, f: bring_back(d, ["suggested:9", f"suggested:{p.two}"]),
)

TAKING_BACK = {"undo", "redo", "take_back", "do_again", "undo_last", "redo_last"}
THROUGH_OTHERS = {"refer_line", "snooze_item", "import_practice"}  # the last writes a whole practice, tested by itself

PICKS = st.builds(Pick, st.integers(0, 9), st.integers(0, 9), st.integers(0, 40))
SEQUENCES = st.lists(st.tuples(st.integers(0, len(ACTS) - 1), PICKS), min_size=1, max_size=18)


def _check(doing: Doing, sequence: list[tuple[int, Pick]], folder: Path) -> None:
    with database.atomic() as outer:
        first = Change.select().count()
        states = [state()]
        for number, pick in sequence:
            try:
                ACTS[number](doing, pick, folder)
            except Refused:
                assert state() == states[-1]
                continue
            entries = Change.select().count() - first
            assert entries in (len(states) - 1, len(states)), "one use-case leaves one entry"
            if entries == len(states):
                states.append(state())
        for expected in reversed(states[:-1]):
            history.undo(doing)
            assert state() == expected
        for expected in states[1:]:
            history.redo(doing)
            assert state() == expected
        outer.rollback()


@settings(max_examples=30)
@given(sequence=SEQUENCES)
def test_undo_gives_every_earlier_state_back_and_redo_every_later_one(
    sqlite_practice: str, doing: Doing, tmp_path: Path, sequence: list[tuple[int, Pick]]
) -> None:
    _check(doing, [(0, Pick(0, 0, 0)), (11, Pick(0, 1, 5)), *sequence], tmp_path)


@settings(max_examples=8)
@given(sequence=SEQUENCES)
def test_the_same_on_both_engines(
    practice: str, doing: Doing, tmp_path: Path, sequence: list[tuple[int, Pick]]
) -> None:
    _check(doing, [(0, Pick(0, 0, 0)), (11, Pick(0, 1, 5)), *sequence], tmp_path)


def test_no_write_service_is_left_out() -> None:
    """Whatever takes `doing` first writes, and is among the acts, unless it takes back or only calls another."""
    writes = set()
    for found in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"tui_tracker.services.{found.name}")
        for name, service in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(service).parameters), "")
            if service.__module__ == module.__name__ and first == "doing" and not name.startswith("_"):
                writes.add(name)
    called = set(re.findall(r"\b(\w+)\(", Path(__file__).read_text("utf-8")))
    assert writes - called - TAKING_BACK == THROUGH_OTHERS


@pytest.mark.parametrize("number", range(len(ACTS)))
def test_every_act_of_the_property_can_succeed(sqlite_practice: str, doing: Doing, tmp_path: Path, number: int) -> None:
    """A property over acts that are always refused would hold nothing."""
    for name in ("One", "Two"):
        partners.add_partner(doing, {"name": name})
    referrals.add_referral(doing, {"partner_id": 1, "patient_ref": "AB-1", "day": doing.today - timedelta(days=9)})
    contacts.add_contact(doing, 1, {"name": "Nurse"})
    touchpoints.thank(doing, 1, doing.today)
    follow_ups.add_follow_up(doing, 1, doing.today, "call")
    snoozes.snooze(doing, "partner:0", doing.today + timedelta(days=3), "somebody")
    incidents.open_incident(doing, 1, "complaint", doing.today, "Facts.")
    filters.save_filter(doing, "Mornings", "late mine")
    spotlights.set_spotlight(doing, doing.today, 2)
    if ACTS[number] is _answer:
        touchpoints.log(doing, parse('visit @"One" +ask', doing.today, names.name_book()))
    if ACTS[number] is ACTS[10]:
        links.add_link(doing, "colleague", 1, 2)
    if ACTS[number] is ACTS[4]:
        partners.archive_partner(doing, 1)
    if ACTS[number] is _change_link:
        links.add_link(doing, "works_at", 1, 2)
    if ACTS[number] is _take_out:
        put_in_circle(doing, 1, 4)
    if ACTS[number] is ACTS[26]:
        incidents.answer_incident(doing, 1, doing.today, "Reply.")
    agreements.set_agreement(doing, 1, {"consent": "signed", "first_contact_days": 9})
    practice.add_member(doing, {"name": "Ann"})
    _gift(doing, Pick(0, 1, 0), tmp_path)
    set_target(doing, {"specialty": "Podiatry", "wanted": 2})
    put_aside(doing, "suggested:9", "Wellness")
    for name in ("Empty", "Mixer"):
        occasions.add_occasion(doing, {"name": name, "day": doing.today})
    occasions.meet(doing, 2, occasions.read_met('@"Two" talked', doing.today, doing.today))
    if ACTS[number] is not _import_candidates:
        _import_candidates(doing, Pick(9, 2, 0), tmp_path)
    before = Change.select().count()

    ACTS[number](doing, Pick(0, 1, 0), tmp_path)

    assert Change.select().count() == before + 1
