"""Charts as pictures (SVG) inside a page: dark on white, told apart without colours, nothing in them from outside.

Every text goes through the standard library's XML writer. What is cut stands in full in the `title` of its place.
"""

import re
from collections.abc import Sequence
from math import ceil, floor, log10
from xml.etree.ElementTree import Element, SubElement

from tui_tracker.domain.insights.page import Chart, ChartKind, Unit, Value
from tui_tracker.domain.insights.words import NO_DATA, value_text
from tui_tracker.domain.text import clean_line
from tui_tracker.exchange.map_cells import cutter
from tui_tracker.exchange.report_words import cell_text, chart_table

WIDTH = 380
_TALL = 150
_TOP, _RIGHT, _BOTTOM = 10, 8, 20
_KEY_ROW = 16
_BAR_ROW, _THIN_ROW, _BAR_GAP = 18, 12, 4
_COLUMN = 0.8
"""How much of its room a column takes."""
_LEAST_STEP = 1e-9
_MOST_LABEL, _MOST_NOTE = 140, 120
_DASHES = ("", "5 3", "1.5 2.5", "8 3 2 3", "3 3", "10 4")
_LOOKS = 6
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_cut = cutter("…")

STYLE = """
svg { display: block; width: 100%; height: auto; overflow: hidden }
svg text { font: 10.5px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif }
svg text { fill: #1f2328 }
svg .dim { fill: #57606a } svg .end { text-anchor: end } svg .mid { text-anchor: middle }
svg .axis { stroke: #8c959f } svg .rule { stroke: #e4e8ec }
svg .limit { stroke: #1f2328; stroke-width: 1.2; stroke-dasharray: 4 3 }
svg .l { fill: none; stroke-width: 2; stroke-linejoin: round } svg .over { fill-opacity: .35 }
svg .s0 { stroke: #0b5a94 } svg .s1 { stroke: #b8480a } svg .s2 { stroke: #0a7a55 }
svg .s3 { stroke: #8a3a78 } svg .s4 { stroke: #1f2328 } svg .s5 { stroke: #7a6a00 }
svg .f0 { fill: #0b5a94 } svg .f1 { fill: #e08a4e } svg .f2 { fill: #0a7a55 }
svg .f3 { fill: #c08ab2 } svg .f4 { fill: #1f2328 } svg .f5 { fill: #c9b84a }
svg .spark { stroke: #57606a; stroke-width: 1.5; fill: none } svg .now { fill: #0b5a94 }
"""


def picture(chart: Chart) -> Element:
    """The chart as an `svg` element, or a paragraph that says that there is no data."""
    if chart.empty:
        nothing = Element("p", {"class": "nothing"})
        nothing.text = NO_DATA
        return nothing
    if chart.kind is ChartKind.BARS:
        return _bars(chart)
    return _lines(chart) if chart.kind is ChartKind.LINES else _columns(chart)


def spark(values: Sequence[Value], name: str) -> Element:
    """A small line of twelve months without an axis, from nothing to the most; what has no data is a gap."""
    sheet = Element("svg", {"viewBox": "0 0 100 22", "role": "img", "aria-label": name, "class": "tiny"})
    most = max((value for value in values if value is not None), default=0)
    points = [
        None if one is None else (3 + 94 * place / max(1, len(values) - 1), 19 - 16 * (one / most if most > 0 else 0))
        for place, one in enumerate(values)
    ]
    _run(sheet, points, {"class": "spark"})
    last = next((point for point in reversed(points) if point is not None), None)
    if last is not None:
        SubElement(sheet, "circle", {"cx": _n(last[0]), "cy": _n(last[1]), "r": "2.4", "class": "now"})
    return sheet


def clean(text: str) -> str:
    """Text as XML and HTML may hold it, in one line."""
    return _NOT_XML.sub("\ufffd", clean_line(text))


