"""A review as one page of HTML with its charts in it: no script, no font, no picture and no address from outside.

The page is built as a tree and written by the standard library, so that no text in it is ever markup. It is made to be
printed on one or two sheets, Letter or A4, and to be read on a screen; a browser is told to load nothing at all.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from tui_tracker.domain.insights.monthly import Review, Section
from tui_tracker.domain.insights.page import Chart, Compared, Table, Unit
from tui_tracker.domain.insights.words import SAME, value_text
from tui_tracker.exchange import report_svg
from tui_tracker.exchange.map_cells import cutter, measure
from tui_tracker.exchange.report_svg import clean
from tui_tracker.exchange.report_words import (
    HOW,
    Told,
    below_heading,
    cell_text,
    changed,
    heading,
    notes_of,
    shown,
    shown_rows,
    told,
    trend_name,
)

_MOST_COLUMNS, _MOST_WORDS = 6, 2
_MOST_CELLS, _LONG_WORD = 60, 18
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BLOCK, _WIDE_BLOCK = "block", "block wide"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 24px; max-width: 1020px; background: #fff; color: #1f2328;
  font: 14px/1.4 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
  overflow-wrap: break-word }
h1 { font-size: 22px; line-height: 1.2; margin: 0 0 2px } h2 { font-size: 16px; margin: 16px 0 6px }
h3 { font-size: 13.5px; line-height: 1.3; margin: 0 0 4px } p { margin: 0 0 4px }
ul { margin: 0; padding-left: 18px; columns: 2; column-gap: 26px }
li { break-inside: avoid }
.dim, .note { color: #57606a } .note, .nothing { font-size: 12px }
.figures { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 8px; margin: 12px 0 }
.figure { border: 1px solid #d0d7de; border-radius: 6px; padding: 6px 8px; break-inside: avoid }
.figure .name { font-size: 12px; line-height: 1.25 } .figure .was { font-size: 11.5px }
.figure .of { font-size: 11px; color: #57606a; min-height: 1.4em }
.figure b { font-size: 20px; line-height: 1.2; font-variant-numeric: tabular-nums }
.good { color: #116329 } .bad { color: #a40e26 } .day { white-space: nowrap }
.blocks { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 14px 26px; margin-top: 14px;
  grid-auto-flow: dense }
.block { break-inside: avoid; min-width: 0 } .wide { grid-column: 1 / -1 }
table { border-collapse: collapse; width: 100%; font-size: 12px; line-height: 1.3 }
th { text-align: left; vertical-align: bottom; font-weight: 600; border-bottom: 1px solid #8c959f }
th { padding: 2px 6px 2px 0 }
td + td, th + th { padding-left: 6px }
td { vertical-align: top; border-bottom: 1px solid #e4e8ec; padding: 2px 6px 2px 0; unicode-bidi: isolate }
.long { overflow-wrap: anywhere } th.n { white-space: normal }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
dl { columns: 2; column-gap: 26px; font-size: 11px; line-height: 1.35; color: #57606a; margin: 0 }
dl div { break-inside: avoid; margin-bottom: 3px } dt, dd { display: inline; margin: 0 } dt { font-weight: 600 }
@media (max-width: 720px) {
  body { padding: 12px } .figures { grid-template-columns: repeat(2, minmax(0, 1fr)) }
  .blocks { grid-template-columns: minmax(0, 1fr) } dl, ul { columns: 1 } .block { overflow-x: auto }
}
@page { margin: 11mm 12mm }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact }
  h1 { font-size: 15pt } h2 { font-size: 11pt; margin: 8pt 0 3pt; break-after: avoid }
  h3 { font-size: 9pt; margin-bottom: 2pt; break-after: avoid }
  .figures { gap: 5px; margin: 6pt 0 } .figure { padding: 3pt 5pt } .figure b { font-size: 13pt }
  .figure .name, .figure .was, .figure .of { font-size: 7.5pt }
  .blocks { gap: 7pt 16pt; margin-top: 6pt } .wide { break-inside: auto } tr { break-inside: avoid }
  table { font-size: 7.4pt; line-height: 1.18 }
  td, th { padding: .8pt 4pt .8pt 0 }
  ul { font-size: 8.8pt } p { margin-bottom: 2pt } dl { font-size: 6.8pt }
  .note, .nothing { font-size: 7.5pt; line-height: 1.25 }
}
"""


def as_html(review: Review) -> Iterator[str]:
    """The page."""
    page = Element("html", {"lang": "en"})
    head = SubElement(page, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "title").text = clean(heading(review))
    SubElement(head, "style").text = report_svg.STYLE + _STYLE
    body = SubElement(page, "body")
    _say(body, "h1", heading(review))
    _say(body, "p", " ".join(below_heading(review)), "dim")
    figures = shown(review.figures)
    every = [told(one) for one in figures]
    _figures(body, figures, every, review)
    if review.changes:
        _say(body, "h2", "What changed")
        points = SubElement(body, "ul")
        for change in review.changes:
            look = "" if change.better is None else "good" if change.better else "bad"
            _say(points, "li", changed(change), look)
    if any(section.figures for section in review.on_paper):
        for section in review.on_paper:
            _page(body, section, review)
    else:
        _sheet(body, review.on_paper)
    _how(body, every)
    yield "<!DOCTYPE html>\n"
    yield tostring(page, encoding="unicode", method="html")
    yield "\n"


