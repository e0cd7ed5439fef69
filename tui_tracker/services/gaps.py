"""Where too few partners are active, by the practice's own targets."""

from datetime import date

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.gaps import gaps as rule
from tui_tracker.domain.settings import Settings
from tui_tracker.storage.queries import gaps as queries


def gaps(today: date, settings: Settings) -> tuple[Gap, ...]:
    """Every target that is not met, also those for which enough partners are in the works (`Gap.covered`)."""
    targets = queries.targets()
    return rule(targets, queries.candidates(today), settings.active_days, today) if targets else ()
