"""Files as rows: dialects, encodings, line numbers, and what is no table."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange import tables
from tui_tracker.exchange.tables import DELIMITERS, cell_text, find_delimiter, parse, read_table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8)


def a_file(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(path).rows]


@given(
    ROWS,
    st.sampled_from(DELIMITERS),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_writer_writes_is_read_back(rows: list[list[str]], delimiter: str, quoting: int, end: str) -> None:
    text, lines, starts = "", 1, []
    for row in rows:
        # "\r\n" as terminator makes the writer quote both characters, whichever ends the line in the file.
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerow(row)  # type: ignore[arg-type]
        text += out.getvalue().removesuffix("\r\n") + end
        starts.append(lines)
        lines += len(re.findall(r"\r\n|\r|\n", out.getvalue()))

    read = list(parse(text, delimiter))

    wanted = [(line, tuple(row)) for line, row in zip(starts, rows, strict=True) if any(one.strip() for one in row)]
    assert [(row.line, row.cells) for row in read] == wanted


@given(
    st.sampled_from(DELIMITERS),
    st.lists(st.lists(st.from_regex(r"[A-Za-z0-9 .@-]{1,12}", fullmatch=True), min_size=3, max_size=3), min_size=3),
)
def test_the_delimiter_is_found(delimiter: str, rows: list[list[str]]) -> None:
    assert find_delimiter("\n".join(delimiter.join(row) for row in rows)) == delimiter


def test_a_comma_inside_the_cells_of_a_semicolon_file() -> None:
    text = 'Name;Address;Town\nAnn;"1 Main St, Suite 2";Bath\nBob;3 High St, Flat 1;York\nCy;4 Low St, Flat 2;Rye\n'
    assert find_delimiter(text) == ";"


def test_excels_own_line_names_the_delimiter(tmp_path: Path) -> None:
    table = read_table(a_file(tmp_path, "sep=;\nname;town\nLee, Ann;Bath\n"))
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("name", "town")), (3, ("Lee, Ann", "Bath"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "name,city\nJosé Muñoz,Zürich\nAnn “Bo” Lee,Portland – ME\nBob,Bath\n"
    assert cells(a_file(tmp_path, text.encode(encoding))) == [tuple(line.split(",")) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("encoding", "name", "city"),
    [
        ("cp1250", "Łukasz Kozłowski", "Łódź"),
        ("cp1251", "Иван Петров", "Москва"),
        ("cp1252", "José Muñoz", "Zürich"),
    ],
)
def test_text_from_before_unicode(tmp_path: Path, encoding: str, name: str, city: str) -> None:
    path = a_file(tmp_path, ("name,city\n" + f"{name},{city}\n" * 3).encode(encoding))
    assert cells(path)[1] == (name, city)
    assert read_table(path, encoding).rows[1].cells == (name, city)


@pytest.mark.parametrize(("encoding", "words"), [("klingon", "no encoding"), ("utf-8", "is not in utf-8")])
def test_an_encoding_that_is_wrong(tmp_path: Path, encoding: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_table(a_file(tmp_path, "name\nJosé\n".encode("cp1252")), encoding)


def test_a_quotation_mark_that_is_never_closed_breaks_only_its_line(tmp_path: Path) -> None:
    table = read_table(a_file(tmp_path, 'name,town\nAnn,Bath\n"Bob,York\nCy,Rye\nDee,Ely\n'))
    assert [(row.line, bool(row.broken)) for row in table.rows] == [
        (1, False),
        (2, False),
        (3, True),
        (4, False),
        (5, False),
    ]
    assert "never closed" in table.rows[2].broken


def test_line_numbers_are_those_of_an_editor(tmp_path: Path) -> None:
    table = read_table(a_file(tmp_path, 'a,b\r\n\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n'))
    assert [(row.line, row.last_line) for row in table.rows] == [(1, 1), (3, 4), (6, 6)]


@pytest.mark.parametrize(
    "name", ["simple", "empty", "newlines", "escaped_quotes", "quotes_and_newlines", "utf8", "json"]
)
def test_csv_spectrum(samples: Path, name: str) -> None:
    for ending in ("", "_crlf"):
        path = samples / "csv_edge" / f"spectrum_{name}{ending}.csv"
        if path.exists():
            wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
            header, *rows = cells(path)
            assert [dict(zip(header, row, strict=True)) for row in rows] == wanted


def test_edges_by_hand(tmp_path: Path) -> None:
    text = 'a,b\n1,"ha \n""ha"" \nha"\n3,""\n'
    assert cells(a_file(tmp_path, text)) == [("a", "b"), ("1", 'ha \n"ha" \nha'), ("3", "")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"\n,,\n,\n", "has no rows"),
        (os.urandom(5000) + b"\x00\x01\x02\x03" * 500, "binary data"),
        (b"\x00" * 100, "is empty"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 20, "binary data"),
        (b"PK\x03\x04not a workbook", "no workbook"),
        (b"\xd0\xcf\x11\xe0not a workbook", "no workbook"),
        (b"name\n" + b"x" * 5_000_000, "Line 2 cannot be read"),
        (b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n", "vCards"),
    ],
)
def test_nasty_files_are_refused_in_one_line(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        read_table(a_file(tmp_path, content))
    assert "\n" not in refused.value.message


def test_places_that_are_no_file(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for place, words in ((tmp_path, "is a folder"), (fifo, "no plain file"), (tmp_path / "nowhere", "does not exist")):
        with pytest.raises(Refused, match=words):
            read_table(place)
    with pytest.raises(Refused, match="cannot be read"):
        read_table("bad\x00name")


def test_a_stray_nul_or_escape_does_no_harm(tmp_path: Path) -> None:
    path = a_file(tmp_path, b"name,town\n" + b"Ann,Bath\n" * 50 + b"B\x00ob,Y\x1b[2Jork\n")
    assert len(read_table(path).rows) == 52


def test_a_workbook(tmp_path: Path) -> None:
    path = a_workbook(tmp_path)
    table = read_table(path)
    assert table.form == "workbook, sheet People"
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("NPI", "Name", "Since")),
        (2, ("1003005174", "Ann Lee", "2025-06-29")),
        (4, ("1003025214", "Bob", "")),
    ]


def test_workbook_values_as_text() -> None:
    values = [1003005174.0, 1.5, True, None, date(2025, 6, 29), datetime(2025, 6, 29), datetime(2025, 6, 29, 9, 5), "x"]
    assert [cell_text(value) for value in values] == [
        "1003005174", "1.5", "yes", "", "2025-06-29", "2025-06-29", "2025-06-29 09:05:00", "x",
    ]  # fmt: skip


def a_workbook(folder: Path) -> Path:
    """The smallest xlsx that holds an empty sheet and one with a header, a number, a day and a gap."""
    import zipfile

    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    header = "".join(
        text.format(f"{column}1", name) for column, name in zip("ABC", ("NPI", "Name", "Since"), strict=True)
    )
    rows = (
        f'<row r="1">{header}</row>'
        f'<row r="2"><c r="A2"><v>1003005174</v></c>{text.format("B2", "Ann Lee")}'
        '<c r="C2" s="1"><v>45837</v></c></row>'
        f'<row r="4"><c r="A4"><v>1003025214</v></c>{text.format("B4", "Bob")}</row>'
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Empty" sheetId="1" r:id="r1"/><sheet name="People" sheetId="2" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet.format(""),
        "xl/worksheets/sheet2.xml": sheet.format(rows),
    }
    path = folder / "people.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return path


def test_reading_the_head_never_blocks_or_fails(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert tables.read_head(tmp_path / "fifo") == b""
    assert tables.read_head(tmp_path / "nowhere") == b""
    assert tables.read_head(a_file(tmp_path, "abc"), 2) == b"ab"
