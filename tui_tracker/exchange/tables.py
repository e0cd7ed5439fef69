"""A file as rows of text: which format, encoding and delimiter it has, and on which line each row starts.

Nothing here knows what the columns mean. What cannot be read is refused with one sentence that says what to do.
"""

from __future__ import annotations

import csv
import io
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

DELIMITERS = ",;\t|"
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
LARGEST_FILE = 200_000_000
LONGEST_CELL = 4_000_000
_SAMPLE = 60_000
_WORST_QUOTES = 50
_STRAY = 8
_ABOVE = 12  # lines that may stand above the data, and one more than may be
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD_ENCODINGS = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "koi8_r", "mac_roman", "cp850", "cp437"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the physical lines (from 1) on which it starts and ends, its cells, and what is wrong with its form."""

    line: int
    last_line: int
    cells: tuple[str, ...]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows, blank ones left out; `form` says in a few words how it was read."""

    name: str
    form: str
    rows: tuple[Row, ...]


def read_head(path: str | os.PathLike[str], length: int = 4096) -> bytes:
    """The first bytes of a plain file; nothing of anything else."""
    place = Path(path).expanduser()
    try:
        if not place.is_file():
            return b""
        with place.open("rb") as file:
            return file.read(length)
    except (OSError, ValueError):
        return b""


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The file's content. Raises Refused for what is no plain file, cannot be read, is empty or too large."""
    place = Path(path).expanduser()
    shown = clean_line(str(path))
    try:
        found = place.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Refused(f"{shown} is a folder; name a file in it.")
        if not stat.S_ISREG(found.st_mode):
            raise Refused(f"{shown} is no plain file; save it as one first.")
        if found.st_size > LARGEST_FILE:
            raise Refused(f"{shown} is larger than {LARGEST_FILE // 1_000_000} MB; split it into smaller files.")
        content = place.read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"{shown} does not exist; check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        raise Refused(f"{shown} cannot be read ({reason}); check the path and its permissions.") from error
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Refused(f"{shown} is empty; there is nothing to import.")
    return content


def read_table(
    path: str | os.PathLike[str], encoding: str = "", content: bytes | None = None, most: int | None = None
) -> Table:
    """The rows of a CSV, TSV, xlsx, xls or ods file. `encoding` overrides what would be guessed.

    Raises Refused; also where there are more rows than `most`, before all of them are read.
    """
    content = read_bytes(path) if content is None else content
    name = clean_line(Path(path).name)
    if content.startswith(_WORKBOOKS):
        return _at_most(_workbook(content, name), most)
    text, used = decode(content, name, encoding)
    if _is_binary(text):
        raise Refused(f"{name} is not a table but binary data; save it as CSV or xlsx first.")
    if text.lstrip().upper().startswith("BEGIN:VCARD"):
        raise Refused(f"{name} holds vCards, which cannot be read yet; save the contacts as CSV first.")
    delimiter, body, skipped = _dialect(text)
    rows = tuple(islice(parse(body, delimiter, skipped), None if most is None else most + _ABOVE))
    if not rows:
        raise Refused(f"{name} has no rows; there is nothing to import.")
    return _at_most(Table(name, f"{used}, {DELIMITER_NAMES[delimiter]}", rows), most)


def _at_most(table: Table, most: int | None) -> Table:
    if most is not None and len(table.rows) >= most + _ABOVE:
        raise Refused(
            f"{table.name} has more than {most:,} rows; keep those that you look for, by place or specialty, in a file "
            "of their own."
        )
    return table


