"""Whether referrals came back after a difficult situation (RULES section 15).

The day on which it was opened belongs to the days before: what came that morning may be what it is about. The days
after begin on the next day, so that both are of the same length; while they are not over, counts are compared by rate.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.text import count
from tui_tracker.domain.words import IncidentKind

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Recovery:
    """Inbound referrals around an incident: in `span` days `before`, and in the `passed` days `after` until now.

    `weeks_before` and `weeks_after` count them by weeks from the incident outward, each in the order of the calendar;
    the outermost week may be shorter, and weeks that have not begun are left out.
    """

    span: int
    passed: int
    before: int
    after: int
    weeks_before: tuple[int, ...]
    weeks_after: tuple[int, ...]

    @property
    def expected(self) -> float:
        """How many would have come in the days that have passed, at the rate of the days before."""
        return self.before * self.passed / self.span


def recovery(opened_on: date, referral_days: Iterable[date], today: date, span: int) -> Recovery:
    """Count the days of a partner's inbound referrals around an incident; days out of reach are not counted."""
    span = max(1, span)
    weeks = -(-span // _WEEK)
    passed = max(0, min(span, (today - opened_on).days))
    before, after = [0] * weeks, [0] * -(-passed // _WEEK)
    for day in referral_days:
        apart = (day - opened_on).days
        if -span < apart <= 0:
            before[weeks - 1 - (-apart // _WEEK)] += 1
        elif 0 < apart <= passed:
            after[(apart - 1) // _WEEK] += 1
    return Recovery(span, passed, sum(before), sum(after), tuple(before), tuple(after))


def reach(opened_on: date, span: int) -> tuple[date, date]:
    """The first and the last day whose referrals count."""
    return opened_on - timedelta(span - 1), opened_on + timedelta(span)


def recovery_figures(found: Recovery) -> str:
    """The counts alone: `9 before, 3 after so far (41 of 90 days)`."""
    if found.passed < found.span:
        return f"{found.before} before, {found.after} after so far ({found.passed} of {found.span} days)"
    return f"{found.before} before, {found.after} after"


def recovery_words(found: Recovery) -> str:
    """How it went on, in numbers: what came, and what would have come at the earlier rate."""
    earlier = f"{count(found.before, 'referral')} in the {found.span} days before"
    if found.passed == 0:
        return f"{earlier}; what comes after is counted from tomorrow on."
    since = f"{found.after} in the {count(found.passed, 'day')} since"
    if found.passed < found.span:
        since += f" ({found.passed} of {found.span})"
    if found.before == 0:
        how = "none came before, so there is no rate to compare with" if found.after else "none came before or since"
    elif found.after >= found.expected:
        how = f"at the earlier rate it would be {found.expected:.1f}: as many as before"
    elif found.expected < 1:
        how = f"at the earlier rate it would be {found.expected:.1f}: too early to tell"
    else:
        how = f"at the earlier rate it would be {found.expected:.1f}"
    return f"{earlier}; {since}; {how}."


GUIDANCE: dict[str, str] = {
    IncidentKind.UNSUITABLE_REFERRAL: (
        "Thank them for thinking of us, say who does well here, and offer another way for this patient."
    ),
    IncidentKind.POOR_RESPONSE: (
        "Say first what the patient needs now; then how it went here, what we learned, and what we suggest next."
    ),
    IncidentKind.CLINICAL_DISAGREEMENT: (
        "Ask how they see it and what they saw, share what we found, and agree on what is best for the patient."
    ),
    IncidentKind.COMPLAINT: (
        "Listen to all of it, thank them for telling us, say what we will do and by when, and come back to them."
    ),
    IncidentKind.MISCOMMUNICATION: (
        "Say what each side understood, set it right for the patient, and agree on how word shall reach whom."
    ),
}
"""What helps in each kind of situation, in one sentence; nobody is to blame."""
