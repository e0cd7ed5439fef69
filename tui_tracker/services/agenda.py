"""What to do today, and why. Imported by the first screen: nothing heavy may be imported here."""

from datetime import date

from tui_tracker.domain.agenda import Agenda, AgendaItem, AgendaLine
from tui_tracker.domain.settings import Settings


def todays_agenda(today: date, settings: Settings) -> Agenda:
    """The complete agenda of a day, the old backlog counted too."""
    raise NotImplementedError


def first_items(today: date, settings: Settings) -> Agenda:
    """The agenda without the look through the old backlog (`complete` is False): quick, for the first paint."""
    raise NotImplementedError


def later_items(today: date, settings: Settings, offset: int, length: int) -> tuple[AgendaItem, ...]:
    """A window on what is due beyond the day's size, in the agenda's order."""
    raise NotImplementedError


def partner_item(partner_id: int, today: date, settings: Settings) -> AgendaItem | None:
    """What is due with one partner today, snoozed or not; None where nothing is."""
    raise NotImplementedError


def open_with(partner_id: int, today: date, settings: Settings) -> tuple[AgendaLine, ...]:
    """Everything open with one partner, due or still to come, soonest due first; for the partner's own page."""
    raise NotImplementedError
