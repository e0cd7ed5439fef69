"""The map as text, Markdown, a picture, Graphviz and JSON: each is read back by a reader of its own."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from wcwidth import iter_graphemes

from tests.conftest import TODAY
from tests.domain.map_strategies import Map, made, maps
from tests.factories import HOSTILE
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.map_words import Known
from tui_tracker.domain.mind_map import Feeling, Grouping, Leaf, Limb, Outline, Tally, View, moods
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import clean_line, has_unsafe
from tui_tracker.domain.warmth import Band
from tui_tracker.exchange.map_cells import cutter, measure
from tui_tracker.exchange.map_dot import as_dot
from tui_tracker.exchange.map_json import as_json
from tui_tracker.exchange.map_markdown import DEEPEST, as_markdown
from tui_tracker.exchange.map_nodes import WholeMap, facts, subtitle, title, told
from tui_tracker.exchange.map_svg import as_svg
from tui_tracker.exchange.map_text import as_text

SVG = "{http://www.w3.org/2000/svg}"
NASTY = (
    *HOSTILE,
    "]]> <script>alert(1)</script>",
    'a"b\\',
    "\\N \\G \\n &lt; &#60; &copy;",
    "# 1. - [ ] ~~x~~",
    "\ufffe\uffff",
)
NAMES = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))


def whole(map_: Map, names: list[str], *, opened: set[tuple[str, ...]] | None = None) -> WholeMap:
    """A map whose branches and partners have these names, again and again; with warmth, promises and a gap."""
    name = {number: names[number % len(names)] for number in range(40)}
    limbs = []
    for number, limb in enumerate(map_.outline.limbs):
        gap = Gap("s", "a", 3, 1, number % 2) if number % 4 == 1 else None
        limbs.append(
            Limb(limb.path, name[number % 40], limb.by, limb.above, Tally(limb.own), limb.own, limb.partner_id, 0, gap)
        )
    outline = Outline(name[7], View((Grouping.AREA,), name[3]), tuple(limbs), Tally(5, 1, 2), 9, map_.outline.own)
    everybody = [one for below in map_.ids.values() for one in below]
    everybody += [limb.partner_id for limb in limbs if limb.partner_id is not None]
    known = Known(outline, Settings())
    bands = (Feeling(80, Band.WARM, 2), Feeling(50, Band.COOLING), Feeling(10, Band.COLD, 1), Feeling())
    for one in everybody:
        known.leaves[one] = Leaf(
            one, name[one % 37], "clinician", "x", "y", "A", "referring", one % 5, one % 3, places=1 + one % 2
        )
        known.feelings[one] = bands[one % 4]
    known.moods.update(moods(outline, map_.ids, known.feelings))
    mapped = Map(outline, map_.ids, map_.ties)
    return WholeMap(mapped.tree(opened), known, TODAY)


def sentence(found: WholeMap, node: int, *, deep: bool = False) -> str:
    one, said = facts(found, node), list(told(facts(found, node)))
    if deep and found.tree.depth(node) > DEEPEST:
        said.append(f"below {facts(found, found.tree.parent(node)).name}")
    return ": ".join(filter(None, (one.name, ", ".join(said))))


wholes = st.builds(whole, maps(), st.lists(NAMES, min_size=1, max_size=8))


@given(wholes)
def test_markdown_is_a_nested_list_of_the_nodes(found):
    text = "".join(as_markdown(found))
    items, depth = [], 0
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        depth += {"bullet_list_open": 1, "bullet_list_close": -1}.get(token.type, 0)
        assert token.type not in (
            "html_block",
            "code_block",
            "fence",
            "ordered_list_open",
            "blockquote_open",
            "table_open",
            "hr",
        )
        if token.type == "inline" and depth:
            assert not {"html_inline", "link_open", "image", "em_open", "code_inline"} & {
                one.type for one in token.children
            }
            items.append((depth, "".join(one.content for one in token.children)))
        elif token.type == "inline":
            items.append((0, token.children and "".join(one.content for one in token.children)))
    assert [text for depth, text in items if not depth] == [title(found), subtitle(found)]
    assert [one for one in items if one[0]] == [
        (min(found.tree.depth(node), DEEPEST), sentence(found, node, deep=True)) for node in range(1, found.tree.count)
    ]


def texts(root: Any) -> list[tuple[float, float, str]]:
    return [(float(one.get("x")), float(one.get("y")), one.text) for one in root.iter(f"{SVG}text")]


@given(wholes)
def test_the_picture_says_each_node_and_stands_alone(found):
    source = "".join(as_svg(found))
    root = ElementTree.fromstring(source)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "style", "rect", "text", "path", "g"}
    for one in root.iter():
        assert not any("//" in value or "url" in value or name.startswith("on") for name, value in one.attrib.items())
    assert "@import" not in source.partition("</style>")[0]
    assert "//" not in root.find(f"{SVG}style").text
    assert "<?xml-stylesheet" not in source
    assert "<!" not in source
    assert [one.find(f"{SVG}title").text for one in root.iter(f"{SVG}g")] == [
        re.sub("[\ufffe\uffff]", "\ufffd", sentence(found, node)) for node in range(found.tree.count)
    ]


@given(wholes)
def test_labels_of_the_picture_stand_on_the_sheet_and_apart(found):
    root = ElementTree.fromstring("".join(as_svg(found)))
    width, height = float(root.get("width")), float(root.get("height"))
    rows: dict[float, list[tuple[float, float]]] = {}
    for group in root.iter(f"{SVG}g"):
        there = texts(group)
        lengths = [float(one.get("textLength")) for one in group.iter(f"{SVG}text")]
        assert all(abs(length - 7.3 * measure(one[2])) < 0.1 for length, one in zip(lengths, there, strict=True))
        assert all(one[0] + length < after[0] for length, (one, after) in zip(lengths, pairwise(there), strict=False))
        rows.setdefault(there[0][1], []).append((there[0][0], there[-1][0] + 7.3 * measure(there[-1][2])))
    for y, spans in rows.items():
        assert 0 < y < height
        assert all(0 < start <= end < width for start, end in spans)
        assert all(before[1] < after[0] for before, after in pairwise(sorted(spans)))


@given(wholes)
def test_a_line_of_the_picture_ends_at_each_label_and_runs_through_none(found):
    root = ElementTree.fromstring("".join(as_svg(found)))
    level: dict[float, list[tuple[float, float]]] = {}
    for path in root.iter(f"{SVG}path"):
        for x, y, to in re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)", path.get("d")):
            level.setdefault(float(y), []).append((min(float(x), float(to)), max(float(x), float(to))))
    for number, group in enumerate(root.iter(f"{SVG}g")):
        there = texts(group)
        start, end = there[0][0], there[-1][0] + 7.3 * measure(there[-1][2])
        lines = level.get(there[0][1] - 4, [])
        assert all(right < start or left > end for left, right in lines)
        near = [one for one in lines if -15 < one[0] - end < 15 or -15 < start - one[1] < 15]
        assert near or (number == 0 and found.is_empty)


TOKEN = re.compile(r'\s*(?:(->)|([{}\[\];,=])|([A-Za-z_]\w*|-?\d+(?:\.\d+)?)|"((?:[^"\\]|\\.)*)")', re.S)


def dot(text: str) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, dict[str, str]]]]:
    """A strict reader of the part of the language that is written: nodes and edges with their attributes."""
    tokens, place = [], 0
    while text[place:].strip():
        found = TOKEN.match(text, place)
        assert found, text[place : place + 40]
        tokens.append(found.groups())
        place = found.end()
    words = [(arrow or sign or word, quoted) for arrow, sign, word, quoted in tokens]
    assert [one for one, _ in words[:3]] == ["digraph", "network", "{"]
    assert words[-1] == ("}", None)
    nodes: dict[str, dict[str, str]] = {}
    edges = []
    rest = iter(words[3:-1])
    for name, quoted in rest:
        assert quoted is None
        assert re.fullmatch(r"\w+", name)
        sign, to = next(rest)[0], ""
        if sign == "->":
            to, sign = next(rest)[0], next(rest)[0]
        attributes = {}
        while sign in ("[", ","):
            key, equals, value = next(rest)[0], next(rest)[0], next(rest)
            assert equals == "="
            attributes[key] = shown(value[1]) if value[1] is not None else value[0]
            sign = next(rest)[0]
        if attributes:
            assert sign == "]"
            sign = next(rest)[0]
        assert sign == ";"
        if to:
            edges.append((name, to, attributes))
        else:
            nodes.setdefault(name, {}).update(attributes)
    return nodes, edges


def shown(label: str) -> str:
    """What Graphviz shows for what stands between the quotes: escapes and entities read."""
    text = re.sub(r"\\(.)", lambda found: {"n": "\n", "\\": "\\", '"': '"'}[found[1]], label)
    assert not re.search(r"&(?!amp;)#?\w+;", text)
    return text.replace("&amp;", "&") if "&amp;" in text else text


@given(wholes)
@example(whole(made([-1, 0], [2, 1]), ["a &amp; b", "&amp;amp;", "R&D;"]))
def test_graphviz_gets_each_partner_once_and_every_branch_to_what_hangs_on_it(found):
    nodes, edges = dot("".join(as_dot(found)))
    tree, names = found.tree, ["practice"]
    for node in range(1, tree.count):
        partner = tree.partner(node)
        names.append(f"p{partner}" if partner is not None else f"b{tree.limb(node)}")
        assert nodes[names[node]]["label"].split("\n")[0] == facts(found, node).name
    assert set(nodes) == {*names, "graph", "node", "edge"}
    assert {(one, other) for one, other, _ in edges} == {
        (names[tree.parent(node)], names[node]) for node in range(1, tree.count)
    }


def test_graphviz_draws_links_once_dashed_and_only_between_those_who_are_shown():
    found = whole(made([-1, -1], [2, 2]), ["Lee"])
    first, second, third, fourth = (1000, 1001, 1002, 1003)
    links = (
        ("colleague", first, third),
        ("works_at", third, first),
        ("introduced", second, fourth),
        ("part_of", first, 7),
    )
    _, edges = dot("".join(as_dot(WholeMap(found.tree, found.known, TODAY, links))))
    dashed = [(one, other, how["label"]) for one, other, how in edges if how.get("style") == "dashed"]
    assert dashed == [(f"p{first}", f"p{third}", "colleague"), (f"p{second}", f"p{fourth}", "introduced")]


@given(wholes)
def test_json_lists_every_node_after_what_it_hangs_on(found):
    nodes = json.loads("".join(as_json(found)))
    assert nodes == json.loads("".join(as_json(found, ascii_only=True)))
    tree = found.tree
    assert [one["above"] for one in nodes] == [None, *(tree.parent(node) for node in range(1, tree.count))]
    assert [one["node"] for one in nodes] == list(range(tree.count))
    assert [one["name"] for one in nodes] == [facts(found, node).name for node in range(tree.count)]


@given(wholes, st.integers(20, 240), st.booleans())
def test_text_keeps_its_width_and_names_every_node(found, width, ascii_only):
    text = "".join(as_text(found, width, ascii_only=ascii_only))
    lines = text.split("\n")
    assert all(measure(line) <= width for line in lines)
    assert not re.search("[─│┌├└┬┼┤┐┘]", text.replace("".join(NASTY), "")) or not ascii_only
    body = text.partition("\n\n")[2]
    for node in range(found.tree.count):
        start = next(iter_graphemes(facts(found, node).name))
        assert start in body or measure(start) > 4


@given(wholes, st.sampled_from([30, 200]))
def test_nothing_unsafe_gets_out(found, width):
    for text in (as_text(found, width), as_markdown(found), as_svg(found), as_dot(found), as_json(found)):
        assert not has_unsafe("".join(text))


WIDE = """\
Hal Poe: the network by area
5 partners of 9 with "Di Roe", 2026-03-16. In and out: referrals of the last 90 days.

 ▼ Di Roe !1 2/0 ─── ○ Bo Kim 1 need 2 !1 0 ─── Hal Poe ─── ■ Ann Lee 2       !2 0 ─┬─ ▲ Bo Kim !2 0/1
                                                                                    └─ ■ Cy Day x2 1/2

