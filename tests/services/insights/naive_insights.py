"""Every measure once more, worked out from an exported practice alone: slow, plain and independent of the program.

Nothing here imports the program. It was written from RULES, from the sentences that say how each measure is computed
and from docs/insights.md, so that a mistake would have to be made twice to go unseen. Spans are pairs of days; a lens
is anything with `member_id`, `specialty`, `area`, `payer_id` and `source`. Shares are fractions, rounded at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from tests.services.insights.naive_records import WAITS, Days, Records, Row, fold, patient
from tests.services.naive_warmth import Person

MARKS = ("appropriate", "adherence", "outcome")
ACTIVE, YEAR, AROUND, TOUCHES = 180, 365, 90, 7
NO_REFERRALS = {"new_partners", "sending_less", "touchpoints", "gives", "thanks", "asks", "asks_yes", "seven_touches",
                "we_owe", "one_sided", "incidents", "incidents_answered", "incidents_closed", "days_to_answer",
                "days_to_close", "recovered"}  # fmt: skip
"""What counts no referrals, so that a payer or a channel cannot narrow it."""


class Told(NamedTuple):
    """A figure, and the ids behind it: all of them, and those of the part that made it (None where it is no share)."""

    value: int | float | None
    n: int
    part: int | None
    ids: frozenset[int]
    made_it: frozenset[int] | None = None


class Naive(Records):
    """What the measures of an exported practice are on a day."""

    def __init__(self, exported: dict[str, Any], today: date) -> None:
        super().__init__(exported, today)
        self._known: dict[tuple[Days, Any], dict[str, Told]] = {}

    def figures(self, span: Days, lens: Any) -> dict[str, Told]:
        """Every measure; one that the lens cannot narrow is left out."""
        if (span, lens) not in self._known:
            self._known[span, lens] = self._figures(span, lens)
        return self._known[span, lens]

    def _figures(self, span: Days, lens: Any) -> dict[str, Told]:
        found = {
            **self.flow(span, lens),
            **self.times(span, lens),
            **self.sources(span, lens),
            **self.value(span, lens),
            **self.growth(span, lens),
            **self.touches(span, lens),
            **self.balance(span, lens),
            **self.care(span, lens),
        }
        left_out = NO_REFERRALS if lens.payer_id is not None or lens.source is not None else set()
        if lens.source is not None:
            left_out = left_out | {"sent", "reciprocity"}
        return {key: one for key, one in found.items() if key not in left_out}

    def flow(self, span: Days, lens: Any) -> dict[str, Told]:
        inbound, partners = self.inbound(span, lens), self.sent_us(span, lens)
        old = self.ripe(partners)
        lost, declined = ([row for row in inbound if self.aside(row, one)] for one in ("lost", "declined"))
        return {
            "received": counted(inbound),
            "from_partners": counted(partners)._replace(n=len(inbound)),
            "sent": counted(self.outbound(span, lens)),
            "completion": share([row for row in old if self.seen(row)], old),
            "leakage": share([row for row in old if self.aside(row, "lost")], old),
            "lost": counted(lost)._replace(n=len(inbound)),
            "declined": counted(declined)._replace(n=len(inbound)),
        }

    def times(self, span: Days, lens: Any) -> dict[str, Told]:
        found = {}
        for stage in ("contacted", "seen"):
            found.update(spread(f"to_{stage}", f"to_{stage}_p90", self.waits(self.inbound(span, lens), stage).items()))
        seen = [row for row in self.sent_us(span, lens) if self.seen(row)]
        found["loop_closure"] = share([row for row in seen if self.told(row)], seen)
        every = self.promised(span, lens)
        for kind in WAITS:
            mine = [one for one in every if one.kind == kind]
            took = [(one.referral, one.took) for one in mine if one.took is not None]
            found.update(spread(f"{kind}_median", f"{kind}_p90", took))
            in_time, late = ({one.referral for one in mine if one.in_time is how} for how in (True, False))
            part = sum(one.in_time for one in mine)
            ids = frozenset(in_time | late), frozenset(in_time - late)
            found[f"{kind}_on_time"] = Told(ratio(part, len(mine)), len(mine), part, *ids)
        return found

    def told(self, row: Row) -> bool:
        """Whether the referrer had an initial or final report by today."""
        sent = self.reports[row["id"]]
        return any(one["kind"] in ("initial", "final") and one["sent_on"] <= self.today for one in sent)

    def sources(self, span: Days, lens: Any) -> dict[str, Told]:
        inbound, partners = self.inbound(span, lens), self.sent_us(span, lens)
        year = self.sent_us(year_to(span[1]), lens)
        most = self.most_first(Counter(row["partner_id"] for row in year))
        found = {"partner_share": share(partners, inbound)}
        for key, places in (("top_1", 1), ("top_3", 3), ("top_tenth", -(-len(most) // 10))):
            found[key] = share([row for row in year if row["partner_id"] in most[:places]], year)
        return found

    def most_first(self, sent: Counter[int]) -> list[int]:
        """Partners by how many they sent; those alike by name."""
        return sorted(sent, key=lambda one: (-sent[one], fold(self.partners[one]["name"]), one))

    def value(self, span: Days, lens: Any) -> dict[str, Told]:
        inbound, partners = self.inbound(span, lens), self.sent_us(span, lens)
        patients = {patient(row) for row in inbound}
        known = [row for row in inbound if row["adherence"]]
        settled = [row for row in partners if good(row) is not None]
        noted = [row["revenue_cents"] for row in inbound if row["revenue_cents"] is not None]
        worth = ratio(sum(noted), len(patients)) if noted else None
        return {
            "lifetime_value": Told(worth, len(patients), None, ids(inbound)),
            "adherence": share([row for row in known if row["adherence"] == "full"], known),
            "quality": share([row for row in settled if good(row)], settled),
        }

    def growth(self, span: Days, lens: Any) -> dict[str, Told]:
        partners = self.of_lens(lens)
        firsts = self.first_referrals(span[1])
        joined = [one for one, row in firsts.items() if self.counts(row["day"], span) and self.chosen(row, lens)]
        sending = {row["partner_id"] for row in self.sent_us(span, lens)}
        before = {row["partner_id"] for row in self.sent_us(before_of(span), lens)}
        active = {row["partner_id"] for row in self.sent_us((span[1] - timedelta(ACTIVE - 1), span[1]), lens)}
        return {
            "new_partners": some(one for one, row in partners.items() if self.counts(row["added_on"], span)),
            "new_referring": some(joined),
            "active": some(active),
            "stopped": some(before - sending),
            "sending_less": some(one for one, row in partners.items() if self.sends_less(row, span[1])),
        }

    def first_referrals(self, until: date) -> dict[int, Row]:
        """The first inbound partner referral of each partner, of all; of several on a day the first one written."""
        found: dict[int, Row] = {}
        for row in sorted(self.referrals, key=lambda one: (one["day"], one["id"])):
            if row["flow"] == "inbound" and row["source"] == "partner" and row["day"] <= until:
                found.setdefault(row["partner_id"], row)
        return found

    def sends_less(self, partner: Row, day: date) -> bool:
        """By the test of Today, on a day; those who rest or are put away today are left out."""
        if partner["archived_on"] is not None or partner["stage"] in ("dormant", "parted"):
            return False
        known = [row for row in self.exported["referrals"] if row["day"] <= day.isoformat()]
        moving = Person({**self.exported, "referrals": known}, partner, day, 0).momentum()
        return moving is not None and moving[2]

    def touches(self, span: Days, lens: Any) -> dict[str, Told]:
        mine = self.touched(span, lens)
        words = {word: intended(mine, word) for word in ("give", "thank", "ask")}
        answered = [row for row in words["ask"] if self.answer(row)]
        yes = [row for row in answered if self.answer(row) == "yes"]
        reached = []
        for one in self.of_lens(lens):
            days = sorted({row["day"] for row in self.touchpoints if row["partner_id"] == one})
            if len(days) >= TOUCHES and self.counts(days[TOUCHES - 1], span):
                reached.append(one)
        return {
            "touchpoints": of_partners(mine),
            "gives": of_partners(words["give"]),
            "thanks": of_partners(words["thank"]),
            "asks": of_partners(words["ask"]),
            "asks_yes": of_partners(answered)._replace(value=ratio(len(yes), len(answered)), part=len(yes)),
            "seven_touches": some(reached),
        }

    def touched(self, span: Days, lens: Any) -> list[Row]:
        return [row for row in self.touchpoints if self.counts(row["day"], span) and self.fits(row["partner_id"], lens)]

    def answer(self, row: Row) -> str | None:
        """What came of an ask by today."""
        on = row["answered_on"]
        found: str | None = row["answer"] if on is None or on <= self.today else None
        return found

    def balance(self, span: Days, lens: Any) -> dict[str, Told]:
        year = year_to(span[1])
        ours, theirs = self.outbound(year, lens), self.sent_us(year, lens)
        kept = [
            one
            for one, row in self.of_lens(lens).items()
            if row["stage"] != "parted" and (row["archived_on"] is None or row["archived_on"] > span[1])
        ]
        weighed = {one: self.went(one, span[1], lens) for one in kept}
        return {
            "reciprocity": Told(ratio(len(ours), len(theirs)), len(theirs), None, ids([*ours, *theirs]), ids(theirs)),
            "we_owe": some(
                one for one, (came, sent, gave, _) in weighed.items() if came >= 3 and 3 * (sent + gave) < came
            ),
            "one_sided": some(one for one, (came, sent, gave, _) in weighed.items() if sent + gave >= 6 and not came),
        }

    def went(self, partner: int, last: date, lens: Any) -> tuple[int, int, int, int]:
        """Received (every one that names the partner), sent, gives and asks of the 365 days that end with a day."""
        year = year_to(last)
        mine = [row for row in self.within(year, lens) if row["partner_id"] == partner]
        touched = [row for row in self.touched(year, lens) if row["partner_id"] == partner]
        came = sum(row["flow"] == "inbound" for row in mine)
        return came, len(mine) - came, len(intended(touched, "give")), len(intended(touched, "ask"))

    def care(self, span: Days, lens: Any, kind: str | None = None) -> dict[str, Told]:
        mine = [
            row
            for row in self.incidents
            if self.counts(row["opened_on"], span)
            and self.fits(row["partner_id"], lens)
            and kind in (None, row["kind"])
        ]
        found = {"incidents": counted(mine)}
        for word, what in (("answered", "answer"), ("closed", "close")):
            done = [row for row in mine if row[f"{word}_on"] is not None and row[f"{word}_on"] <= self.today]
            found[f"incidents_{word}"] = share(done, mine)
            took = [(row["id"], (row[f"{word}_on"] - row["opened_on"]).days) for row in done]
            found[f"days_to_{what}"] = spread("median", "p90", took)["median"]
        around = {row["id"]: self.around(row) for row in mine}
        known = [row for row in mine if around[row["id"]] is not None]
        found["recovered"] = share([row for row in known if came_back(around[row["id"]])], known)
        return found

    def around(self, incident: Row) -> tuple[int, int] | None:
        """What the partner sent in the days before and after; None where that cannot be compared yet, or never."""
        opened = incident["opened_on"]
        apart = [
            (row["day"] - opened).days
            for row in self.referrals
            if row["partner_id"] == incident["partner_id"] and row["flow"] == "inbound"
        ]
        before, after = sum(-AROUND < one <= 0 for one in apart), sum(0 < one <= AROUND for one in apart)
        return (before, after) if before and (self.today - opened).days >= AROUND else None


def came_back(around: tuple[int, int] | None) -> bool:
    return around is not None and around[1] >= around[0]


def good(row: Row) -> bool | None:
    """By RULES 9: one bad mark settles it, good takes all three; None where it is open."""
    fine = {"appropriate": ("yes",), "adherence": ("full", "partial"), "outcome": ("goal_met", "improved")}
    marks = [row[mark] in fine[mark] if row[mark] else None for mark in MARKS]
    return False if False in marks else None if None in marks else True


def year_to(last: date) -> Days:
    return last - timedelta(YEAR - 1), last


def before_of(span: Days) -> Days:
    """As many months before whole months, else as many days."""
    first, last = span
    eve, after = first - timedelta(1), last + timedelta(1)
    if first.day == 1 and after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        number = first.year * 12 + first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1), eve
    return first - (after - first), eve


def ratio(part: int, whole: int) -> float | None:
    return float(Fraction(part, whole)) if whole else None


def ids(rows: Iterable[Row]) -> frozenset[int]:
    return frozenset(row["id"] for row in rows)


def counted(rows: list[Row]) -> Told:
    return Told(len(rows), len(rows), None, ids(rows))


def some(found: Iterable[int]) -> Told:
    every = frozenset(found)
    return Told(len(every), len(every), None, every)


def of_partners(rows: list[Row]) -> Told:
    return counted(rows)._replace(ids=frozenset(row["partner_id"] for row in rows))


def share(made_it: list[Row], of: list[Row]) -> Told:
    return Told(ratio(len(made_it), len(of)), len(of), len(made_it), ids(of), ids(made_it))


def intended(rows: Iterable[Row], word: str) -> list[Row]:
    return [row for row in rows if row["direction"] == "ours" and word in row["intents"]]


def percentile(values: Iterable[int], tenths: int) -> float | None:
    """By linear interpolation between order statistics."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = Fraction(tenths * (len(ordered) - 1), 10)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return float(below + (above - below) * (place - int(place)))


def spread(median: str, high: str, took: Iterable[tuple[int, int]]) -> dict[str, Told]:
    """The median and the 90th percentile of days, which may belong to one referral several times."""
    every = list(took)
    days, behind = [one for _, one in every], frozenset(row_id for row_id, _ in every)
    told = {key: percentile(days, tenths) for key, tenths in ((median, 5), (high, 9))}
    return {key: Told(value, len(days), None, behind) for key, value in told.items()}
