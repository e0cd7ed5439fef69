"""Letters from what is known of partner and referral, on both engines; saved, printed and put on a label."""

from __future__ import annotations

import stat
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tui_tracker.domain.errors import NotNow, Refused
from tui_tracker.domain.letters import LetterKind
from tui_tracker.domain.records import Doing
from tui_tracker.domain.words import ReportKind
from tui_tracker.exchange.letters import as_text
from tui_tracker.services import history, letter_templates, letters
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

DAY = date(2026, 3, 16)
PARTS = {
    "findings": "Flexion 95°.\n*Strength* 4/5.",
    "plan": "Two visits a week.",
    "timeline": "Six weeks.",
    "surgical_options": "",
    "red_flags": "None.",
    "outcome": "Flexion 170°.",
    "recommendations": "Home exercises.",
}
HEAD = """\
Harbor Physical Therapy
=======================

12 Wharf Street · Portland, ME 04101 · Phone (207) 555-0100 · Fax (207)
555-0101

March 16, 2026

Robert O'Brien "Bob", MD
7 Elm St. #3
Łódź, ME 04101

Dear Dr. O'Brien,

"""
FOOT = "\n\nKind regards,\n\nAnn\nHarbor Physical Therapy\n"
COPIED = "\nPatient consent: signed in 2026\n\ncc: Dr. Nguyễn\n"


@pytest.fixture
def bob(practice: str, doing: Doing) -> int:
    with changing(doing, "Set up") as unit:
        unit.insert(
            models.Practice,
            id=1,
            name="Harbor Physical Therapy",
            address="12 Wharf Street\n\nPortland, ME 04101",
            phone="(207) 555-0100",
            fax="(207) 555-0101",
        )
    name = 'Robert O\'Brien "Bob", MD'
    place = {"address": "7 Elm St. #3", "city": "Łódź", "state": "ME", "postal_code": "04101"}
    partner_id = partner(doing, name, **place)
    with changing(doing, "Agreed") as unit:
        unit.insert(models.Agreement, partner=partner_id, consent="signed in 2026", copied_to="Dr. Nguyễn")
    return partner_id


def partner(doing: Doing, name: str, **more: Any) -> int:
    with changing(doing, f"Added {name}") as unit:
        fields = {"name": name, "search": name.casefold(), "added_on": DAY, "kind": "clinician", **more}
        return unit.insert(models.Partner, **fields)


def referral(doing: Doing, partner_id: int | None, **more: Any) -> int:
    with changing(doing, "Added") as unit:
        fields = {"partner": partner_id, "patient_ref": "JD-4411", "reason": "shoulder pain", "day": date(2026, 3, 2)}
        return unit.insert(models.Referral, **{"stage": "received", "stage_on": date(2026, 3, 2), **fields, **more})


def report(referral_id: int, kind: str, folder: Path | None = None, **parts: str) -> str:
    return as_text(letters.report_letter(referral_id, kind, parts or PARTS, DAY, "Ann", folder))


def note(kind: str, partner_id: int, referral_id: int | None, folder: Path | None = None) -> str:
    return as_text(letters.partner_letter(kind, partner_id, referral_id, DAY, "Ann", folder))


GOLDEN = {
    ReportKind.ACKNOWLEDGEMENT: """\
Re: JD-4411 (shoulder pain): your referral received March 2, 2026

Thank you for referring this patient to us. We are treating the referral as
urgent.

Next step: Six weeks.

Our report follows. If there is anything that we should know before, please
call.""",
    ReportKind.INITIAL: """\
Re: JD-4411 (shoulder pain): initial report, first seen March 9, 2026

Thank you for referring this patient. What we found, and what we plan:

Findings
--------

Flexion 95°.
*Strength* 4/5.

Plan
----

Two visits a week.

Timeline
--------

Six weeks.

Red flags
---------

None.

If you see it differently, or know something that we should, please call.""",
    ReportKind.PROGRESS: """\
Re: JD-4411 (shoulder pain): progress report, in our care since March 9,
2026

Progress
--------

Flexion 95°.
*Strength* 4/5.

Plan
----

Two visits a week.

Timeline
--------

Six weeks.

Red flags
---------

None.

If anything has changed on your side, or you see it differently, please
call.""",
    ReportKind.FINAL: """\
Re: JD-4411 (shoulder pain): final report, care ended March 14, 2026

Outcome
-------

Flexion 170°.

Recommendations
---------------

Home exercises.

Thank you for entrusting this patient to us. If anything comes back, call us
and we will make room.""",
}


