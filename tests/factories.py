"""Text that wants to harm, and a practice in which every text field holds some.

Use `HOSTILE` wherever a name, a note or a file's cell is made up for a test. `hostile_practice` writes below the
services that clean what they are given, so that the last gate before the terminal is tested as well.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle, pairwise
from typing import Any

from tui_tracker.domain import words
from tui_tracker.domain.records import Doing
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing

MARKUP = (
    "A[/nope] Lee",
    "B[@click=app.quit]quit[/]",
    "[bold red]C[/bold red] [link=https://x.example]D[/link]",
    "E $x {y} %(z)s \\[b] &amp; <b>",
)
SEQUENCES = (
    "F\x1b]0;pwned\x07title",
    "G\x1b[6n\x1b[c\x1b[21t asks",
    "H\x1b]52;c;cHduZWQ=\x07clipboard",
    "I\x1bP+q544e\x1b\\ \x1b_apc\x1b\\ \x1b^pm\x1b\\",
    "J\x1b[2J\x1b[H\x1b[?1049l\x1b[38;5;201m\x1bc gone",
    "K\x9b6n\x9d0;pwned\x9c\x90q\x9c C1",
)
CONTROLS = (
    "L\x07\x08\x08\x08\x0e\x0f\x7f\x05 bell",
    "M\r\n\ttab\x0b\x0c\x85\u2028\u2029lines",
    "N\x01\x02\x03\x04\x06\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f all",
    "O\u202egnol\u202c \u2066x\u2069 \u200e\u200f\u061c\ufeff bidi",
)
WIDTHS = (
    "P" + "long" * 500,
    "Q漢字かな交じり文" * 40,
    "R" + "e\u0301\u0327\u0308\u0323" * 60,
    "S👩‍👩‍👧‍👦🏳️‍🌈 \u200b\u00ad\u3000 emoji",
    "T" + "\u0e33" * 40 + "ﷺ" * 5,
)
HOSTILE: tuple[str, ...] = MARKUP + SEQUENCES + CONTROLS + WIDTHS
"""Every one begins with another letter, holds no NUL (PostgreSQL takes none) and can be stored as it is."""


def hostile_practice(today: date) -> None:
    """Fill the open, empty practice with rows whose every free text is hostile, so that every screen shows some."""
    text = cycle(HOSTILE)
    doing = Doing(who=next(text), at="2026-03-16T12:00:00Z", today=today)
    for start in (0, 1):  # two entries in the history, the newer with a hostile label too
        with changing(doing, HOSTILE[start]) as unit:
            if start:
                unit.insert(models.Target, specialty=next(text), area=next(text), wanted=3)
            else:
                _everything(unit, text, today)


def hostile_network(doing: Doing) -> None:
    """Hang the partners of a hostile practice on each other, so that every grouping of the map has levels."""
    ids = [row_id for (row_id,) in models.Partner.select(models.Partner.id).order_by(models.Partner.id).tuples()]
    with changing(doing, "Hung them on each other") as unit:
        for number, partner in enumerate(ids[1:], 1):
            unit.insert(models.Link, kind="introduced", from_partner=ids[(number - 1) // 2], to_partner=partner)
            for office in ids[: 1 + number % 2]:
                if office != partner:
                    unit.insert(models.Link, kind="works_at", from_partner=partner, to_partner=office)
            unit.insert(models.Link, kind="part_of", from_partner=partner, to_partner=ids[number - 1])


def _everything(unit: Unit, text: Any, today: date) -> None:
    unit.insert(models.Practice, id=1, name=next(text), specialty=next(text))
    member = unit.insert(models.Member, name=next(text))
    said = {field: next(text) for field in ("name", "place", "skill", "note", "goal")}
    occasion = unit.insert(models.Occasion, day=today, wanted=30, **said)
    partners = [_partner(unit, text, today, name, member, number) for number, name in enumerate(HOSTILE)]
    for number, partner in enumerate(partners):
        day = today - timedelta(days=number)
        touch = {"partner": partner, "member": member, "occasion": occasion, "day": day, "channel": "call"}
        entry = unit.insert(models.Touchpoint, **touch, intents=number % 128, note=next(text))
        _give_and_take(unit, text, partner, day, number)
        unit.insert(models.FollowUp, partner=partner, due_on=day, text=next(text), touchpoint=entry)
        _referral(unit, text, today, partner, partners[-1], number)
    for one, other in pairwise(partners):
        unit.insert(models.Link, kind="colleague", from_partner=one, to_partner=other)
    for number, partner in enumerate(partners):
        month = date(today.year - number // 12, number % 12 + 1, 1)
        unit.insert(models.Spotlight, month=month, partner=partner, title=next(text))
        unit.insert(models.Gift, partner=partner, day=today, what=next(text), amount_cents=100 + 40_000 * (number % 2))
    unit.insert(models.SavedFilter, name=next(text), text=next(text))
    told = ("specialty", "area", "city", "state", "postal_code", "address", "phone", "email", "note", "source")
    for number, name in enumerate(HOSTILE):
        free = {field: next(text) for field in told}
        unit.insert(models.Candidate, name=name, search=name.lower(), npi=f"c{number}", added_on=today, **free)


def _give_and_take(unit: Unit, text: Any, partner: int, day: date, number: int) -> None:
    """What was given to a contact, an ask that was answered, and one that was not."""
    contact = models.Contact.get(models.Contact.partner == partner).id
    touch = {"partner": partner, "contact": contact, "channel": "visit"}
    given = {"give": list(words.GiveKind)[number % 5].value, "intents": words.GIVE_BIT, "note": next(text)}
    unit.insert(models.Touchpoint, **touch, day=day - timedelta(days=40), **given)
    asked = {**touch, "intents": words.ASK_BIT, "day": day - timedelta(days=60)}
    unit.insert(models.Touchpoint, **asked, note=next(text), answer="later", answered_on=day, answer_note=next(text))
    unit.insert(models.Touchpoint, **asked, note=next(text))


def _partner(unit: Unit, text: Any, today: date, name: str, member: int, number: int) -> int:
    free = ("specialty", "area", "cares_about", "phone", "email", "address", "city", "state", "postal_code", "note")
    partner = unit.insert(
        models.Partner,
        name=name,
        search=name.lower(),
        npi=f"{next(text)}{number}",
        stage="referring",
        member=member,
        added_on=today - timedelta(days=500),
        inner_rank=number + 1 if number < 10 else None,
        likes="article cards",
        standing_on=today,
        **{field: next(text) for field in free},
    )
    person = {field: next(text) for field in ("name", "role", "phone", "email")}
    unit.insert(models.Contact, partner=partner, advocate=True, **person)
    agreed = {field: next(text) for field in ("how_to_refer", "format", "copied_to", "consent", "note")}
    unit.insert(models.Agreement, partner=partner, review_on=today, **agreed)
    kind = list(words.IncidentKind)[number % 5].value
    told = {field: next(text) for field in ("facts", "reply", "offered")}
    unit.insert(models.Incident, partner=partner, kind=kind, opened_on=today - timedelta(days=9), **told)
    return partner


def _referral(unit: Unit, text: Any, today: date, partner: int, payer: int, number: int) -> None:
    stages = [*words.INBOUND_STAGES, *words.ASIDE_STAGES]
    stage = stages[number % len(stages)].value
    day = today - timedelta(days=20 + number)
    free = {field: next(text) for field in ("reason", "aside_reason", "alternative")}
    reached = {"seen_on": day} if stage in ("seen", "in_care", "closed") else {}
    referral = unit.insert(
        models.Referral,
        partner=partner,
        payer=payer,
        patient_ref=HOSTILE[number][:20],
        stage=stage,
        stage_on=day,
        day=day,
        **free,
        **reached,
    )
    unit.insert(models.Report, referral=referral, kind="acknowledgement", sent_on=day, note=next(text))
    unit.insert(
        models.Referral,
        flow="outbound",
        partner=partner,
        patient_ref=HOSTILE[-1 - number][:20],
        stage="sent",
        stage_on=day,
        day=day,
        **free,
    )
