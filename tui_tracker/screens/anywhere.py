"""What can be done on every screen: `o`, `r`, `t`, `T` (the telephone rings wherever one is), and the office's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_tracker.screens.base import LogAbout, MainScreen

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker


def log(house: TuiTracker) -> None:
    """One line in, as the screen in front says what it is about."""
    from tui_tracker.screens.quick_log import QuickLogScreen

    front = house.screen
    about = front.log_about() if isinstance(front, MainScreen) else LogAbout()
    house.push_screen(QuickLogScreen(about), lambda logged: _logged(house, logged))


def import_file(house: TuiTracker) -> None:
    """Bring in what a file holds."""
    from tui_tracker.screens.importing import ImportScreen

    house.push_screen(ImportScreen(), lambda imported: _logged(house, imported))


def practice(house: TuiTracker) -> None:
    """Who we are."""
    front = house.screen_stack[0]
    if isinstance(front, MainScreen):
        front.do(_practice(front))


def inner_circle(house: TuiTracker) -> None:
    """The ten places, for the partner under the cursor where there is one; whoever is chosen there is opened."""
    from tui_tracker.screens.inner_circle import InnerCircleScreen

    front = house.screen_stack[0]
    shown = front.current_partner() if isinstance(front, MainScreen) else None
    house.push_screen(InnerCircleScreen(shown), lambda chosen: None if chosen is None else house.show_partner(chosen))


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


async def _practice(front: MainScreen) -> None:
    from tui_tracker.screens.practice_form import PracticeForm
    from tui_tracker.services.practice import practice as our_practice
    from tui_tracker.services.practice import time_zones

    house = front.house()
    form = PracticeForm(await house.desk(our_practice), await house.desk(time_zones), house.own_zone)
    house.push_screen(form, lambda said: _done(front, said))


def _logged(house: TuiTracker, result: Any) -> None:
    front = house.screen_stack[0]
    if result is not None and isinstance(front, MainScreen):
        _done(front, f"{result.label}. u undoes it.")


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
