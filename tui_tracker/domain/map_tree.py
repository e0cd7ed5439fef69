"""Which nodes of the mind map are shown: unfolded branches, their partners, and the ties of unfolded partners.

Nodes are numbered as they are read: the practice is 0, a node stands before what hangs on it, and what hangs on it
stands together. So a subtree is a run of numbers, and a run of partners costs a list's `extend`. Nothing here calls
itself: a chain of ten thousand introductions is ten thousand deep.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from tui_tracker.domain.mind_map import BranchPath, Outline, Place, Tie

_NOBODY = -1


class Tree:
    """The shown nodes of an outline.

    `opened` holds the paths of the unfolded branches, `ids` the partners that hang directly on them (and, under `()`,
    on the practice, which is always unfolded); `ties` says how many ties stand under each unfolded partner. With
    `focus`, that branch is shown alone: those above it, and what is below it; one that the outline has not is no focus.
    Every node has at most one partner: a partner on a branch, the one that a branch is, or the one whose tie it is.
    """

    def __init__(
        self,
        outline: Outline,
        opened: Collection[BranchPath],
        ids: Mapping[BranchPath, Sequence[int]],
        ties: Mapping[int, int],
        focus: BranchPath | None = None,
    ) -> None:
        self.outline = outline
        self._parent = [-1]
        self._depth = [0]
        self._limb = [-1]
        self._partner = [_NOBODY]
        self._tie = [-1]
        self._open = bytearray((1,))
        self._node_of = [-1] * len(outline.limbs)
        above = [limb.above for limb in outline.limbs]
        self._limbs, self._limbs_first = _by_parent(above, -1, len(above) + 1)
        self._line = self._down_to(focus)
        self._runs: dict[int, Sequence[int]] = {}
        self._numbers: dict[BranchPath, int] | None = None
        self._grow(opened, ids, ties)
        order, first = _by_parent(self._parent, -1, self.count + 1)
        self._order, self._first = order[1:], [place - 1 for place in first[1:]]

    @property
    def count(self) -> int:
        """How many nodes are shown, the practice among them."""
        return len(self._parent)

    @property
    def depths(self) -> Sequence[int]:
        """The depth of every node."""
        return self._depth

    @property
    def parents(self) -> Sequence[int]:
        """What every node hangs on."""
        return self._parent

    def parent(self, n: int) -> int:
        """What the node hangs on; -1 for the practice."""
        return self._parent[n]

    def children(self, n: int) -> Sequence[int]:
        """What hangs on the node, in order: branches, then partners; the ties of an unfolded partner."""
        return self._order[self._first[n] : self._first[n + 1]]

    def has_children(self, n: int) -> bool:
        """Whether anything is shown that hangs on the node."""
        return self._first[n] < self._first[n + 1]

    def depth(self, n: int) -> int:
        """How many steps it is from the practice."""
        return self._depth[n]

    def limb(self, n: int) -> int:
        """The branch that the node is, as an index of the outline's limbs; -1 for the practice, a partner and a tie."""
        return self._limb[n]

    def partner(self, n: int) -> int | None:
        """The partner that stands here, that this branch is, or whose tie this is."""
        found = self._partner[n]
        return None if found == _NOBODY else found

    def tie(self, n: int) -> int:
        """Which of the partner's ties it is; -1 where it is none."""
        return self._tie[n]

    def is_leaf(self, n: int) -> bool:
        """Whether it is a partner on a branch: neither the practice nor a branch nor a tie."""
        return n > 0 and self._limb[n] < 0 and self._tie[n] < 0

    def is_open(self, n: int) -> bool:
        """Whether it is unfolded; a branch above the focus always is."""
        return bool(self._open[n])

    def can_open(self, n: int) -> bool:
        """Whether a branch has anything below it. A partner on a branch: whether it is unfolded (its Leaf has more)."""
        limb = self._limb[n]
        if limb >= 0:
            first = self._limbs_first
            return first[limb + 1] < first[limb + 2] or self.outline.limbs[limb].own > 0
        return self.has_children(n)

    def partner_ids(self, nodes: Iterable[int]) -> list[int]:
        """All partners among these nodes, those that are branches too, each once, in order."""
        return list(dict.fromkeys(self._partner[n] for n in nodes if self._partner[n] != _NOBODY))

    def first_level(self) -> int:
        """How many branches and partners hang on the practice in the outline, whatever is shown of them."""
        return len(self._branches(-1)) + max(self.outline.own, len(self._runs.get(0, ())))

    def position(self, n: int) -> int:
        """The place of a node on the practice among all that hang there in the outline, whatever is shown of them."""
        limb = self._limb[n]
        branches = self._branches(-1)
        if limb >= 0:
            return bisect_left(branches, limb)
        children = self._first[1]
        return len(branches) + bisect_left(self._order, n, 0, children) - (children - len(self._runs[0]))

    def path(self, n: int) -> BranchPath:
        """The path of the branch that the node is, or of the one it stands on."""
        while n > 0 and self._limb[n] < 0:
            n = self._parent[n]
        return () if n <= 0 else self.outline.limbs[self._limb[n]].path

    def place(self, n: int, ties: Mapping[int, Sequence[Tie]]) -> Place:
        """Which node it is, so that it is found again in another tree; `ties` as they are shown."""
        path = self.path(n)
        if n == 0 or self._limb[n] >= 0:
            return Place(path)
        partner, number = self._partner[n], self._tie[n]
        known = ties.get(partner, ()) if number >= 0 else ()
        return Place(path, partner, known[number].key if number < len(known) and number >= 0 else "")

    def find(self, place: Place, ties: Mapping[int, Sequence[Tie]]) -> int:
        """The node at a place; the nearest shown above it where it is folded away or gone."""
        node, there = self._find_branch(place.path)
        if not there or place.partner is None:
            return node
        found = self._find_partner(node, place.partner)
        if found is None:
            return node
        if place.tie and self._limb[found] < 0:
            for tie in self.children(found):
                known = ties.get(place.partner, ())
                if self._tie[tie] < len(known) and known[self._tie[tie]].key == place.tie:
                    return tie
        return found

    def _find_branch(self, path: BranchPath) -> tuple[int, bool]:
        """The node of a branch and True; where it is not shown, the nearest above it and False.

        Of a branch that the outline has no more, the path alone tells what was above: that of a partner tells nothing.
        """
        if not path:
            return 0, True
        if self._numbers is None:
            self._numbers = {limb.path: number for number, limb in enumerate(self.outline.limbs)}
        there = path in self._numbers
        while path and path not in self._numbers:
            path = path[:-1]
        number = self._numbers[path] if path else -1
        while number >= 0 and self._node_of[number] < 0:
            number, there = self.outline.limbs[number].above, False
        return (0 if number < 0 else self._node_of[number]), there

    def _find_partner(self, branch: int, partner: int) -> int | None:
        """Where the partner hangs on the branch, by themselves or as a branch."""
        children = self.children(branch)
        run = self._runs.get(branch, ())
        if partner in run:
            return children[len(children) - len(run) + run.index(partner)]
        return next((n for n in children[: len(children) - len(run)] if self._partner[n] == partner), None)

    def _down_to(self, focus: BranchPath | None) -> dict[int, int]:
        """For the practice (-1) and each branch above the focus, the branch that alone is shown there."""
        limbs = self.outline.limbs
        number = -1
        if focus:
            number = next((number for number, limb in enumerate(limbs) if limb.path == focus), -1)
        line = {}
        while number >= 0:
            line[limbs[number].above] = number
            number = limbs[number].above
        return line

    def _grow(
        self, opened: Collection[BranchPath], ids: Mapping[BranchPath, Sequence[int]], ties: Mapping[int, int]
    ) -> None:
        """Number the nodes, what comes first last on the pile: branches, and under `~node` partners of that node."""
        limbs, line = self.outline.limbs, self._line
        parents, depths, numbers = self._parent, self._depth, self._limb
        pile: list[int] = []
        above: list[int] = []

        def hang_below(number: int, node: int, path: BranchPath) -> None:
            if number in line:
                pile.append(line[number])
                above.append(node)
                return
            if (number < 0 or limbs[number].own) and ids.get(path):
                pile.append(~node)
                above.append(node)
            branches = self._branches(number)
            if branches:
                pile.extend(reversed(branches))
                above.extend([node] * len(branches))

        hang_below(-1, 0, ())
        while pile:
            number, parent = pile.pop(), above.pop()
            if number < 0:
                self._hang(parent, ids[limbs[numbers[parent]].path if parent else ()], ties)
                continue
            limb = limbs[number]
            self._node_of[number] = node = len(parents)
            parents.append(parent)
            depths.append(depths[parent] + 1)
            numbers.append(number)
            self._partner.append(_NOBODY if limb.partner_id is None else limb.partner_id)
            self._tie.append(-1)
            is_open = number in line or (limb.path in opened and self.can_open(node))
            self._open.append(is_open)
            if is_open:
                hang_below(number, node, limb.path)

    def _branches(self, limb: int) -> list[int]:
        """The branches that hang on a branch of the outline, in order; on the practice for -1."""
        return self._limbs[self._limbs_first[limb + 1] : self._limbs_first[limb + 2]]

    def _hang(self, above: int, ids: Sequence[int], ties: Mapping[int, int]) -> None:
        """Hang partners on a node, with the ties of those that are unfolded."""
        self._runs[above] = ids
        depth = self._depth[above] + 1
        if not ties or not any(map(ties.__contains__, ids)):
            self._extend(above, depth, ids)
            return
        done = 0
        for place, partner in enumerate(ids):
            if partner in ties:
                self._extend(above, depth, ids[done : place + 1])
                node, size = len(self._parent) - 1, ties[partner]
                self._open[node] = 1
                self._extend(node, depth + 1, (partner,) * size)
                self._tie[node + 1 :] = range(size)
                done = place + 1
        self._extend(above, depth, ids[done:])

    def _extend(self, above: int, depth: int, partners: Sequence[int]) -> None:
        size = len(partners)
        self._parent.extend((above,) * size)
        self._depth.extend((depth,) * size)
        self._limb.extend((-1,) * size)
        self._partner.extend(partners)
        self._tie.extend((-1,) * size)
        self._open.extend(bytes(size))


def _by_parent(parents: Sequence[int], least: int, owners: int) -> tuple[list[int], list[int]]:
    """Places in order of their parents, and where those of each parent from `least` begin (one more at the end)."""
    sizes = [0] * (owners + 1)
    for parent in parents:
        sizes[parent - least + 1] += 1
    return sorted(range(len(parents)), key=parents.__getitem__), list(accumulate(sizes))
