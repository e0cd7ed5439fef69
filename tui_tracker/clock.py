"""The one place that looks at a clock; everything else is told what day it is."""

from datetime import UTC, date, datetime

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

_JOURNAL = "%Y-%m-%dT%H:%M:%SZ"


def local_today(time_zone: str) -> date:
    """Today in the practice's time zone (IANA name), or in the machine's where none is set. Raises Refused."""
    return _local(datetime.now(UTC), time_zone).date()


def known_zone(time_zone: str) -> str:
    """A time zone that came with the data where this machine knows it, else none: it must not keep us from starting."""
    try:
        local_today(time_zone)
    except Refused:
        return ""
    return time_zone


def local_moment(at: str, time_zone: str) -> datetime:
    """A moment of the journal in the practice's time zone, or in the machine's. Raises Refused as `local_today`."""
    return _local(datetime.strptime(at, _JOURNAL).replace(tzinfo=UTC), time_zone)


def utc_now() -> str:
    """This moment in UTC, as the journal writes it."""
    return datetime.now(UTC).strftime(_JOURNAL)


def _local(moment: datetime, time_zone: str) -> datetime:
    if not time_zone:
        return moment.astimezone()
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return moment.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        name = clean_line(time_zone)
        raise Refused(f"time_zone “{name}” is not known; use a name such as America/New_York.") from error
