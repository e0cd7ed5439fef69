"""One partner as a line of a list, and as the lines of their own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.partner_page import PageFields, PartnerPage, TimelineEntry
from tui_tracker.domain.records import Partner, PartnerLine
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import label
from tui_tracker.widgets.lines import Line, Piece, fit
from tui_tracker.widgets.page_lines import PageLine, cut, heading, packed
from tui_tracker.widgets.partner_relationship import glance_lines
from tui_tracker.widgets.partner_sections import open_lines, section_lines

_TIER, _LAST, _SENT = 2, 5, 5
FIGURES = _TIER + _LAST + _SENT
_DAY = 13


@dataclass(frozen=True, slots=True)
class PartnerRow(Line):
    """A partner in a list."""

    record: PartnerLine


def partner_row(record: PartnerLine, width: int, today: date) -> PartnerRow:
    """A partner with its tier, how long ago the last touch was, and its referrals in 90 days."""
    name = fit(record.name, width - FIGURES)
    sent = str(record.referrals_90) if record.referrals_90 else "·"
    pieces: tuple[Piece, ...] = (
        (name, "dim" if record.archived else ""),
        (fit(record.tier, _TIER, right=True), ""),
        (fit(ago(record.last_touch, today), _LAST, right=True), "dim"),
        (fit(sent, _SENT, right=True), "" if record.referrals_90 else "dim"),
    )
    return PartnerRow(record.id, pieces, record)


def list_heading(text: str, width: int) -> Line:
    """The line above a list of partners: what it holds, and what its columns are."""
    titles = fit("tier", _TIER + 2, right=True) + fit("last", _LAST, right=True) + fit("90d", _SENT, right=True)
    return Line(None, ((fit(text, width - len(titles)), "head"), (titles, "dim")))


def ago(day: date | None, today: date) -> str:
    """How long ago, in four characters at most: `today`, `12d`, `7w`, `5mo`, `3y`; a dash for never."""
    if day is None:
        return "–"
    days = (today - day).days
    if days <= 0:
        return "now"
    if days < 60:
        return f"{days}d"
    if days < 365:
        return f"{days // 30}mo"
    return f"{days // 365}y"


def page_lines(page: PartnerPage, width: int, today: date, settings: Settings) -> list[PageLine]:
    """Everything above the timeline."""
    return [
        *_who(page.partner, width, today),
        *glance_lines(page, width, today, settings),
        *open_lines(page, width, today),
        *section_lines(page, width, today),
        heading("Timeline" if page.timeline else "Timeline: nothing yet (o logs)"),
    ]


def timeline_line(entry: TimelineEntry, width: int, today: date) -> PageLine:
    """One thing that happened."""
    look = {"touchpoint": "", "referral": "bold", "report": "good"}[entry.kind]
    note = " ".join(entry.note.split())
    pieces: tuple[Piece, ...] = ((fit(short_day(entry.day, today), _DAY), "dim"), (entry.what, look))
    if note:
        pieces = (*pieces, (f"  {note}", "dim"))
    return cut(PageLine(f"{entry.kind}:{entry.id}", pieces, entry), width)


def welcome_lines() -> list[Line]:
    """How to begin, for a practice without partners."""
    return [
        Line(None, (("No partners yet.", "bold"),)),
        Line(None, ()),
        Line(None, (("a", "key"), (" adds one here.", ""))),
        Line(None, ()),
        Line(None, ((":", "key"), (" and import brings in a list.", ""))),
        Line(None, ()),
        Line(None, (("From a shell:", "dim"),)),
        Line(None, (("tui-tracker import FILE", "key"),)),
        Line(None, (("  brings in a list that you have;", ""),)),
        Line(None, (("tui-tracker demo", "key"),)),
        Line(None, (("  opens a sample practice.", ""),)),
    ]


def _who(one: Partner, width: int, today: date) -> Iterator[PageLine]:
    name: tuple[Piece, ...] = ((one.name, "bold"),)
    if one.archived_on is not None:
        name = (*name, (f"  archived {short_day(one.archived_on, today)}", "warn"))
    yield cut(PageLine("partner", name, one), width)
    about = packed((one.specialty, one.area, f"tier {one.tier}", label(one.stage)), width)
    for place, text in enumerate(about):
        yield PageLine(f"about:{place}", ((text, ""),), PageFields(("specialty", "area", "tier", "stage")))
