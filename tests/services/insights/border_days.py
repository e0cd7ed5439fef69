"""Practices of which every day is one that some measure turns on, or any; written at once, without the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from tui_tracker.storage import models

Row = dict[str, Any]

AGO = [0, 1, 2, 3, 7, 13, 14, 15, 20, 21, 22, 28, 29, 30, 31, 32, 59, 60, 61, 89, 90, 91, 179, 180, 181, 182, 363, 364,
       365, 366, 367, 454, 455, 729, 730, 731]  # fmt: skip
TODAYS = (date(2026, 3, 16), date(2028, 2, 29), date(2028, 3, 1), date(2027, 1, 1), date(2026, 12, 31))
LINE = ("received", "contacted", "scheduled", "seen", "in_care", "closed")
SOURCES = ("partner", "partner", "partner", "web", "advert", "walk_in")
WORDS = ("Podiatry", "podiatry ", "PODIATRY", "Orthopédie", "orthopedie", "Neurology", "")
AREAS = ("Bath", "BATH", "Báth", "York", "")
PATIENTS = ("JD-4411", "jd 4411", "JD4411", "Jd-44 11", "KL-2", "kl2", "MN3", "ÉL-7", "él 7", "OP 9", "QR-1", "ST")
KINDS = ("acknowledgement", "initial", "progress", "final")
INCIDENTS = ("unsuitable_referral", "poor_response", "complaint")
MODELS = (models.Member, models.Partner, models.Agreement, models.Referral, models.Report, models.Touchpoint,
          models.Incident, models.Gift)  # fmt: skip


class Maker:
    """Makes the rows of a practice: so many partners, referrals, touchpoints and incidents.

    `hindsight`: today is looked back at from later days, so that things happened after it.
    """

    def __init__(self, seed: int, partners: int, referrals: int, today: date, *, hindsight: bool) -> None:
        self.chance, self.today, self.later = Random(seed), today, 40 if hindsight else 0
        pick = self.chance.choice
        self.members: list[Row] = [{"name": "Ann"}, {"name": "Bo"}]
        self.partners = numbered(self.partner(one) for one in range(partners))
        some_of = [one["id"] for one in self.partners if self.chance.random() < 0.5]
        self.agreements = [self.agreement(one) for one in some_of]
        steady = self.steady(pick(some_of)) if some_of else []
        others = [self.referral() for _ in range(referrals if partners else 0)]
        self.referrals = numbered([*others, *steady, *self.lately()])
        self.reports = [row for one in self.referrals if one["flow"] == "inbound" for row in self.reported(one)]
        self.touchpoints = [self.touchpoint() for _ in range(referrals if partners else 0)]
        self.incidents = [self.incident() for _ in range(partners and pick((0, 1, 3, 6)))]
        self.gifts = [{"partner": pick(self.partners)["id"], "day": self.day(), "what": "fruit", "amount_cents": 500}
                      for _ in self.incidents]  # fmt: skip

    def write(self) -> None:
        """Take the place of whatever is in the open practice."""
        for model in reversed(MODELS):
            model.delete().execute()
        tables = (self.members, self.partners, self.agreements, self.referrals, self.reports, self.touchpoints,
                  self.incidents, self.gifts)  # fmt: skip
        for model, rows in zip(MODELS, tables, strict=True):
            if rows:
                model.insert_many(numbered(rows)).execute()

    def day(self, since: date | None = None) -> date:
        """A day up to now, half of them borders; not before `since`."""
        chance, now = self.chance, self.today + timedelta(self.later)
        kind = chance.random()
        if kind < 0.5:
            found = self.today - timedelta(chance.choice(AGO))
        elif kind < 0.7:
            found = border(self.today, chance.randrange(26))
        else:
            found = now - timedelta(chance.randrange(900))
        if self.later and chance.random() < 0.1:
            found = self.today + timedelta(chance.choice((1, 2, 30)))
        return max(found, since) if since else found

    def soon(self, day: date) -> date:
        """Some days later, but not after now."""
        days = self.chance.choice((0, 0, 1, 2, 3, 4, 7, 8, 14, 15, 30, 31, 90))
        return min(day + timedelta(days), self.today + timedelta(self.later))

    def partner(self, number: int) -> Row:
        pick = self.chance.choice
        name = f"{pick('ABC')}{number}"
        return {
            "name": name,
            "search": name.lower(),
            "specialty": pick(WORDS),
            "area": pick(AREAS),
            "stage": pick(("prospect", "connected", "referring", "referring", "partner", "dormant", "parted")),
            "member": pick((None, 1, 1, 2)),
            "added_on": self.day(),
            "archived_on": self.today - timedelta(pick(AGO)) if self.chance.random() < 0.15 else None,
        }

    def agreement(self, partner: int) -> Row:
        kinds = ("acknowledgement", "initial_report", "progress_report", "final_report")
        return {"partner": partner, **{f"{kind}_days": self.chance.choice((None, 0, 1, 5, 40)) for kind in kinds}}

    def steady(self, partner: int) -> list[Row]:
        """Many of one partner, that may have ended at a border: who sends less is asked of such."""
        quiet, number = self.chance.choice(AGO), self.chance.randrange(40)
        days = [self.today - timedelta(quiet + self.chance.randrange(900)) for _ in range(number)]
        return [self.came(partner, "partner", day) | {"stage": "received", "stage_on": day} for day in days]

    def lately(self) -> list[Row]:
        """One of every partner, so that there are more than ten who sent, or none."""
        partners = self.partners if self.chance.random() < 0.5 else []
        days = [self.today - timedelta(self.chance.randrange(360)) for _ in partners]
        every = zip(partners, days, strict=True)
        return [self.came(one["id"], "partner", day) | {"stage": "received", "stage_on": day} for one, day in every]

    def came(self, partner: int | None, source: str, day: date) -> Row:
        pick = self.chance.choice
        return {
            "flow": "inbound",
            "source": source,
            "partner": partner,
            "patient_ref": pick(PATIENTS),
            "payer": pick((None, None, None, self.partners[-1]["id"])),
            "day": day,
            "settled": self.chance.random() < 0.1,
            "revenue_cents": pick((None, None, 0, 1, 12_345, 99_999)),
            "appropriate": pick((None, "yes", "yes", "partly", "no")),
            "adherence": pick((None, "full", "partial", "none")),
            "outcome": pick((None, "goal_met", "improved", "unchanged", "worse")),
            "aside_reason": "",
            **{f"{stage}_on": None for stage in (*LINE[1:], "accepted", "aside")},
        }

    def referral(self) -> Row:
        pick, day = self.chance.choice, self.day()
        source, partner = pick(SOURCES), pick(self.partners)["id"]
        row = self.came(partner if source == "partner" or self.chance.random() < 0.4 else None, source, day)
        if self.chance.random() < 0.25:
            return row | {"flow": "outbound", "source": "partner", "partner": partner, "stage": "sent", "stage_on": day}
        place, last = self.chance.randrange(len(LINE)), day
        for stage in LINE[1 : place + 1]:
            if stage == LINE[place] or self.chance.random() < 0.6:
                last = row[f"{stage}_on"] = self.soon(last)
        stage = LINE[place]
        if place < 5 and self.chance.random() < 0.3:
            stage, last = pick(("lost", "lost", "declined")), self.soon(last)
            row |= {"aside_on": last, "aside_reason": pick(("", "moved away", "Moved  Away", "too far", "too fár"))}
        elif place and not self.later and self.chance.random() < 0.1:
            row[f"{stage}_on"] = None  # old imports know no day
        elif place > 1 and self.chance.random() < 0.2:
            stage = pick(LINE[:place])  # moved back: the days after it are gone
            row |= {f"{one}_on": None for one in LINE[LINE.index(stage) + 1 :]}
            last = max(one for one in (day, *(row[f"{each}_on"] for each in LINE[1:])) if one)
            if stage != "received":
                row[f"{stage}_on"] = last
        return row | {"stage": stage, "stage_on": last}

    def reported(self, row: Row) -> list[Row]:
        from_day = [row["day"], *(row[f"{one}_on"] for one in ("seen", "in_care", "closed") if row[f"{one}_on"])]
        pick = self.chance.choice
        return [
            {
                "referral": row["id"],
                "kind": pick(KINDS),
                "sent_on": self.soon(pick(from_day)),
                "member": pick((None, 1, 2)),
            }
            for _ in range(pick((0, 0, 1, 2, 3)))
        ]

    def touchpoint(self) -> Row:
        pick = self.chance.choice
        intents = pick((0, 1, 2, 2, 4, 6, 32, 34, 38, 96))
        answer = pick((None, "yes", "later", "no")) if intents & 32 else None
        day = self.day()
        return {
            "partner": pick(self.partners[:4])["id"],
            "day": day,
            "channel": pick(("call", "email", "visit")),
            "direction": pick(("ours", "ours", "theirs")),
            "intents": intents,
            "member": pick((None, 1, 2)),
            "give": pick((None, "article", "cards")) if intents & 2 else None,
            "answer": answer,
            "answered_on": self.soon(day) if answer else None,
        }

    def incident(self) -> Row:
        opened = self.day()
        answered = self.soon(opened) if self.chance.random() < 0.7 else None
        closed = self.soon(answered) if answered and self.chance.random() < 0.6 else None
        return {
            "partner": self.chance.choice(self.partners)["id"],
            "kind": self.chance.choice(INCIDENTS),
            "opened_on": opened,
            "facts": "x",
            "reply": "said",
            "answered_on": answered,
            "closed_on": closed,
        }


def border(today: date, months: int) -> date:
    """The first or the last day of a month so many halves of months ago, or the leap day where it is near."""
    number = today.year * 12 + today.month - 1 - months // 2
    first = date(number // 12, number % 12 + 1, 1)
    if months == 25:
        leap = today.year // 4 * 4
        return min(date(leap, 2, 29), today)
    return first - timedelta(months % 2)


def numbered(rows: Any) -> list[Row]:
    """Rows with their ids, from 1 on."""
    found: Sequence[Row] = list(rows)
    return [row | {"id": place} for place, row in enumerate(found, 1)]
