"""The one place that looks at a clock; everything else is told what day it is."""

from datetime import UTC, date, datetime

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line


def local_today(time_zone: str) -> date:
    """Today in the practice's time zone (IANA name), or in the machine's where none is set. Raises Refused."""
    if not time_zone:
        return datetime.now().astimezone().date()
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return datetime.now(ZoneInfo(time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError) as error:
        name = clean_line(time_zone)
        raise Refused(f"time_zone “{name}” is not known; use a name such as America/New_York.") from error


def utc_now() -> str:
    """This moment in UTC, as the journal writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
