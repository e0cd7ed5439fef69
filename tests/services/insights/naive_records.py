"""An exported practice read without the program: what is chosen, what became of it, and which reports were promised.

Spans are pairs of days; a lens is anything with `member_id`, `specialty`, `area`, `payer_id` and `source`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

Row = dict[str, Any]
Days = tuple[date, date]
LINE = ["received", "contacted", "scheduled", "seen", "in_care", "closed"]
WAITS = {"acknowledgement": 2, "initial_report": 3, "progress_report": 30, "final_report": 7}
RIPE = 30


class Promised(NamedTuple):
    """A report that was promised: `took` days until it was sent; None where it is past due."""

    referral: int
    partner: int
    kind: str
    opened: date
    took: int | None
    in_time: bool


class Records:
    """The rows of an exported practice as they stand on a day."""

    def __init__(self, exported: dict[str, Any], today: date) -> None:
        self.today = today
        tables = ("partners", "referrals", "touchpoints", "incidents", "reports", "agreements")
        every = {table: [dated(row) for row in exported[table]] for table in tables}
        self.exported = exported
        self.partners = {row["id"]: row for row in every["partners"]}
        self.referrals, self.touchpoints = every["referrals"], every["touchpoints"]
        self.incidents = every["incidents"]
        self.members = {row["id"]: row["name"] for row in exported["members"]}
        self.agreed = {row["partner_id"]: row for row in every["agreements"]}
        self.reports: dict[int, list[Row]] = defaultdict(list)
        for row in sorted(every["reports"], key=lambda one: (one["sent_on"], one["id"])):
            self.reports[row["referral_id"]].append(row)

    # Who and what is counted

    def fits(self, partner: int | None, lens: Any) -> bool:
        """Whether the lens chooses a partner; None is nobody."""
        row = self.partners.get(partner or 0)
        wanted = (lens.member_id, "member_id"), (lens.specialty, "specialty"), (lens.area, "area")
        return all(asked is None or (row is not None and same(asked, row[word])) for asked, word in wanted)

    def of_lens(self, lens: Any) -> dict[int, Row]:
        return {row_id: row for row_id, row in self.partners.items() if self.fits(row_id, lens)}

    def chosen(self, row: Row, lens: Any) -> bool:
        """Whether the lens chooses a referral."""
        by_source = lens.source is None or (row["flow"] == "inbound" and row["source"] == str(lens.source))
        return by_source and lens.payer_id in (None, row["payer_id"]) and self.fits(row["partner_id"], lens)

    def within(self, span: Days, lens: Any) -> list[Row]:
        return [row for row in self.referrals if self.counts(row["day"], span) and self.chosen(row, lens)]

    def counts(self, day: date | None, span: Days) -> bool:
        """Whether a day lies in a span, and not after today."""
        return day is not None and span[0] <= day <= span[1] and day <= self.today

    def inbound(self, span: Days, lens: Any) -> list[Row]:
        return [row for row in self.within(span, lens) if row["flow"] == "inbound"]

    def outbound(self, span: Days, lens: Any) -> list[Row]:
        return [row for row in self.within(span, lens) if row["flow"] == "outbound"]

    def sent_us(self, span: Days, lens: Any) -> list[Row]:
        return [row for row in self.inbound(span, lens) if row["source"] == "partner"]

    def ripe(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if (self.today - row["day"]).days >= RIPE]

    # What became of a referral

    def reached(self, row: Row, stage: str) -> date | bool:
        """The stage's own day or that of the next with one; True where nobody noted it, False where it was not."""
        for one in LINE[LINE.index(stage) :]:
            day = row["day" if one == "received" else f"{one}_on"]
            if isinstance(day, date) and day <= self.today:
                return day
        return row["stage"] in LINE[LINE.index(stage) :] and row["stage_on"] <= self.today

    def seen(self, row: Row) -> bool:
        return self.reached(row, "seen") is not False

    def aside(self, row: Row, stage: str) -> bool:
        return bool(row["stage"] == stage and (row["aside_on"] or row["stage_on"]) <= self.today)

    def furthest(self, row: Row) -> int:
        return max(place for place, stage in enumerate(LINE) if self.reached(row, stage) is not False)

    def waits(self, rows: Iterable[Row], stage: str) -> dict[int, int]:
        """Days from received to a stage, of those of which both are known."""
        days = {row["id"]: (self.reached(row, stage), row["day"]) for row in rows}
        return {row_id: (on - received).days for row_id, (on, received) in days.items() if not isinstance(on, bool)}

    def promised(self, span: Days, lens: Any) -> list[Promised]:
        """The reports promised in a span that were sent by today, or are past due."""
        found = []
        for row in self.referrals:
            if row["flow"] != "inbound" or row["settled"] or not row["partner_id"] or not self.chosen(row, lens):
                continue
            for kind, opened, due, kept in self.not_dropped(row):
                sent = kept is not None and kept <= self.today
                if self.counts(opened, span) and (sent or due < self.today):
                    took = max((kept - opened).days, 0) if kept is not None and sent else None
                    in_time = kept is not None and sent and kept <= due
                    found.append(Promised(row["id"], row["partner_id"], kind, opened, took, in_time))
        return found

    def not_dropped(self, row: Row) -> Iterator[tuple[str, date, date, date | None]]:
        """Kind, opened, due and kept of what declining or losing the referral did not drop."""
        aside = row["aside_on"]
        for kind, opened, due, kept in self.every_promise(row):
            dropped = aside is None or (aside <= due and (kept is None or kept > aside))
            if row["stage"] not in ("lost", "declined") or not dropped:
                yield kind, opened, due, kept

    def every_promise(self, row: Row) -> Iterator[tuple[str, date, date, date | None]]:
        agreement = self.agreed.get(row["partner_id"], {})
        waits = {kind: agreement.get(f"{kind}_days") for kind in WAITS}
        days = {kind: timedelta(WAITS[kind] if own is None else own) for kind, own in waits.items()}
        sent = [(one["sent_on"], one["kind"]) for one in self.reports[row["id"]]]
        first = {kind: day for day, kind in reversed(sent)}
        received, seen, closed = row["day"], self.reached(row, "seen"), row["closed_on"]
        yield "acknowledgement", received, received + days["acknowledgement"], min(first.values(), default=None)
        if not isinstance(seen, bool):
            yield "initial_report", seen, seen + days["initial_report"], first.get("initial")
        if not isinstance(seen, bool) or row["stage"] == "in_care":
            yield from self.progress(row, sent, days["progress_report"])
        if closed is not None:
            yield "final_report", closed, closed + days["final_report"], first.get("final")

    def progress(
        self, row: Row, sent: list[tuple[date, str]], wait: timedelta
    ) -> Iterator[tuple[str, date, date, date | None]]:
        """Each report opens the wait for the next while care goes on past its end; another kind in time renews it."""
        if row["stage"] == "in_care":
            begun, ended = row["in_care_on"] or row["seen_on"] or row["day"], None
        else:
            begun, ended = row["in_care_on"], row["closed_on"] or row["aside_on"]
            if begun is None or ended is None:
                return
        days = sorted({day for day, _ in sent})
        for place, day in enumerate(days):
            due, after = max(day + wait, begun), days[place + 1 :]
            if ended is not None and ended <= due:
                return
            kept = after[0] if after else None
            if kept is None or kept > due or (kept >= begun and (kept, "progress") in sent):
                yield "progress_report", day, due, kept


def dated(row: Row) -> Row:
    return {key: date.fromisoformat(value) if value and is_day(key) else value for key, value in row.items()}


def is_day(key: str) -> bool:
    return key == "day" or key.endswith("_on")


def fold(text: str) -> str:
    """A word without capitals, accents and double blanks."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(plain.casefold().split())


def same(one: Any, other: Any) -> bool:
    return fold(one) == fold(other) if isinstance(one, str) and isinstance(other, str) else bool(one == other)


def patient(row: Row) -> str:
    """The reference as it is compared: capitals beyond ASCII, which engines know differently, are told apart."""
    plain = str(row["patient_ref"]).replace(" ", "").replace("-", "")
    return "".join(one.lower() if one.isascii() else one for one in plain)
