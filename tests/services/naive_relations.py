"""Rules 4, 6, 7, 8 and 14 once more, worked out from an exported practice alone: slow, plain and independent.

Nothing here imports the program. It was written from RULES and from what the docs say where those are silent, so that a
mistake would have to be made twice to go unseen. It says every reason in words, from the figures that it found itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import comb
from typing import Any

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
CADENCE = {"A": 30, "B": 60, "C": 90}


@dataclass(frozen=True, order=True)
class Said:
    """One line of the agenda: whom it is about (a partner's id, or the words of a gap), its kind, its reason."""

    about: str
    kind: str
    days: int
    why: str


class Relations:
    """What no day makes late, and whom to reconnect with, on a day."""

    def __init__(self, exported: dict[str, Any], today: date, percents: tuple[int, int], wait: int) -> None:
        self.today, self.wait = today, wait
        self.fewer_percent, self.silence_percent = percents
        self.rows = exported

    def lines(self, late_reports: set[int]) -> list[Said]:
        """All of them; `late_reports` are the partners to whom a report is late."""
        found: list[Said] = []
        for partner in self.rows["partners"]:
            if partner["archived_on"] is None:
                lines = (
                    self.less(partner),
                    self.reconnect(partner),
                    self.ask(partner, late_reports),
                    self.owe(partner),
                )
                found += [line for line in lines if line is not None]
        return sorted([*found, *self.gaps()])

    def ago(self, text: str) -> int:
        return (self.today - date.fromisoformat(text)).days

    def said(self, text: str) -> str:
        day = date.fromisoformat(text)
        short = f"{MONTHS[day.month - 1]} {day.day}"
        return short if day.year == self.today.year else f"{short}, {day.year}"

    def referred(self, partner: dict[str, Any], flow: str) -> list[str]:
        rows = self.rows["referrals"]
        return sorted(row["day"] for row in rows if row["partner_id"] == partner["id"] and row["flow"] == flow)

    def touches(self, partner: dict[str, Any], intent: str = "") -> list[dict[str, Any]]:
        """All touchpoints by day; with an intent only ours that have it."""
        mine = [row for row in self.rows["touchpoints"] if row["partner_id"] == partner["id"]]
        if intent:
            mine = [row for row in mine if row["direction"] == "ours" and intent in row["intents"]]
        return sorted(mine, key=lambda row: str(row["day"]))

    def less(self, partner: dict[str, Any]) -> Said | None:
        days = self.referred(partner, "inbound")
        if partner["stage"] in ("dormant", "parted") or not days:
            return None
        recent = sum(self.ago(day) < 90 for day in days)
        earlier = sum(90 <= self.ago(day) < 455 for day in days)
        baseline = min(365, self.ago(days[0]) - 90 + 1)
        why = self.fewer(recent, earlier, baseline) or self.silent(days, recent, earlier, baseline)
        if why is None:
            return None
        check = "Are our reports arriving, has the clinician moved, was there an incident?"
        return Said(str(partner["id"]), "sending_less", self.ago(days[-1]), f"{why}. {check}")

    def fewer(self, recent: int, earlier: int, baseline: int) -> str | None:
        if earlier < 4 or baseline < 90:
            return None
        part, number = Fraction(90, 90 + baseline), recent + earlier
        chance = sum(comb(number, i) * part**i * (1 - part) ** (number - i) for i in range(recent + 1))
        if chance > Fraction(self.fewer_percent, 100):
            return None
        expected = f"{earlier * 90 / baseline:.1f}"
        return f"{recent} in 90 days; {expected} {'was' if expected == '1.0' else 'were'} to be expected"

    def silent(self, days: list[str], recent: int, earlier: int, baseline: int) -> str | None:
        silence, span = self.ago(days[-1]), min(1095, self.ago(days[0]) + 1)
        lately = sum(self.ago(day) < 1095 for day in days)
        number = lately - 1 if self.ago(days[0]) < 1095 else lately
        before = span - silence
        if not self.wait < silence < 455 or lately < 4 or number < 1 or before < 90:
            return None
        known = earlier >= 4 and baseline >= 90
        expected = Fraction(earlier * 90, baseline) if known else Fraction(number * 90, before)
        if recent >= expected or Fraction(before, span - self.wait) ** number > Fraction(self.silence_percent, 100):
            return None
        every = round(before / number)
        often = "one a day" if every <= 1 else f"one every {every} days"
        return f"none for {silence} day{'s' * (silence != 1)}; {often} was usual"

    def reconnect(self, partner: dict[str, Any]) -> Said | None:
        if partner["stage"] in ("dormant", "parted"):
            return None
        touches = self.touches(partner)
        first = partner["stage"] == "prospect" and not touches
        wait = 14 if first else partner["cadence_days"] or CADENCE[partner["tier"]]
        since = touches[-1]["day"] if touches else partner["added_on"]
        late = self.ago(since) - wait
        if late < 0:
            return None
        since_when = "last touch" if touches else "not in touch since added"
        why = f"{since_when} {self.said(since)}, meant every {wait} day{'s' * (wait != 1)}"
        if first:
            why = f"added {self.said(since)}, a first contact is meant within 14 days"
        return Said(str(partner["id"]), "reconnect", late, why)

    def ask(self, partner: dict[str, Any], late_reports: set[int]) -> Said | None:
        touches = self.touches(partner)
        gives, asks = self.touches(partner, "give"), self.touches(partner, "ask")
        days = {row["day"] for row in touches}
        channels, intents = {row["channel"] for row in touches}, {one for row in touches for one in row["intents"]}
        open_incident = any(
            row["partner_id"] == partner["id"] and row["closed_on"] is None for row in self.rows["incidents"]
        )
        ready = (
            len(days) >= 7
            and max(len(channels), len(intents)) >= 3
            and any(self.ago(row["day"]) <= 180 for row in gives)
            and partner["id"] not in late_reports
            and not open_incident
            and all(self.ago(row["day"]) > 90 for row in asks)
            and partner["stage"] != "parted"
        )
        if not ready:
            return None
        asked = f"last asked {self.said(asks[-1]['day'])}" if asks else "not asked yet"
        why = f"in touch on {len(days)} days, {asked}; no report late, no incident open"
        return Said(str(partner["id"]), "ready_to_ask", self.ago(gives[-1]["day"]), why)

    def owe(self, partner: dict[str, Any]) -> Said | None:
        year = [day for day in self.referred(partner, "inbound") if self.ago(day) < 365]
        sent = [day for day in self.referred(partner, "outbound") if self.ago(day) < 365]
        gives = [row["day"] for row in self.touches(partner, "give") if self.ago(row["day"]) < 365]
        if partner["stage"] == "parted" or len(year) < 3 or not len(sent) + len(gives) < Fraction(len(year), 3):
            return None
        parts = [f"{len(sent)} sent to them"] if sent else []
        parts += [f"{len(gives)} give{'s' * (len(gives) != 1)}"] if gives else []
        back = " and ".join(parts) or "nothing given or sent"
        since = max([*sent, *gives], default=year[0])
        why = f"{len(year)} referrals from them in 365 days, {back} in return"
        return Said(str(partner["id"]), "we_owe", self.ago(since), why)

    def gaps(self) -> list[Said]:
        found = []
        for target in self.rows["targets"]:
            active = coming = 0
            fell = []
            for partner in self.rows["partners"]:
                here = partner["specialty"].lower() == target["specialty"].lower()
                here = here and target["area"].lower() in ("", partner["area"].lower())
                if not here or partner["archived_on"] is not None or partner["stage"] == "parted":
                    continue
                days = self.referred(partner, "inbound")
                if days and self.ago(days[-1]) < 180:
                    active += 1
                    continue
                coming += partner["stage"] in ("prospect", "connected", "building")
                fell += [self.ago(days[-1]) - 180] if days else []
            if active + coming >= target["wanted"]:
                continue
            why = f"{active} of {target['wanted']} active, {coming or 'nobody'} in the works"
            if fell:
                why += f"; one fewer since {self.said((self.today - timedelta(min(fell))).isoformat())}"
            name = f"{target['specialty']}, {target['area']}" if target["area"] else target["specialty"]
            found.append(Said(name, "gap", min(fell, default=0), why))
        return found
