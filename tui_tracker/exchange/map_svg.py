"""The network as a picture (SVG): dark on white, for a browser, a printer or a slide.

The file stands alone: no script, no font and no address outside of it (the names of XML's own vocabularies apart).
Every text passes the standard library's XML writer. Letters are monospaced, so that a label is as wide as it was
measured, and each says its length, for machines that have other fonts. A name that is cut stands in full in the node's
`title`, which browsers show under the pointer.
"""

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from tui_tracker.domain.map_layout import JOIN, LEFT, RIGHT, Layout, Widths
from tui_tracker.domain.map_words import Cells, Rank, Word, fitted
from tui_tracker.domain.warmth_signs import SIGNS
from tui_tracker.exchange.map_cells import MARGIN, all_words, cutter, measure, natural, natural_levels
from tui_tracker.exchange.map_nodes import Facts, WholeMap, facts, subtitle, title, told
from tui_tracker.exchange.map_text import legend

_CELL, _ROW, _BASELINE = 7.3, 22, 15
_EDGE, _HEAD, _FOOT = 24, 64, 40
_MOST_BOX = 48
_TITLE_CELL = 10.9
_MOST_TITLE = 110
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FLUSH = 1 << 16

_STYLE = """
svg { background: #fff }
text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; fill: #1f2328 }
.h { font-size: 18px; font-weight: 700 }
.dim { fill: #57606a } .good { fill: #1a7f37 } .warn { fill: #9a6700 } .bad { fill: #cf222e; font-weight: 700 }
.bold, .title, .key { font-weight: 700 } .head { fill: #0550ae; font-weight: 700 }
.line { fill: none; stroke: #8c959f }
.branch { fill: #f6f8fa; stroke: #8c959f } .gap { fill: none; stroke: #0550ae; stroke-dasharray: 4 3 }
.practice { fill: #fff; stroke: #1f2328; stroke-width: 2 }
"""


def as_svg(whole: WholeMap) -> Iterator[str]:
    """The picture, piece by piece."""
    whole.known.signs = SIGNS
    words = [tuple(word for word in pieces if not _says_nothing(word)) for pieces in all_words(whole)]
    wishes = natural_levels(whole, words, _MOST_BOX)
    layout = Layout(whole.tree, Widths(wishes[0], tuple(wishes[1:]) or (1,)), two_sided=True)
    picture = _Picture(whole, layout, words)
    yield from picture.opening()
    for node in range(whole.tree.count):
        yield from picture.lines(node)
    for node in range(whole.tree.count):
        yield from picture.node(node)
    yield from picture.closing()