@pytest.mark.parametrize("kind", list(ReportKind))
def test_each_report_is_a_letter(kind: ReportKind, bob: int, doing: Doing) -> None:
    days = {"visit_on": date(2026, 3, 9), "seen_on": date(2026, 3, 9), "closed_on": date(2026, 3, 14)}
    one = referral(doing, bob, urgency="urgent", **days)
    before = history.last_change_id()

    assert report(one, kind) == HEAD + GOLDEN[kind] + FOOT + COPIED
    assert history.last_change_id() == before


NOTES = {
    LetterKind.THANK_YOU: """\
Thank you for referring JD-4411 to us. You have a choice, and we are glad
that you thought of us.

We will keep you informed at each step. If there is anything that we could
do better for you or your patients, please tell me.""",
    LetterKind.DECLINED: """\
Re: JD-4411 (shoulder pain): we cannot take this referral

Thank you for thinking of us. We cannot treat this patient, and are telling
you at once so that no time is lost.

The reason: we do not treat children

What we offered instead: Oak Street

We are glad to see your patients whenever we can help.""",
    LetterKind.LOST: """\
Re: JD-4411 (shoulder pain): the patient has not been seen

You referred this patient to us on March 2, 2026. The patient has not been
seen here.

What we know: we do not treat children

We are telling you so that you can follow up. If you would like us to try
again, please call.""",
    LetterKind.HOW_IS_IT_GOING: """\
Re: JD-4411 (shoulder pain): how is the patient doing?

We referred this patient to you on March 2, 2026. Could you tell us what you
found, and what you plan? A line by mail, fax or phone is enough, and helps
us to do our part.

Thank you for looking after this patient.""",
}


@pytest.mark.parametrize("kind", list(NOTES))
def test_each_note_is_a_letter(kind: LetterKind, bob: int, doing: Doing) -> None:
    told = {"aside_reason": "we do not treat children", "alternative": "Oak Street"}
    stage = {LetterKind.THANK_YOU: "received", LetterKind.HOW_IS_IT_GOING: "sent"}.get(kind, str(kind))
    one = referral(doing, bob, flow="outbound" if stage == "sent" else "inbound", stage=stage, **told)

    assert note(kind, bob, one) == HEAD + NOTES[kind] + FOOT


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, "We will call the patient to arrange the first visit.\n\nWe will report to you after the first visit."),
        ({"visit_on": DAY}, "The first visit is booked for March 16, 2026.\n\nWe will report"),
        ({"visit_on": date(2026, 3, 15)}, "The first visit was booked for March 15, 2026.\n\nWe will report"),
        ({"visit_on": date(2026, 3, 15), "seen_on": DAY}, "We first saw the patient on March 16, 2026.\n\nOur report"),
    ],
)
def test_only_a_visit_to_come_is_announced(days: dict[str, date], said: str, bob: int, doing: Doing) -> None:
    assert said in report(referral(doing, bob, **days), "acknowledgement", timeline="")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"visit_on": date(2026, 3, 9)}, "A first visit was booked for March 9, 2026, but the patient has not been"),
        ({"visit_on": date(2026, 3, 20)}, "The patient has not been seen here."),
        ({"seen_on": date(2026, 3, 9)}, "We first saw the patient on March 9, 2026, and the care has ended early."),
    ],
)
def test_a_patient_who_was_lost(days: dict[str, date], said: str, bob: int, doing: Doing) -> None:
    one = referral(doing, bob, stage="lost", aside_reason="moved away", **days)
    assert said in " ".join(note("lost", bob, one).split())


def test_thanks_name_no_patient_unless_asked(bob: int, doing: Doing) -> None:
    referral(doing, bob)

    text = note("thank_you", bob, None)

    assert "JD-4411" not in text
    assert "Thank you for the patients whom you refer to us." in text


def test_what_is_empty_leaves_no_heading_and_no_line(practice: str, doing: Doing) -> None:
    lee = partner(doing, "Lee")
    one = referral(doing, lee, reason="")

    assert report(one, "initial", findings="fine") == (
        "March 16, 2026\n\nLee\n\nDear Lee,\n\nRe: JD-4411: initial report\n\n"
        "Thank you for referring this patient. What we found, and what we plan:\n\n"
        "Findings\n--------\n\nfine\n\n"
        "If you see it differently, or know something that we should, please call.\n\nKind regards,\n\nAnn\n"
    )


def test_who_is_copied_may_be_said_for_one_report(bob: int, doing: Doing) -> None:
    text = report(referral(doing, bob), "final", outcome="good", copied_to="Dr. Kim")
    assert "cc: Dr. Kim\n" in text
    assert "Nguyễn" not in text


