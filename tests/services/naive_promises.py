"""Rule 3 once more, worked out from an exported practice alone: slow, plain and independent of the program.

Nothing here imports the program. It was written from RULES sections 2, 3 and 12 and from what the docs say where those
are silent, so that a mistake would have to be made twice to go unseen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

INBOUND = ["received", "contacted", "scheduled", "seen", "in_care", "closed"]
OUTBOUND = ["sent", "accepted", "seen", "closed"]
IN_RULE_3S_ORDER = [
    "first_contact",
    "acknowledgement",
    "thank_you",
    "first_visit",
    "initial_report",
    "progress_report",
    "final_report",
    "feedback",
    "stuck",
]
DEFAULT_DAYS = {
    "first_contact": 2,
    "acknowledgement": 2,
    "thank_you": 7,
    "first_visit": 14,
    "first_visit_urgent": 3,
    "first_visit_emergency": 1,
    "initial_report": 3,
    "progress_report": 30,
    "final_report": 7,
    "feedback": 2,
    "stuck_sent": 14,
    "stuck_seen": 30,
}


@dataclass(frozen=True, order=True)
class Owed:
    """One open promise: when it opened and when it is due."""

    promise: str
    since: date
    due: date


@dataclass(frozen=True, order=True)
class TodaysLine:
    """One promise on Today. `referral` is None for the thank-you that answers several referrals."""

    partner: int
    promise: str
    referral: int | None
    since: date
    due: date
    stale: bool


class Naive:
    """What an exported practice owes on a day."""

    def __init__(self, exported: dict[str, Any], today: date, days: dict[str, int], stale_days: int) -> None:
        self.today, self.days, self.stale_days = today, days, stale_days
        self.referrals = {row["id"]: row for row in exported["referrals"]}
        self.archived = {row["id"] for row in exported["partners"] if row["archived_on"]}
        self.agreements = {row["partner_id"]: row for row in exported["agreements"]}
        self.hidden = {row["item"] for row in exported["snoozes"] if _day(row["until"]) > today}
        self.reports = defaultdict(list)
        for row in exported["reports"]:
            self.reports[row["referral_id"]].append((row["kind"], _day(row["sent_on"])))
        self.touches = defaultdict(list)
        for row in exported["touchpoints"]:
            for intent in row["intents"]:
                self.touches[row["partner_id"], intent].append((_day(row["day"]), row["direction"]))

    def open(self, referral: dict[str, Any]) -> list[Owed]:
        """Everything open on one referral, by the rows of RULES section 3, in its order."""
        if referral["partner_id"] is None or referral["settled"]:
            return []
        found = []
        for promise in IN_RULE_3S_ORDER:
            since = self._opened(promise, referral)
            if since is not None and not self._kept(promise, referral, since):
                since = self._asked_again(referral, since) if promise == "stuck" else since
                found.append(Owed(promise, since, since + timedelta(days=self._wait(promise, referral))))
        return found

    def asked_for(self, referral: dict[str, Any]) -> list[Owed]:
        """What is open, but for a first visit that is booked for today or a later day."""
        booked = referral["visit_on"] is not None and _day(referral["visit_on"]) >= self.today
        return [one for one in self.open(referral) if not (one.promise == "first_visit" and booked)]

    def next(self, referral: dict[str, Any]) -> Owed | None:
        """What is due first; of two on one day the one that stands first in rule 3."""
        found = self.asked_for(referral)
        return sorted(found, key=lambda one: one.due)[0] if found else None

    def late(self) -> dict[int, int]:
        """The referrals on which something is past its day, and by how many days the latest is."""
        found = {}
        for row_id, referral in self.referrals.items():
            days = [(self.today - one.due).days for one in self.asked_for(referral)]
            if any(number > 0 for number in days):
                found[row_id] = max(days)
        return found

    def todays_lines(self) -> list[TodaysLine]:
        """The promises on Today, everything beyond a day's size too: what is due by today and not snoozed."""
        found, thanks = [], defaultdict(list)
        for row_id, referral in self.referrals.items():
            partner = referral["partner_id"]
            if partner in self.archived:
                continue
            for one in self.asked_for(referral):
                if one.promise == "thank_you":
                    thanks[partner].append((one.due, row_id, one))
                elif one.due <= self.today and f"{one.promise}:{row_id}:{one.since}" not in self.hidden:
                    found.append(TodaysLine(partner, one.promise, row_id, one.since, one.due, self._stale(one)))
        for partner, owed in thanks.items():
            found += self._thanks(partner, sorted(owed))
        return sorted(found, key=str)

    def _thanks(self, partner: int, owed: list[tuple[date, int, Owed]]) -> list[TodaysLine]:
        """One thank-you answers all of them; of those due it stands for the oldest that is not stale."""
        due_now = [one for due, _, one in owed if due <= self.today]
        if not due_now:
            return []
        lead = next((one for one in due_now if not self._stale(one)), due_now[0])
        newest = max([row_id for _, row_id, one in owed if not self._stale(one)] or [row_id for _, row_id, _ in owed])
        if f"thank_you:{partner}:{newest}" in self.hidden:
            return []
        alone = owed[0][1] if len(owed) == 1 else None
        return [TodaysLine(partner, "thank_you", alone, lead.since, lead.due, self._stale(lead))]

    def _stale(self, one: Owed) -> bool:
        return one.due + timedelta(days=self.stale_days) < self.today

    def _opened(self, promise: str, referral: dict[str, Any]) -> date | None:
        """The column "opens" of rule 3: the day, or None where the referral has not come that far."""
        stage, received = referral["stage"], _day(referral["day"])
        if referral["flow"] == "outbound":
            waiting = stage in ("sent", "accepted", "seen")
            opened = {"stuck": self._news(referral) if waiting else None}
        elif stage in ("declined", "lost"):
            opened = {"feedback": _day(referral["aside_on"])}
        else:
            seen = stage in ("seen", "in_care", "closed")
            reports = [sent for _, sent in self.reports[referral["id"]]]
            opened = {
                "first_contact": received,
                "acknowledgement": received,
                "thank_you": received,
                "first_visit": received,
                "initial_report": _counts_as_reached(referral, INBOUND, "seen") if seen else None,
                "progress_report": max(reports) if reports and stage == "in_care" else None,
                "final_report": _day(referral["closed_on"]) if stage == "closed" else None,
            }
        return opened.get(promise)

    def _kept(self, promise: str, referral: dict[str, Any], since: date) -> bool:
        """The column "kept by" of rule 3. Each report opens the next progress report; only news ends a wait."""
        sent = {kind for kind, _ in self.reports[referral["id"]]}
        return {
            "first_contact": referral["stage"] != "received",
            "acknowledgement": len(sent) > 0,
            "thank_you": self._said(referral, "thank", since),
            "first_visit": referral["stage"] not in ("received", "contacted", "scheduled"),
            "initial_report": "initial" in sent,
            "progress_report": False,
            "final_report": "final" in sent,
            "feedback": self._said(referral, "feedback", since),
            "stuck": False,
        }[promise]

    def _said(self, referral: dict[str, Any], intent: str, since: date) -> bool:
        """True where we (not they) said so to the partner on a day or after it."""
        touches = self.touches[referral["partner_id"], intent]
        return any(direction == "ours" and day >= since for day, direction in touches)

    def _wait(self, promise: str, referral: dict[str, Any]) -> int:
        """The column "due": the agreement's own figure, else the practice's."""
        agreed = self.agreements.get(referral["partner_id"], {}).get(f"{promise}_days")
        if promise == "stuck":
            return self.days["stuck_sent" if referral["stage"] == "sent" else "stuck_seen"]
        if promise == "first_visit" and referral["urgency"] != "routine":
            hurry = self.days[f"first_visit_{referral['urgency']}"]
            return hurry if agreed is None or agreed > hurry else agreed
        return self.days[promise] if agreed is None else agreed

    def _news(self, referral: dict[str, Any]) -> date:
        return _counts_as_reached(referral, OUTBOUND, referral["stage"]) or _day(referral["day"])

    def _asked_again(self, referral: dict[str, Any], news: date) -> date:
        """Asking how it went, once there was no news for so long, starts the wait again; so does being told."""
        stuck_from = news + timedelta(days=self._wait("stuck", referral))
        asked = [day for day, _ in self.touches[referral["partner_id"], "feedback"] if day >= stuck_from]
        return max(asked, default=news)


def _counts_as_reached(referral: dict[str, Any], line: list[str], stage: str) -> date | None:
    """The stage's own day; that of the next stage which has one, where it was skipped."""
    for one in line[line.index(stage) :]:
        column = "day" if one in ("received", "sent") else f"{one}_on"
        if referral[column] is not None:
            return _day(referral[column])
    return None


def _day(text: str | None) -> Any:
    return None if text is None else date.fromisoformat(text)
