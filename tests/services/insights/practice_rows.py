"""A practice made of random rows, kept beside the database as plain dictionaries, to be counted over again."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.conftest import TODAY
from tui_tracker.storage.models import Agreement, Base, Member, Partner, Referral, Report, Touchpoint

Row = dict[str, Any]

CHANNELS = ("call", "email", "visit")
MARKS = {
    "appropriate": (None, None, "yes", "yes", "partly", "no"),
    "adherence": (None, "full", "partial", "none"),
    "outcome": (None, "goal_met", "improved", "worse"),
}
_STAGES = ("received", "contacted", "seen", "in_care", "closed", "lost", "declined")


class Practice:
    """Rows by table, as they were written; each has its id."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        for table in (self._members, self._partners, self._agreements, self._referrals, self._reports, self._touches):
            model, rows = table()
            for place, row in enumerate(rows, 1):
                row["id"] = place
            setattr(self, model._meta.table_name, rows)
            if rows:
                model.insert_many(rows).execute()

    member: list[Row]
    partner: list[Row]
    agreement: list[Row]
    referral: list[Row]
    report: list[Row]
    touchpoint: list[Row]

    def _members(self) -> tuple[type[Base], list[Row]]:
        return Member, [{"name": "Ann"}, {"name": "Bo"}]

    def _partners(self) -> tuple[type[Base], list[Row]]:
        pick = self.random.choice
        return Partner, [
            {
                "name": f"P {letter}",
                "search": f"p {letter.lower()}",
                "added_on": self._day(900),
                "archived_on": pick((None, None, None, self._day(300))),
                "stage": pick(("referring", "referring", "building", "parted", "dormant")),
                "member": pick((None, 1, 2)),
                "area": pick(("Bath", "bath", "")),
                "specialty": "Podiatry",
            }
            for letter in self.random.sample("ABCDEFGHIJ", self.random.randint(1, 8))
        ]

    def _agreements(self) -> tuple[type[Base], list[Row]]:
        chosen = [one["id"] for one in self.partner if self.random.random() < 0.4]
        return Agreement, [
            {"partner": row_id, "initial_report_days": self.random.choice((None, 0, 10))} for row_id in chosen
        ]

    def _referrals(self) -> tuple[type[Base], list[Row]]:
        return Referral, [self._referral() for _ in range(self.random.randint(0, 90))]

    def _referral(self) -> Row:
        pick = self.random.choice
        day = self._day(800)
        flow = pick(("inbound", "inbound", "inbound", "outbound"))
        source = "partner" if flow == "outbound" else pick(("partner", "partner", "partner", "web"))
        stage = pick(("sent", "seen", "closed", "lost")) if flow == "outbound" else pick(_STAGES)
        days = self._reached(stage, day)
        row = {
            "flow": flow,
            "source": source,
            "partner": pick(self.partner)["id"] if source == "partner" else pick((None, self.partner[0]["id"])),
            "patient_ref": pick(("JD-1", "jd 1", "KL-2", "MN3", "OP-4")),
            "payer": pick((None, None, self.partner[-1]["id"])),
            "stage": stage,
            "stage_on": max(one for one in (day, *days.values()) if one is not None),
            "day": day,
            "settled": self.random.random() < 0.1,
            "revenue_cents": pick((None, 0, 12_345, 100)),
            **{"contacted_on": None, "seen_on": None, "in_care_on": None, "closed_on": None, "aside_on": None},
            **days,
            **{mark: pick(words) for mark, words in MARKS.items()},
        }
        return row

    def _reached(self, stage: str, day: date) -> Row:
        """The days of the stages up to one, some of them skipped; never after today."""
        way = ["contacted", "seen", "in_care", "closed"]
        if stage in ("lost", "declined"):
            came = [*way[: self.random.randint(0, 3)], "aside"]
        else:
            came = way[: way.index(stage) + 1] if stage in way else []
        found: Row = {}
        for one in came:
            if one == came[-1] or self.random.random() < 0.7:
                day = min(day + timedelta(self.random.randint(0, 12)), TODAY)
                found[f"{one}_on"] = day
        return found

    def _reports(self) -> tuple[type[Base], list[Row]]:
        rows = []
        for one in self.referral:
            for kind in ("acknowledgement", "initial", "initial", "final"):
                if one["flow"] == "inbound" and self.random.random() < 0.5:
                    begun = one["seen_on"] or one["day"]
                    sent_on = min(begun + timedelta(self.random.randint(0, 15)), TODAY)
                    rows.append({"referral": one["id"], "kind": kind, "sent_on": sent_on})
        return Report, rows

    def _touches(self) -> tuple[type[Base], list[Row]]:
        pick = self.random.choice
        rows = []
        for _ in range(self.random.randint(0, 160)):
            intents = pick((0, 1, 2, 4, 6, 32, 34, 38))
            asked = bool(intents & 32)
            answer = pick((None, "yes", "later", "no")) if asked else None
            rows.append(
                {
                    "partner": pick(self.partner)["id"],
                    "day": self._day(800),
                    "channel": pick(CHANNELS),
                    "direction": pick(("ours", "ours", "theirs")),
                    "intents": intents,
                    "member": pick((None, 1, 2)),
                    "give": pick((None, "article", "cards")) if intents & 2 else None,
                    "answer": answer,
                    "answered_on": None if answer is None else TODAY + timedelta(pick((-5, 0, 3))),
                }
            )
        return Touchpoint, rows

    def _day(self, back: int) -> date:
        """A day of late, more likely one at a border; a few are still to come."""
        if self.random.random() < 0.15:
            return self.random.choice(
                (date(2026, 2, 28), date(2026, 3, 1), date(2024, 2, 29), TODAY, TODAY + timedelta(1))
            )
        return TODAY - timedelta(self.random.randint(0, back))
