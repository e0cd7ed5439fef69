"""One partner as a line of a list, and as the lines of its own page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.cells import cell_len

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.days import away
from tui_tracker.domain.partner_page import PartnerPage, TimelineEntry, link_words
from tui_tracker.domain.records import Agreement, Contact, Incident, Link, Partner, PartnerLine
from tui_tracker.domain.text import count
from tui_tracker.domain.words import label
from tui_tracker.widgets.lines import Line, Piece, fit, wrap

_TIER, _LAST, _SENT = 2, 5, 5
FIGURES = _TIER + _LAST + _SENT
_DAY = 13
_LONGEST_NOTE = 8


@dataclass(frozen=True, slots=True)
class PartnerRow(Line):
    """A partner in a list."""

    record: PartnerLine


@dataclass(frozen=True, slots=True)
class PageLine(Line):
    """A line of a page: the record that it stands for, and its whole text where the line cuts it."""

    record: object = None
    whole: str = ""


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


def page_lines(page: PartnerPage, width: int, today: date, touches_wanted: int) -> list[PageLine]:
    """Everything above the timeline."""
    lines = [
        *_who(page, width, today),
        *_touch(page, width, today, touches_wanted),
        *_about(page, width),
        *_section("Open", [_open_line(line, today) for line in page.open], width),
        *_section("Incidents", [_answered(one, today) for one in page.answered], width),
        *_section("Agreement", _agreement(page.agreement, width, today), width),
        *_section("Referrals", _referrals(page, today), width),
        *_section("Contacts", [_contact(one) for one in page.contacts], width),
        *_section("Links", [_link(one, page.partner.id) for one in page.links], width),
    ]
    if page.partner.note:
        noted = wrap(page.partner.note, width)
        short = noted[:_LONGEST_NOTE]
        if len(noted) > len(short):
            short[-1] = fit(short[-1] + " …", width)
        lines.append(_heading("Note"))
        lines += [PageLine(f"note:{place}", ((text, ""),)) for place, text in enumerate(short)]
    lines.append(_heading("Timeline" if page.timeline else "Timeline: nothing yet (o logs)"))
    return lines


def timeline_line(entry: TimelineEntry, width: int, today: date) -> PageLine:
    """One thing that happened."""
    look = {"touchpoint": "", "referral": "bold", "report": "good"}[entry.kind]
    note = " ".join(entry.note.split())
    pieces: tuple[Piece, ...] = ((fit(short_day(entry.day, today), _DAY), "dim"), (entry.what, look))
    if note:
        pieces = (*pieces, (f"  {note}", "dim"))
    return _cut(PageLine(f"{entry.kind}:{entry.id}", pieces, entry), width)


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


def _who(page: PartnerPage, width: int, today: date) -> Iterator[PageLine]:
    one = page.partner
    name: tuple[Piece, ...] = ((one.name, "bold"),)
    if one.archived_on is not None:
        name = (*name, (f"  archived {short_day(one.archived_on, today)}", "warn"))
    yield _cut(PageLine("partner", name, one), width)
    yield from _packed((one.specialty, one.area, f"tier {one.tier}", label(one.stage)), width)


def _about(page: PartnerPage, width: int) -> Iterator[PageLine]:
    one = page.partner
    yield from _packed(tuple(_standing(one, page.member_name)), width)
    yield from _packed((one.phone, one.email), width)
    yield from _packed((one.address, one.city, f"{one.state} {one.postal_code}".strip()), width, ", ")
    if one.cares_about:
        yield from _text(f"Cares about {one.cares_about}", width)


def _standing(one: Partner, member: str | None) -> Iterator[str]:
    yield label(one.kind)
    if one.inner_rank is not None:
        yield f"inner circle {one.inner_rank}"
    if one.standing is not None:
        yield f"we are a {one.standing} to them"
    fits = (("values", one.fit_values), ("respect", one.fit_respect), ("personal", one.fit_personal))
    known = [f"{word} {mark}" for word, mark in fits if mark is not None]
    if known:
        yield f"fit: {', '.join(known)} of 5"
    if member:
        yield f"looked after by {member}"


def _touch(page: PartnerPage, width: int, today: date, wanted: int) -> Iterator[PageLine]:
    last = f"last touch {away(page.last_touch, today)}" if page.last_touch else "no touch yet"
    state = page.cadence
    if state is None:
        yield from _text(f"{last}; no cadence while {_resting(page.partner)}", width)
    else:
        every = f"first contact within {count(state.days, 'day')}" if state.first else f"every {state.days} days"
        coming = "next by" if state.days_late <= 0 else "was due"
        look = "warn" if state.late else ""
        yield from _text(f"{last}; {every}; {coming} {short_day(state.due_on, today)}", width, look)
    if 0 < page.touch_days < wanted:
        yield from _text(f"{page.touch_days} of {wanted} touches", width)
    elif page.touch_days:
        yield from _text(f"in touch on {count(page.touch_days, 'day')}", width)


def _resting(one: Partner) -> str:
    return "archived" if one.archived_on is not None else label(one.stage)


def _open_line(line: AgendaLine, today: date) -> PageLine:
    look = "warn" if line.days_late > 0 else ""
    what = f"{line.patient_ref}: {line.what}" if line.patient_ref else line.what
    return PageLine(f"open:{line.key}", ((what, look), (f", {line.lateness}", "dim")), line)


def _referrals(page: PartnerPage, today: date) -> list[PageLine]:
    figures = page.referrals
    if not figures.total:
        return []
    sums = f"{figures.inbound_90} in 90 days, {figures.inbound_365} in 365"
    if figures.outbound_365:
        sums += f"; we sent {figures.outbound_365}"
    lines = [PageLine("referrals", ((sums, ""),))]
    if figures.latest is not None:
        day = short_day(figures.latest.day, today)
        shown = (("latest ", "dim"), (f"{day}: {figures.latest.what}", ""))
        lines.append(PageLine("latest", shown, figures.latest))
    return lines


def _answered(one: Incident, today: date) -> PageLine:
    assert one.answered_on is not None
    told = f", answered {short_day(one.answered_on, today)}"
    return PageLine(f"incident:{one.id}", ((label(one.kind), ""), (f"{told} (d closes)", "dim")), one)


def _agreement(one: Agreement | None, width: int, today: date) -> list[PageLine]:
    """What was agreed, as far as anything was said: how it stands, the days, and the texts."""
    if one is None:
        return []
    stands = ["formal" if one.formal else "informal"]
    if one.channel:
        stands.append(f"reports by {label(one.channel)}")
    if one.review_on is not None:
        stands.append(f"next review {short_day(one.review_on, today)}")
    days = [f"{name} {getattr(one, f'{promise}_days')}d" for promise, name in _AGREED.items() if _said(one, promise)]
    texts = (
        ("they refer by", one.how_to_refer),
        ("reports as", one.format),
        ("copied to", one.copied_to),
        ("consent:", one.consent),
        ("noted:", one.note),
    )
    lines = [line.pieces for part in (stands, days) for line in _packed(part, width)]
    lines += [((f"{name} ", "dim"), (" ".join(text.split()), "")) for name, text in texts if text]
    return [PageLine(f"agreement:{place}", pieces, one) for place, pieces in enumerate(lines)]


def _said(one: Agreement, promise: str) -> bool:
    return getattr(one, f"{promise}_days") is not None


_AGREED = {
    "first_contact": "first contact",
    "acknowledgement": "acknowledgement",
    "thank_you": "thank-you",
    "first_visit": "first visit",
    "initial_report": "initial report",
    "progress_report": "progress",
    "final_report": "final",
}


def _contact(one: Contact) -> PageLine:
    name: tuple[Piece, ...] = ((one.name, "" if one.active else "dim"),)
    if one.advocate:
        name = (*name, (" ★ advocate", "good"))
    rest = _dotted("" if one.active else "left", one.role, one.phone, one.email)
    return PageLine(f"contact:{one.id}", (*name, (f"  {rest}" if rest else "", "dim")), one)


def _link(one: Link, here: int) -> PageLine:
    outward = one.from_id == here
    name = one.to_name if outward else one.from_name
    return PageLine(f"link:{one.id}", ((f"{link_words(one.kind, outward=outward)} ", "dim"), (name, "")), one)


def _section(title: str, lines: Sequence[PageLine], width: int) -> Iterator[PageLine]:
    if lines:
        yield _heading(title)
        yield from (_cut(line, width) for line in lines)


def _heading(text: str) -> PageLine:
    return PageLine(None, ((text, "head"),))


def _text(text: str, width: int, look: str = "") -> Iterator[PageLine]:
    if text:
        yield from (PageLine(None, ((part, look),)) for part in wrap(text, width))


def _packed(parts: Sequence[str], width: int, between: str = " · ") -> Iterator[PageLine]:
    """The parts that there are, as many a line as fit; a part is broken only where it is wider than the page."""
    line = ""
    for part in filter(None, parts):
        joined = f"{line}{between}{part}" if line else part
        if line and cell_len(joined) > width:
            yield from _text(line, width)
            joined = part
        line = joined
    yield from _text(line, width)


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _cut(line: PageLine, width: int) -> PageLine:
    """The line, with its whole text kept where it is wider than the page."""
    whole = "".join(text for text, _look in line.pieces)
    return replace(line, whole=whole) if cell_len(whole) > width else line
