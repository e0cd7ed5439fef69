"""The network for Graphviz: a node a partner, however many branches they stand on, and their links as dashed lines.

Written by hand: the language is four rules, and what a label may hold (backslashes, entities) is what matters here.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from tui_tracker.domain.warmth import Band
from tui_tracker.domain.words import label
from tui_tracker.exchange.map_nodes import Facts, WholeMap, facts, subtitle, title, told

_COLOURS: dict[Band | None, str] = {
    Band.WARM: "#1a7f37",
    Band.COOLING: "#9a6700",
    Band.COLD: "#cf222e",
    None: "#57606a",
}
_ENTITY = re.compile(r"&(?=#?\w+;)")


def as_dot(whole: WholeMap) -> Iterator[str]:
    """The lines, each with its line break; a link that is known is drawn where both of its ends are shown."""
    tree = whole.tree
    heading = quoted(title(whole), subtitle(whole))
    yield "digraph network {\n"
    yield '  graph [charset="UTF-8", rankdir=LR, ranksep=1, nodesep=0.1, fontname="Helvetica", labelloc=t];\n'
    yield f"  graph [label={heading}];\n"
    yield '  node [shape=box, style="rounded", fontname="Helvetica", fontsize=10];\n'
    yield '  edge [arrowhead=none, color="#8c959f"];\n'
    names = ["practice"]
    joined: set[tuple[str, str]] = set()
    seen: dict[str, bool] = {"practice": True}  # whether it was told as a branch: that says more than a partner does
    yield f"  practice [{_practice(facts(whole, 0))}];\n"
    for node in range(1, tree.count):
        one = facts(whole, node)
        name = f"p{one.partner_id}" if one.partner_id is not None else f"b{tree.limb(node)}"
        names.append(name)
        if not seen.get(name, False) and (one.limb is not None or name not in seen):
            seen[name] = one.limb is not None
            yield f"  {name} [{_look(one)}];\n"
        edge = names[tree.parent(node)], name
        if edge not in joined:
            joined.add(edge)
            yield f"  {edge[0]} -> {name};\n"
    yield from _links(whole.links, seen, joined)
    yield "}\n"


def quoted(*lines: str) -> str:
    """A label that shows these lines as they are: neither escapes nor entities of Graphviz are read from them."""
    return (
        '"' + r"\n".join(_ENTITY.sub("&amp;", line).replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'
    )


def _practice(one: Facts) -> str:
    return f'label={quoted(one.name, ", ".join(told(one)))}, style="rounded,bold", fontsize=14'


def _look(one: Facts) -> str:
    """The attributes of a node: branches in boxes, those with a gap dashed; partners without a box, in the colour of
    their warmth, which is said in words as well."""
    text = quoted(*filter(None, (one.name, ", ".join(told(one)))))
    if one.limb is None:
        return f'label={text}, shape=plaintext, style="", fontcolor="{_COLOURS[one.band]}"'
    style = "rounded,dashed" if one.gap is not None else "rounded"
    return f'label={text}, style="{style}", color="{_COLOURS[one.band]}"'


def _links(links: Iterable[tuple[str, int, int]], seen: Collection[str], joined: set[tuple[str, str]]) -> Iterator[str]:
    """What the branches do not draw already, each pair once."""
    done = {frozenset(edge) for edge in joined}
    for kind, one_id, other_id in links:
        one, other = f"p{one_id}", f"p{other_id}"
        both = frozenset((one, other))
        if one not in seen or other not in seen or both in done:
            continue
        done.add(both)
        yield f"  {one} -> {other} [style=dashed, constraint=false, fontsize=8, label={quoted(label(kind))}];\n"
