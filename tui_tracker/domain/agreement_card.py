"""What was agreed with a partner beside how we kept it: our promises that fell due of late, one line for each kind.

Where the rules are silent: a promise without a figure of its own is measured against the practice's own days, and says
so; a kind of which nothing fell due says that too where it was agreed, and is left out where it was not.
"""

from collections.abc import Iterable
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.promise_history import Kept
from tui_tracker.domain.promises import agreed_days
from tui_tracker.domain.records import Agreement
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Promise, label

AGREED: tuple[Promise, ...] = (
    Promise.FIRST_CONTACT,
    Promise.ACKNOWLEDGEMENT,
    Promise.THANK_YOU,
    Promise.FIRST_VISIT,
    Promise.INITIAL_REPORT,
    Promise.PROGRESS_REPORT,
    Promise.FINAL_REPORT,
)
"""The promises that an agreement may name days for."""
NEAR_DAYS = 30
"""A review day that is at most so many days away is near."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One promise: `days` agreed (`own`) or else the practice's; of `due` of late, `in_time` were in time."""

    kind: Promise
    days: int
    own: bool
    due: int
    in_time: int


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement as the list of all shows it; of `due` promises of late, `in_time` were kept in time."""

    partner_id: int
    name: str
    formal: bool
    review_on: date | None
    due: int
    in_time: int


def agreement_card(agreement: Agreement | None, default: PromiseDays, kept: Iterable[Kept]) -> tuple[CardLine, ...]:
    """The promises that were agreed or fell due, in the order of the rule."""
    measured = {one.kind: one for one in kept}
    days = agreed_days(agreement, default)
    found = []
    for kind in AGREED:
        own = agreement is not None and getattr(agreement, f"{kind}_days") is not None
        one = measured.get(kind)
        if own or one is not None:
            due, in_time = (one.due, one.in_time) if one is not None else (0, 0)
            found.append(CardLine(kind, getattr(days, kind), own, due, in_time))
    return tuple(found)


def card_words(line: CardLine) -> str:
    """One promise in plain words: `initial report within 3 days: 9 of 11 in time`."""
    within = "on the same day" if line.days == 0 else f"within {count(line.days, 'day')}"
    ours = "" if line.own else " (our own days)"
    if not line.due:
        return f"{_name(line.kind)} {within}{ours}: none fell due"
    return f"{_name(line.kind)} {within}{ours}: {line.in_time} of {line.due} in time"


def card_brief(lines: Iterable[CardLine]) -> str:
    """What fell due kind by kind, where the days stand elsewhere: `first contact 3 of 4 · initial report 9 of 11`."""
    return " · ".join(f"{_name(line.kind)} {line.in_time} of {line.due}" for line in lines if line.due)


def card_summary(lines: Iterable[CardLine], within: int) -> str:
    """All of them in one line: `20 of 24 promises of 365 days kept in time; initial report 9 of 11`.

    Names the kind with the most that came late, if any; empty where nothing fell due.
    """
    measured = [line for line in lines if line.due]
    if not measured:
        return ""
    due, in_time = sum(line.due for line in measured), sum(line.in_time for line in measured)
    text = f"{in_time} of {count(due, 'promise')} of {within} days kept in time"
    most = max(measured, key=lambda line: line.due - line.in_time)
    if len(measured) > 1 and most.in_time < most.due:
        text += f"; {_name(most.kind)} {most.in_time} of {most.due}"
    return text


def review_words(review_on: date | None, today: date) -> str:
    """When it is looked at again: `review Sep 16`, `review in 12 days, Sep 16`, `review due since Mar 1`."""
    if review_on is None:
        return "no review day"
    away = (review_on - today).days
    if away < 0:
        return f"review due since {short_day(review_on, today)}"
    if away == 0:
        return "review today"
    near = f"in {count(away, 'day')}, " if away <= NEAR_DAYS else ""
    return f"review {near}{short_day(review_on, today)}"


def _name(kind: Promise) -> str:
    return "thank-you" if kind == Promise.THANK_YOU else label(kind)
