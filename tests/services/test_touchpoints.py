"""Logging touchpoints, on both engines: what is saved is what the preview showed, and all of it is one change."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, TouchpointEdit, checked
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import Step, Trouble, Understood, parse
from tui_tracker.domain.quicklog_preview import preview
from tui_tracker.domain.records import PartnerName
from tui_tracker.services.history import changed_rows, redo, undo
from tui_tracker.services.names import name_book
from tui_tracker.services.partners import archive_partner
from tui_tracker.services.touchpoints import (
    count_touchpoints,
    delete_touchpoint,
    edit_touchpoint,
    entry,
    log,
    open_follow_ups,
    thank,
    timeline,
    touch,
)
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import FollowUp, Member, Partner, Referral, Report, Touchpoint

TODAY = date(2026, 3, 16)


@pytest.fixture
def people(practice, doing):
    """Ann Lee, a prospect; Bo Kim, building; Jo Kimball, archived. Their ids."""
    with changing(doing, "Added people") as unit:
        return [
            unit.insert(Partner, name=name, search=name.lower(), stage=stage, added_on=TODAY, archived_on=archived)
            for name, stage, archived in (
                ("Ann Lee", "prospect", None),
                ("Bo Kim", "building", None),
                ("Jo Kimball", "connected", TODAY),
            )
        ]


def read(line, **more):
    return parse(line, TODAY, name_book(), **more)


def everything():
    """Every row that logging may touch."""
    return {model: list(model.select().order_by(model.id).dicts()) for model in (Partner, Touchpoint, FollowUp, Report)}


def test_one_line_is_one_change(people, doing):
    before = everything()
    logged = log(doing, read("lunch @lee @kim yesterday +give +thank brought cards >2w send them <"))
    assert logged.label == "Logged lunch with Ann Lee and Bo Kim"
    assert logged.added_partner_ids == ()
    rows = [touch(row_id) for row_id in logged.touchpoint_ids]
    assert [row.partner_name for row in rows] == ["Ann Lee", "Bo Kim"]
    assert {row.entry_id for row in rows} == {rows[0].id}
    assert rows == entry(rows[0].entry_id)
    assert all(
        (row.day, row.channel, row.direction, row.intents, row.note, row.member_name)
        == (date(2026, 3, 15), "meal", "theirs", ("give", "thank"), "lunch: brought cards", None)
        for row in rows
    )
    steps = list(FollowUp.select(FollowUp.partner, FollowUp.due_on, FollowUp.text, FollowUp.touchpoint).tuples())
    assert steps == [(row.partner_id, date(2026, 3, 30), "send them", row.id) for row in rows]
    assert Partner.get_by_id(people[0]).stage == "connected"
    assert Partner.get_by_id(people[1]).stage == "building"
    after = everything()
    undo(doing, logged.change_id)
    assert everything() == before
    redo(doing, logged.change_id)
    assert everything() == after


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("visit @lee", "Logged visit with Ann Lee"),
        ("email @lee", "Logged email to Ann Lee"),
        ("fax < @lee", "Logged fax from Ann Lee"),
        ("coffee @lee @kim @new_one", "Logged coffee with Ann Lee and 2 more"),
    ],
)
def test_labels(people, doing, line, label):
    assert log(doing, read(line, add=["New One"])).label == label


def test_a_new_partner_comes_with_the_touchpoint_and_goes_with_it(people, doing):
    logged = log(doing, read("call @zed_quark introduced himself >fri", add=["Zed Quark"]))
    added = Partner.get_by_id(logged.added_partner_ids[0])
    assert (added.name, added.search, added.kind, added.stage, added.added_on) == (
        "Zed Quark",
        "zed quark",
        "clinician",
        "connected",
        TODAY,
    )
    assert touch(logged.touchpoint_ids[0]).partner_name == "Zed Quark"
    assert {row.table for row in changed_rows(logged.change_id)} == {"partner", "touchpoint", "follow_up"}
    undo(doing, logged.change_id)
    assert Partner.get_or_none(Partner.name == "Zed Quark") is None


def test_a_name_that_was_added_meanwhile_is_not_added_twice(people, doing):
    draft = TouchpointDraft(new_partners=("Zoë Ünal",), day=doing.today, channel="call")
    (zoe,) = log(doing, draft).added_partner_ids

    with pytest.raises(Refused, match="Zoë Ünal was added meanwhile"):
        log(doing, draft.model_copy(update={"new_partners": ("zoe unal",)}))
    archive_partner(doing, zoe)
    with pytest.raises(Refused, match="Zoë Ünal is archived"):
        log(doing, draft)


def test_the_member_is_found_by_name_and_never_made(people, doing):
    assert touch(log(doing, read("call @lee")).touchpoint_ids[0]).member_name is None
    assert Member.select().count() == 0
    with changing(doing, "Added Ann") as unit:
        unit.insert(Member, name="ANN")
    logged = log(doing, read("call @lee >2w"))
    assert touch(logged.touchpoint_ids[0]).member_name == "ANN"
    assert FollowUp.select().where(FollowUp.member.is_null(False)).count() == 1


def test_a_kept_follow_up_is_done_in_the_same_change(people, doing):
    promised = log(doing, read("call @lee >today send the protocol"))
    kept = open_follow_ups([row_id for (row_id,) in FollowUp.select(FollowUp.id).tuples()])
    assert [one.text for one in kept] == ["send the protocol"]
    logged = log(doing, read("email @lee yesterday sent it", follow_ups=kept))
    assert FollowUp.get_by_id(kept[0].id).done_on == date(2026, 3, 15)
    assert open_follow_ups([kept[0].id]) == []
    with pytest.raises(Refused, match="stands in the way"):
        undo(doing, promised.change_id)
    undo(doing, logged.change_id)
    assert open_follow_ups([kept[0].id]) == kept


def test_what_is_open_is_refused_and_nothing_is_written(people, doing):
    before = everything()
    kimball = PartnerName(people[2], "Jo Kimball", "", "")
    wrong = [
        read("call @nobody"),
        read("call"),
        read("@lee"),
        read("call @lee tomorrow"),
        read("call hi", partners=[kimball]),
        read("call hi", partners=[PartnerName(999, "Gone", "", "")]),
        checked(TouchpointDraft, partner_ids=(people[0],), day=date(2026, 3, 17), channel="call"),
        checked(
            TouchpointDraft,
            partner_ids=(people[0],),
            day=TODAY,
            channel="call",
            follow_ups=({"due_on": date(2026, 3, 15)},),
        ),
    ]
    for one in wrong:
        with pytest.raises(Refused):
            log(doing, one)
    assert everything() == before
    for values in ({"channel": "pigeon"}, {"partner_ids": ()}, {"note": "x" * 3000}, {"new_partners": (" ",)}):
        with pytest.raises(Refused):
            checked(TouchpointDraft, **{"partner_ids": (1,), "day": TODAY, "channel": "call", **values})


def test_thanking(people, doing):
    logged = thank(doing, people[0], TODAY, note="for Mrs. K's \x1b[2J referral")
    row = touch(logged.touchpoint_ids[0])
    assert (row.channel, row.intents, row.note) == ("card", ("thank",), "for Mrs. K's [2J referral")
    assert logged.label == "Thanked Ann Lee by card"


def test_changing_and_removing(people, doing):
    logged = log(doing, read("call @lee @kim hello >2w"))
    first, second = logged.touchpoint_ids
    edit = checked(TouchpointEdit, day=date(2026, 3, 14), channel="visit", intents=("ask",), note=" more\x00 ")
    edited = edit_touchpoint(doing, second, edit)
    assert (touch(second).day, touch(second).channel, touch(second).intents, touch(second).note) == (
        date(2026, 3, 14),
        "visit",
        ("ask",),
        "more",
    )
    assert touch(first).channel == "call"
    assert edit_touchpoint(doing, second, edit) is None
    undo(doing, edited)
    assert touch(second).channel == "call"
    edit_touchpoint(doing, second, edit, whole_entry=True)
    assert touch(first).channel == "visit"
    with pytest.raises(Refused, match="still to come"):
        edit_touchpoint(doing, first, checked(TouchpointEdit, day=date(2026, 3, 17), channel="visit"))
    before = everything()
    removed = delete_touchpoint(doing, first)
    assert [row.id for row in entry(first)] == [second]
    assert FollowUp.select().count() == 2
    undo(doing, removed)
    assert everything() == before
    delete_touchpoint(doing, second, whole_entry=True)
    assert Touchpoint.select().count() == 0
    with pytest.raises(Refused, match="no longer there"):
        delete_touchpoint(doing, first)


def test_a_report_outlives_the_touchpoint_it_went_with(people, doing):
    row = log(doing, read("letter @lee +report")).touchpoint_ids[0]
    with changing(doing, "Report") as unit:
        referral = unit.insert(Referral, partner=people[0], patient_ref="JD", stage="seen", stage_on=TODAY, day=TODAY)
        report = unit.insert(Report, referral=referral, kind="initial", sent_on=TODAY, touchpoint=row)
    delete_touchpoint(doing, row)
    assert Report.get_by_id(report).touchpoint_id is None


def test_the_timeline_comes_in_windows_newest_first(people, doing):
    for days in (3, 1, 2, 1):
        log(doing, read(f"call @lee -{days}d {days}"))
    log(doing, read("call @kim other"))
    assert [row.note for row in timeline(people[0], 0, 10)] == ["1", "1", "2", "3"]
    assert [row.note for row in timeline(people[0], 1, 2)] == ["1", "2"]
    assert timeline(people[0], 0, 10)[0].id > timeline(people[0], 0, 10)[1].id
    assert count_touchpoints(people[0]) == 4


def read_back(logged, today) -> Understood:
    """What the rows of one entry say, in the shape of what a line was understood to say."""
    rows = [touch(row_id) for row_id in logged.touchpoint_ids]
    known = [row for row in rows if row.partner_id not in logged.added_partner_ids]
    steps = [
        [
            Step(due_on, text)
            for due_on, text in FollowUp.select(FollowUp.due_on, FollowUp.text)
            .where(FollowUp.touchpoint == row.id)
            .order_by(FollowUp.id)
            .tuples()
        ]
        for row in rows
    ]
    assert all(one == steps[0] for one in steps)
    first = rows[0]
    assert len({(row.day, row.channel, row.direction, row.intents, row.note, row.entry_id) for row in rows}) == 1
    return Understood(
        today=today,
        channel=first.channel,
        word=first.channel,
        day=first.day,
        direction=first.direction,
        intents=first.intents,
        partners=tuple(name_book().find(row.partner_id).names[0] for row in known),
        new_partners=tuple(row.partner_name for row in rows if row not in known),
        note=first.note,
        follow_ups=tuple(steps[0]),
        closes=(),
        problems=(),
        hint="",
        names=(),
        waiting=(),
    )


WORDS = st.one_of(
    st.text(max_size=10),
    st.sampled_from(
        ["@lee", "@kim", '@"Bo Kim"', "@zed", '@"A\x00 B"', "+give", "+t", ">2w", ">fri", "<", "yesterday", "-3d"]
    ),
    st.sampled_from(["\x1b[2J", "\u202e", "\ud800", "[/nope]", "e\u0301", "\\@x", "\\", "\x85", "hello"]),
)


@settings(max_examples=40)
@given(st.sampled_from(["call", "visit", "email", "lunch", "vd", "tex"]), st.lists(WORDS, max_size=15))
def test_what_is_saved_is_what_the_preview_showed(people, doing, channel, words):
    line = " ".join([channel, "@kim", *words])
    strangers = [problem.name for problem in read(line).problems if problem.kind is Trouble.UNKNOWN]
    understood = read(line, add=strangers)
    if not understood.ready:
        with pytest.raises(Refused):
            log(doing, understood)
        return
    logged = log(doing, understood)
    said = [(part.about, part.text) for part in preview(understood) if part.about != "how"]
    assert said == [(part.about, part.text) for part in preview(read_back(logged, TODAY)) if part.about != "how"]
    first = touch(logged.touchpoint_ids[0])
    assert (first.channel, first.direction) == (understood.channel, understood.direction)
    undo(doing, logged.change_id)
