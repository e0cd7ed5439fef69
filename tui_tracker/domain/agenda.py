"""The agenda: what to do today, and why (RULES section 12). Its records; `agenda_building` makes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.stays import Slow
from tui_tracker.domain.text import count
from tui_tracker.domain.words import AgendaKind, Intent, Promise

if TYPE_CHECKING:
    from tui_tracker.domain.gaps import Gap

ACTIONS: dict[AgendaKind, str] = {
    AgendaKind.INCIDENT: "enter",
    AgendaKind.REPORT: "enter",
    AgendaKind.THANK_YOU: "t",
    AgendaKind.FIRST_CONTACT: "m",
    AgendaKind.ACKNOWLEDGEMENT: "enter",
    AgendaKind.FIRST_VISIT: "m",
    AgendaKind.STUCK: "o",
    AgendaKind.FOLLOW_UP: "o",
    AgendaKind.FEEDBACK: "enter",
    AgendaKind.SENDING_LESS: "o",
    AgendaKind.RECONNECT: "o",
    AgendaKind.READY_TO_ASK: "o",
    AgendaKind.WE_OWE: "o",
    AgendaKind.AGREEMENT_REVIEW: "enter",
    AgendaKind.GAP: "a",
}
"""The one key that does what an item asks for: `enter` opens it, `t` thanks, `m` moves the card, `o` logs a touch, `a`
adds a partner.

