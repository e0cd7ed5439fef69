"""What a partner's page shows below the glance: what is open, what is agreed, who is there, and their own fields."""

from collections.abc import Iterator, Sequence
from datetime import date

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.agreement_card import CardLine, card_words
from tui_tracker.domain.contacts_warmth import ContactStanding
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.days import away
from tui_tracker.domain.partner_page import PageFields, PartnerPage, TimelineEntry, link_words
from tui_tracker.domain.payers import payer_words
from tui_tracker.domain.records import Agreement, Incident, Link
from tui_tracker.domain.words import label
from tui_tracker.widgets.lines import Piece, fit, wrap
from tui_tracker.widgets.page_lines import PageLine, dotted, heading, packed, section, titled
from tui_tracker.widgets.warmth_sign import warmth_sign

_LONGEST_NOTE = 8
_ASKS = 3


def open_lines(page: PartnerPage, width: int, today: date) -> Iterator[PageLine]:
    """Promises, follow-ups and incidents that await us, and incidents that have our reply."""
    yield from section("Open", [_open(line) for line in page.open], width)
    yield from section("Asked", _asked(page.asks, today), width)
    yield from section("Incidents", [_answered(one, today) for one in page.answered], width)


def section_lines(page: PartnerPage, width: int, today: date) -> Iterator[PageLine]:
    """Agreement, referrals, payer, contacts, links, fields and note."""
    yield from section("Agreement", _agreement(page.agreement, page.card, width, today), width)
    yield from section("Referrals", _referrals(page, today), width)
    if page.payer is not None:
        told = payer_words(page.payer, today)
        yield from section(
            "Payer", [PageLine(f"payer:{place}", ((text, ""),)) for place, text in enumerate(told)], width
        )
    yield from section("Contacts", _contacts(page, width, today), width)
    yield from section("Links", [_link(one, page.partner.id) for one in page.links], width)
    yield heading("About")
    yield from _about(page, width)
    yield from _note(page.partner.note, width)


def _open(line: AgendaLine) -> PageLine:
    look = "warn" if line.overdue else ""
    what = f"{line.patient_ref}: {line.what}" if line.patient_ref else line.what
    return PageLine(f"open:{line.key}", ((what, look), (f", {line.lateness}", "dim")), line)


def _asked(asks: Sequence[TimelineEntry], today: date) -> list[PageLine]:
    """Our asks that await an answer, the oldest first."""
    lines = []
    for one in asks[:_ASKS]:
        said = f": {one.note}" if one.note else ""
        pieces = ((short_day(one.day, today), ""), (", no answer yet", "dim"), (said, ""))
        lines.append(PageLine(f"ask:{one.id}", pieces, one))
    more = len(asks) - len(lines)
    if more:
        lines.append(PageLine(None, ((f"{more} more in the timeline", "dim"),)))
    return lines


def _answered(one: Incident, today: date) -> PageLine:
    assert one.answered_on is not None
    told = f", answered {short_day(one.answered_on, today)}"
    return PageLine(f"incident:{one.id}", ((label(one.kind), ""), (f"{told} (d closes)", "dim")), one)


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


def _agreement(one: Agreement | None, card: Sequence[CardLine], width: int, today: date) -> list[PageLine]:
    """What was agreed, as far as anything was said: how it stands, the days and how we kept them, and the texts."""
    if one is None:
        return []
    stands = ["formal" if one.formal else "informal"]
    if one.channel:
        stands.append(f"reports by {label(one.channel)}")
    if one.review_on is not None:
        stands.append(f"next review {short_day(one.review_on, today)}")
    days = [card_words(line) for line in card if line.own]
    texts = (
        ("they refer by", one.how_to_refer),
        ("reports as", one.format),
        ("copied to", one.copied_to),
        ("consent:", one.consent),
        ("noted:", one.note),
    )
    lines: list[tuple[Piece, ...]] = [((line, ""),) for line in (*packed(stands, width), *days)]
    lines += [((f"{name} ", "dim"), (" ".join(text.split()), "")) for name, text in texts if text]
    return [PageLine(f"agreement:{place}", pieces, one) for place, pieces in enumerate(lines)]


def _contacts(page: PartnerPage, width: int, today: date) -> list[PageLine]:
    """Who is there, how warm each is, and a warning where all rests on one of them."""
    lines = [_contact(one, today) for one in page.contacts]
    if page.rests_on:
        lines += [PageLine(None, ((text, "warn"),)) for text in wrap(page.rests_on, width)]
    return lines


def _contact(standing: ContactStanding, today: date) -> PageLine:
    one = standing.contact
    sign, look = ("", "") if standing.band is None else warmth_sign(standing.band)
    name: tuple[Piece, ...] = ((f"{sign} " if sign else "", look), (one.name, "" if one.active else "dim"))
    if one.advocate:
        name = (*name, (" ★ advocate", "good"))
    touched = "" if standing.last_touch is None else f"in touch {away(standing.last_touch, today)}"
    rest = dotted("" if one.active else "left", touched, one.role, one.phone, one.email)
    return PageLine(f"contact:{one.id}", (*name, (f"  {rest}" if rest else "", "dim")), one)


def _link(one: Link, here: int) -> PageLine:
    outward = one.from_id == here
    name = one.to_name if outward else one.from_name
    return PageLine(f"link:{one.id}", ((f"{link_words(one.kind, outward=outward)} ", "dim"), (name, "")), one)


def _about(page: PartnerPage, width: int) -> Iterator[PageLine]:
    """Every other field with its title, what is not known too: the line is where it is written."""
    one = page.partner
    place = ", ".join(filter(None, (one.address, one.city, f"{one.state} {one.postal_code}".strip())))
    fields: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("Name", ("name",), one.name),
        ("Kind", ("kind",), label(one.kind)),
        ("Specialty", ("specialty",), one.specialty),
        ("Area", ("area",), one.area),
        ("Tier", ("tier",), one.tier),
        ("Stage", ("stage",), label(one.stage)),
        ("Whose", ("member_id",), f"looked after by {page.member_name}" if page.member_name else ""),
        ("Phone", ("phone",), one.phone),
        ("Email", ("email",), one.email),
        ("Address", ("address", "city", "state", "postal_code"), place),
        ("NPI", ("npi",), one.npi or ""),
        ("Cares", ("cares_about",), f"about {one.cares_about}" if one.cares_about else ""),
        ("Likes", ("likes",), ", ".join(label(kind) for kind in one.likes)),
    )
    for title, names, value in fields:
        texts = [(value, "") if value else ("–", "dim")]
        yield from titled(title, texts, width, PageFields(names), f"field:{names[0]}")


def _note(note: str, width: int) -> Iterator[PageLine]:
    if not note:
        yield from titled("Note", [("–", "dim")], width, PageFields(("note",)), "note:0")
        return
    noted = wrap(note, width)
    short = noted[:_LONGEST_NOTE]
    if len(noted) > len(short):
        short[-1] = fit(short[-1] + " …", width)
    yield heading("Note")
    for place, text in enumerate(short):
        yield PageLine(f"note:{place}", ((text, ""),), PageFields(("note",)))
