"""The tables of growth: cohorts, who is new, who stopped, who sends less, and where we are thin."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tui_tracker.domain.insights import growth as rules
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Behind, Column, Row, Table, Theme, Unit
from tui_tracker.domain.insights.periods import Span, quarter_name
from tui_tracker.domain.momentum import Momentum
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count, fold
from tui_tracker.storage.queries.insights import growth as queries

SHOWN = 10
"""So many partners stand in a table; the list behind the figure has them all."""

_PARTNER = Column("partner", "Partner", Unit.WORDS)


def cohorts(joined: list[rules.Cohort]) -> Table:
    """What share of those who sent first in a quarter sent again in each of those after it."""
    columns = (
        Column("quarter", "First referral", Unit.WORDS),
        Column("partners", "Partners", Unit.COUNT),
        *(
            Column(f"after_{number}_quarters" if number > 1 else "after_1_quarter", f"+{number}", Unit.SHARE)
            for number in range(1, rules.LATER_QUARTERS + 1)
        ),
    )
    shown = []
    for one in joined:
        shares = [number / one.partners if one.partners else None for number in one.later]
        shares += [None] * (rules.LATER_QUARTERS - len(shares))
        behind = Behind(Theme.GROWTH, "new_referring", one.quarter)
        shown.append(Row((quarter_name(one.quarter.last), one.partners, *shares), behind))
    note = "+1 is the share of them that sent in the quarter after their first; a quarter that is not over is left out."
    return Table("cohorts", "How many go on sending", columns, tuple(shown), note)


def new(span: Span, firsts: dict[int, date], sent: Sequence[rules.Sent]) -> Table:
    """Who sent for the first time in a span: those who sent most first."""
    joined = {one: day for one, day in firsts.items() if span.first <= day <= span.last}
    numbers = Counter(partner_id for partner_id, day in sent if day in span and partner_id in joined)
    columns = (
        _PARTNER,
        Column("referrals", "Referrals", Unit.COUNT),
        Column("first", "First", Unit.WORDS),
        Column("specialty", "Specialty", Unit.WORDS),
    )
    known = queries.known(joined)
    ids = sorted(known, key=lambda one: -numbers[one])[:SHOWN]
    shown = tuple(
        Row((known[one].name, numbers[one], joined[one].isoformat(), known[one].specialty), _behind(one, span))
        for one in ids
    )
    return Table("new_referring", "New referring partners", columns, shown, _note(len(joined)))


def stopped(span: Span, sent: Sequence[rules.Sent]) -> Table:
    """Who sent before and not in a span: those who sent most first."""
    before = rules.before_of(span)
    last = rules.stopped(span, sent)
    numbers = Counter(partner_id for partner_id, day in sent if day in before and partner_id in last)
    columns = (
        _PARTNER,
        Column("before", "Before", Unit.COUNT),
        Column("last", "Last", Unit.WORDS),
        Column("stage", "Today", Unit.WORDS),
        Column("specialty", "Specialty", Unit.WORDS),
    )
    known = queries.known(last)
    ids = sorted(known, key=lambda one: (known[one].resting, -numbers[one]))[:SHOWN]
    shown = tuple(
        Row(
            (known[one].name, numbers[one], last[one].isoformat(), known[one].standing, known[one].specialty),
            _behind(one, before),
        )
        for one in ids
    )
    note = f"Before: what they sent in {rules.before_words(span)}. {_note(len(last))}".rstrip()
    return Table("stopped", "Sent before, not now", columns, shown, note)


def less(day: date, found: Mapping[int, Momentum], settings: Settings) -> Table:
    """Who sends less on a day: the least likely by chance first."""
    days = settings.momentum
    columns = (
        _PARTNER,
        Column("recent", f"In {days.recent} days", Unit.COUNT),
        Column("expected", "Expected", Unit.RATIO),
        Column("silent", "Silent for", Unit.DAYS),
        Column("usual_gap", "Usual gap", Unit.DAYS),
    )
    known = queries.known(found)
    ids = sorted(known, key=lambda one: found[one].chance)[:SHOWN]
    span = Span(day - timedelta(days.recent + days.baseline - 1), day)
    shown = tuple(Row((known[one].name, *_numbers(found[one])), _behind(one, span)) for one in ids)
    note = "Silence and usual gap stand where it is the silence that tells." if found else ""
    return Table(
        "sending_less", "Sending less than they used to", columns, shown, f"{note} {_note(len(found))}".strip()
    )


def _numbers(found: Momentum) -> tuple[int | float | None, ...]:
    """What came and what was to be expected; where the silence is what tells, how long it is and what was usual."""
    silence = found.silence
    quiet = (None, None) if silence is None else (silence.days, silence.every)
    return found.recent, found.expected, *quiet


def thin(lens: Lens, today: date, settings: Settings) -> tuple[Table | None, tuple[str, ...]]:
    """The targets that are not met today, and what is suggested where no target is set; None where the lens is of
    referrals or of a member, whom targets are not set for."""
    if lens.of_referrals:
        return None, ()
    if lens.member_id is not None:
        return None, ("Where we are thin is told of the whole practice: targets belong to no member.",)
    from tui_tracker.services.growth import growth

    found = growth(today, settings, candidates=False)
    columns = (
        Column("specialty", "Specialty", Unit.WORDS),
        Column("area", "Area", Unit.WORDS),
        Column("wanted", "Wanted", Unit.COUNT),
        Column("active", "Active", Unit.COUNT),
        Column("missing", "Missing", Unit.COUNT),
        Column("coming", "In the works", Unit.COUNT),
    )
    day = Span(today, today)
    gaps = [held for held in found.gaps if _chosen(held.gap.specialty, held.gap.area, lens)]
    shown = tuple(
        Row(
            (gap.specialty, gap.area or "anywhere", gap.wanted, gap.active, gap.missing, gap.coming),
            Behind(Theme.GROWTH, f"gap:{held.id}", day),
        )
        for held in gaps
        for gap in (held.gap,)
    )
    met = [held for held in found.met if _chosen(held.gap.specialty, held.gap.area, lens)]
    targets = len(gaps) + len(met)
    note = f"As of today. {len(met)} of {count(targets, 'target')} met." if targets else "No targets are set."
    ideas = [one for one in found.suggested if _chosen(one.specialty, one.area, lens)]
    says = () if targets else ("Targets are set with :gaps.", *(f"{one.name}: {one.why}." for one in ideas))
    return Table("gaps", "Where we are thin", columns, shown, note), says


def _chosen(specialty: str, area: str, lens: Lens) -> bool:
    """Whether a target is of the specialty and the area of a lens."""
    wanted = ((lens.specialty, specialty), (lens.area, area))
    return all(asked is None or fold(asked) == fold(has) for asked, has in wanted)


def _behind(partner_id: int, span: Span) -> Behind:
    return Behind(Theme.GROWTH, f"partner:{partner_id}", span)


def _note(number: int) -> str:
    return f"The first {SHOWN} of {number:,}." if number > SHOWN else ""
