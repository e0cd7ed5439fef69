"""How it stands with one partner, as the lines at the top of their page: read at a glance, with a reason each."""

from collections.abc import Iterator
from datetime import date

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.days import away
from tui_tracker.domain.partner_page import PageFields, PageWhy, PartnerPage
from tui_tracker.domain.quality_share import QualityShare
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.records import Partner
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.standing import FITS, ask_again, poor_fit_words
from tui_tracker.domain.text import count
from tui_tracker.domain.warmth import Part, Warmth
from tui_tracker.domain.words import label
from tui_tracker.widgets.lines import Piece
from tui_tracker.widgets.page_lines import TITLE, PageLine, packed, titled
from tui_tracker.widgets.warmth_sign import warmth_sign

_ROOMY = 60
_TOLD_BELOW = ("cadence", "reciprocity", "momentum")


def glance_lines(page: PartnerPage, width: int, today: date, settings: Settings) -> Iterator[PageLine]:
    """Warmth, readiness, rhythm, give and take, momentum, quality, standing and fit."""
    known = page.relationship
    yield from titled("Warmth", _warmth(known.warmth, width), width, PageWhy())
    yield from titled("Asking", [_asking(page)], width, PageWhy())
    yield from titled("Rhythm", [_cadence(page, today)], width, PageFields(("cadence_days",)))
    if page.open:
        yield from titled("Open", [_open(page)], width, page.open[0])
    yield from titled("Touches", [_touches(known.facts.touch_days, settings.touches_wanted)], width, PageWhy())
    yield from titled("Give/take", _reciprocity(known.reciprocity), width, PageWhy())
    yield from titled("Momentum", _momentum(page, width), width, PageWhy())
    yield from titled("Quality", [_quality(page.quality)], width, PageWhy())
    one = page.partner
    texts = [(line, "") for line in packed(_standing(one, settings, today), width - TITLE)]
    yield from titled("We are", texts, width, PageFields(("standing", "inner_rank")))
    yield from titled("Fit of 5", _fit(one), width, PageFields(tuple(FITS)))


def warmth_words(found: Warmth) -> Piece:
    """`▲ warm 82`, in its colour."""
    sign, look = warmth_sign(found.band)
    named = f"{sign} {'no figure yet' if found.band is None else found.band.value}"
    return (named if found.points is None else f"{named} {found.points}"), look


def part_words(part: Part) -> str:
    """`cadence 22/30`; a dash where there is nothing to go by."""
    return f"{part.name} {'–' if part.points is None else f'{part.points:.0f}'}/{part.most}"


def reciprocity_words(found: Reciprocity) -> str:
    """`12 in, 3 out, 2 gives, 1 ask`."""
    return f"{found.inbound} in, {found.outbound} out, {count(found.gives, 'give')}, {count(found.asks, 'ask')}"


def balance_words(found: Reciprocity) -> str:
    """What is out of balance, in plain words; empty where nothing is."""
    if found.we_owe:
        return "we owe them: they send, and little comes back from us"
    return "one-sided: we give, and nothing comes back" if found.one_sided else ""


def quality_words(found: QualityShare | None) -> str:
    """`45 of 50 good: 90 %, at least 79 %`."""
    if found is None:
        return "nothing noted yet (v on a referral)"
    return f"{found.good} of {found.known} good: {found.share:.0%}, at least {found.lowest:.0%}"


def _warmth(found: Warmth, width: int) -> list[Piece]:
    """The figure; its parts, where there is little room only those that lost points; and why the most were lost.

    The reasons of cadence, reciprocity and momentum stand in lines of their own below, and are not said twice.
    """
    lost = {part: part.most - part.points for part in found.parts if part.points is not None}
    lacking = [part for part, points in lost.items() if points >= 1]
    worst = max(lacking, key=lambda part: lost[part], default=None)
    why = {worst: f": {worst.why}"} if worst is not None and worst.name not in _TOLD_BELOW else {}
    lines: list[Piece] = [warmth_words(found)]
    if width >= _ROOMY:
        lines += [(line, "dim") for line in packed([part_words(part) for part in found.parts], width - TITLE)]
        lines += [(f"{part.name}{text}", "") for part, text in why.items()]
    else:
        lines += [(part_words(part) + why.get(part, ""), "dim") for part in lacking]
    return lines


def _asking(page: PartnerPage) -> Piece:
    found = page.relationship.readiness
    if found.ready:
        return "you may ask now: log it with +ask", "good"
    first, *rest = found.missing
    return f"not yet: {first}" + (f" (and {len(rest)} more: w)" if rest else ""), ""


def _cadence(page: PartnerPage, today: date) -> Piece:
    state, last = page.cadence, page.relationship.facts.last_touch
    touched = f"last touch {away(last, today)}" if last else "no touch yet"
    if state is None:
        resting = "archived" if page.partner.archived_on is not None else label(page.partner.stage)
        return f"{touched}; no cadence while {resting}", ""
    every = f"first contact within {count(state.days, 'day')}" if state.first else f"every {count(state.days, 'day')}"
    coming = "next by" if state.days_late <= 0 else "was due"
    return f"{touched}; {every}; {coming} {short_day(state.due_on, today)}", "warn" if state.late else ""


def _open(page: PartnerPage) -> Piece:
    """How much is open, and how much of it is late; all of it stands below."""
    late = sum(line.days_late > 0 for line in page.open)
    number = count(len(page.open), "thing")
    return (f"{number}, {late} late (below)", "warn") if late else (f"{number}, none late (below)", "")


def _touches(days: int, wanted: int) -> Piece:
    if days < wanted:
        return f"{days} of {wanted}", ""
    return f"{wanted} of {wanted}; in touch on {count(days, 'day')}", ""


def _reciprocity(found: Reciprocity) -> list[Piece]:
    return [(reciprocity_words(found), ""), (balance_words(found), "warn")]


def _momentum(page: PartnerPage, width: int) -> list[Piece]:
    """The numbers; where they send less, what to check: the first cause, and all of them where there is room."""
    found = page.relationship.momentum
    if found is None:
        return [("too few referrals to compare", "dim")]
    if not found.less:
        return [(found.why, "")]
    shown = page.causes if width >= _ROOMY else page.causes[:1]
    return [(f"less: {found.why}", "warn"), *((f"check: {cause.text}", "") for cause in shown)]


def _quality(found: QualityShare | None) -> Piece:
    return quality_words(found), "dim" if found is None else ""


def _standing(one: Partner, settings: Settings, today: date) -> list[str]:
    parts = [f"a {one.standing} to them"] if one.standing is not None else []
    if one.inner_rank is not None:
        parts.append(f"inner circle {one.inner_rank}")
    if one.standing is None and one.standing_on is None:
        parts.append("not asked yet: W asks")
    elif one.standing_on is not None and ask_again(one.standing_on, settings.standing_days, today):
        parts.append(f"asked {short_month(one.standing_on)}: W asks again")
    elif one.standing is None:
        parts.append("not known")
    return parts


def _fit(one: Partner) -> list[Piece]:
    marks = [f"{word} {mark}" for name, (word, _) in FITS.items() if (mark := getattr(one, name)) is not None]
    if not marks:
        return [("not known", "dim")]
    return [(", ".join(marks), ""), (poor_fit_words(one), "warn")]