def decode(content: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding it was in, as people write it. Raises Refused where `encoding` is given and wrong."""
    if encoding:
        try:
            return content.decode(encoding).removeprefix("\ufeff"), encoding
        except LookupError as error:
            raise Refused(f"“{clean_line(encoding)}” is no encoding; try utf-8, cp1252 or utf-16.") from error
        except ValueError as error:
            wrong = f"{name} is not in {clean_line(encoding)}; leave the encoding out, or name another."
            raise Refused(wrong) from error
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace").removeprefix("\ufeff"), codec.removesuffix("-sig").upper()
    codec = _wide(content)
    if codec:
        return content.decode(codec, "replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decode_old(content)


def parse(text: str, delimiter: str, skipped: int = 0) -> Iterator[Row]:
    """The rows of CSV text that are not blank. `skipped` lines stand before the text in the file.

    A quotation mark that is opened and never closed breaks only its own line, not all that follow.
    """
    lines = list(io.StringIO(text, newline=""))
    start = 0
    broken = 0
    while start < len(lines):
        pending: Row | None = None
        for row in _parse(lines[start:], delimiter, start + skipped):
            if pending is not None and not _is_blank(pending):
                yield pending
            pending = row
        if pending is None:
            return
        begin = pending.line - skipped - 1
        if broken < _WORST_QUOTES and pending.last_line > pending.line and _is_open(lines[begin:], delimiter):
            broken += 1
            cells = next(csv.reader([lines[begin]], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
            reason = "a quotation mark is opened and never closed"
            yield Row(pending.line, pending.line, tuple(cells), reason)
            start = begin + 1
            continue
        if not _is_blank(pending):
            yield pending
        return


def _parse(lines: Sequence[str], delimiter: str, before: int) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter)
    last = 0
    try:
        for cells in reader:
            yield Row(before + last + 1, before + reader.line_num, tuple(cells))
            last = reader.line_num
    except csv.Error as error:
        raise Refused(
            f"Line {before + last + 1} cannot be read as a row: it is too long or broken; mend it and import again."
        ) from error


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _is_blank(row: Row) -> bool:
    return not row.broken and not any(cell.strip() for cell in row.cells)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    head = content[:2000]
    if len(head) < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _decode_old(content: bytes) -> tuple[str, str]:
    """Text from before Unicode: Windows-1252 where that reads like words, else the best guess."""
    try:
        text = content.decode("cp1252")
        if _reads_like_words(text):
            return text, "Windows-1252"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    foreign = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_SAMPLE]
    for guess in from_bytes(foreign, cp_isolation=list(_OLD_ENCODINGS)):
        try:
            text = content.decode(guess.encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _has_signs_in_words(text):
            return text, guess.encoding
    return content.decode("cp1252", "replace"), "Windows-1252"


def _reads_like_words(text: str) -> bool:
    """False where accents make up whole words, or signs such as £ and ³ stand inside them."""
    words = _foreign_words(text)
    whole = sum(len(word) > 2 and not any(char.isascii() and char.isalpha() for char in word) for word in words)
    return whole * 3 <= len(words) and not _has_signs_in_words(text)


def _has_signs_in_words(text: str) -> bool:
    words = _foreign_words(text)
    odd = sum(
        sum(char.isalpha() for char in word) > 1
        and any(ord(char) > 127 and unicodedata.category(char)[0] in "SCN" for char in word)
        for word in words
    )
    return odd * 4 > len(words)


def _foreign_words(text: str) -> list[str]:
    return [word for word in text[: _SAMPLE * 4].replace(",", " ").split() if not word.isascii()]


def _is_binary(text: str) -> bool:
    head = text[:_SAMPLE]
    control = sum(1 for char in head if (char < " " and char not in "\t\r\n\f\x0b") or char == "\ufffd")
    return control > _STRAY and control * 50 > len(head)


def _dialect(text: str) -> tuple[str, str, int]:
    """The delimiter, the text without Excel's `sep=` line, and how many lines that took away."""
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"').lower()
    if len(named) == 5 and named.startswith("sep=") and named[4] in DELIMITERS:
        return named[4], rest, 1
    if named == "sep=" and first.rstrip("\r").endswith("\t"):
        return "\t", rest, 1
    return find_delimiter(text), text, 0


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the same number of cells; a comma where none does."""
    sample = text[:_SAMPLE]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_share, best_width, tied = ",", 0.0, 1, False
    for delimiter in DELIMITERS:
        share, width = _evenness(sample, delimiter)
        if width < 2:
            continue
        if (share >= 0.8, width if share >= 0.8 else share) > (best_share >= 0.8, _weight(best_share, best_width)):
            best, best_share, best_width, tied = delimiter, share, width, False
        elif share == best_share and width == best_width:
            tied = True
    if best_width > 1 and (tied or best_share < 0.8):
        return _sniff(sample, best)
    return best


def _weight(share: float, width: int) -> float:
    return width if share >= 0.8 else share


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """The share of rows that have the commonest width, and that width."""
    widths: dict[int, int] = {}
    csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                widths[len(cells)] = widths.get(len(cells), 0) + 1
    except csv.Error:
        return 0.0, 1
    if not widths:
        return 0.0, 1
    width = max(widths, key=lambda one: (widths[one], one))
    return widths[width] / sum(widths.values()), width


def _sniff(sample: str, otherwise: str) -> str:
    import clevercsv

    try:
        found = clevercsv.Sniffer().sniff(sample[:10_000], delimiters=DELIMITERS)
    except (clevercsv.Error, ValueError):
        return otherwise
    return found.delimiter if found is not None and found.delimiter in tuple(DELIMITERS) else otherwise


def _workbook(content: bytes, name: str) -> Table:
    """The first sheet that has rows; the line of a row is its number in the sheet."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet_name in book.sheet_names:
            grid = book.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
            texts = (tuple(cell_text(value) for value in values) for values in grid)
            rows = tuple(Row(number, number, cells) for number, cells in enumerate(texts, 1) if "".join(cells).strip())
            if rows:
                return Table(name, f"workbook, sheet {clean_line(sheet_name)}", rows)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(f"{name} is no workbook that can be read; save it as CSV or xlsx and try again.") from error
    raise Refused(f"{name} has no rows; there is nothing to import.")


def cell_text(value: object) -> str:
    """A workbook's value as the text a person sees: whole numbers without `.0`, days as 2026-11-18."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != value.time().min else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
