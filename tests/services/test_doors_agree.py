"""Where two doors once told different things of one promise, or one of them fell over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tui_tracker.domain.drafts_touchpoint import TouchpointDraft
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Channel, Direction, Intent
from tui_tracker.services import partners, referrals, touchpoints
from tui_tracker.services.agenda import open_with, todays_agenda
from tui_tracker.services.board import promises_of
from tui_tracker.services.cards import card
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    return partners.add_partner(doing, {"name": "Dr. Lee", "stage": "referring"}).id


def test_a_word_from_them_is_no_word_to_them_on_any_screen(lee: int, doing: Doing) -> None:
    """Today asked for the note to the referrer while the Board, the partner's page and the shell took it as sent."""
    day = doing.today - timedelta(10)
    lost = referrals.add_referral(doing, {"partner_id": lee, "patient_ref": "AB-1", "day": day})
    referrals.move_referral(doing, lost, "lost", day, reason="no show")

    def told(direction: Direction) -> tuple[bool, ...]:
        what: Any = {"day": doing.today, "channel": Channel.CALL, "direction": direction, "intents": (Intent.FEEDBACK,)}
        touchpoints.log(doing, TouchpointDraft(partner_ids=(lee,), **what))
        shown = card(lost, doing.today, SETTINGS)
        assert shown is not None
        return (
            [one.kind for one in promises_of(lost, doing.today, SETTINGS)] == ["feedback"],
            any(line.kind == "feedback" for line in open_with(lee, doing.today, SETTINGS)),
            any(item.kind == "feedback" for item in todays_agenda(doing.today, SETTINGS).items),
            shown.late,
        )

    assert told(Direction.THEIRS) == (True, True, True, True)
    assert told(Direction.OURS) == (False, False, False, False)


def test_of_a_patient_whom_we_sent_a_word_from_them_is_news(lee: int, doing: Doing) -> None:
    sent = referrals.add_referral(
        doing,
        {"partner_id": lee, "patient_ref": "AB-1", "flow": "outbound", "day": doing.today - timedelta(20)},
    )
    assert [one.days_late for one in promises_of(sent, doing.today, SETTINGS)] == [6]

    what: Any = {
        "day": doing.today,
        "channel": Channel.CALL,
        "direction": Direction.THEIRS,
        "intents": (Intent.FEEDBACK,),
    }
    touchpoints.log(doing, TouchpointDraft(partner_ids=(lee,), **what))

    assert [one.days_late for one in promises_of(sent, doing.today, SETTINGS)] == [-14]


def test_a_patient_whom_they_declined_can_be_looked_at(lee: int, doing: Doing) -> None:
    """An imported practice may hold one; it brought the Board down, and the partner's page."""
    with changing(doing, "Imported") as unit:
        row_id = unit.insert(
            models.Referral,
            partner=lee,
            flow="outbound",
            patient_ref="AB-1",
            stage="declined",
            day=doing.today,
            stage_on=doing.today,
            aside_on=doing.today,
        )

    found = card(row_id, doing.today, SETTINGS)
    assert found is not None
    assert found.owed is None
    assert promises_of(row_id, doing.today, SETTINGS) == ()
    assert all(line.promise is None for line in open_with(lee, doing.today, SETTINGS))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ((200,), (193, True)),
        ((200, 3), (193, True)),
        ((200, 6), (193, True)),  # due tomorrow: it hid the old one for that one day
        ((200, 7), (0, False)),
        ((200, 20, 9), (13, False)),
        ((8, 6), (1, False)),
        ((6,), None),
    ],
)
def test_a_thank_you_due_tomorrow_does_not_hide_an_old_one(
    lee: int, doing: Doing, received: tuple[int, ...], due: tuple[int, bool] | None
) -> None:
    for ago in received:
        day = doing.today - timedelta(ago)
        referrals.add_referral(doing, {"partner_id": lee, "patient_ref": f"AB-{ago}", "day": day})

    lines = [line for item in todays_agenda(doing.today, SETTINGS).items for line in item.lines]
    found = [(line.days_late, line.stale) for line in lines if line.kind == "thank_you"]

    assert found == ([] if due is None else [due])
