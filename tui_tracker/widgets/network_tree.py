"""The lines of the network's tree, drawn for a width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui_tracker.domain.network import Grouping, Leaf, Outline, Spot, Tie, Tree
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import label
from tui_tracker.widgets.bars import bar
from tui_tracker.widgets.lines import Line, Piece, fit

GUTTER = 2
_FIGURE = 10


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What the tree is drawn with."""

    branch: str
    last: str
    through: str
    gap: str
    none: str
    blocks: bool


LINES = Glyphs("├─ ", "└─ ", "│  ", "   ", "·", True)
ASCII = Glyphs("|- ", "`- ", "|  ", "   ", "-", False)


@dataclass(frozen=True, slots=True)
class Columns:
    """How many cells each column takes; 0 where there is no room for it."""

    name: int
    other: int
    kind: int
    stage: int
    tier: int
    bar: int


def columns(width: int) -> Columns:
    """The columns that fit in `width` cells (the list's gutter not among them)."""
    other, kind, stage, tier, bars = (
        (22, 10, 10, 4, 12) if width >= 110 else (14, 0, 10, 4, 0) if width >= 74 else (0, 0, 10, 4, 0)
    )
    taken = sum(cells + 1 for cells in (other, kind, stage, tier, bars) if cells) + _FIGURE
    return Columns(max(10, width - taken), other, kind, stage, tier, bars)


def other_of(by: Grouping) -> str:
    """The column that tells what the branch does not."""
    return "specialty" if by is Grouping.AREA else "area"


def heading(by: Grouping, width: int) -> tuple[Piece, ...]:
    """The names of the columns, `width` without the gutter."""
    at = columns(width)
    pieces: list[Piece] = [(" " * GUTTER, ""), (fit(f"By {by.value}, last 90 days", at.name), "head")]
    for cells, name in (
        (at.other, other_of(by)),
        (at.kind, "kind"),
        (at.stage, "stage"),
        (at.tier, "tier"),
    ):
        if cells:
            pieces.append((" " + fit(name, cells), "dim"))
    pieces.append((fit("referrals", _FIGURE, right=True), "dim"))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the lines are drawn from; `text` is the filter, folded, to be seen in the names."""

    tree: Tree
    outline: Outline
    by: Grouping
    ties: Mapping[int, Sequence[Tie]]
    width: int
    glyphs: Glyphs
    text: str = ""

    def lines(self, offset: int, length: int, leaves: Mapping[int, Leaf]) -> list[Line]:
        """At most `length` lines from `offset`, their partners among `leaves`."""
        most = max((branch.referrals for branch in self.outline.branches), default=0)
        last = min(offset + length, self.tree.count)
        return [self._line(self.tree.spot(line), leaves, most) for line in range(offset, last)]

    def _line(self, spot: Spot, leaves: Mapping[int, Leaf], most: int) -> Line:
        if spot.branch < 0:
            return self._practice()
        if spot.place < 0:
            return self._branch(spot, most)
        partner_id = self.tree.partner(spot)
        assert partner_id is not None
        if spot.tie >= 0:
            return self._tie(spot, self.ties[partner_id][spot.tie])
        leaf = leaves.get(partner_id)
        if leaf is None:
            return Line(partner_id, ((self._guide(spot), "dim"), ("no longer here", "dim")))
        return self._partner(spot, leaf)

    def _practice(self) -> Line:
        branches = self.outline.branches
        partners = sum(branch.partners for branch in branches)
        number = sum(branch.referrals for branch in branches)
        return self._row(
            "practice",
            [(self.outline.practice, "title")]
            if self.outline.practice
            else [("Our practice", "title"), ("  : practice names it", "dim")],
            count(partners, "partner"),
            number,
        )

    def _branch(self, spot: Spot, most: int) -> Line:
        branch = self.tree.branches[spot.branch]
        name = label(branch.name) or f"no {self.by.value} given"
        pieces: list[Piece] = [
            (self._guide(spot), "dim"),
            (f"{'-' if self.tree.is_open(spot) else '+'} ", "key"),
            *self._named(name, "bold"),
        ]
        return self._row(
            f"branch {branch.name}", pieces, count(branch.partners, "partner"), branch.referrals, most=most
        )

    def _partner(self, spot: Spot, leaf: Leaf) -> Line:
        at = columns(self.width)
        fold_mark = "-" if self.tree.is_open(spot) else "+" if leaf.ties else " "
        left: list[Piece] = [
            (self._guide(spot), "dim"),
            (f"{fold_mark} ", "key"),
            *self._named(leaf.name, ""),
            (f" +{leaf.ties}" if leaf.ties and fold_mark == "+" else "", "dim"),
        ]
        pieces = _cut(left, at.name)
        for cells, text in (
            (at.other, leaf.specialty if self.by is Grouping.AREA else leaf.area),
            (at.kind, leaf.kind),
            (at.stage, label(leaf.stage)),
            (at.tier, leaf.tier),
        ):
            if cells:
                pieces.append((" " + fit(text, cells), "dim"))
        pieces.append((fit(self._figure(leaf.referrals_90), _FIGURE, right=True), ""))
        return Line(leaf.id, tuple(pieces))

    def _tie(self, spot: Spot, tie: Tie) -> Line:
        pieces: list[Piece] = [(self._guide(spot), "dim"), (f"{tie.word} ", "head"), (tie.name, "")]
        if tie.detail:
            pieces.append((f", {tie.detail}", "dim"))
        return Line(tie.key, tuple(_cut(pieces, self.width)))

    def _row(self, key: str, left: list[Piece], total: str, number: int, *, most: int = 0) -> Line:
        """A line that sums up: its name, how many partners, and their referrals at the right."""
        at = columns(self.width)
        middle = self.width - at.name - _FIGURE - (at.bar + 1 if at.bar else 0)
        pieces = _cut(left, at.name)
        pieces.append((" " + fit(total, middle - 1), ""))
        pieces.append((fit(self._figure(number), _FIGURE, right=True), "bold"))
        if at.bar:
            pieces.append((" " + bar(number, most, at.bar, blocks=self.glyphs.blocks), "good"))
        return Line(key, tuple(pieces))

    def _figure(self, number: int) -> str:
        return f"{number:,}" if number else self.glyphs.none

    def _guide(self, spot: Spot) -> str:
        """The lines that lead from the practice to this one."""
        above: list[Spot] = []
        step = self.tree.above(spot)
        while step.branch >= 0:
            above.append(step)
            step = self.tree.above(step)
        drawn = [self.glyphs.gap if self.tree.is_last(one) else self.glyphs.through for one in reversed(above)]
        return "".join(drawn) + (self.glyphs.last if self.tree.is_last(spot) else self.glyphs.branch)

    def _named(self, name: str, look: str) -> list[Piece]:
        """A name with what the filter found in it standing out."""
        folded = fold(name)
        start = folded.find(self.text) if self.text and len(folded) == len(name) else -1
        if start < 0:
            return [(name, look)]
        end = start + len(self.text)
        return [(name[:start], look), (name[start:end], "match"), (name[end:], look)]


def _cut(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Pieces in exactly `width` cells."""
    shown: list[Piece] = []
    left = width
    for text, look in pieces:
        cells = cell_len(text)
        if cells > left:
            shown.append((fit(text, left), look))
            return shown
        shown.append((text, look))
        left -= cells
    return [*shown, (" " * left, "")]
