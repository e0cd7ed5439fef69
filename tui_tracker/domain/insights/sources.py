"""Where patients come from, and how much rests on few.

Where the rules are silent: the tenth of the partners who sent most is rounded up, so that it is at least one.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from tui_tracker.domain.insights.page import Figure, Measure, Theme, Unit, share
from tui_tracker.domain.insights.periods import Span, cut, quarters_up_to
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Source, label

MEASURES: tuple[Measure, ...] = (
    Measure(
        "partner_share",
        Theme.SOURCES,
        "From partners",
        Unit.SHARE,
        0,
        "Inbound referrals of the period that came from a partner, of all that were received.",
        "referrals received",
    ),
    Measure(
        "top_1",
        Theme.SOURCES,
        "From the top partner",
        Unit.SHARE,
        0,
        "Inbound partner referrals of the 365 days up to the end of the period that came from the partner who "
        "sent most.",
        "partner referrals of 365 days",
    ),
    Measure(
        "top_3",
        Theme.SOURCES,
        "From the top three",
        Unit.SHARE,
        0,
        "Inbound partner referrals of the 365 days up to the end of the period that came from the three who sent most.",
        "partner referrals of 365 days",
    ),
    Measure(
        "top_tenth",
        Theme.SOURCES,
        "From the top tenth",
        Unit.SHARE,
        0,
        "Inbound partner referrals of the 365 days up to the end of the period that came from the tenth of "
        "the referring partners who sent most, rounded up: of up to ten that is one.",
        "partner referrals of 365 days",
    ),
)

SENDERS = 10
"""How many of those who sent most a page names."""

QUARTERS = 20
"""At most so many quarters stand on a page, the last ones of a long period."""

FEWEST_QUARTERS = 4
"""A shorter period is shown with the quarters before it: one or two points tell no course."""

_DAYS = 365

K = TypeVar("K")


class Sender(NamedTuple):
    """A partner and how many partner referrals they sent in a span."""

    partner_id: int
    name: str
    referrals: int


def year_to(span: Span) -> Span:
    """The 365 days up to the end of a span, over which the concentration is counted (RULES section 10)."""
    return Span(span.last - timedelta(days=_DAYS - 1), span.last)


def first_places(senders: int) -> dict[str, int]:
    """How many partners each measure of concentration looks at, of those who sent any."""
    return {"top_1": 1, "top_3": 3, "top_tenth": -(-senders // 10)}


def concentration(sent: Iterable[int]) -> dict[str, Figure]:
    """The shares of the first, the first three and the first tenth, from what each partner sent in 365 days."""
    most = sorted((number for number in sent if number), reverse=True)
    total = sum(most)
    return {key: share(key, sum(most[:places]), total) for key, places in first_places(len(most)).items()}


def concentration_words(senders: int, top_3: Figure, first: Sequence[Sender]) -> str:
    """`The top 3 of 41 partners sent 38 % of …: Dr. Lee (12), …`; empty where nobody sent any."""
    if top_3.part is None or not top_3.n:
        return ""
    if top_3.n == 1:
        return f"The one partner referral of 365 days came from {first[0].name}."
    names = ", ".join(f"{one.name} ({one.referrals:,})" for one in first)
    of = f"{top_3.part:,} of the {count(top_3.n, 'partner referral')} of 365 days"
    if senders <= len(first):
        return f"{count(senders, 'partner')} sent all of the {count(top_3.n, 'partner referral')} of 365 days: {names}."
    return f"The top {len(first)} of {senders:,} partners sent {of}: {names}."


def quarters_shown(span: Span) -> tuple[Span, ...]:
    """The quarters that a span touches, whole but for the last, which ends with it; at least four, at most twenty."""
    return quarters_up_to(span, FEWEST_QUARTERS, QUARTERS)


def by_span(counted: Iterable[tuple[date, str, int]], spans: Sequence[Span]) -> list[dict[str, int]]:
    """Referrals of each channel in each span, from those of each day and channel."""
    slices, places = cut(spans)
    firsts = [one.first for one in slices]
    sums: list[dict[str, int]] = [{} for _ in slices]
    for day, source, number in counted:
        here = sums[bisect_right(firsts, day) - 1]
        here[source] = here.get(source, 0) + number
    return [added(sums[place] for place in those) for those in places]


def added(counts: Iterable[dict[K, int]]) -> dict[K, int]:
    """Counts by anything, added up."""
    total: dict[K, int] = {}
    for some in counts:
        for key, number in some.items():
            total[key] = total.get(key, 0) + number
    return total


def in_order(counts: dict[str, int]) -> list[str]:
    """The channels by which anybody came, most first; those alike in the order of the words."""
    places = [source.value for source in Source]
    return sorted((one for one in counts if counts[one]), key=lambda one: (-counts[one], places.index(one)))


def channel_words(source: str) -> str:
    """A channel as a heading says it: `From partners`, `By walk in`."""
    return "From partners" if source == Source.PARTNER else f"By {label(source)}"
