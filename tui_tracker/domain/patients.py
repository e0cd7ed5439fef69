"""A patient who was here before, as the referrals with the same reference tell."""

from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.text import count
from tui_tracker.domain.words import ASIDE_STAGES, Flow, ReferralStage, label

_OVER = (ReferralStage.CLOSED, *ASIDE_STAGES)


@dataclass(frozen=True, slots=True)
class SeenReferral:
    """One referral of a patient: `day` is the day received or sent, `stage_on` that of its present stage."""

    id: int
    reference: str
    flow: str
    source: str
    partner_id: int | None
    partner_name: str | None
    payer_id: int | None
    payer_name: str | None
    stage: str
    stage_on: date
    day: date

    @property
    def open(self) -> bool:
        """True until it is closed, declined or lost."""
        return self.stage not in _OVER

    @property
    def whom(self) -> str:
        """`from Dr. Lee`, `to Dr. Lee`, `by web`."""
        if self.partner_name is None:
            return f"by {label(self.source)}"
        return f"{'from' if self.flow == Flow.INBOUND else 'to'} {self.partner_name}"


@dataclass(frozen=True, slots=True)
class PatientSeen:
    """A patient who is known by reference: `referrals` newest first, at least one.

    References that differ only in capitals, blanks and dashes are one patient. Initials may be shared by several
    people; a reference with a digit in it is taken for one person.
    """

    referrals: tuple[SeenReferral, ...]

    @property
    def reference(self) -> str:
        """How it was written last."""
        return self.referrals[0].reference

    @property
    def latest(self) -> SeenReferral:
        """The newest referral."""
        return self.referrals[0]

    @property
    def first(self) -> SeenReferral:
        """The oldest referral: who sent this patient first."""
        return self.referrals[-1]

    @property
    def sure(self) -> bool:
        """True for a chart number, False for initials alone."""
        return any(sign.isdigit() for sign in self.reference)

    @property
    def payer(self) -> tuple[int, str] | None:
        """Who paid last, where that is known and the person is certain."""
        found = ((one.payer_id, one.payer_name) for one in self.referrals if one.payer_id is not None)
        payer_id, name = next(found, (None, None))
        return None if payer_id is None or name is None or not self.sure else (payer_id, name)

    def repeated(self, flow: str, partner_id: int | None, source: str) -> SeenReferral | None:
        """The open referral that one more of these would repeat: the same way, the same partner or else channel."""
        for one in self.referrals:
            same = one.source == source if partner_id is None else True
            if one.open and one.flow == flow and one.partner_id == partner_id and same:
                return one
        return None


def seen_words(seen: PatientSeen, today: date) -> str:
    """That the patient is known, in a line: `JD-4411 was here before: 2 referrals, last from Dr. Lee, closed Mar 3`."""
    number = count(len(seen.referrals), "referral")
    shared = "" if seen.sure else " (if it is the same person)"
    still = next((one for one in seen.referrals if one.open), None)
    if still is not None:
        since = f"open since {short_day(still.day, today)}, {still.whom}"
        more = f"; {number} in all" if len(seen.referrals) > 1 else ""
        return f"{seen.reference} is here already{shared}: {since}{more}"
    one = seen.latest
    last = f"last {one.whom}" if len(seen.referrals) > 1 else one.whom
    over = f"{label(one.stage)} {short_day(one.stage_on, today)}"
    return f"{seen.reference} was here before{shared}: {number}, {last}, {over}"


def first_words(seen: PatientSeen, today: date) -> str:
    """Who sent a patient first; empty where that is the latest referral or says the same."""
    first = seen.first
    if first.whom == seen.latest.whom:
        return ""
    return f"first {first.whom}, {short_day(first.day, today)}"
