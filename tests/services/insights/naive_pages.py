"""The tables, bars and cells of Insights once more, from an exported practice alone, as `naive_insights` has figures.

Rows are given by what they are about (a stage, a channel, a partner's name), so that their order may differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.services.insights.naive_insights import Naive, before_of, good, intended, percentile, ratio, year_to
from tests.services.insights.naive_records import LINE, WAITS, Days, Promised, Row, fold, patient

Cells = tuple[Any, ...]
Rows = dict[Any, Cells]


class NaivePages(Naive):
    """What the pages show of a span, beside the span before."""

    def tables(self, span: Days, before: Days, lens: Any) -> dict[str, Rows]:
        """The tables whose rows need no more than the two spans, by name; those of nothing are left out."""
        every = {
            "stages": self.stages(span, before, lens),
            **{f"{how}_reasons": self.reasons(how, span, before, lens) for how in ("lost", "declined")},
            **{f"referrals_by_{word}": self.by_word(word, span, before, lens) for word in ("specialty", "area")},
            "reports": {kind: self.report(kind, span, lens) for kind in WAITS},
            "initial_reports_by_member": self.initial_reports(span, lens),
            "sources": self.channels(span, before, lens),
            "top_senders": self.senders(span, before, lens),
            **self.worth(span, lens),
        }
        if lens.payer_id is None and lens.source is None:
            every |= self.touch_tables(span, before, lens) | {"incidents_by_kind": self.incident_kinds(span, lens)}
        return every

    def month(self, span: Days, lens: Any) -> Cells:
        """Received, from partners, sent; and of those received seen, closed, lost and declined."""
        inbound, out = self.inbound(span, lens), self.outbound(span, lens)
        fates = [self.seen, lambda row: self.reached(row, "closed") is not False]
        fates += [lambda row: self.aside(row, "lost"), lambda row: self.aside(row, "declined")]
        became = (sum(map(fate, inbound)) for fate in fates)
        sent = None if lens.source is not None else len(out)
        return len(inbound), len(self.sent_us(span, lens)), sent, *became

    def stages(self, span: Days, before: Days, lens: Any) -> Rows:
        now, earlier = (self.at_least(days, lens) for days in (span, before))
        return {
            stage.replace("_", " "): (
                now[place],
                ratio(now[place], now[0]),
                ratio(now[place], now[place - 1]) if place else None,
                ratio(earlier[place], earlier[0]),
            )
            for place, stage in enumerate(LINE)
        }

    def at_least(self, span: Days, lens: Any) -> list[int]:
        furthest = [self.furthest(row) for row in self.inbound(span, lens)]
        return [sum(one >= place for one in furthest) for place in range(len(LINE))]

    def reasons(self, how: str, span: Days, before: Days, lens: Any) -> Rows:
        now, earlier = (
            Counter(fold(row["aside_reason"]) for row in self.inbound(days, lens) if self.aside(row, how))
            for days in (span, before)
        )
        return {
            reason or "no reason given": (number, ratio(number, now.total()), earlier[reason])
            for reason, number in now.items()
        }

    def by_word(self, word: str, span: Days, before: Days, lens: Any) -> Rows:
        """Received, received before, sent and net, by a word of the partner; None is nobody."""

        def numbers(rows: Iterable[Row]) -> Counter[str]:
            named = (self.partners.get(row["partner_id"]) for row in rows)
            return Counter("no partner" if one is None else fold(one[word]) or f"no {word}" for one in named)

        came, earlier = numbers(self.inbound(span, lens)), numbers(self.inbound(before, lens))
        sent = numbers(self.outbound(span, lens))
        told = lens.source is None
        return {
            one: (came[one], earlier[one], *((sent[one], came[one] - sent[one]) if told else (None, None)))
            for one in {*came, *earlier, *sent}
        }

    def report(self, kind: str, span: Days, lens: Any) -> Cells:
        """As promised as a rule, sent, median, 90th percentile, on time, of how many, past due."""
        return WAITS[kind], *_turned([one for one in self.promised(span, lens) if one.kind == kind])

    def initial_reports(self, span: Days, lens: Any) -> Rows:
        """By who sent the first of them: sent, median, 90th percentile and in time."""
        of: dict[Any, list[Promised]] = {}
        for one in self.promised(span, lens):
            if one.kind == "initial_report" and one.took is not None:
                first = next(row for row in self.reports[one.referral] if row["kind"] == "initial")
                of.setdefault(self.members.get(first["member_id"], "nobody noted"), []).append(one)
        return {name: _turned(mine)[:4] for name, mine in of.items()}

    def late_to(self, span: Days, lens: Any) -> Rows:
        """By partner: promised, late, and the share in time; those to whom any was late."""
        of: dict[int, list[bool]] = {}
        for one in self.promised(span, lens):
            of.setdefault(one.partner, []).append(one.in_time)
        return {
            self.partners[partner]["name"]: (len(mine), mine.count(False), ratio(mine.count(True), len(mine)))
            for partner, mine in of.items()
            if not all(mine)
        }

    def channels(self, span: Days, before: Days, lens: Any) -> Rows:
        now, earlier = (Counter(row["source"] for row in self.inbound(days, lens)) for days in (span, before))
        return {
            one.replace("_", " "): (
                now[one],
                ratio(now[one], now.total()),
                earlier[one],
                ratio(earlier[one], earlier.total()),
            )
            for one in {*now, *earlier}
        }

    def quarter(self, span: Days, lens: Any, sources: Iterable[str]) -> Cells:
        now = Counter(row["source"] for row in self.inbound(span, lens))
        return now.total(), *(ratio(now[one], now.total()) for one in sources)

    def senders(self, span: Days, before: Days, lens: Any) -> Rows:
        now, earlier = (Counter(row["partner_id"] for row in self.sent_us(days, lens)) for days in (span, before))
        return {
            self.partners[one]["name"]: (now[one], ratio(now[one], now.total()), earlier[one], now[one] - earlier[one])
            for one in now
        }

    def worth(self, span: Days, lens: Any) -> dict[str, Rows]:
        """What patients brought by channel, and from how many that is."""
        by: dict[str, list[Row]] = {}
        for row in self.inbound(span, lens):
            for name in ("all together", row["source"].replace("_", " ")):
                by.setdefault(name, []).append(row)
        told = {name: self.of_channel(rows) for name, rows in by.items()}
        return {
            "lifetime_value": {name: one[0] for name, one in told.items()},
            "value_counts": {name: one[1] for name, one in told.items()},
        }

    def of_channel(self, rows: list[Row]) -> tuple[Cells, Cells]:
        patients, old = {patient(row) for row in rows}, self.ripe(rows)
        noted = [row["revenue_cents"] for row in rows if row["revenue_cents"] is not None]
        kept = [sum(row["adherence"] == how for row in rows) for how in ("full", "partial", "none")]
        marks = [good(row) for row in rows if good(row) is not None]
        seen = ratio(sum(map(self.seen, old)), len(old))
        shares = seen, ratio(kept[0], sum(kept)), ratio(sum(map(bool, marks)), len(marks))
        cents = sum(noted) if noted else None
        worth = ratio(sum(noted), len(patients)) if noted else None
        return (len(patients), worth, *shares, len(rows), cents), (len(noted), len(old), *kept, len(marks))

    def touch_tables(self, span: Days, before: Days, lens: Any) -> dict[str, Rows]:
        now, earlier = self.touched(span, lens), self.touched(before, lens)
        channels = {
            one: (*_touches([row for row in now if row["channel"] == one])[:3], _number(earlier, "channel", one))
            for one in {row["channel"] for row in [*now, *earlier]}
        }
        members, ours, ours_before = {}, _ours(now), _ours(earlier)
        for one in {row["member_id"] for row in [*ours, *ours_before]}:
            mine = _touches([row for row in ours if row["member_id"] == one])
            name = self.members.get(one, "not said")
            members[name] = (mine[1], *mine[3:], _number(ours_before, "member_id", one))
        answers, answers_before = (
            Counter(self.answer(row) or "no answer yet" for row in intended(rows, "ask")) for rows in (now, earlier)
        )
        asks = {one: (answers[one], answers_before[one]) for one in {*answers, *answers_before}}
        return {"touchpoints_by_channel": channels, "touchpoints_by_member": members, "asks_by_answer": asks}

    def touch_month(self, span: Days, lens: Any) -> Cells:
        return _touches(self.touched(span, lens))

    def days_in_touch(self, last: date, lens: Any) -> list[int]:
        """With how many partners we were in touch on 0, 1, 2… 7 or more days by a day."""
        sizes = [0] * 8
        for one, row in self.of_lens(lens).items():
            days = {each["day"] for each in self.touchpoints if each["partner_id"] == one and each["day"] <= last}
            away = row["stage"] == "parted" or (row["archived_on"] is not None and row["archived_on"] <= last)
            if not away and (row["added_on"] <= last or days):
                sizes[min(len(days), 7)] += 1
        return sizes

    def give_and_take(self, name: str, last: date, lens: Any) -> Rows:
        """Received, sent, gives, asks and sent for each, of those whom we owe, or who are one-sided."""
        ids = self.balance((last, last), lens)[name].ids
        return {self.partners[one]["name"]: self.balanced(one, last, lens) for one in ids}

    def balanced(self, partner: int, last: date, lens: Any) -> Cells:
        came, sent, gave, asked = self.went(partner, last, lens)
        return came, sent, gave, asked, ratio(sent, came)

    def incident_kinds(self, span: Days, lens: Any) -> Rows:
        found = {}
        for kind in {row["kind"] for row in self.incidents}:
            one = self.care(span, lens, kind)
            if one["incidents"].n:
                parts = [one[key].part for key in ("incidents_answered", "incidents_closed")]
                days = [one[key].value for key in ("days_to_answer", "days_to_close")]
                back = one["recovered"]
                name = kind.replace("_", " ").capitalize()
                found[name] = (one["incidents"].n, *parts, *days, back.part, back.n)
        return found

    def cohort(self, quarter: Days, last: date, lens: Any) -> Cells:
        """How many sent first in a quarter, and the share that sent in each later one that is over by a day."""
        firsts = self.first_referrals(last)
        joined = {one for one, row in firsts.items() if self.counts(row["day"], quarter) and self.chosen(row, lens)}
        shares: list[float | None] = []
        start = _quarter_after(quarter[0])
        while len(shares) < 7:
            after = _quarter_after(start)
            over = after - timedelta(1) <= last
            sent = {row["partner_id"] for row in self.sent_us((start, after - timedelta(1)), lens)}
            shares.append(ratio(len(joined & sent), len(joined)) if over else None)
            start = after
        return len(joined), *shares

    def new(self, span: Days, lens: Any) -> Rows:
        firsts, now = self.first_referrals(span[1]), self.senders(span, span, lens)
        rows = {one: firsts[one]["day"] for one in self.growth(span, lens)["new_referring"].ids}
        names = {one: self.partners[one]["name"] for one in rows}
        return {
            names[one]: (now[names[one]][0], day.isoformat(), self.partners[one]["specialty"])
            for one, day in rows.items()
        }

    def stopped(self, span: Days, lens: Any) -> Rows:
        before = self.sent_us(before_of(span), lens)
        found = {}
        for one in self.growth(span, lens)["stopped"].ids:
            days = [row["day"] for row in before if row["partner_id"] == one]
            found[self.partners[one]["name"]] = (len(days), max(days).isoformat())
        return found

    def score(self, partner: int, span: Days, before: Days, lens: Any) -> dict[str, tuple[Any, int]]:
        """The cells of the scoreboard, as value and n."""
        mine = [row for row in self.sent_us(span, lens) if row["partner_id"] == partner]
        whole, old = len(self.sent_us(span, lens)), self.ripe(mine)
        number = {
            "referrals": len(mine),
            "before": sum(row["partner_id"] == partner for row in self.sent_us(before, lens)),
            "sent": sum(row["partner_id"] == partner for row in self.outbound(span, lens)),
        }
        waits = list(self.waits(mine, "seen").values())
        reports = [
            one.in_time for one in self.promised(span, lens) if one.kind == "initial_report" and one.partner == partner
        ]
        marks = [bool(good(row)) for row in mine if good(row) is not None]
        patients, noted = {patient(row) for row in mine}, [row["revenue_cents"] for row in mine]
        cents = [one for one in noted if one is not None]
        found: dict[str, tuple[Any, int]] = {key: (one, one) for key, one in number.items()}
        found |= {
            "share": (ratio(len(mine), whole), whole),
            "completion": (ratio(sum(map(self.seen, old)), len(old)), len(old)),
            "leakage": (ratio(sum(self.aside(row, "lost") for row in old), len(old)), len(old)),
            "to_seen": (percentile(waits, 5), len(waits)),
            "initial_report_on_time": (ratio(reports.count(True), len(reports)), len(reports)),
            "quality": (ratio(marks.count(True), len(marks)), len(marks)),
            "lifetime_value": (ratio(sum(cents), len(patients)), len(patients)) if cents else (None, 0),
        }
        if lens.payer_id is None and lens.source is None:
            touched = [row for row in self.touched(span, lens) if row["partner_id"] == partner]
            gives = len(intended(touched, "give"))
            found |= {"touchpoints": (len(touched), len(touched)), "gives": (gives, gives)}
        return found

    def concentrated(self, last: date, lens: Any) -> list[int]:
        """What each partner sent in the 365 days that end with a day, the most first."""
        return sorted(Counter(row["partner_id"] for row in self.sent_us(year_to(last), lens)).values(), reverse=True)


def _turned(mine: list[Promised]) -> Cells:
    took = [one.took for one in mine if one.took is not None]
    on_time = ratio(sum(one.in_time for one in mine), len(mine))
    return len(took), percentile(took, 5), percentile(took, 9), on_time, len(mine), len(mine) - len(took)


def _touches(rows: list[Row]) -> Cells:
    """All, ours, theirs, gives, thanks, asks."""
    ours = _ours(rows)
    words = (len(intended(rows, word)) for word in ("give", "thank", "ask"))
    return len(rows), len(ours), len(rows) - len(ours), *words


def _ours(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["direction"] == "ours"]


def _number(rows: list[Row], word: str, value: object) -> int:
    return sum(row[word] == value for row in rows)


def _quarter_after(day: date) -> date:
    number = day.year * 4 + (day.month - 1) // 3 + 1
    return date(number // 4, number % 4 * 3 + 1, 1)