def _sheet(chart: Chart, height: float) -> Element:
    """The sheet of a chart, with everything that it shows in words for those who cannot see it."""
    sheet = Element("svg", {"viewBox": f"0 0 {WIDTH} {_n(height)}", "role": "img", "data-chart": clean(chart.name)})
    SubElement(sheet, "title").text = clean(chart.title)
    table = chart_table(chart)
    rows = (
        ", ".join(
            filter(None, (cell_text(cell, column.unit) for cell, column in zip(row.cells, table.columns, strict=True)))
        )
        for row in table.rows
    )
    SubElement(sheet, "desc").text = clean("; ".join(rows))
    return sheet


def _lines(chart: Chart) -> Element:
    top = _TOP + _keys_height(chart)
    sheet = _sheet(chart, _TALL)
    _keys(sheet, chart)
    scale = _Scale(chart, top)
    scale.draw(sheet)
    step = (WIDTH - scale.left - _RIGHT) / max(1, len(chart.labels))
    places = [scale.left + step * (place + 0.5) for place in range(len(chart.labels))]
    _labels_below(sheet, chart.labels, places, step)
    for number, one in enumerate(chart.series):
        look = number % _LOOKS
        points = [None if value is None else (x, scale.y(value)) for x, value in zip(places, one.values, strict=True)]
        _run(sheet, points, {"class": f"l s{look}", **_dashed(number)})
        for point, label, value in zip(points, chart.labels, one.values, strict=True):
            if point is not None:
                _mark(sheet, point, number, f"{one.name} {label}: {value_text(value, chart.unit)}")
    return sheet


def _columns(chart: Chart) -> Element:
    top = _TOP + _keys_height(chart) + 10
    sheet = _sheet(chart, _TALL)
    _keys(sheet, chart)
    scale = _Scale(chart, top)
    scale.draw(sheet)
    step = (WIDTH - scale.left - _RIGHT) / max(1, len(chart.labels))
    width = step * _COLUMN / len(chart.series)
    for number, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            x = scale.left + step * (place + (1 - _COLUMN) / 2) + width * number
            over = chart.target is not None and place >= chart.target
            _column(sheet, scale, x, width, value, f"f{number % _LOOKS}{' over' if over else ''}", chart, place)
    _labels_below(sheet, chart.labels, [scale.left + step * (place + 0.5) for place in range(len(chart.labels))], step)
    if chart.target is not None and 0 <= chart.target <= len(chart.labels):
        x = scale.left + step * chart.target
        _line(sheet, "limit", x, _TOP + _keys_height(chart), x, _TALL - _BOTTOM)
        side = "end" if x > WIDTH * 0.6 else ""
        _text(
            sheet, clean(chart.target_name), x + (-4 if side else 4), _TOP + _keys_height(chart) + 6, f"dim {side}", 150
        )
    return sheet


def _column(
    sheet: Element, scale: "_Scale", x: float, width: float, value: Value, look: str, chart: Chart, place: int
) -> None:
    if value is None:
        return
    y = scale.y(value)
    box = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(_TALL - _BOTTOM - y), "class": look}
    bar = SubElement(sheet, "rect", box)
    SubElement(bar, "title").text = clean(f"{chart.labels[place]}: {value_text(value, chart.unit)}")
    said = value_text(value, chart.unit, short=True)
    # Beside a column that stands alone there is a gap, into which its number may reach.
    room = width / _COLUMN if len(chart.series) == 1 else width
    if value and room >= _wide(said):
        _text(sheet, said, x + width / 2, y - 3, "mid", room)


