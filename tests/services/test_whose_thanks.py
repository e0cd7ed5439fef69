"""A promise of ours is kept by what we said, not by what was said to us."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tui_tracker.domain.drafts_touchpoint import TouchpointDraft
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Direction, Intent
from tui_tracker.services import partners, referrals, touchpoints
from tui_tracker.services.agenda import todays_agenda


@pytest.mark.parametrize(
    ("stage", "intent", "kind"),
    [("contacted", Intent.THANK, "thank_you"), ("declined", Intent.FEEDBACK, "feedback")],
)
def test_theirs_keeps_no_promise_of_ours(practice: str, doing: Doing, stage: str, intent: Intent, kind: str) -> None:
    lee = partners.add_partner(doing, {"name": "Dr. Lee", "stage": "referring"}).id
    start = doing.today - timedelta(days=12)
    referral = referrals.add_referral(doing, {"partner_id": lee, "patient_ref": "AB-1", "day": start})
    referrals.move_referral(doing, referral, stage, start + timedelta(days=1), reason="not ours to treat")

    def owed() -> bool:
        items = todays_agenda(doing.today, Settings()).items
        return any(line.kind == kind for item in items for line in item.lines)

    def say(direction: Direction) -> None:
        touchpoints.log(
            doing,
            TouchpointDraft(
                partner_ids=(lee,), day=doing.today, channel="call", direction=direction, intents=(intent,)
            ),
        )

    assert owed()
    say(Direction.THEIRS)
    assert owed()
    say(Direction.OURS)
    assert not owed()