def test_a_letter_goes_to_nobody_else(bob: int, doing: Doing) -> None:
    lee = partner(doing, "Dr. Lee")
    own = referral(doing, None, source="web")
    ours = referral(doing, bob)
    sent = referral(doing, bob, flow="outbound", stage="sent")
    for call, said in (
        (lambda: report(own, "initial"), "without a partner"),
        (lambda: report(sent, "initial"), "was sent by us"),
        (lambda: report(10_000, "initial"), "no longer there"),
        (lambda: note("thank_you", lee, ours), "not this partner’s"),
        (lambda: note("thank_you", 10_000, None), "no longer there"),
        (lambda: note("thank_you", bob, sent), "who was sent to us"),
        (lambda: note("how_is_it_going", bob, ours), "whom we sent"),
        (lambda: note("declined", bob, ours), "is not declined"),
        (lambda: note("lost", bob, None), "about one referral"),
    ):
        with pytest.raises(Refused, match=said):
            call()


@pytest.mark.parametrize(
    ("name", "kind", "hello"),
    [
        ("Dr. Lee", "clinician", "Dear Dr. Lee,"),
        ("Smith, Ann M., MD", "clinician", "Dear Dr. Smith,"),
        ("Jan van der Berg, DO", "clinician", "Dear Dr. van der Berg,"),
        ("John Smith Jr., M.D.", "clinician", "Dear Dr. Smith,"),
        ("Smith, Ann M., PA-C", "clinician", "Dear Smith, Ann M., PA-C,"),
        ("Jane Doe, DPT", "clinician", "Dear Jane Doe, DPT,"),
        ("王小明", "clinician", "Dear 王小明,"),
        ("Dr. Lee’s Practice", "practice", "Dear Dr. Lee’s Practice,"),
        ("*Lee* <b>, MD", "clinician", "Dear *Lee* <b>, MD,"),
    ],
)
def test_the_greeting_is_sure_or_the_whole_name(
    name: str, kind: str, hello: str, sqlite_practice: str, doing: Doing
) -> None:
    assert hello in note("thank_you", partner(doing, name, kind=kind), None).split("\n")


def test_the_practice_s_own_template_wins(bob: int, doing: Doing, tmp_path: Path) -> None:
    one = referral(doing, bob)
    (tmp_path / "initial.md").write_bytes("\ufeff# Our own\r\n\r\n{{ patient }} {{ findings }}".encode())

    assert report(one, "initial", tmp_path) == "Our own\n=======\n\nJD-4411 Flexion 95°.\n*Strength* 4/5.\n"
    assert letters.template("initial", tmp_path)[1] == str(tmp_path / "initial.md")
    assert "final report" in report(one, "final", tmp_path)
    assert "care ended" in letters.template("final", tmp_path / "missing")[0]