def _bars(chart: Chart) -> Element:
    """A row a label: the label, its bar, the value, and the note at the end of the line."""
    top = _keys_height(chart)
    row = _BAR_ROW if len(chart.series) == 1 else _THIN_ROW * len(chart.series) + _BAR_GAP
    sheet = _sheet(chart, top + row * len(chart.labels) + 2)
    _keys(sheet, chart)
    said = [[value_text(value, chart.unit) for value in one.values] for one in chart.series]
    left = min(_MOST_LABEL, max(map(_wide, map(clean, chart.labels))) + 6)
    values = max(_wide(text) for one in said for text in one) + 8
    notes = min(_MOST_NOTE, max((_wide(clean(note)) for note in chart.notes), default=0) + 8) if any(chart.notes) else 0
    room = WIDTH - left - values - notes
    most = max((value for one in chart.series for value in one.values if value is not None), default=0)
    high = row / len(chart.series) if len(chart.series) == 1 else _THIN_ROW
    for place, label in enumerate(chart.labels):
        y = top + row * place
        _text(sheet, clean(label), left - 6, y + row / 2 + 4, "end", left)
        for number, one in enumerate(chart.series):
            value, begin = one.values[place], y + high * number
            size = room * value / most if value and most > 0 else 0
            box = {"x": _n(left), "y": _n(begin + 2), "width": _n(max(size, 1)), "height": _n(high - 4)}
            SubElement(sheet, "rect", {**box, "class": f"f{number % _LOOKS}"})
            _text(sheet, said[number][place], left + max(size, 1) + 5, begin + high / 2 + 4, "", values + room)
        if notes:
            _text(sheet, clean(chart.notes[place]), WIDTH, y + row / 2 + 4, "dim end", notes)
    return sheet


class _Scale:
    """The upright axis: from nothing to a round number above the most."""

    def __init__(self, chart: Chart, top: float) -> None:
        most = max((value for one in chart.series for value in one.values if value is not None), default=0)
        self._unit = chart.unit
        self._step = _round_step(most, chart.unit)
        self._most = max(1, ceil(most / self._step - 1e-9)) * self._step
        self._top = top
        self._texts = [(place, _tick(place, self._unit)) for place in self._places()]
        self.left = max(18.0, max(_wide(text) for _place, text in self._texts) + 8)

    def _places(self) -> list[float]:
        return [self._step * number for number in range(round(self._most / self._step) + 1)]

    def y(self, value: float) -> float:
        """Where a value stands."""
        return _TALL - _BOTTOM - (value / self._most) * (_TALL - _BOTTOM - self._top)

    def draw(self, sheet: Element) -> None:
        """The lines across and what they stand for."""
        for place, text in self._texts:
            y = self.y(place)
            _line(sheet, "axis" if place == 0 else "rule", self.left, y, WIDTH - _RIGHT, y)
            _text(sheet, text, self.left - 5, y + 4, "dim end", self.left)


def _round_step(most: float, unit: Unit) -> float:
    """The distance of the lines across: 1, 2 or 5 times a power of ten, so that there are five at most."""
    if unit is Unit.SHARE and 0.5 < most <= 1:
        return 0.25
    raw = most / 5
    if raw <= _LEAST_STEP:
        return 1
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * (1 - 1e-9))
    return max(1, step) if unit in (Unit.COUNT, Unit.DAYS) else step


def _tick(value: float, unit: Unit) -> str:
    if unit is Unit.CENTS:
        return f"{value / 100:,.0f}"
    if unit in (Unit.COUNT, Unit.DAYS):
        return f"{value:,.0f}"
    return f"{value * 100:.3g} %" if unit is Unit.SHARE else f"{value:g}"


def _keys_height(chart: Chart) -> float:
    return _KEY_ROW if len(chart.series) > 1 else 0


def _keys(sheet: Element, chart: Chart) -> None:
    """Which line or bar is which, above the chart, where there are several."""
    if len(chart.series) < 2:
        return
    signs = 26 if chart.kind is ChartKind.LINES else 14
    names = [clean(one.name) for one in chart.series]
    wishes = [signs + _wide(name) + 14 for name in names]
    most = WIDTH if sum(wishes) <= WIDTH else WIDTH / len(names)
    x = 2.0
    for number, (name, wish) in enumerate(zip(names, wishes, strict=True)):
        look = number % _LOOKS
        if chart.kind is ChartKind.LINES:
            _run(sheet, [(x, 7), (x + 22, 7)], {"class": f"l s{look}", **_dashed(number)})
            _mark(sheet, (x + 11, 7), number, name)
        else:
            SubElement(sheet, "rect", {"x": _n(x), "y": "2", "width": "10", "height": "10", "class": f"f{look}"})
        _text(sheet, name, x + signs, 11, "", most - signs - 4)
        x += min(wish, most)


