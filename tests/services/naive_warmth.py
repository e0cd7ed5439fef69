"""Rules 5–8 and 11 once more, of one partner, worked out from an exported practice alone: slow, plain and independent.

Nothing here imports the program. It was written from RULES and from what docs/relationship.md says where those are
silent, so that a mistake would have to be made twice to go unseen. Shares are fractions, so nothing is rounded early.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import comb, floor
from typing import Any

Row = dict[str, Any]
STAGES = ["received", "contacted", "scheduled", "seen", "in_care", "closed"]
DAYS = {
    "first_contact": 2,
    "acknowledgement": 2,
    "thank_you": 7,
    "first_visit": 14,
    "initial_report": 3,
    "progress_report": 30,
    "final_report": 7,
    "feedback": 2,
}
HURRY = {"routine": 14, "urgent": 3, "emergency": 1}
CADENCE = {"A": 30, "B": 60, "C": 90}


class Person:
    """One partner on a day; `late_reports` is how many reports to them are late."""

    def __init__(self, exported: Row, partner: Row, today: date, late_reports: int) -> None:
        self.partner, self.today, self.late_reports = partner, today, late_reports
        for table in ("referrals", "touchpoints", "incidents"):
            mine = [row for row in exported[table] if row["partner_id"] == partner["id"]]
            setattr(self, table, mine)
        self.agreement: Row = next((row for row in exported["agreements"] if row["partner_id"] == partner["id"]), {})
        self.all_reports = exported["reports"]
        self.referrals: list[Row]
        self.touchpoints: list[Row]
        self.incidents: list[Row]

    def ago(self, day: str) -> int:
        return (self.today - date.fromisoformat(day)).days

    def came(self, flow: str) -> list[int]:
        return [self.ago(row["day"]) for row in self.referrals if row["flow"] == flow]

    def ours(self, intent: str) -> list[date]:
        rows = (row for row in self.touchpoints if row["direction"] == "ours" and intent in row["intents"])
        return sorted(date.fromisoformat(row["day"]) for row in rows)

    # Rule 5 and rule 6

    def touches(self) -> int:
        return len({row["day"] for row in self.touchpoints})

    def conditions(self) -> list[bool]:
        channels = {row["channel"] for row in self.touchpoints}
        intents = {intent for row in self.touchpoints for intent in row["intents"]}
        return [
            self.touches() >= 7,
            len(channels) >= 3 or len(intents) >= 3,
            any((self.today - day).days <= 180 for day in self.ours("give")),
            self.late_reports == 0,
            all(row["closed_on"] for row in self.incidents),
            all((self.today - day).days > 90 for day in self.ours("ask")),
            self.partner["stage"] != "parted" and self.partner["archived_on"] is None,
        ]

    # Rule 8

    def year(self) -> tuple[int, int, int, int]:
        """Inbound, outbound, gives, asks of 365 days."""
        flows = [sum(days < 365 for days in self.came(flow)) for flow in ("inbound", "outbound")]
        words = [sum((self.today - day).days < 365 for day in self.ours(word)) for word in ("give", "ask")]
        return flows[0], flows[1], words[0], words[1]

    def owe(self) -> bool:
        inbound, outbound, gives, _ = self.year()
        return inbound >= 3 and outbound + gives < Fraction(inbound, 3)

    def one_sided(self) -> bool:
        inbound, outbound, gives, _ = self.year()
        return outbound + gives >= 6 and inbound == 0

    # Rule 7

    def momentum(self) -> tuple[int, Fraction, bool] | None:
        """What came in 90 days, what was to be expected, and whether that is less; None without data."""
        days = self.came("inbound")
        if not days:
            return None
        recent, earlier = sum(one < 90 for one in days), sum(90 <= one < 455 for one in days)
        baseline = min(365, max(days) - 89)
        known = earlier >= 4 and baseline >= 90
        expected = Fraction(earlier * 90, baseline) if known else Fraction(0)
        if known:
            part, number = Fraction(90, 90 + baseline), recent + earlier
            chance = sum(comb(number, i) * part**i * (1 - part) ** (number - i) for i in range(recent + 1))
            if chance <= Fraction(2, 100):
                return recent, expected, True
        silence, span = min(days), min(1095, max(days) + 1)
        counted = sum(one < 1095 for one in days)
        number = counted - 1 if max(days) < 1095 else counted
        if 21 < silence < 455 and counted >= 4 and number >= 1 and span - silence >= 90:
            usual = expected if known else Fraction(number * 90, span - silence)
            if recent < usual and Fraction(span - silence, span - 21) ** number <= Fraction(8, 100):
                return recent, usual, True
        return (recent, expected, False) if known else None

    # Rule 3, looking back

    def promises(self) -> dict[str, tuple[int, int]]:
        """By kind: how many fell due in 365 days, and how many of them were kept in time."""
        found: dict[str, tuple[int, int]] = {}
        for row in self.referrals:
            if row["flow"] == "inbound" and not row["settled"]:
                for kind, due, kept in self.promised(row):
                    if self.counts(due, kept):
                        fell, in_time = found.get(kind, (0, 0))
                        found[kind] = (fell + 1, in_time + (kept is not None and kept <= due))
        return found

    def counts(self, due: date, kept: date | None) -> bool:
        """Whether a promise fell due in the last 365 days; on its day only where it is kept already."""
        past = (self.today - due).days
        return 0 < past < 365 or (past == 0 and kept is not None and kept <= self.today)

    def days(self, kind: str, urgency: str = "routine") -> timedelta:
        agreed = self.agreement.get(f"{kind}_days")
        default = HURRY[urgency] if kind == "first_visit" else DAYS[kind]
        if agreed is None:
            return timedelta(default)
        return timedelta(min(agreed, default) if kind == "first_visit" and urgency != "routine" else agreed)

    def promised(self, row: Row) -> Iterator[tuple[str, date, date | None]]:
        aside = _day(row["aside_on"]) if row["stage"] in ("declined", "lost") else None
        for kind, due, kept in self.on_the_way(row):
            dropped = aside is not None and aside <= due and not (kept is not None and kept <= aside)
            if not dropped:
                yield kind, due, kept
        if aside is not None:
            yield "feedback", aside + self.days("feedback"), _first(self.ours("feedback"), aside)

    def on_the_way(self, row: Row) -> Iterator[tuple[str, date, date | None]]:
        received = _day(row["day"])
        assert received is not None
        sent = sorted((row_["sent_on"], row_["kind"]) for row_ in self.all_reports if row_["referral_id"] == row["id"])
        first_of = {kind: date.fromisoformat(day) for day, kind in reversed(sent)}
        contacted, seen = self.reached(row, "contacted"), self.reached(row, "seen")
        if contacted != "unknown":
            yield "first_contact", received + self.days("first_contact"), contacted
        yield "acknowledgement", received + self.days("acknowledgement"), min(first_of.values(), default=None)
        yield "thank_you", received + self.days("thank_you"), _first(self.ours("thank"), received)
        if seen != "unknown":
            yield "first_visit", received + self.days("first_visit", row["urgency"]), seen
        if isinstance(seen, date):
            yield "initial_report", seen + self.days("initial_report"), first_of.get("initial")
        if isinstance(seen, date) or row["stage"] == "in_care":
            yield from self.progress(row, sent)
        closed = _day(row["closed_on"])
        if closed is not None:
            yield "final_report", closed + self.days("final_report"), first_of.get("final")

    def reached(self, row: Row, stage: str) -> Any:
        """The stage's own day or that of the next with one; None where it was not reached, `unknown` without a day."""
        later = STAGES[STAGES.index(stage) :]
        for one in later:
            if row[f"{one}_on"] is not None:
                return _day(row[f"{one}_on"])
        return "unknown" if row["stage"] in later else None

    def progress(self, row: Row, sent: list[tuple[str, str]]) -> Iterator[tuple[str, date, date | None]]:
        """The wait for a progress report begins with each report while care goes on past its end."""
        if row["stage"] == "in_care":
            begun, ended = _day(row["in_care_on"] or row["seen_on"] or row["day"]), None
        else:
            begun, ended = _day(row["in_care_on"]), _day(row["closed_on"] or row["aside_on"])
            if begun is None or ended is None:
                return
        assert begun is not None
        waits = [(date.fromisoformat(day), kind) for day, kind in sent]
        for day in sorted({one for one, _ in waits}):
            due = max(day + self.days("progress_report"), begun)
            if ended is not None and ended <= due:
                return
            after = sorted({one for one, _ in waits if one > day})
            kept = after[0] if after else None
            if kept is not None and kept <= due and not (kept >= begun and (kept, "progress") in waits):
                continue
            yield "progress_report", due, kept

    # Rule 11

    def shares(self) -> list[Fraction | None]:
        inbound, outbound, gives, _ = self.year()
        promised = self.promises().values()
        due, kept = sum(one for one, _ in promised), sum(one for _, one in promised)
        moving = self.momentum()
        return [
            self.cadence(),
            Fraction(kept, due) if due else None,
            min(Fraction(1), Fraction(3 * (outbound + gives), inbound)) if inbound else None,
            None if moving is None else Fraction(1) if not moving[2] else min(Fraction(1), moving[0] / moving[1]),
            Fraction(int(all(row["closed_on"] for row in self.incidents))),
        ]

    def cadence(self) -> Fraction | None:
        if self.partner["stage"] in ("dormant", "parted") or self.partner["archived_on"] is not None:
            return None
        if not self.touchpoints and self.partner["stage"] == "prospect":
            days = 14
        else:
            days = self.partner["cadence_days"] or CADENCE[self.partner["tier"]]
        since = max([row["day"] for row in self.touchpoints], default=self.partner["added_on"])
        late = self.ago(since) - days
        return Fraction(1) if late <= 0 else max(Fraction(0), 1 - Fraction(late, days))

    def points(self) -> int | None:
        shares = self.shares()
        known = [share is not None for share in shares[1:4]]
        if not any(known) and not (self.touchpoints and shares[0] is not None):
            return None
        parts = [(share, most) for share, most in zip(shares, (30, 25, 15, 20, 10), strict=True) if share is not None]
        whole = Fraction(100) * sum(share * most for share, most in parts) / sum(most for _, most in parts)
        return floor(whole + Fraction(1, 2))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _first(days: list[date], since: date) -> date | None:
    return next((day for day in days if day >= since), None)
