"""How one made-up referral goes: its days, its reports, how it ended. Days are ordinals."""

from dataclasses import dataclass, field
from random import Random

from tui_tracker.domain.settings import PromiseDays
from tui_tracker.sample import names


@dataclass(slots=True)
class Course:
    """One referral. `owed_thanks` and `no_feedback`: nobody thanks, or writes back, from its first day on."""

    person: int | None
    day: int
    flow: str = "inbound"
    source: str = "partner"
    urgency: str = "routine"
    stage: str = "received"
    stage_on: int = 0
    contacted: int | None = None
    scheduled: int | None = None
    accepted: int | None = None
    seen: int | None = None
    in_care: int | None = None
    closed: int | None = None
    aside: int | None = None
    visit: int | None = None
    aside_reason: str = ""
    alternative: str = ""
    reason: str = ""
    ref: str = ""
    id: int = 0
    reports: list[tuple[str, int]] = field(default_factory=list)
    owed_thanks: bool = False
    no_feedback: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How well the practice keeps what it promises: the share late, and the share of those that are late still."""

    late: float
    late_still: float


def weekday(day: int) -> int:
    """That day, or the Friday before a weekend."""
    return day - max(0, (day + 6) % 7 - 4)


class Courses:
    """Makes referrals go their way up to today."""

    def __init__(self, rng: Random, today: int, manner: Manner) -> None:
        self.rng = rng
        self.today = today
        self.manner = manner

    def kept(self, opened: int, limit: int) -> int:
        """The day on which a promise is kept that is due `limit` days after `opened`; never a weekend."""
        rng = self.rng
        if rng.random() < self.manner.late:
            late = opened + limit + 1 + int(rng.expovariate(0.35))
            late += (0, 0, 0, 0, 0, 2, 1)[(late + 6) % 7]
            if late <= self.today or rng.random() < self.manner.late_still:
                return late
        return max(opened, weekday(opened + int(rng.random() ** 1.4 * (limit + 1))))

    def inbound(self, person: int | None, day: int, days: PromiseDays, source: str = "partner") -> Course:
        """A referral received on `day`, as far as it has come by today."""
        rng = self.rng
        one = Course(person, day, source=source, reason=rng.choice(names.REASONS))
        luck = rng.random()
        one.urgency = "emergency" if luck < 0.01 else "urgent" if luck < 0.09 else "routine"
        contacted = self.kept(day, days.first_contact)
        end = rng.random()
        if end < 0.03:
            one.aside_reason, one.alternative = rng.choice(names.DECLINED_REASONS)
            self._until(one, (("contacted", contacted), ("declined", contacted)))
        elif end < 0.12:
            one.aside_reason = rng.choice(names.LOST_REASONS)
            one.visit = self._visit(one, contacted, days)
            aside = weekday(one.visit + 1 + rng.randrange(4))
            self._until(one, (("contacted", contacted), ("scheduled", contacted), ("lost", aside)))
        else:
            self._treated(one, contacted, days)
        if person is not None:
            self._reports(one, days)
        return one

    def outbound(self, person: int, day: int) -> Course:
        """A referral of ours sent on `day`, as far as it has come by today."""
        rng = self.rng
        one = Course(person, day, flow="outbound", stage="sent", reason=rng.choice(names.OUT_REASONS))
        accepted = weekday(day + 1 + rng.randrange(6))
        accepted = max(day, accepted)
        seen = weekday(accepted + 4 + rng.randrange(18))
        if rng.random() < 0.06:
            one.aside_reason = rng.choice(names.LOST_REASONS)
            self._until(one, (("accepted", accepted), ("lost", seen)))
            return one
        slow = rng.random() < self.manner.late and rng.random() < self.manner.late_still
        closed = weekday(seen + (35 + rng.randrange(30) if slow else 4 + rng.randrange(22)))
        self._until(one, (("accepted", accepted), ("seen", seen), ("closed", closed)))
        return one

    def _visit(self, one: Course, contacted: int, days: PromiseDays) -> int:
        limit = {"routine": days.first_visit, "urgent": days.first_visit_urgent}.get(one.urgency, 1)
        limit = min(limit, days.first_visit)
        return max(contacted, self.kept(one.day, limit))

    def _treated(self, one: Course, contacted: int, days: PromiseDays) -> None:
        rng = self.rng
        seen = one.visit = self._visit(one, contacted, days)
        booked = min(seen, weekday(contacted + rng.choice((0, 0, 0, 1, 2))))
        steps = [("contacted", contacted), ("scheduled", max(contacted, booked)), ("seen", seen)]
        if rng.random() < 0.05 and seen < self.today:
            steps.pop(1)
        care = rng.random() < 0.6
        if care:
            steps.append(("in_care", weekday(seen + rng.randrange(2)) if seen < self.today else seen + 1))
            steps[-1] = ("in_care", max(seen, steps[-1][1]))
        closed = seen + (10 + int(rng.random() ** 1.6 * 75) if care else rng.randrange(4))
        steps.append(("closed", max(steps[-1][1], weekday(closed))))
        self._until(one, tuple(steps))

    def _until(self, one: Course, steps: tuple[tuple[str, int], ...]) -> None:
        """Take the steps that lie before or on today."""
        one.stage_on = one.day
        for stage, day in steps:
            if day > self.today:
                break
            one.stage, one.stage_on = stage, day
            setattr(one, "aside" if stage in ("declined", "lost") else stage, day)
        if one.stage not in ("declined", "lost"):
            one.aside_reason = one.alternative = ""
        if one.scheduled is None and one.seen is None:
            one.visit = None

    def _reports(self, one: Course, days: PromiseDays) -> None:
        """The reports that were sent: what is owed by rule, mostly on time."""
        sent: list[tuple[str, int]] = []
        if one.stage != "declined":
            sent.append(("acknowledgement", self.kept(one.day, days.acknowledgement)))
        if one.seen is not None:
            last = max(self.kept(one.seen, days.initial_report), sent[0][1])
            sent.append(("initial", last))
            until = one.closed or self.today
            if one.in_care is not None:
                while True:
                    last = max(last + days.progress_report // 2, self.kept(last, days.progress_report))
                    if last > until:
                        break
                    sent.append(("progress", last))
            if one.closed is not None:
                sent.append(("final", max(self.kept(one.closed, days.final_report), sent[-1][1])))
        one.reports = [(kind, day) for kind, day in sent if day <= self.today]