def _labels_below(sheet: Element, labels: Sequence[str], places: Sequence[float], step: float) -> None:
    """As many labels as there is room for, the last one among them."""
    texts = [clean(label) for label in labels]
    widest = min(80, max(map(_wide, texts), default=0)) + 5
    every = max(1, ceil(widest / step))
    for number, (text, x) in enumerate(zip(texts, places, strict=True)):
        if (len(texts) - 1 - number) % every == 0:
            at = min(max(x, _wide(text) / 2), WIDTH - min(80, _wide(text)) / 2)
            _text(sheet, text, at, _TALL - 6, "dim mid", 80)


def _run(sheet: Element, points: Sequence[tuple[float, float] | None], looks: dict[str, str]) -> None:
    """A line through points, broken where one is missing."""
    path, pen = [], "M"
    for point in points:
        if point is not None:
            path.append(f"{pen}{_n(point[0])} {_n(point[1])}")
        pen = "L" if point is not None else "M"
    if len(path) > 1:
        SubElement(sheet, "path", {"d": "".join(path), **looks})


def _dashed(number: int) -> dict[str, str]:
    dash = _DASHES[number % len(_DASHES)]
    return {"stroke-dasharray": dash} if dash else {}


def _mark(sheet: Element, point: tuple[float, float], number: int, said: str) -> None:
    """A disc, a square, a triangle or a diamond, by the number of its line."""
    x, y = point
    look = {"class": f"f{number % _LOOKS} s{number % _LOOKS}"}
    shape = number % 4
    if shape == 0:
        mark = SubElement(sheet, "circle", {"cx": _n(x), "cy": _n(y), "r": "2.6", **look})
    elif shape == 1:
        mark = SubElement(sheet, "rect", {"x": _n(x - 2.4), "y": _n(y - 2.4), "width": "4.8", "height": "4.8", **look})
    else:
        corners = ((0, -3.4), (3.2, 2.6), (-3.2, 2.6)) if shape == 2 else ((0, -3.6), (3.6, 0), (0, 3.6), (-3.6, 0))
        text = " ".join(f"{_n(x + right)},{_n(y + down)}" for right, down in corners)
        mark = SubElement(sheet, "polygon", {"points": text, **look})
    SubElement(mark, "title").text = clean(said)


def _line(sheet: Element, look: str, x1: float, y1: float, x2: float, y2: float) -> None:
    places = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)}
    SubElement(sheet, "line", {"class": look, **places})


def _text(sheet: Element, text: str, x: float, y: float, look: str, room: float) -> None:
    """A text that takes at most so much room; cut, it says in full what it is to whoever points at it."""
    shown = _fitted(text, room)
    label = SubElement(sheet, "text", {"x": _n(x), "y": _n(y), **({"class": look.strip()} if look.strip() else {})})
    label.text = shown
    if shown != text:
        SubElement(label, "title").text = text


def _fitted(text: str, room: float) -> str:
    if _wide(text) <= room:
        return text
    size = len(text)
    while size > 1 and _wide(text) > room:
        size = min(size - 1, int(size * room / _wide(text)))
        text = _cut(text, max(2, size))
    return text


def _wide(text: str) -> float:
    """About how wide a text is; rather too wide than too narrow, as fonts differ."""
    return sum(
        4.2 if sign in _NARROW else 10.4 if sign in _BROAD or sign > "\u2e7f" else 7.8 if sign.isupper() else 6.7
        for sign in text
    )


_NARROW = frozenset(" .,:;'’il|!()[]fjt")
_BROAD = frozenset("MWmw%@")


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
