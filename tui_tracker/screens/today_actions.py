"""What is done about an item of the agenda, in the list and in the review alike: each opens or writes one thing.

`done` is told what came of it: what was `Logged`, a partner that was `Added`, a sentence for the person, or None where
nothing was written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_tracker.domain.agenda import AgendaItem, AgendaLine
from tui_tracker.domain.words import AgendaKind
from tui_tracker.screens.base import LogAbout, MainScreen, Modal

if TYPE_CHECKING:
    from tui_tracker.services.touchpoints import Logged

Done = Callable[[Any], None]
Asked = MainScreen | Modal
"""The screen on which it was asked for: what opens stands above it, and it says what was refused."""

NO_PARTNER = "This is a gap, not a partner; a adds one."


def log_about(item: AgendaItem, intent: str | None = None) -> LogAbout:
    """What a touchpoint for an item is about: its partner, what for, the follow-ups it keeps, the alerts it answers."""
    wanted = item.intent if intent is None else intent
    quiets = tuple(line.key for line in item.lines if line.kind == AgendaKind.SENDING_LESS)
    return LogAbout(item.partner, (wanted,) if wanted else (), item.follow_up_ids, quiets)


def suggested(screen: Asked, item: AgendaItem, line: AgendaLine, intent: str, done: Done) -> None:
    """Do what a line asks for."""
    partner = item.partner
    if partner is None:
        add_partner(screen, item, done)
    elif line.action == "t":
        screen.do(thank_and_tell(screen, item, done))
    elif line.action == "o":
        open_log(screen, log_about(item, intent), done)
    elif line.action == "m" and line.referral_id is not None:
        screen.do(_move_on(screen, line, line.referral_id, done))
    elif line.kind == AgendaKind.INCIDENT and line.record_id is not None:
        _answer(screen, line.record_id, done)
    elif line.kind == AgendaKind.AGREEMENT_REVIEW:
        screen.do(_review(screen, partner, done))
    elif line.referral_id is None:
        open_log(screen, log_about(item, intent), done)
    elif line.kind == AgendaKind.FEEDBACK:
        screen.do(_tell(screen, line.referral_id, done))
    elif line.kind in (AgendaKind.REPORT, AgendaKind.ACKNOWLEDGEMENT):
        screen.do(_report(screen, line.referral_id, done))
    else:
        open_referral(screen, line.referral_id, done)


def open_log(screen: Asked, about: LogAbout, done: Done) -> None:
    """One line in, filled in."""
    from tui_tracker.screens.quick_log import QuickLogScreen

    screen.app.push_screen(QuickLogScreen(about), done)


def open_move(screen: Asked, referral_id: int, done: Done, stage: str | None = None) -> None:
    """Move a referral, to a stage where one is given; what follows a move opens after it."""
    from tui_tracker.screens.after_move import follow
    from tui_tracker.screens.move_form import MoveForm

    form = MoveForm(referral_id, stage=stage)
    screen.app.push_screen(form, lambda said: follow(screen, form.moved, said, done))


def open_referral(screen: Asked, referral_id: int, done: Done) -> None:
    """Everything about a referral."""
    from tui_tracker.screens.referral_page import ReferralPage

    screen.app.push_screen(ReferralPage(referral_id), done)


def open_note(screen: Asked, partner: tuple[int, str], done: Done) -> None:
    """A thank-you note to a partner."""
    from tui_tracker.screens.letter_page import LetterPage

    screen.app.push_screen(LetterPage.note("thank_you", *partner), done)


def open_snooze(screen: Asked, item: AgendaItem, chosen: Callable[[date | None], None]) -> None:
    """Ask until when an item is to stay away."""
    from tui_tracker.screens.snooze import SnoozeScreen

    screen.app.push_screen(SnoozeScreen(item.partner_name, screen.house().today), chosen)


def add_partner(screen: Asked, item: AgendaItem, done: Done) -> None:
    """A new partner, where somebody is missing."""
    screen.do(_add_partner(screen, item, done))


async def thank(screen: Asked, partner_id: int) -> Logged:
    """Note that a partner was thanked today."""
    from tui_tracker.services.touchpoints import thank as log_thanks

    house = screen.house()
    return await house.desk(log_thanks, house.doing(), partner_id, house.today)


async def thank_and_tell(screen: Asked, item: AgendaItem, done: Done) -> None:
    """Thank the item's partner, and tell what was logged."""
    if item.partner_id is not None:
        done(await thank(screen, item.partner_id))


async def finish_follow_up(screen: Asked, item: AgendaItem, follow_up_id: int, done: Done) -> None:
    """One of the item's follow-ups is done."""
    from tui_tracker.services.follow_ups import finish_follow_up as finish

    house = screen.house()
    await house.desk(finish, house.doing(), follow_up_id)
    done(f"Follow-up with {item.partner_name} done. u undoes it.")


async def put_off(screen: Asked, item: AgendaItem, keys: tuple[str, ...], until: date) -> str:
    """Hide lines of an item until a day; gives what to say."""
    from tui_tracker.domain.day_words import weekday_day
    from tui_tracker.services.snoozes import snooze

    house = screen.house()
    await house.desk(snooze, house.doing(), keys, until, item.partner_name)
    return f"{item.partner_name} comes back on {weekday_day(until, house.today)}. u undoes it."


async def _move_on(screen: Asked, line: AgendaLine, referral_id: int, done: Done) -> None:
    """To the stage that keeps the promise."""
    from tui_tracker.domain.moves import keeping_stage
    from tui_tracker.services.referrals import referral

    found = await screen.house().desk(referral, referral_id)
    if screen.is_current:
        stage = keeping_stage(line.kind, "" if found is None else found.stage)
        open_move(screen, referral_id, done, stage.value)


def _answer(screen: Asked, incident_id: int, done: Done) -> None:
    from tui_tracker.screens.incident_form import IncidentForm

    screen.app.push_screen(IncidentForm(incident_id), done)


async def _review(screen: Asked, partner: tuple[int, str], done: Done) -> None:
    from tui_tracker.screens.agreement_form import agreement_form

    screen.app.push_screen(await agreement_form(screen.house(), partner, reviewing=True), done)


async def _tell(screen: Asked, referral_id: int, done: Done) -> None:
    """The note to the referrer that is owed; where it is not any more, the referral itself."""
    from tui_tracker.screens.after_move import open_note as open_owed
    from tui_tracker.services.referrals import referral

    found = await screen.house().desk(referral, referral_id)
    if found is None or not open_owed(screen, found, done):
        open_referral(screen, referral_id, done)


async def _report(screen: Asked, referral_id: int, done: Done) -> None:
    """The report that is owed on a referral."""
    from tui_tracker.screens.referral_page import owed_report

    form = await owed_report(screen.house(), referral_id)
    if form is None:
        open_referral(screen, referral_id, done)
    elif screen.is_current:  # a key pressed twice opens one form
        screen.app.push_screen(form, done)


async def _add_partner(screen: Asked, item: AgendaItem, done: Done) -> None:
    from tui_tracker.screens.partner_form import PartnerForm, known_words

    known = await screen.house().desk(known_words)
    fill = {} if item.gap is None else {"specialty": item.gap.specialty, "area": item.gap.area}
    if screen.is_current:
        screen.app.push_screen(PartnerForm(known, None, fill=fill), done)
