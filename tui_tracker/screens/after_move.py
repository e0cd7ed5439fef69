"""What follows a move, wherever it was made: how a referral went is asked as it closes, the referrer told as it ends.

Everything here can be skipped with `esc`, and nothing is lost by that: `v` enters the quality at any time, and the word
that is owed to the referrer stands on Today until it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui_tracker.domain.records import Referral
from tui_tracker.domain.words import Flow, ReferralStage
from tui_tracker.screens.base import MainScreen, Modal
from tui_tracker.services import referrals

_TOLD = (ReferralStage.DECLINED, ReferralStage.LOST)

Done = Callable[[Any], None]
"""Shows what was written and says so; None means that nothing was."""


def follow(screen: MainScreen | Modal, moves: Mapping[int, str], said: str | None, done: Done) -> None:
    """Tell that referrals were moved, then open what follows.

    `moves` are the new stages by referral, `said` the sentence about it (None: nothing was moved), `done` is told that
    sentence, and the one about what follows.
    """
    done(said)
    if said is None or not moves:
        return
    if len(moves) > 1:
        if ReferralStage.CLOSED.value in moves.values():
            screen.do(_say_for_several(screen, moves, said))
        return
    [(referral_id, stage)] = moves.items()
    if stage == ReferralStage.CLOSED or stage in _TOLD:
        screen.do(_offer(screen, referral_id, stage, said, done))


def open_note(screen: MainScreen | Modal, referral: Referral, done: Done) -> bool:
    """Open the note that tells the referrer why a referral was declined or lost; False where none is owed."""
    if not _owes_note(referral):
        return False
    from tui_tracker.screens.letter_page import LetterPage

    assert referral.partner_id is not None
    name = referral.partner_name or ""
    page = LetterPage.note(referral.stage, referral.partner_id, name, referral.id, referral.patient_ref)
    screen.app.push_screen(page, done)
    return True


async def _offer(screen: MainScreen | Modal, referral_id: int, stage: str, said: str, done: Done) -> None:
    found = await screen.house().desk(referrals.referral, referral_id)
    if found is None or found.flow != Flow.INBOUND or found.stage != stage:
        return
    if stage in _TOLD:
        skipped = f"{said} A word to {found.partner_name} stays on Today."
        open_note(screen, found, _or_else(screen, done, skipped))
        return
    from tui_tracker.screens.quality_form import QualityForm

    screen.app.push_screen(QualityForm(found), _or_else(screen, done, f"{said} v enters how it went."))


async def _say_for_several(screen: MainScreen | Modal, moves: Mapping[int, str], said: str) -> None:
    """Several forms in a row would be in the way, one sentence is not. What is moved together is of one flow."""
    closed = next(referral_id for referral_id, stage in moves.items() if stage == ReferralStage.CLOSED)
    found = await screen.house().desk(referrals.referral, closed)
    if found is not None and found.flow == Flow.INBOUND:
        screen.say(f"{said} v on each enters how it went.")


def _owes_note(referral: Referral) -> bool:
    return (
        referral.flow == Flow.INBOUND
        and referral.stage in _TOLD
        and referral.partner_id is not None
        and not referral.settled
    )


def _or_else(screen: MainScreen | Modal, done: Done, skipped: str) -> Callable[[Any], None]:
    """What to do with the answer of a form: tell it, or say what was skipped."""

    def answered(result: Any) -> None:
        if result is None:
            screen.say(skipped)
        else:
            done(str(result))

    return answered