def _figures(parent: Element, figures: Sequence[Compared], every: Sequence[Told], review: Review) -> None:
    """A tile a figure: its value, from how many, the one before, and the line of twelve months."""
    if not figures:
        return
    tiles = SubElement(parent, "div", {"class": "figures"})
    for one, said in zip(figures, every, strict=True):
        tile = SubElement(tiles, "div", {"class": "figure", "data-figure": one.now.key})
        _say(tile, "div", said.name, "name")
        _say(tile, "b", said.value)
        _say(tile, "div", _beside(said), "was")
        _say(tile, "div", said.counted, "of")
        if one.trend:
            values = [month.value for month in one.trend]
            spelled = ", ".join(value_text(value, said.measure.unit) for value in values)
            tile.append(report_svg.spark(values, f"{said.name}, {trend_name(review)}: {spelled}"))
    if any(one.trend for one in figures):
        _say(parent, "p", f"Lines: {trend_name(review)}, by month, from zero.", "note")


def _beside(said: Told) -> str:
    """`+5 points, before: 90 %`."""
    if said.change == SAME:
        return "same as before"
    return f"{said.change}, before: {said.before}".removeprefix(", ")


def _page(parent: Element, section: Section, review: Review) -> None:
    """A whole page of Insights below its heading."""
    _say(parent, "h2", section.title)
    figures = shown(section.figures)
    _figures(parent, figures, [told(one) for one in figures], review)
    for says in section.says:
        _say(parent, "p", says, "note")
    blocks = SubElement(parent, "div", {"class": "blocks"})
    blocks.extend([*map(_chart, section.charts), *(_table(section, table) for table in section.tables)])


def _sheet(parent: Element, sections: Sequence[Section]) -> None:
    """All charts and tables side by side, then those that are as wide as the sheet: so they take the fewest sheets.

    What a section says in words stands below its first chart or table.
    """
    blocks: list[Element] = []
    for section in sections:
        mine = [*map(_chart, section.charts), *(_table(section, table) for table in section.tables)]
        if section.says and not mine:
            mine = [_block(_BLOCK, section.title)]
        for says in section.says:
            _say(mine[0], "p", says, "note")
        blocks += mine
    sheet = SubElement(parent, "div", {"class": "blocks"})
    sheet.extend(sorted(blocks, key=lambda block: block.get("class") == _WIDE_BLOCK))


def _block(look: str, title: str) -> Element:
    block = Element("div", {"class": look})
    _say(block, "h3", title)
    return block


def _chart(chart: Chart) -> Element:
    block = _block(_BLOCK, chart.title)
    block.append(report_svg.picture(chart))
    return block


def _table(section: Section, table: Table) -> Element:
    words = sum(column.unit is Unit.WORDS for column in table.columns)
    wide = len(table.columns) > _MOST_COLUMNS or words > _MOST_WORDS
    block = _block(_WIDE_BLOCK if wide else _BLOCK, table.title)
    rows, more = shown_rows(section, table)
    if rows:
        sheet = SubElement(block, "table", {"data-table": clean(table.name)})
        top = SubElement(SubElement(sheet, "thead"), "tr")
        looks = ["" if column.unit is Unit.WORDS else "n" for column in table.columns]
        for column, look in zip(table.columns, looks, strict=True):
            _say(top, "th", column.title, look)
        body = SubElement(sheet, "tbody")
        for row in rows:
            line = SubElement(body, "tr")
            for cell, column, look in zip(row.cells, table.columns, looks, strict=True):
                _cell(line, cell_text(cell, column.unit), look)
    for note in notes_of(table, more):
        _say(block, "p", note, "note")
    return block


def _cell(line: Element, text: str, look: str) -> None:
    """A cell; a text that would push the others aside is cut, and says in full what it is to whoever points at it."""
    whole = clean(text)
    shown = whole if measure(whole) <= _MOST_CELLS else cutter("…")(whole, _MOST_CELLS)
    longest = max(map(len, shown.split()), default=0)
    look = "day" if _DAY.fullmatch(shown) else "long" if not look and longest > _LONG_WORD else look
    cell = SubElement(line, "td", {"class": look} if look else {})
    cell.text = shown
    if shown != whole:
        cell.set("title", whole)


def _how(parent: Element, every: Sequence[Told]) -> None:
    """How the figures at the top are counted."""
    if not every:
        return
    _say(parent, "h2", HOW)
    names = SubElement(parent, "dl")
    for one in every:
        pair = SubElement(names, "div")
        _say(pair, "dt", f"{one.name}: ")
        _say(pair, "dd", one.measure.how)


def _say(parent: Element, name: str, text: str, look: str = "") -> None:
    SubElement(parent, name, {"class": look} if look else {}).text = clean(text) + (" " if text.endswith(" ") else "")
