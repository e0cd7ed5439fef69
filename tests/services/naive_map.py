"""The mind map once more, worked out from an exported practice alone: slow, plain and independent.

Nothing here imports the program. It was written from RULES and from what docs/network.md says where those are silent,
so that a mistake would have to be made twice to go unseen. A branch is a dictionary with the branches and the partners
on it; everything is counted by going through all of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

Row = dict[str, Any]
ORDERS = {
    "stage": ["prospect", "connected", "building", "referring", "partner", "dormant", "parted"],
    "standing": ["supplier", "resource", "partner"],
    "kind": ["clinician", "practice", "payer", "employer", "community", "other"],
}
TIES = {
    "works_at": ("works at", "has here"),
    "introduced": ("introduced to us", "introduced by"),
    "colleague": ("colleague of", "colleague of"),
    "part_of": ("part of", "parent of"),
}
PARTNERS = ("introduced", "office", "payer")


class Shortage(NamedTuple):
    """A target that is not met."""

    specialty: str
    area: str
    wanted: int
    active: int
    coming: int


class Line(NamedTuple):
    """A branch as the map tells of it; `above` is the path of what it hangs on, `()` the practice."""

    path: tuple[str, ...]
    above: tuple[str, ...]
    by: str
    name: str
    tally: tuple[int, int, int]
    ids: tuple[int, ...]
    partner: int | None
    links: int
    gap: Shortage | None


class Branch:
    """A branch with all that hangs on it."""

    def __init__(self, path: tuple[str, ...], by: str, name: str, partner: int | None = None) -> None:
        self.path, self.by, self.name, self.partner = path, by, name, partner
        self.branches: list[Branch] = []
        self.ids: list[int] = []
        self.gap: Shortage | None = None
        self.kept = True

    def everybody(self) -> set[int]:
        """Who hangs below, at any depth."""
        found, to_come = set(self.ids), list(self.branches)
        while to_come:
            branch = to_come.pop()
            found |= set(branch.ids) | ({branch.partner} if branch.partner is not None else set())
            to_come += branch.branches
        return found


def folded(text: str) -> str:
    """Without case, accents and blanks beyond one."""
    signs = [sign for sign in unicodedata.normalize("NFKD", text).casefold() if unicodedata.combining(sign) == 0]
    return " ".join("".join(signs).split())


class NaiveMap:
    """What an exported practice looks like on a day, looked at by one or two words; `text` is the filter."""

    def __init__(self, exported: Row, today: date, by: tuple[str, ...], text: str = "") -> None:
        self.rows, self.today, self.by, self.text = exported, today, by, folded(text)
        partners = [row for row in exported["partners"] if row["archived_on"] is None]
        self.people = {row["id"]: row for row in sorted(partners, key=lambda row: (folded(row["name"]), row["id"]))}
        self.members = {row["id"]: row["name"] for row in exported["members"]}
        ends = ("from_partner_id", "to_partner_id")
        self.links = [row for row in exported["links"] if all(row[end] in self.people for end in ends)]
        self.links.sort(key=lambda row: row["id"])
        self.top = Branch((), "", "")
        if by[0] in PARTNERS:
            self._hang_on_partners()
        else:
            self._hang_on_values(self.top, list(self.people), by, ())
            self._hang_gaps()
        self._filter()
        self._sort(self.top)

    # Figures

    def tally(self, ids: Collection[int]) -> tuple[int, int, int]:
        """Partners, and what came and went in 90 days, today the last of them."""
        flows = [
            row["flow"] for row in self.rows["referrals"] if row["partner_id"] in ids and self._ago(row) in range(90)
        ]
        return len(ids), flows.count("inbound"), flows.count("outbound")

    def ties_of(self, partner: int) -> list[tuple[str, int]]:
        """What links them to whom."""
        found = [
            (TIES[row["kind"]][0], row["to_partner_id"]) for row in self.links if row["from_partner_id"] == partner
        ]
        return found + [
            (TIES[row["kind"]][1], row["from_partner_id"]) for row in self.links if row["to_partner_id"] == partner
        ]

    def contacts_of(self, partner: int) -> list[str]:
        """Who works in their office, by name."""
        rows = [row for row in self.rows["contacts"] if row["partner_id"] == partner and row["active"]]
        return [row["name"] for row in sorted(rows, key=lambda row: (folded(row["name"]), row["id"]))]

    def circle(self) -> list[int]:
        """The inner circle, by rank."""
        ranked = [row for row in self.people.values() if row["inner_rank"] is not None]
        return [row["id"] for row in sorted(ranked, key=lambda row: row["inner_rank"])]

    def lines(self) -> list[Line]:
        """Every branch, what hangs on it after it."""
        found, to_come = [], [((), branch) for branch in reversed(self.top.branches)]
        while to_come:
            above, one = to_come.pop()
            links = 0 if one.partner is None else len(self.ties_of(one.partner))
            figures = self.tally(one.everybody())
            found.append(Line(one.path, above, one.by, one.name, figures, tuple(one.ids), one.partner, links, one.gap))
            to_come += [(one.path, branch) for branch in reversed(one.branches)]
        return found

    @staticmethod
    def places_in(lines: Iterable[Line], partner: int) -> list[tuple[tuple[str, ...], int | None]]:
        """Where somebody stands: as a branch (None), and on branches."""
        found: list[tuple[tuple[str, ...], int | None]] = []
        for line in lines:
            found += [(line.path, None)] * (line.partner == partner) + [(line.path, partner)] * (partner in line.ids)
        return found

    # What hangs where

    def _value(self, partner: int, by: str) -> str:
        row = self.people[partner]
        return self.members.get(row["member_id"], "") if by == "member" else row[by] or ""

    def _hang_on_values(self, on: Branch, ids: Iterable[int], by: tuple[str, ...], path: tuple[str, ...]) -> None:
        for partner in ids:
            branch = on
            for level in range(len(by)):
                value = self._value(partner, by[level])
                below = next((one for one in branch.branches if one.path[-1] == value), None)
                if below is None:
                    way = branch.path if level else path
                    below = Branch((*way, value), by[level], value)
                    branch.branches.append(below)
                branch = below
            branch.ids.append(partner)

    def _hang_on_partners(self) -> None:
        above, below = {"introduced": self._introduced, "office": self._offices, "payer": self._payers}[self.by[0]]()
        stems = {*below, *above, *above.values()} if self.by[0] == "payer" else {*below, *above.values()}
        branch_of = {one: Branch((str(one),), self.by[0], self.people[one]["name"], one) for one in stems}
        for one, branch in branch_of.items():
            if one in above:
                branch_of[above[one]].branches.append(branch)
            else:
                self.top.branches.append(branch)
        nobody = Branch(("",), self.by[0], "")
        placed = stems | {one for ids in below.values() for one in ids} | set(above)
        on: dict[int | None, list[int]] = {stem: list(ids) for stem, ids in below.items()}
        for one, upper in above.items():
            if one not in stems:
                on.setdefault(upper, []).append(one)
        on[None] = [one for one in self.people if one not in placed]
        if on[None]:
            self.top.branches.append(nobody)
        for stem, ids in on.items():
            branch = nobody if stem is None else branch_of[stem]
            in_order = [one for one in self.people if one in ids]
            if len(self.by) > 1 and self.by[0] != "introduced":
                self._hang_on_values(branch, in_order, self.by[1:], branch.path)
            else:
                branch.ids += in_order

    def _first(self, kind: str, lower: str, upper: str) -> dict[int, int]:
        """On whom each hangs by the first link of a kind; a circle is opened above the lowest number in it."""
        found: dict[int, int] = {}
        for row in self.links:
            if row["kind"] == kind and row[lower] not in found:
                found[row[lower]] = row[upper]
        for one in sorted(found):
            at, way = found[one], [one]
            while at in found and at not in way:
                way.append(at)
                at = found[at]
            if at == one and one == min(way):
                del found[one]
        return found

    def _introduced(self) -> tuple[dict[int, int], dict[int, list[int]]]:
        return self._first("introduced", "to_partner_id", "from_partner_id"), {}

    def _offices(self) -> tuple[dict[int, int], dict[int, list[int]]]:
        below: dict[int, list[int]] = {}
        for row in self.links:
            if row["kind"] == "works_at":
                below.setdefault(row["to_partner_id"], []).append(row["from_partner_id"])
        return {}, below

    def _payers(self) -> tuple[dict[int, int], dict[int, list[int]]]:
        below: dict[int, list[int]] = {one: [] for one, row in self.people.items() if row["kind"] == "payer"}
        for row in self.rows["referrals"]:
            partner, payer = row["partner_id"], row["payer_id"]
            if partner in self.people and payer in self.people and self._ago(row) in range(365):
                there = below.setdefault(payer, [])
                if partner != payer and partner not in there:
                    there.append(partner)
        first: dict[int, int] = {}
        for row in self.links:
            if row["kind"] == "part_of":
                first.setdefault(row["from_partner_id"], row["to_partner_id"])
        to_come = list(below)
        for one in to_come:  # grows while it is gone through
            if one in first and first[one] not in below:
                below[first[one]] = []
                to_come.append(first[one])
        whole = self._first("part_of", "from_partner_id", "to_partner_id")
        return {one: upper for one, upper in whole.items() if one in below}, below

    # Gaps

    def shortages(self) -> list[Shortage]:
        """The targets that are not met; written alike but for case and accents they are one, the larger counts."""
        wanted: dict[tuple[str, str], tuple[str, str, int]] = {}
        for row in sorted(self.rows["targets"], key=lambda row: (row["specialty"], row["area"], row["wanted"])):
            words = folded(row["specialty"]), folded(row["area"])
            name, area, most = wanted.get(words, (row["specialty"], row["area"], 0))
            wanted[words] = name, area, max(most, row["wanted"])
        found = []
        for (specialty, where), (name, area, most) in wanted.items():
            there = [row for row in self.people.values() if folded(row["specialty"]) == specialty]
            there = [row for row in there if row["stage"] != "parted" and where in ("", folded(row["area"]))]
            active = [row["id"] for row in there if self._is_active(row["id"])]
            coming = [row for row in there if row["id"] not in active and row["stage"] in ORDERS["stage"][:3]]
            if len(active) < most:
                words = self._usual("specialty", name), self._usual("area", area)
                found.append(Shortage(*words, most, len(active), len(coming)))
        return found

    def _usual(self, by: str, word: str) -> str:
        """A word as it is where somebody has it, else as most have it who differ in case and accents alone."""
        has = [row[by] for row in self.people.values() if folded(row[by]) == folded(word)]
        return word if word in has else max(has, key=lambda one: (has.count(one), one), default=word)

    def _is_active(self, partner: int) -> bool:
        sent = (row for row in self.rows["referrals"] if row["partner_id"] == partner and row["flow"] == "inbound")
        return any(self._ago(row) in range(180) for row in sent)

    def _hang_gaps(self) -> None:
        views = {("specialty",), ("area",), ("specialty", "area"), ("area", "specialty")}
        second = "area" if self.by[0] == "specialty" else "specialty"
        for gap in sorted(self.shortages(), key=lambda gap: gap.area == ""):
            if gap.area == "":
                words: tuple[str, ...] = (gap.specialty,) if self.by[0] == "specialty" else ()
            elif self.by in views:
                words = (gap.specialty, gap.area) if self.by[0] == "specialty" else (gap.area, gap.specialty)
            else:
                words = ()
            if words:
                self._branch_for(words, second).gap = gap

    def _branch_for(self, words: tuple[str, ...], second: str) -> Branch:
        """The branch of these words: written alike, else alike when folded, with the most partners, else a new one."""
        branches = self.top.branches
        if len(words) == 2:
            branches = [below for one in branches for below in one.branches]
        alike = [one for one in branches if [*map(folded, one.path)] == [*map(folded, words)]]
        if alike:
            return max(alike, key=lambda one: (one.path == words, len(one.everybody()), one.path))
        on = self.top if len(words) == 1 else self._branch_for(words[:1], second)
        by = self.by[0] if len(words) == 1 else second
        new = Branch((*on.path, words[-1]), by, words[-1])
        on.branches.append(new)
        return new

    # The filter and the order

    def _filter(self) -> None:
        """Keep who is called so, all below a branch that is, and what stands above."""
        if not self.text:
            return
        ways: list[tuple[list[Branch], bool]] = [([branch], False) for branch in self.top.branches]
        every: list[list[Branch]] = []
        while ways:
            way, whole = ways.pop()
            branch = way[-1]
            whole = whole or self.text in folded(branch.name)
            if not whole:
                branch.ids = [one for one in branch.ids if self.text in folded(self.people[one]["name"])]
            every.append(way)
            ways += [([*way, below], whole) for below in branch.branches]
            branch.kept = whole or bool(branch.ids)
        for way in sorted(every, key=len, reverse=True):
            branch = way[-1]
            branch.branches = [one for one in branch.branches if one.kept]
            branch.kept = branch.kept or bool(branch.branches)
        self.top.branches = [one for one in self.top.branches if one.kept]

    def _sort(self, top: Branch) -> None:
        places = {partner: place for place, partner in enumerate(self.people)}
        to_come = [top]
        while to_come:
            branch = to_come.pop()
            branch.ids.sort(key=lambda one: places[one])
            branch.branches.sort(key=lambda one: self._in_order(one, places))
            to_come += branch.branches

    @staticmethod
    def _in_order(branch: Branch, places: dict[int, int]) -> tuple[Any, ...]:
        if branch.partner is not None:
            return 1, places[branch.partner], "", ""
        own = ORDERS.get(branch.by, [])
        place = own.index(branch.name) if branch.name in own else len(own)
        level = 0 if len(branch.path) > 1 else 1
        return (
            level + (2 if level and not branch.name else 0),
            (not branch.name, place),
            folded(branch.name),
            branch.name,
        )

    def _ago(self, row: Row) -> int:
        return (self.today - date.fromisoformat(row["day"])).days
