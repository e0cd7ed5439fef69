"""Partners beside each other, by any measure."""

from datetime import date

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Period
from tui_tracker.domain.insights.scoreboard import Scoreboard
from tui_tracker.domain.settings import Settings


def scoreboard(period: Period, lens: Lens, today: date, settings: Settings) -> Scoreboard:
    """Every partner of the lens with whom anything happened in the period or in the one before, by name."""
    raise NotImplementedError
