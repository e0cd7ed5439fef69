"""Where too few partners are active, by the practice's own targets."""

from datetime import date, timedelta

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.gaps import gaps as rule
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.storage.queries import gaps as queries


def gaps(today: date, settings: Settings) -> tuple[Gap, ...]:
    """Every target that is not met, also those for which enough partners are in the works (`Gap.covered`)."""
    targets = queries.targets()
    if not targets:
        return ()
    before = today - timedelta(settings.active_days)
    present = queries.present({fold(target.specialty) for target in targets}, before, today)
    return rule(targets, present, settings.active_days, today)
