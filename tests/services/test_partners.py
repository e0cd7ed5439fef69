"""Partners, contacts and links: written with one journal entry each, read in windows; on both engines."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TODAY
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.partner_list import Order, PartnerFilter, parse_filter
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import contacts, history, links, partners
from tui_tracker.services.partners import NameTaken
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import FollowUp, Member, Referral, Report, Touchpoint

HOSTILE = (
    "A[/nope]",
    "[@click=app.quit]Dr. Click[/]",
    "50% off_\\",
    "山田太郎クリニック",
    "Dr. 👩‍⚕️ Ünïcode Łódź",
    "x" * 120,
    "' OR 1=1 --",
)


def names(lines: object) -> list[str]:
    return [line.name for line in lines]  # type: ignore[attr-defined]


def listed(text: str = "", order: str = Order.NAME, **more: object) -> list[str]:
    return names(partners.partners(text, order, today=TODAY, **more))  # type: ignore[arg-type]


def touch(doing: Doing, partner_id: int, day: date, **more: object) -> int:
    with changing(doing, "Logged") as unit:
        return unit.insert(Touchpoint, **{"partner": partner_id, "day": day, "channel": "call", **more})


def refer(doing: Doing, partner_id: int, day: date, **more: object) -> int:
    values = {"partner": partner_id, "day": day, "stage": "received", "stage_on": day, "patient_ref": "JD-1", **more}
    with changing(doing, "Referred") as unit:
        return unit.insert(Referral, **values)


def test_what_was_typed_is_cleaned_and_kept(practice: str, doing: Doing) -> None:
    added = partners.add_partner(
        doing,
        {
            "name": "  Dr.\tAnn \x1b[31mLee\u202e ",
            "kind": "Clinician",
            "tier": "a",
            "stage": "connected",
            "standing": "",
            "cadence_days": " 45 ",
            "fit_values": "4",
            "fit_respect": "",
            "inner_rank": "3",
            "npi": "1679576722",
            "phone": "207-555-0123 ext. 4",
            "email": "ann@lee.example",
            "note": "Likes rowing.\r\nCalls on Fridays.",
        },
    )
    kept = partners.partner(added.id)
    assert kept is not None
    assert kept.name == "Dr. Ann [31mLee"
    assert (kept.kind, kept.tier, kept.stage, kept.standing) == ("clinician", "A", "connected", None)
    assert (kept.cadence_days, kept.fit_values, kept.fit_respect, kept.inner_rank) == (45, 4, None, 3)
    assert kept.note == "Likes rowing.\nCalls on Fridays."
    assert kept.added_on == doing.today
    assert history.changes(0, 1)[0].label == added.label == "Added Dr. Ann [31mLee"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " \x00 "),
        ("name", "x" * 121),
        ("kind", "wizard"),
        ("tier", "D"),
        ("stage", "friend"),
        ("standing", "boss"),
        ("cadence_days", "0"),
        ("cadence_days", "731"),
        ("cadence_days", "often"),
        ("fit_personal", "6"),
        ("inner_rank", "11"),
        ("inner_rank", "²"),
        ("npi", "1234567890"),
        ("phone", "call me"),
        ("email", "ann at lee"),
        ("note", "x" * 4_001),
        ("member_id", "7"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(sqlite_practice: str, doing: Doing, field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        partners.add_partner(doing, {"name": "Dr. Lee", field: value})
    assert refused.value.field == field
    assert partners.count_partners(today=TODAY) == 0


def test_there_is_no_field_for_what_the_program_does_not_keep(sqlite_practice: str, doing: Doing) -> None:
    with pytest.raises(Refused, match="no field “birth_date”"):
        partners.add_partner(doing, {"name": "Dr. Lee", "birth_date": "1970-01-01"})


def test_an_npi_is_one_partner_s(practice: str, doing: Doing) -> None:
    first = partners.add_partner(doing, {"name": "Dr. Lee", "npi": "1679576722"})
    with pytest.raises(Refused, match=r"Dr. Lee has this NPI already") as refused:
        partners.add_partner(doing, {"name": "Dr. Chan", "npi": "16795 76722"})
    assert refused.value.field == "npi"
    partners.edit_partner(doing, first.id, {"npi": "1679576722", "tier": "C"})
    partners.archive_partner(doing, first.id)
    with pytest.raises(Refused, match="in the archive"):
        partners.add_partner(doing, {"name": "Dr. Chan", "npi": "1679576722"})


def test_the_same_name_in_the_same_area_asks(practice: str, doing: Doing) -> None:
    partners.add_partner(doing, {"name": "Dr. José Lee", "area": "Portland"})
    partners.add_partner(doing, {"name": "Dr. Jose Lee", "area": "Bangor"})
    with pytest.raises(NameTaken, match=r"Dr. José Lee in Portland is here already"):
        partners.add_partner(doing, {"name": "dr. jose LEE", "area": "portland"})
    other = partners.add_partner(doing, {"name": "dr. jose LEE", "area": "portland"}, duplicate_ok=True)
    assert partners.edit_partner(doing, other.id, {"tier": "A"})  # what is not touched is not asked about
    assert partners.count_partners(today=TODAY) == 3


def test_a_place_in_the_inner_circle_is_one_partner_s(practice: str, doing: Doing) -> None:
    first = partners.add_partner(doing, {"name": "Dr. Lee", "inner_rank": "1"})
    second = partners.add_partner(doing, {"name": "Dr. Chan"})
    with pytest.raises(Refused, match=r"Place 1 is Dr. Lee’s"):
        partners.edit_partner(doing, second.id, {"inner_rank": "1"})
    partners.archive_partner(doing, first.id)
    partners.edit_partner(doing, second.id, {"inner_rank": "1"})
    with pytest.raises(Refused, match=r"stands in the way|cannot be undone"):
        history.undo(doing, _change("Added Dr. Chan"))


def test_an_edit_changes_what_it_names_and_says_so(practice: str, doing: Doing) -> None:
    added = partners.add_partner(doing, {"name": "Dr. Lee", "phone": "207-555-0123"})
    assert partners.edit_partner(doing, added.id, {"name": "Dr. Leigh", "cadence_days": "20"})
    assert history.changes(0, 1)[0].label == "Edited Dr. Leigh: name, cadence"
    assert listed("leigh") == ["Dr. Leigh"]
    assert listed("lee") == []
    kept = partners.partner(added.id)
    assert kept is not None
    assert (kept.phone, kept.cadence_days) == ("207-555-0123", 20)
    before = history.count_changes()
    assert not partners.edit_partner(doing, added.id, {"name": "Dr. Leigh"})
    assert history.count_changes() == before
    with pytest.raises(Refused, match="no longer there"):
        partners.edit_partner(doing, added.id + 1, {"tier": "A"})


def test_archive_and_back_and_undo(practice: str, doing: Doing) -> None:
    added = partners.add_partner(doing, {"name": "Dr. Lee"})
    partners.archive_partner(doing, added.id)
    assert (listed(), listed("archived"), listed(archived=True)) == ([], ["Dr. Lee"], ["Dr. Lee"])
    with pytest.raises(Refused, match="archived already"):
        partners.archive_partner(doing, added.id)
    history.undo(doing)
    assert listed() == ["Dr. Lee"]
    partners.archive_partner(doing, added.id)
    partners.unarchive_partner(doing, added.id)
    assert listed() == ["Dr. Lee"]
    with pytest.raises(Refused, match="not archived"):
        partners.unarchive_partner(doing, added.id)


def test_a_stage_is_set_once(practice: str, doing: Doing) -> None:
    added = partners.add_partner(doing, {"name": "Dr. Lee"})
    assert partners.set_stage(doing, added.id, "building")
    assert history.changes(0, 1)[0].label == "Moved Dr. Lee from prospect to building"
    assert not partners.set_stage(doing, added.id, "building")
    with pytest.raises(Refused, match="no stage"):
        partners.set_stage(doing, added.id, "friend")


def test_filter_words_find_name_specialty_area_stage_kind_and_tier(practice: str, doing: Doing) -> None:
    add = partners.add_partner
    add(doing, {"name": "Dr. Ångström", "specialty": "Orthopédics", "area": "Portland", "tier": "A"})
    add(doing, {"name": "Dr. Chan", "specialty": "Cardiology", "area": "South Portland", "stage": "dormant"})
    add(doing, {"name": "Harbor Health", "kind": "payer", "area": "Bangor", "tier": "C"})
    assert listed("angstrom") == ["Dr. Ångström"]
    assert listed("orthopedics") == ["Dr. Ångström"]
    assert listed("PORTLAND") == ["Dr. Chan", "Dr. Ångström"] or listed("PORTLAND") == ["Dr. Ångström", "Dr. Chan"]
    assert listed("port card") == ["Dr. Chan"]
    assert listed("dorm") == listed("stage:d") == ["Dr. Chan"]
    assert listed("payer") == listed("kind:pay") == listed("tier:c") == ["Harbor Health"]
    assert listed("tier:a port") == ["Dr. Ångström"]
    assert listed("nosuch") == listed("%") == listed("_") == []
    with pytest.raises(Refused, match="no tier “x”: A, B, C"):
        listed("tier:x")


def test_due_and_late_follow_the_cadence(practice: str, doing: Doing) -> None:
    ids = {}
    for name, days in (("fresh", 10), ("due", 30), ("past", 44), ("late", 45), ("own", 45)):
        more = {"cadence_days": "90"} if name == "own" else {}
        ids[name] = partners.add_partner(doing, {"name": name, "tier": "A", "stage": "connected", **more}).id
        touch(doing, ids[name], TODAY - timedelta(days))
    resting = partners.add_partner(doing, {"name": "resting", "stage": "dormant"})
    touch(doing, resting.id, TODAY - timedelta(900))
    assert listed("due") == ["due", "late", "past"]
    assert listed("late") == ["late"]
    slower = Settings()
    assert partners.count_partners("late", today=TODAY + timedelta(1), settings=slower) == 2


def test_words_and_members_stand_in_one_order_on_both_engines(practice: str, doing: Doing) -> None:
    with changing(doing, "Added members") as unit:
        for name in ("Zed", "anna", "Bert", "Ärla"):
            unit.insert(Member, name=name)
    for number, area in enumerate(("Zed", "anna", "Bert", "Ärla", "Bert")):
        partners.add_partner(doing, {"name": f"P{number}", "area": area})

    assert [member.name for member in partners.members()] == ["anna", "Ärla", "Bert", "Zed"]
    assert partners.areas() == ["Bert", "anna", "Ärla", "Zed"]


def test_figures_and_orders(practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Lee", "tier": "C", "stage": "referring"}).id
    chan = partners.add_partner(doing, {"name": "Chan", "tier": "B", "stage": "dormant"}).id
    adams = partners.add_partner(doing, {"name": "Adams", "tier": "A"}).id
    touch(doing, lee, TODAY)
    touch(doing, chan, TODAY - timedelta(3))
    touch(doing, chan, TODAY - timedelta(30))
    refer(doing, chan, TODAY)
    refer(doing, chan, TODAY - timedelta(89))
    refer(doing, lee, TODAY - timedelta(90))
    refer(doing, adams, TODAY, flow="outbound", stage="sent")
    lines = {line.name: line for line in partners.partners(today=TODAY)}
    assert {name: line.referrals_90 for name, line in lines.items()} == {"Adams": 0, "Chan": 2, "Lee": 0}
    assert (lines["Chan"].last_touch, lines["Chan"].touches) == (TODAY - timedelta(3), 2)
    assert (lines["Adams"].last_touch, lines["Adams"].touches) == (None, 0)
    assert listed("", Order.NAME) == ["Adams", "Chan", "Lee"]
    assert listed("", Order.TOUCH) == ["Lee", "Chan", "Adams"]
    assert listed("", Order.REFERRALS) == ["Chan", "Adams", "Lee"]
    assert listed("", Order.TIER) == ["Adams", "Chan", "Lee"]
    assert listed("", Order.STAGE) == ["Adams", "Lee", "Chan"]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("text", ["", "n"])
def test_windows_and_places_agree_with_the_whole_list(practice: str, doing: Doing, order: str, text: str) -> None:
    ids = [partners.add_partner(doing, {"name": f"Partner {n % 7} {n}", "tier": "ABC"[n % 3]}).id for n in range(23)]
    whole = partners.partners(text, order, today=TODAY)
    assert sorted(line.id for line in whole) == ids
    parts = [line for start in range(0, 23, 5) for line in partners.partners(text, order, start, 5, today=TODAY)]
    assert parts == whole
    assert [partners.position_of(line.id, text, order, today=TODAY) for line in whole] == list(range(23))
    assert partners.count_partners(text, today=TODAY) == 23
    assert partners.position_of(9_999, text, order, today=TODAY) is None
    listing = partners.list_partners(text, order, whole[17].id, 0, 10, TODAY, Settings())
    assert (listing.count, listing.offset, listing.place, names(listing.lines)) == (23, 10, 17, names(whole[10:20]))


def test_a_filtered_list_follows_every_change(practice: str, doing: Doing) -> None:
    first = partners.add_partner(doing, {"name": "Dr. Lee"})
    assert listed("dr") == ["Dr. Lee"]
    partners.add_partner(doing, {"name": "Dr. Adams"})
    assert listed("dr") == ["Dr. Adams", "Dr. Lee"]
    partners.archive_partner(doing, first.id)
    assert listed("dr") == ["Dr. Adams"]
    history.undo(doing)
    assert listed("dr") == ["Dr. Adams", "Dr. Lee"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_and_found(practice: str, doing: Doing, name: str) -> None:
    added = partners.add_partner(doing, {"name": name})
    assert listed() == [added.name]
    assert listed(name.split(maxsplit=1)[0] if ":" not in name else "") == [added.name]
    history.undo(doing)
    assert listed() == []


@given(text=st.text(max_size=40))
def test_any_text_is_a_filter_or_is_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert isinstance(parse_filter(text), PartnerFilter)


def test_any_filter_runs(practice: str, doing: Doing) -> None:
    partners.add_partner(doing, {"name": "Dr. Lee", "specialty": "50%_\\x", "area": "O'Hara"})
    for text in ("'", '"', "\\", "50%", "%_\\", "o'h", "tier:", "stage:", "late due archived", "\x00", "é" * 300):
        listed(text)
    assert listed("50%") == listed("o'h") == ["Dr. Lee"]


def test_a_page_holds_the_partner_s_figures_and_its_timeline(practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Dr. Lee", "tier": "A", "stage": "referring"}).id
    other = partners.add_partner(doing, {"name": "Dr. Other"}).id
    call = touch(doing, lee, TODAY - timedelta(12), intents=1, note="Spoke long")
    touch(doing, lee, TODAY - timedelta(12), channel="email", direction="theirs")
    touch(doing, other, TODAY)
    seen = refer(doing, lee, TODAY - timedelta(20), patient_ref="AB-2", stage="seen", reason="Knee")
    refer(doing, lee, TODAY - timedelta(200), patient_ref="CD-3", flow="outbound", stage="sent")
    sent = touch(doing, lee, TODAY - timedelta(5), channel="letter", intents=16)
    with changing(doing, "Reported") as unit:
        unit.insert(Report, referral=seen, kind="initial", sent_on=TODAY - timedelta(5), touchpoint=sent)
        kept = unit.insert(FollowUp, partner=lee, due_on=TODAY + timedelta(3), text="Send the protocol")
        unit.insert(FollowUp, partner=lee, due_on=TODAY, text="Old", done_on=TODAY)
    page = partners.partner_page(lee, TODAY, Settings())
    assert page is not None
    assert (page.relationship.facts.last_touch, page.relationship.facts.touch_days) == (TODAY - timedelta(5), 2)
    assert page.cadence is not None
    assert page.cadence.due_on == TODAY + timedelta(25)
    assert (page.referrals.inbound_90, page.referrals.inbound_365, page.referrals.outbound_365) == (1, 1, 1)
    assert page.referrals.latest is not None
    assert page.referrals.latest.what == "sent us AB-2 (seen)"
    assert [one.record_id for one in page.open if one.kind == "follow_up"] == [kept]
    assert not [one for one in page.open if one.kind == "reconnect"]
    entries = partners.timeline(lee, 0, 100)
    assert [(entry.kind, entry.what, entry.note) for entry in entries] == [
        ("report", "initial report on AB-2", ""),
        ("touchpoint", "email from them", ""),
        ("touchpoint", "call: connect", "Spoke long"),
        ("referral", "sent us AB-2 (seen)", "Knee"),
        ("referral", "we sent CD-3 (sent)", ""),
    ]
    assert page.timeline == 5
    assert [partners.timeline(lee, n, 1)[0] for n in range(5)] == entries
    assert entries[2].id == call
    assert partners.partner_page(99, TODAY, Settings()) is None


def test_contacts(practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Harbor Health", "kind": "payer"}).id
    zoe = contacts.add_contact(doing, lee, {"name": "Zoe", "role": "case manager", "phone": "207-555-0100"})
    bob = contacts.add_contact(doing, lee, {"name": "Bob", "role": "adjuster"})
    contacts.set_advocate(doing, zoe, True)
    assert [one.name for one in contacts.contacts_of(lee)] == ["Zoe", "Bob"]
    contacts.set_contact_active(doing, zoe, False)
    assert [one.name for one in contacts.contacts_of(lee)] == ["Bob", "Zoe"]
    assert contacts.edit_contact(doing, bob, {"name": "Bob Hale"})
    contacts.remove_contact(doing, bob)
    assert [one.name for one in contacts.contacts_of(lee)] == ["Zoe"]
    assert [change.label for change in reversed(history.changes(0, 6))] == [
        "Added Zoe at Harbor Health",
        "Added Bob at Harbor Health",
        "Zoe at Harbor Health speaks for us",
        "Zoe left Harbor Health",
        "Edited Bob Hale at Harbor Health",
        "Removed Bob Hale from Harbor Health",
    ]
    for _ in range(6):
        history.undo(doing)
    assert contacts.contacts_of(lee) == []
    with pytest.raises(Refused) as refused:
        contacts.add_contact(doing, lee, {"name": ""})
    assert refused.value.field == "name"
    with pytest.raises(Refused, match="no longer there"):
        contacts.add_contact(doing, 99, {"name": "Zoe"})
    with pytest.raises(Refused, match="no longer there"):
        contacts.remove_contact(doing, 99)


def test_links(practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Dr. Lee"}).id
    bay = partners.add_partner(doing, {"name": "Bay Clinic", "kind": "practice"}).id
    made = links.add_link(doing, "works_at", lee, bay)
    assert [(one.from_name, one.kind, one.to_name) for one in links.links_of(bay)] == [
        ("Dr. Lee", "works_at", "Bay Clinic")
    ]
    assert links.links_of(lee) == links.links_of(bay)
    for wrong in (("works_at", lee, bay), ("works_at", bay, lee), ("works_at", lee, lee), ("works_at", lee, 99)):
        with pytest.raises(Refused) as refused:
            links.add_link(doing, *wrong)
        assert refused.value.field == "to_id"
    with pytest.raises(Refused, match="no link"):
        links.add_link(doing, "cousin", lee, bay)
    links.add_link(doing, "colleague", lee, bay)
    assert links.remove_link(doing, made) == "Unlinked Dr. Lee (works at) Bay Clinic"
    assert [one.kind for one in links.links_of(lee)] == ["colleague"]
    history.undo(doing)
    assert len(links.links_of(lee)) == 2


def _change(label: str) -> int:
    return next(change.id for change in history.changes(0, 50) if change.label == label)