What `enter` opens for feedback is the note to the referrer.
"""

INTENTS: dict[AgendaKind, str] = {
    AgendaKind.THANK_YOU: Intent.THANK,
    AgendaKind.STUCK: Intent.FEEDBACK,
    AgendaKind.FEEDBACK: Intent.FEEDBACK,
    AgendaKind.SENDING_LESS: Intent.CONNECT,
    AgendaKind.RECONNECT: Intent.CONNECT,
    AgendaKind.READY_TO_ASK: Intent.ASK,
    AgendaKind.WE_OWE: Intent.GIVE,
}
"""The intent that a touchpoint must carry to settle an item; the quick log is opened with it."""

TIMELESS = frozenset({AgendaKind.SENDING_LESS, AgendaKind.READY_TO_ASK, AgendaKind.WE_OWE, AgendaKind.GAP})
"""What no day makes late: the days of these only rank them among their like, and are never said to be late."""
_SINCE: dict[AgendaKind, str] = {
    AgendaKind.SENDING_LESS: "the last one",
    AgendaKind.READY_TO_ASK: "last give",
    AgendaKind.WE_OWE: "since",
}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One thing that one partner is owed, or that is due with them.

    `since` is the day that opened it, `due_on` the day by which it was to be done, `days_late` 0 on that day.
    `what` and `why` hold no patient reference; that stands in `patient_ref` (empty where there is none).
    `record_id` is the follow-up's or incident's id. `key` is what a snooze hides. `action` is the one key that does it.
    `slow` holds the figures where a referral is stuck by the practice's own measure, and then there is no promise.
    For what no day makes late (`TIMELESS`), `since` and `due_on` are the day from which `days_late` counts.
    """

    key: str
    kind: AgendaKind
    promise: Promise | None
    what: str
    why: str
    since: date
    due_on: date
    days_late: int
    referral_id: int | None = None
    patient_ref: str = ""
    record_id: int | None = None
    stale: bool = False
    action: str = ""
    slow: Slow | None = None

    def text(self, *, patients: bool = True) -> str:
        """The line in words: `JD-4411: initial report, due Mar 3, 13 days late`; or without its patient reference."""
        who = f"{self.patient_ref}: " if patients and self.patient_ref else ""
        return f"{who}{self.what}, {self.lateness}" if self.lateness else f"{who}{self.what}"

    @property
    def overdue(self) -> bool:
        """Whether its day is past; never of what no day makes late."""
        return self.days_late > 0 and self.kind not in TIMELESS

    @property
    def lateness(self) -> str:
        """`due Mar 3, 13 days late`, `due today`, `due in 2 days`, `slow for 3 days`, `since Feb 3`; or nothing."""
        if self.kind in TIMELESS:
            said = _SINCE.get(self.kind)
            return f"{said} {short_day(self.due_on, self.due_on + timedelta(self.days_late))}" if said else ""
        if self.slow is not None:
            return f"slow for {count(self.days_late, 'day')}"
        if self.days_late == 0:
            return "due today"
        if self.days_late < 0:
            return f"due in {count(-self.days_late, 'day')}"
        today = self.due_on + timedelta(self.days_late)
        return f"due {short_day(self.due_on, today)}, {count(self.days_late, 'day')} late"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Everything that is due with one partner today, of the kind that comes first among its lines; or a gap.

    A gap has no partner: `partner_id` is None, `partner_name` says what is missing where, `tier` is empty, and `gap`
    holds the specialty and the area in which to add one.

    `key` is the item's own, the same from day to day (`partner:12`), for the cursor; `keys` are what a snooze hides.
    `what` says it without the partner's name and without a patient reference, and of what is stale only how many.
    `since` is the due day of what is latest in the item's kind, `days_late` its days, `referral_id` its referral;
    `action` is the one key that does it and `intent` what a touchpoint logged for it should carry ("" where it does
    not matter).
    """

    key: str
    kind: AgendaKind
    partner_id: int | None
    partner_name: str
    tier: str
    what: str
    why: str
    since: date
    days_late: int
    action: str
    intent: str
    lines: tuple[AgendaLine, ...]
    referral_id: int | None = None
    record_id: int | None = None
    stale: bool = False
    gap: Gap | None = None

    @property
    def overdue(self) -> bool:
        """Whether its day is past; never of what no day makes late."""
        return self.days_late > 0 and self.kind not in TIMELESS

    @property
    def partner(self) -> tuple[int, str] | None:
        """The partner's id and name; None for a gap."""
        return None if self.partner_id is None else (self.partner_id, self.partner_name)

    @property
    def headline(self) -> str:
        """Who and what in one line, without a patient reference: `Dr. Lee: 3 reports due, oldest since Mar 3`."""
        return f"{self.partner_name}: {self.what}"

    @property
    def follow_up_ids(self) -> tuple[int, ...]:
        """The follow-ups among its lines."""
        return tuple(
            line.record_id for line in self.lines if line.kind == AgendaKind.FOLLOW_UP and line.record_id is not None
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all its lines: what is new with this partner later is not hidden by a snooze of this item."""
        return tuple(line.key for line in self.lines)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to do on `day`: the items that fit in a day, and how many more there are.

    `later`: due as well, beyond the day's size; `snoozed`: items hidden until their day; `stale`: of `items` and
    `later`, how many are more than the setting's days late; `tomorrow`: partners with nothing due today and something
    tomorrow; `complete` is False while not everything has been looked through: then the counts are "at least".
    `nobodys`: on a member's agenda, how many items are on nobody's; 0 on every other. `tomorrow_names`: the first of
    those who come tomorrow, where it is complete.
    """

    day: date
    items: tuple[AgendaItem, ...]
    later: int
    snoozed: int
    stale: int
    tomorrow: int
    complete: bool
    nobodys: int = 0
    tomorrow_names: tuple[str, ...] = ()


class Whose(NamedTuple):
    """Whose agenda: everybody's; with `only` a member's, by id, or nobody's, where `member` is None."""

    member: int | None = None
    only: bool = False


EVERYBODY = Whose()


def without_patients(item: AgendaItem, references: Iterable[str]) -> AgendaItem:
    """The item as it may stand in a mail: no patient references, and `references` blotted out of what was typed."""
    known = sorted((reference for reference in references if reference), key=len, reverse=True)
    hide: Callable[[str], str] = str
    if known:
        blot = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in known)})(?!\w)", re.IGNORECASE)
        hide = partial(blot.sub, "…")
    lines = tuple(replace(line, patient_ref="", what=hide(line.what)) for line in item.lines)
    return replace(item, what=hide(item.what), lines=lines)