class _Picture:
    """The drawing as it comes about: what is written is handed on from time to time."""

    def __init__(self, whole: WholeMap, layout: Layout, words: Sequence[Sequence[Word]]) -> None:
        self._whole = whole
        self._layout = layout
        self._words = words
        self._text = StringIO()
        self._xml = XMLGenerator(self._text, "utf-8", short_empty_elements=True)
        self._cut = cutter(SIGNS.cut)

    def opening(self) -> Iterator[str]:
        """The sheet, its style and the heading."""
        heading, below = self._short(title(self._whole)), self._short(subtitle(self._whole))
        signs = legend(SIGNS, self._words)
        least = max(measure(heading) * _TITLE_CELL, measure(below) * _CELL, measure(signs) * _CELL)
        width = round(max(self._layout.width * _CELL, least) + 2 * _EDGE)
        height = _HEAD + self._layout.height * _ROW + _FOOT
        self._left = (width - self._layout.width * _CELL) / 2
        self._xml.startDocument()
        size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
        self._start("svg", xmlns="http://www.w3.org/2000/svg", role="img", **size)
        self._element("title", heading)
        self._element("style", _STYLE)
        self._element("rect", width="100%", height="100%", fill="#fff")
        self._element("text", heading, x=_EDGE, y=30, **{"class": "h"})
        self._element("text", below, x=_EDGE, y=50, **{"class": "dim"})
        self._element("text", signs, x=_EDGE, y=height - 14, **{"class": "dim", "xml:space": "preserve"})
        yield from self._flush()

    def _short(self, text: str) -> str:
        return text if measure(text) <= _MOST_TITLE else self._cut(text, _MOST_TITLE)

    def lines(self, node: int) -> Iterator[str]:
        """What leads from a node to those that hang on it, on each side."""
        children = self._whole.tree.children(node)
        for side in (RIGHT, LEFT):
            there = [child for child in children if self._layout.side(child) == side]
            if there:
                self._element("path", d=self._path(node, there, side), **{"class": "line"})
        yield from self._flush(_FLUSH)

    def _path(self, node: int, children: Sequence[int], side: int) -> str:
        """An arm from the parent, a stem along the children, an arm to each of them."""
        start, width = self._span(node)
        begin, joint = (start + width if side == RIGHT else start), self._joint(children[0], side)
        rows = [self._middle(child) for child in children]
        parts = [f"M{begin:.1f} {self._middle(node)}H{joint:.1f}"]
        if rows[0] != rows[-1]:
            parts.append(f"M{joint:.1f} {rows[0]}V{rows[-1]}")
        for child, y in zip(children, rows, strict=True):
            near, width = self._span(child)
            parts.append(f"M{joint:.1f} {y}H{near if side == RIGHT else near + width:.1f}")
        return "".join(parts)

    def _joint(self, child: int, side: int) -> float:
        box = self._layout.box(child)
        cells = box.x - JOIN / 2 if side == RIGHT else box.x + box.width + JOIN / 2
        return self._left + cells * _CELL

    def _middle(self, node: int) -> int:
        return _HEAD + self._layout.row(node) * _ROW + _ROW // 2

    def _span(self, node: int) -> tuple[float, float]:
        """Where a node's label begins and how wide it is: as wide as its text, towards the practice in its box."""
        box, side = self._layout.box(node), self._layout.side(node)
        width = min(box.width, natural(self._words[node]))
        spare = box.width - width
        x = box.x if side == RIGHT else box.x + spare if side == LEFT else box.x + spare / 2
        return self._left + x * _CELL, width * _CELL

    def node(self, node: int) -> Iterator[str]:
        """A label, with a frame around those that are no partners' alone, and its full words as title."""
        x, width = self._span(node)
        y = _HEAD + self._layout.row(node) * _ROW
        one = facts(self._whole, node)
        self._start("g")
        self._element("title", ": ".join(filter(None, (one.name, ", ".join(told(one))))))
        if frame := _frame(one):
            size = {"x": f"{x:.1f}", "y": y + 2, "width": f"{width:.1f}", "height": _ROW - 4, "rx": 4}
            self._element("rect", **{"class": frame, **size})
        cells = fitted(self._words[node], round(width / _CELL) - MARGIN, measure, self._cut)
        self._label(cells, x + _CELL * MARGIN / 2, y + _BASELINE)
        self._xml.endElement("g")
        yield from self._flush(_FLUSH)

    def _label(self, cells: Sequence[Cells], x: float, y: int) -> None:
        """Each piece is a text of its own: a name that is written from right to left does not turn the figures.

        Each says how long it is: in a wider or narrower font than was measured no name runs into its figures.
        """
        for text, look in cells:
            if bare := text.strip():
                begin = x + measure(text[: len(text) - len(text.lstrip())]) * _CELL
                length = {"textLength": f"{measure(bare) * _CELL:.1f}", "lengthAdjust": "spacingAndGlyphs"}
                looks = {"class": look} if look else {}
                self._element("text", bare, x=f"{begin:.1f}", y=y, **length, **looks)
            x += measure(text) * _CELL

    def closing(self) -> Iterator[str]:
        """The end of the sheet."""
        self._xml.endElement("svg")
        self._xml.endDocument()
        self._text.write("\n")
        yield from self._flush()

    def _start(self, name: str, /, **attributes: object) -> None:
        self._xml.startElement(name, AttributesImpl({key: str(value) for key, value in attributes.items()}))

    def _element(self, name: str, text: str = "", /, **attributes: object) -> None:
        self._start(name, **attributes)
        if text:
            self._xml.characters(_NOT_XML.sub("\ufffd", text))
        self._xml.endElement(name)

    def _flush(self, over: int = 0) -> Iterator[str]:
        """Hand on what is written, once it is more than so many characters."""
        if self._text.tell() > over:
            yield self._text.getvalue()
            self._text.seek(0)
            self._text.truncate()


def _says_nothing(word: Word) -> bool:
    """Whether it is a figure of none: beside a name, where no column shows what it counts, it would be a riddle."""
    return word.rank is Rank.FLOW and word.look == "dim"


def _frame(one: Facts) -> str:
    if one.kind == "practice":
        return "practice"
    return "" if one.limb is None else "gap" if one.gap is not None else "branch"