def test_a_template_that_cannot_be_used_is_named(bob: int, doing: Doing, tmp_path: Path) -> None:
    one = referral(doing, bob)
    path = tmp_path / "initial.md"
    for content, said in ((b"\xff\xfe", "UTF-8"), (b"x" * 80_001, "longer"), (b"\n{% include 'x' %}", "line 2")):
        path.write_bytes(content)
        with pytest.raises(Refused, match=rf"initial\.md.*{said}"):
            report(one, "initial", tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(Refused, match=r"initial\.md is not a file"):
        report(one, "initial", tmp_path)
    path.rmdir()
    path.symlink_to("/dev/zero")
    with pytest.raises(Refused, match=r"initial\.md is not a file"):
        report(one, "initial", tmp_path)


def test_an_address_label(bob: int, doing: Doing) -> None:
    assert letters.address_label(bob) == 'Robert O\'Brien "Bob", MD\n7 Elm St. #3\nŁódź, ME 04101\n'

    lee = partner(doing, "Dr. Lee", city="Portland")
    with pytest.raises(Refused, match=r"Dr\. Lee has no address; add"):
        letters.address_label(lee)

    office = partner(doing, "River Clinic", kind="practice", address="a\n\nb\nc\nd\ne", city="Bath", state="ME")
    with changing(doing, "Linked") as unit:
        unit.insert(models.Link, kind="works_at", from_partner=lee, to_partner=office)
    assert letters.address_label(lee) == "Dr. Lee\nRiver Clinic\na\nb\nc, d, e\nBath, ME\n"


LETTER = "# Head\n\nDear Łódź,\n"


def test_a_letter_is_saved_by_its_ending(tmp_path: Path) -> None:
    for name, content in (("a.txt", "Head\n====\n\nDear Łódź,\n"), ("a.MD", LETTER)):
        path = letters.save_letter(LETTER, tmp_path / name)
        assert path.read_text("utf-8") == content
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert letters.save_letter(LETTER, tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")

    with pytest.raises(Refused, match="exists already"):
        letters.save_letter("other", tmp_path / "a.txt")
    letters.save_letter("other", tmp_path / "a.txt", overwrite=True)
    assert (tmp_path / "a.txt").read_text() == "other\n"
    for name, said in (
        ("a.doc", r"\.txt, \.md or \.pdf"),
        ("a", r"\.txt, \.md or \.pdf"),
        ("no/a.txt", "folder .* is not there"),
        ("a" * 300 + ".txt", "cannot be written"),
        ("a\0.txt", "cannot be written|not there|not seen"),
    ):
        with pytest.raises(Refused, match=said):
            letters.save_letter(LETTER, tmp_path / name)
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(Refused, match="is a folder"):
        letters.save_letter(LETTER, tmp_path / "folder.txt", overwrite=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.MD", "a.pdf", "a.txt", "folder.txt"]


@pytest.mark.parametrize(
    "name",
    [
        *("~nobody-of-that-name/a.txt", "a\0.txt", "a\nb.txt", "a\u202etxt.pdf", "a\udcff.txt", "a" * 300 + ".txt"),
        *("a/" * 3_000 + "a.txt", "", ".txt", "/dev/full", "/dev/full/a.txt", "/proc/a.txt"),
        *("folder.txt", "loop.txt", "full.txt", "there.txt"),
    ],
    ids=ascii,
)
def test_a_name_that_cannot_be_is_one_sentence_and_writes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.txt").write_text("there")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "full.txt").symlink_to("/dev/full")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refused) as refused:
        letters.save_letter("Dear Ann,\n", Path(name))
    assert refused.value.message.endswith(".")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "there.txt").read_text() == "there"


def test_what_cannot_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Refused, match=r"tui-tracker\[pdf\]"):
        letters.save_letter(LETTER, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("initial", "JD-4411", "2026-03-16"), "initial-jd-4411-2026-03-16"),
        (("Dr. Łódź", "../../etc/passwd"), "dr-lodz-etc-passwd"),
        (("Nguyễn\n\0", "C:\\x"), "nguyen-c-x"),
        (("王小明",), "letter"),
        ((), "letter"),
        (("x" * 500,), "x" * 60),
    ],
)
def test_a_file_s_name_is_safe(words: tuple[str, ...], name: str) -> None:
    assert letters.letter_name(*words) == name


def test_a_letter_is_printed_as_text(tmp_path: Path) -> None:
    out = tmp_path / "out put"
    letters.print_letter(LETTER, [sys.executable, "-c", f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())"])
    assert out.read_text("utf-8") == "Head\n====\n\nDear Łódź,\n"
    letters.print_letter("x" * 1_000_000, "true")


def test_what_does_not_print_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [sys.executable, "-c", "import sys; sys.exit('lp: no default\\x1b[2J destination.')"]
    for command, error, said in (
        ("no-such-printer -x", Refused, "no command “no-such-printer”; set print_command"),
        ("", Refused, "no print command"),
        ("lp '", Refused, "open quote"),
        ("/", Refused, "could not be started"),
        ("false", NotNow, "exit code 1"),
        (failing, NotNow, r"could not print \(lp: no default\[2J destination\)"),
    ):
        with pytest.raises(error, match=said):
            letters.print_letter(LETTER, command)
    monkeypatch.setattr(letters, "_PRINT_SECONDS", 0.05)
    with pytest.raises(NotNow, match="did not finish"):
        letters.print_letter(LETTER, [sys.executable, "-c", "import time; time.sleep(60)"])


def test_templates_are_written_out_once_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "letters"
    assert not any(one.own or one.wrong for one in letter_templates.templates(folder, check=True))

    assert letter_templates.write_templates(folder) == list(LetterKind)
    (folder / "final.md").write_text("{{ nmae }}")
    (folder / "lost.md").unlink()
    assert letter_templates.write_templates(folder) == ["lost"]

    states = {one.kind: one for one in letter_templates.templates(folder, check=True)}
    assert all(one.own for one in states.values())
    assert "“nmae”, which is not known" in states["final"].wrong
    assert [one.kind for one in states.values() if one.wrong] == ["final"]
    with pytest.raises(Refused, match="cannot be made"):
        letter_templates.write_templates(folder / "final.md" / "x")
