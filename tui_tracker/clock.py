"""The one place that looks at a clock; everything else is told what day it is."""

import os
from datetime import UTC, date, datetime, tzinfo

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

_ZONES = "/usr/share/zoneinfo"
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
    try:
        return moment.astimezone(_zone(time_zone))
    except (LookupError, ValueError) as error:
        name = clean_line(time_zone)
        raise Refused(f"time_zone “{name}” is not known; use a name such as America/New_York.") from error


def _zone(name: str) -> tzinfo:
    """A time zone. Raises LookupError or ValueError where this machine does not know it.

    Unless it is told where the zones are, Python reads everything about how it was built to learn it: 1.2 MB.
    """
    told = "PYTHONTZPATH" in os.environ or not os.path.isdir(_ZONES)
    if not told:
        os.environ["PYTHONTZPATH"] = _ZONES
    try:
        from zoneinfo import ZoneInfo
    finally:
        if not told:
            del os.environ["PYTHONTZPATH"]
    return ZoneInfo(name)