▲ warm  ■ cooling  ▼ cold  · no figure yet  ○ gap  4/2 in/out  !2 promises open  x3 in 3 places
"""
NARROW = """\
Hal Poe: the network by area
5 partners of 9 with "Di Roe", 2026-03-16. In and out:
referrals of the last 90 days.

          ┌─ ■ Ann Lee 2       !2 0 ─┬─ ▲ Bo Kim !2 0/1
 Hal Poe ─┤                          └─ ■ Cy Day x2 1/2
          └─ ○ Bo Kim 1 need 2 !1 0 ─── ▼ Di Roe !1 2/0

▲ warm  ■ cooling  ▼ cold  · no figure yet  ○ gap
4/2 in/out  !2 promises open  x3 in 3 places
"""
NARROWEST = """\
Hal Poe: the network by
area
5 partners of 9 with "Di
Roe", 2026-03-16. In and
out: referrals of the
last 90 days.

Hal Poe
├─ ■ Ann Lee 2      !2 0
│  ├─ ▲ Bo Kim    !2 0/1
│  └─ ■ Cy Day    x2 1/2
└─ ○ Bo Kim  need 2 !1 0
   └─ ▼ Di Roe    !1 2/0

▲ warm  ■ cooling
▼ cold  · no figure yet
○ gap  4/2 in/out
!2 promises open
x3 in 3 places
"""


def test_a_wide_map_stands_on_two_sides_a_narrow_one_on_one_and_the_narrowest_is_indented():
    found = whole(
        made([-1, -1], [2, 1]), ["Ann Lee", "Bo Kim", "Cy Day", "Di Roe", "Ed Fox", "Flo Hay", "Gil Orr", "Hal Poe"]
    )
    wide, narrow, list_ = ("".join(as_text(found, width)) for width in (160, 60, 24))
    assert wide == WIDE
    assert narrow == NARROW
    assert list_ == NARROWEST


def test_ascii_alone_needs_no_other_sign():
    found = whole(
        made([-1, 0, -1], [2, 1, 3]), ["Ann Lee with a name that is too long for any box there is on this map"]
    )
    for width in (40, 90, 200):
        assert "".join(as_text(found, width, ascii_only=True)).isascii()
        assert not "".join(as_text(found, width)).isascii()


def test_names_are_written_with_the_signs_that_the_reader_has():
    found = whole(made([-1], [1]), ["Łódź Müller"])
    text = "".join(as_text(found, 90, ascii_only=True, spelled=lambda name: name.encode("ascii", "replace").decode()))
    assert text.isascii()
    assert "??d? M?ller" in text


@pytest.mark.parametrize(
    "text", ["漢字かな交じり文", "e\u0301\u0327x\u0308yz", "👩‍👩‍👧‍👦🏳️‍🌈👩‍👩‍👧‍👦", "שלום עולם", "กำกำกำ", "Dr. Ann Lee"]
)
def test_a_cut_falls_between_graphemes_and_within_the_width(text):
    graphemes = list(iter_graphemes(text))
    for width in range(1, measure(text) + 1):
        cut = cutter("…")(text, width)
        kept = cut.removesuffix("…")
        assert measure(cut) <= width
        assert any("".join(graphemes[:n]).rstrip() == kept for n in range(len(graphemes)))
    assert measure("Dr. Ann Lee") == cell_len("Dr. Ann Lee")


@pytest.mark.slow
def test_a_chain_of_ten_thousand_is_written_in_every_format():
    count = 10_000
    limbs = tuple(
        Limb((str(n + 1),), f"P{n}", Grouping.INTRODUCED, n - 1, Tally(count - n), 0, n + 1) for n in range(count)
    )
    outline = Outline("Chain", View((Grouping.INTRODUCED,)), limbs, Tally(count), count)
    found = WholeMap(Map(outline, {}, {}).tree(), Known(outline, Settings()), TODAY)
    markdown = "".join(as_markdown(found))
    assert max(len(line) - len(line.lstrip()) for line in markdown.splitlines()) == 2 * (DEEPEST - 1)
    assert "- **P9999**: 1 partner, below P9998\n" in markdown
    text = "".join(as_text(found, 80))
    assert all(len(line) <= 80 for line in text.splitlines())
    assert text.partition("\n\n")[2].count("\n") == count + 3
    assert len(json.loads("".join(as_json(found)))) == count + 1
    assert "".join(as_dot(found)).count("->") == count
    root = ElementTree.fromstring("".join(as_svg(found)))
    assert sum(1 for _ in root.iter(f"{SVG}g")) == count + 1


def test_names_that_are_blank_are_named_and_long_ones_end():
    found = whole(made([-1], [1]), ["\x00\u202e", "x" * 300])
    assert "(no name)" in "".join(as_markdown(found))
    assert max(len(one) for _, _, one in texts(ElementTree.fromstring("".join(as_svg(found))))) < 120
    assert clean_line("x") == "x"
