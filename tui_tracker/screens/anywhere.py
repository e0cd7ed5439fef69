"""What `r`, `t` and `T` do on screens that have nothing of their own for them: the telephone rings wherever one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_tracker.screens.base import MainScreen

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker


def refer(house: TuiTracker) -> None:
    """Write down a new referral, from the partner under the cursor where one was chosen to be looked at."""
    from tui_tracker.screens.referral_form import ReferralForm

    front = house.screen
    if isinstance(front, MainScreen):
        house.push_screen(ReferralForm(front.referring_partner()), lambda said: _done(front, said))


def thank(house: TuiTracker) -> None:
    """Note that the partner under the cursor was thanked today."""
    front = house.screen
    partner = _partner(front)
    if partner is not None and isinstance(front, MainScreen):
        front.do(_thank(front, partner[0]))


def note(house: TuiTracker) -> None:
    """A thank-you note to the partner under the cursor."""
    front = house.screen
    partner = _partner(front)
    if partner is not None and isinstance(front, MainScreen):
        from tui_tracker.screens.letter_page import LetterPage

        house.push_screen(LetterPage.note("thank_you", *partner), lambda said: _done(front, said))


def _partner(front: Any) -> tuple[int, str] | None:
    if not isinstance(front, MainScreen):
        return None
    partner = front.current_partner()
    if partner is None:
        front.say("There is no partner under the cursor to thank.")
    return partner


async def _thank(front: MainScreen, partner_id: int) -> None:
    from tui_tracker.services.touchpoints import thank as log_thanks

    house = front.house()
    logged = await house.desk(log_thanks, house.doing(), partner_id, house.today)
    _done(front, f"{logged.label}. u undoes it, T writes a note.")


def _done(front: MainScreen, said: str | None) -> None:
    if said is not None:
        front.house().changed()
        front.say(said)
