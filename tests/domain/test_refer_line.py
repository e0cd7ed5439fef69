"""A referral in one line: what it means, and that no text is too odd for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_tracker.domain.patient_refs import patient_reference
from tui_tracker.domain.quicklog_names import Found, mention
from tui_tracker.domain.records import PartnerName
from tui_tracker.domain.refer_line import REASON_MAX, Books, parse
from tui_tracker.domain.refer_understood import Problem, ReferralUnderstood, preview, promised_in
from tui_tracker.domain.refer_words import CHANNELS
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import Flow, Urgency

TODAY = date(2026, 11, 20)
LEE = PartnerName(1, "Ann Lee", "Cardiology", "Portland")
KIM = PartnerName(2, "Bo Kim", "", "")
KIMBALL = PartnerName(3, "Jo Kimball", "Surgery", "")
ODD = PartnerName(4, 'O\'Brien "Bob" \\ Łódź, MD', "", "")
BCBS = PartnerName(8, "BCBS of Maine", "", "")
ANN = PartnerName(1, "Ann", "liaison", "")


class Few:
    def __init__(self, *known, by=()):
        self.known = known
        self.by = dict(by)

    def find(self, asked):
        if asked in self.by:
            return self.by[asked]
        for one in self.known:
            if asked in (one.id, one.name):
                return Found((one,), 1)
        return Found()


BOOKS = Books(
    Few(
        LEE, KIM, KIMBALL, ODD, by={"lee": Found((LEE,), 1), "kim": Found((KIM, KIMBALL), 2), "leex": Found((LEE,), 0)}
    ),
    Few(BCBS, by={"bcbs": Found((BCBS,), 1)}),
    Few(ANN, by={"ann": Found((ANN,), 1)}),
)


def read(line, **more) -> ReferralUnderstood:
    return parse(line, TODAY, BOOKS, **more)


def only(line, **more) -> Problem:
    problems = read(line, **more).problems
    assert len(problems) == 1, problems
    return problems[0]


def test_the_line_of_the_guide():
    got = read("in @lee JD-4411 shoulder urgent 11/18 payer:bcbs")
    assert got.ready
    assert (got.flow, got.partner, got.source, got.patient_ref) == ("inbound", LEE, "partner", "JD-4411")
    assert (got.reason, got.urgency, got.payer, got.day) == ("shoulder", "urgent", BCBS, date(2026, 11, 18))
    assert [(part.about, part.text) for part in preview(got, None)] == [
        ("from", "Ann Lee · Cardiology, Portland"),
        ("patient", "JD-4411"),
        ("for", "shoulder"),
        ("how", "urgent"),
        ("when", "2 days ago, Wed Nov 18"),
        ("payer", "BCBS of Maine"),
    ]


@pytest.mark.parametrize("word", ["out", "to", "OUT", "outbound", "outgoing"])
def test_outbound(word):
    got = read(f"{word} @lee ML-20 knee")
    assert got.ready
    assert (got.flow, got.partner, got.patient_ref, got.reason) == ("outbound", LEE, "ML-20", "knee")
    assert only(f"{word} ML-20 knee").message == "Say to whom the patient was sent: @ and a name."
    assert only(f"{word} @lee ML-20 by:web").about == "source"


@pytest.mark.parametrize(
    ("line", "source", "reason"),
    [
        ("in web JD-4411 shoulder", "web", "shoulder"),
        ("web JD-4411 shoulder", "web", "shoulder"),
        ("in walk-in JD-4411", "walk_in", ""),
        ("in JD-4411 fell at an event by:web", "web", "fell at an event"),
        ("in JD-4411 shoulder via:dir", "directory", "shoulder"),
        ("in patient JD-4411", "patient", ""),
        ("in ad JD-4411", "advert", ""),
        ("in by:walkin JD-4411", "walk_in", ""),
    ],
)
def test_who_came_without_a_partner_came_by_a_channel(line, source, reason):
    got = read(line)
    assert got.ready, got.problems
    assert (got.flow, got.partner, got.source, got.reason) == ("inbound", None, source, reason)
    assert (got.patient_ref, preview(got, None)[0].about) == ("JD-4411", "by")


def test_every_new_patient_has_a_source():
    assert only("in JD-4411 knee").about == "partner"
    assert "how they came" in only("JD-4411 knee").message
    assert only("in by:partner JD-4411").about == "source"
    assert only("in by: JD-4411").about == "source"
    assert "take “web” out" in only("in web @lee JD-4411").message
    assert read("in @lee web JD-4411").reason == "web"
    assert read("in \\web @lee JD-4411").reason == "web"


def test_what_is_known_already_need_not_be_said():
    got = read("JD-4411 knee", partner=KIM)
    assert (got.ready, got.partner, got.flow) == (True, KIM, "inbound")
    assert read("JD-4411 knee", partner=KIM, flow="outbound").flow == "outbound"
    assert read("@lee JD-4411", partner=KIM).partner == LEE
    assert read("in @lee JD-4411", flow="outbound").flow == "inbound"


@pytest.mark.parametrize(
    ("words", "reference", "reason"),
    [
        ("JD shoulder", "JD", "shoulder"),
        ("J.D. shoulder", "J.D.", "shoulder"),
        ("shoulder JD-4411, old injury", "JD-4411", "shoulder old injury"),
        ("4411 shoulder", "4411", "shoulder"),
        ("MRN 0012345 knee", "MRN 0012345", "knee"),
        ("JD 4411 knee", "JD 4411", "knee"),
        ("JD 2 falls", "JD", "2 falls"),
        ("JD ACL tear", "JD", "ACL tear"),
        ("JD-4411 L4 fracture", "JD-4411", "L4 fracture"),
        ("ref:ab ACL tear, L4", "ab", "ACL tear, L4"),
        ('ref:"MRN 00 12" knee', "MRN 00 12", "knee"),
        ("ACL tear #JD-4411", "JD-4411", "ACL tear"),
        ("20260312-7 knee", "20260312-7", "knee"),
        ("2w of pain 8/10 JD since fri", "JD", "2w of pain 8/10 since fri"),
        ("45y JD not urgent", "JD", "45y not urgent"),
        ("(JD-4411) knee", "JD-4411", "knee"),
        ("\\JD A-1 \\urgent \\fri \\@lee \\\\x", "A-1", "JD urgent fri @lee \\x"),
    ],
)
def test_the_patient_and_the_reason(words, reference, reason):
    got = read(f"in @lee {words}")
    assert got.ready, got.problems
    assert (got.patient_ref, got.reason, got.urgency, got.day) == (reference, reason, "routine", TODAY)


@pytest.mark.parametrize(
    ("words", "reason", "urgency", "day"),
    [
        ("shoulder pain urgent", "shoulder pain", "urgent", TODAY),
        ("back pain stat, 8/10", "back pain", "emergency", date(2026, 8, 10)),
        ("knee pain yesterday urgent", "knee pain", "urgent", TODAY - timedelta(days=1)),
        ("pain 8/10 urgent -3d", "pain 8/10", "urgent", TODAY - timedelta(days=3)),
        ("pain since fri urgent", "pain since fri", "urgent", TODAY),
        ("knee pain not urgent", "knee pain not urgent", "routine", TODAY),
    ],
)
def test_an_urgency_or_a_day_after_pain(words, reason, urgency, day):
    got = read(f"in @lee JD-4411 {words}")
    assert got.ready, got.problems
    assert (got.reason, got.urgency, got.day) == (reason, urgency, day)


@pytest.mark.parametrize("words", ["shoulder", "jd shoulder", "John Smith", "A knee", "ref:", "11/18", "2w"])
def test_without_a_patient(words):
    got = read(f"in @lee {words}")
    assert [problem.about for problem in got.problems] == ["patient_ref"]
    assert "never a name" in got.problems[0].message or "Write the patient's initials" in got.problems[0].message


@pytest.mark.parametrize("words", ["JOHN SMITH knee", "ref:Smith", 'ref:"John Smith"', "#Nguyễn", "ref:jd@x1.org"])
def test_a_name_is_refused_and_not_repeated(words):
    problem = only(f"in @lee {words}")
    assert problem.about == "patient_ref"
    assert "SMITH" not in problem.message.upper()


@pytest.mark.parametrize("words", ["ref:3/14/1961", "207-555-0123", "ref:555-0123", "ref:1961-03-14"])
def test_what_may_be_a_chart_number_is_questioned(words):
    got = read(f"in @lee {words} knee")
    assert got.ready
    assert "if it is a chart number" in got.question


def test_initials_before_a_number_that_may_be_the_patient_are_pointed_out():
    assert read("in @lee ACL tear JD-4411").hint == (
        "“ACL” is taken for the patient; write ref:JD-4411 if that is who it is."
    )
    assert read("in @lee JD-4411 tear L4 M54.5").hint == ""
    assert read("in @lee JD tear L4").hint == ""
    assert read("in @lee jd 4411 knee").hint == (
        "“4411” is taken for the patient; write ref:jd-4411 if “jd” belongs to it."
    )
    assert read("in @lee shoulder 4411").hint == ""
    assert "write ref:AB-12 if the number" in read("in @lee AB 12 back").hint


@pytest.mark.parametrize(
    ("words", "urgency"),
    [("urgent", "urgent"), ("URGENT!", "urgent"), ("stat", "emergency"), ("asap.", "urgent"), ("routine,", "routine")],
)
def test_urgency(words, urgency):
    got = read(f"in @lee JD knee {words} today")
    assert (got.ready, got.urgency, got.reason) == (True, urgency, "knee")


def test_days():
    assert read("in @lee JD knee yesterday").day == date(2026, 11, 19)
    assert read("yesterday @lee JD knee").day == date(2026, 11, 19)
    assert "visit:11/25" in only("in @lee JD 11/25").message
    assert "second day" in only("in @lee JD fri mon").message
    assert "on no calendar" in only("in @lee JD 2/31").message
    got = read("in @lee JD knee -3d visit:fri")
    assert (got.day, got.visit_on) == (date(2026, 11, 17), date(2026, 11, 27))
    assert read("in @lee JD -3d visit:-1d").visit_on == date(2026, 11, 19)
    assert only("in @lee JD visit:-1d").about == "visit"
    assert only("in @lee JD visit:soon").about == "visit"
    assert only("in @lee JD visit:").about == "visit"


def test_names():
    assert only("in @kim JD").found.total == 2
    assert '@"Bo Kim" or @"Jo Kimball"' in only("in @kim JD").message
    problem = only("in @zed_quark JD")
    assert (problem.about, problem.new) == ("partner", "Zed Quark")
    assert read("in @zed_quark JD", add=("Zed Quark",)).new_partner == "Zed Quark"
    assert "did you mean" in only("in @leex JD").message
    assert (only("in @lee JD payer:zed").about, only("in @lee JD payer:zed").new) == ("payer", "Zed")
    assert read("in @lee JD payer:zed", add=("Zed",)).new_payer == "Zed"
    assert (only("in @lee JD member:zed").about, only("in @lee JD member:zed").new) == ("member", "")
    assert read("in @lee JD member:ann").member == ANN
    assert "second partner" in only('in @lee @"Bo Kim" JD').message
    assert "quotation mark" in only('in JD @"Bo Kim').message
    assert "Write a name after payer:" in only("in @lee JD payer: bcbs").message


def test_a_reason_that_is_too_long():
    assert only("in @lee JD " + "x" * 201).about == "reason"


@given(st.text(max_size=200))
@example('in @"')
@example("ref:#@\\")
@example("VIA:ı payer:")
@example("vıa:web")
@example("in \\")
@example("@lee,;@kim")
def test_any_text_is_read(line):
    got = read(line)
    for problem in got.problems:
        assert 0 <= problem.start <= problem.end <= len(line)
        assert problem.message[-1] in ".?"
    assert got.ready == (not got.problems)
    preview(got, None)
    if got.ready:
        assert got.day <= TODAY
        assert len(got.reason) <= REASON_MAX
        assert got.patient_ref == patient_reference(got.patient_ref)
        assert (got.partner is not None) != (got.source != "partner")
        assert got.flow == "inbound" or got.partner is not None


MARKED = st.lists(
    st.sampled_from(
        (
            *("in", "out", "@lee", "@kim", "@zed", "web", "by:web", "JD", "JD-4411", "ref:ab", "#1", "urgent", "stat"),
            *("fri", "11/18", "11/30", "payer:bcbs", "payer:x", "member:ann", "visit:fri", "knee", "\\", "\\in", '@"'),
            *("pain", "2w"),
        )
    ),
    max_size=9,
).map(" ".join)


@given(MARKED)
def test_any_order_of_what_it_knows_is_read(line):
    got = read(line)
    assert {problem.about for problem in got.problems} <= {
        *("partner", "source", "patient_ref", "urgency", "payer", "member", "visit", "day", "reason")
    }


def escaped(reason: str) -> str:
    return " ".join("\\" + word for word in reason.split())


REFERENCES = st.from_regex(r"[A-Za-zŁ0-9./ -]{1,20}", fullmatch=True).map(clean_line).filter(bool)


@given(
    flow=st.sampled_from(Flow),
    partner=st.sampled_from([LEE, KIM, KIMBALL, ODD]),
    channel=st.none() | st.sampled_from(CHANNELS),
    reference=REFERENCES,
    reason=st.text(max_size=120).map(clean_line),
    urgency=st.sampled_from(Urgency),
    payer=st.none() | st.just(BCBS),
    member=st.none() | st.just(ANN),
    ago=st.integers(0, 3000),
    ahead=st.none() | st.integers(0, 900),
)
def test_a_line_made_from_a_draft_is_understood_as_that_draft(
    flow, partner, channel, reference, reason, urgency, payer, member, ago, ahead
):
    from tui_tracker.domain.errors import Refused

    try:
        reference = patient_reference(reference)
    except Refused:
        return
    if flow == Flow.OUTBOUND:
        channel = None
    day = TODAY - timedelta(days=ago)
    visit_on = None if ahead is None else TODAY + timedelta(days=ahead)
    parts = [
        {"inbound": "in", "outbound": "out"}[flow],
        mention(partner) if channel is None else f"by:{channel}",
        f'ref:"{reference}"',
        escaped(reason),
        urgency.value,
        f"{day}",
        "" if payer is None else f"payer:{mention(payer)[1:]}",
        "" if member is None else f"member:{mention(member)[1:]}",
        "" if visit_on is None else f"visit:{visit_on}",
    ]
    got = read(" ".join(parts))
    assert got.ready, got.problems
    assert got.draft() == {
        "flow": flow.value,
        "source": "partner" if channel is None else channel.value,
        "partner_id": partner.id if channel is None else None,
        "patient_ref": reference,
        "reason": reason,
        "urgency": urgency.value,
        "payer_id": payer.id if payer else None,
        "member_id": member.id if member else None,
        "day": day,
        "visit_on": visit_on,
    }


def test_what_is_promised_fits_its_room():
    from tui_tracker.domain.promises import PromiseState
    from tui_tracker.domain.words import Promise

    def due(kind, days):
        return PromiseState(kind, TODAY, TODAY + timedelta(days), -days, "received")

    three = (due(Promise.FIRST_CONTACT, 2), due(Promise.ACKNOWLEDGEMENT, 2), due(Promise.THANK_YOU, 7))
    assert promised_in(three, TODAY, 99) == ("first contact, acknowledgement by Sun Nov 22, thank you by Fri Nov 27")
    assert promised_in(three, TODAY, 52) == "first contact, acknowledgement by Sun Nov 22, 1 more"
    assert promised_in(three, TODAY, 1) == "first contact by Sun Nov 22, 2 more"
    assert promised_in((), TODAY, 50) == ""
    assert promised_in((due(Promise.STUCK, 14),), TODAY, 50) == "news by Fri Dec 4"
