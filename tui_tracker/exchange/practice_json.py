"""Reading and writing a whole practice as JSON, a row at a time: neither ever holds more than a few thousand rows."""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line, count, escape_unsafe
from tui_tracker.exchange.practice_fields import Wrong, show
from tui_tracker.exchange.practice_format import FORMAT, SECTIONS, VERSION, Section
from tui_tracker.exchange.practice_history import HISTORY, show_state

RowsOf = Callable[[Section], Iterable[Sequence[Any]]]
_BATCH = 2_000
_READ = 1 << 18
_LARGEST_ENTRY = 1 << 22  # characters; what is larger is no entry of ours


def write(rows_of: RowsOf, *, history: bool) -> Iterator[str]:
    """The file in pieces of text. `rows_of` gives a section's stored rows by id, their values in the fields' order."""
    yield f'{{\n"format": {_json(FORMAT)},\n"version": {VERSION},\n"history": {_json(history)}'
    for section in (*SECTIONS, *HISTORY) if history else SECTIONS:
        lines = (_json(_shown(section, row)) for row in rows_of(section))
        if section.name == "practice":
            yield f',\n"practice": {next(lines, "null")}'
            continue
        yield f',\n"{section.name}": ['
        between = "\n"
        for line in lines:
            yield between + line
            between = ",\n"
        yield "]" if between == "\n" else "\n]"
    yield "\n}\n"


def _shown(section: Section, row: Sequence[Any]) -> dict[str, Any]:
    shown = {one.name: show(one, value) for one, value in zip(section.fields, row, strict=True) if one.kind != "state"}
    if section.table == "change_row":
        shown["before"] = show_state(shown["table_name"], row[-2])
        shown["after"] = show_state(shown["table_name"], row[-1])
    return shown


def _json(value: Any) -> str:
    return escape_unsafe(json.dumps(value, ensure_ascii=False))


@dataclass(slots=True)
class Batch:
    """Some rows of one section, checked, their values as storage takes them, in the order of the section's fields."""

    section: Section
    rows: list[tuple[Any, ...]]


@dataclass(slots=True)
class PracticeReader:
    """Reads a file that `write` wrote, or one like it. Raises Refused with the place of the first thing wrong.

    `history` is known after `head`; `read` is how many bytes were read so far.
    """

    stream: BinaryIO
    name: str
    history: bool = False
    read: int = 0
    version: int = VERSION
    _text: "_Text" = field(init=False)
    _ids: dict[str, set[int]] = field(default_factory=dict)
    _promised: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._text = _Text(self)

    def batches(self) -> Iterator[Batch]:
        """The sections' rows in the order in which they can be stored; to be called after `head`."""
        text = self._text
        left = [*SECTIONS, *HISTORY] if self.history else list(SECTIONS)
        while text.peek() == ",":
            text.take(",")
            name = text.key()
            while left and left[0].name != name:
                left.pop(0)
            if not left:
                shown = clean_line(name[:40])
                raise Refused(
                    f"{self.name}: “{shown}” is unknown, twice, or not in its place; see the format's sections."
                )
            yield from self._section(left.pop(0))
        text.take("}")
        text.end()
        self._check_promised()

    def head(self) -> None:
        """Read the first three: what it is, in which version, and whether the history is there."""
        if self._text.peek() != "{":
            raise self._not_ours()
        self._text.take("{")
        if self._named("format") != FORMAT:
            raise self._not_ours()
        self._text.take(",")
        version = self._named("version")
        if type(version) is not int or version < 1:
            raise self._not_ours()
        if version > VERSION:
            raise Refused(f"{self.name} was written by a newer tui-tracker; update the program.")
        self.version = version
        self._text.take(",")
        history = self._named("history")
        if not isinstance(history, bool):
            raise self._not_ours()
        self.history = history

    def _named(self, name: str) -> Any:
        if self._text.key() != name:
            raise self._not_ours()
        return self._text.value(name)

    def _not_ours(self) -> Refused:
        return Refused(f"{self.name} is not a practice that tui-tracker exported; choose another file.")

    def _section(self, section: Section) -> Iterator[Batch]:
        taker = _Taker(section, self._ids, self.version)
        if section.name == "practice":
            value = self._text.value("practice")
            yield Batch(section, [] if value is None else [taker.take(value, self.name, 1)])
            return
        rows: list[tuple[Any, ...]] = []
        for number, entry in enumerate(self._text.entries(section.name), 1):
            rows.append(taker.take(entry, self.name, number))
            if len(rows) >= _BATCH:
                self._note_promised(section, rows)
                yield Batch(section, rows)
                rows = []
        self._note_promised(section, rows)
        yield Batch(section, rows)

    def _note_promised(self, section: Section, rows: list[tuple[Any, ...]]) -> None:
        """Count down how many changed rows each change announced: an undo that knows half of them would do harm."""
        if section.table == "change":
            self._promised.update((row[0], row[-1]) for row in rows)
        elif section.table == "change_row":
            for row in rows:
                self._promised[row[1]] -= 1

    def _check_promised(self) -> None:
        for change_id, missing in self._promised.items():
            if missing:
                raise Refused(
                    f"{self.name}: change {change_id} announces {count(abs(missing), 'row')} "
                    f"{'more' if missing > 0 else 'fewer'} than the file holds; export the practice again."
                )


class _Taker:
    """Turns the entries of one section into stored rows."""

    def __init__(self, section: Section, ids: dict[str, set[int]], version: int) -> None:
        self.section = section
        self.ids = ids
        self.own = ids.setdefault(section.name, set())
        self.unique: list[tuple[tuple[str, ...], set[tuple[Any, ...]]]] = [(names, set()) for names in section.unique]
        self.references = [(one.name, ids.setdefault(one.refers_to, set())) for one in section.fields if one.refers_to]
        self.takes = [(one.name, one.take) for one in section.fields]
        self.newer = {one.name: None if one.null else "" for one in section.fields if one.since > version}
        self.names = {one.name for one in section.fields} - self.newer.keys()

    def take(self, entry: Any, file: str, number: int) -> tuple[Any, ...]:
        try:
            return self._take(entry)
        except Wrong as wrong:
            raise Refused(f"{file}: {self.section.name}, entry {number}: {clean_line(str(wrong))}.") from wrong

    def _take(self, entry: Any) -> tuple[Any, ...]:
        if not isinstance(entry, dict):
            raise Wrong("it is not an object")
        if entry.keys() != self.names:
            raise Wrong(self._odd_field(entry))
        entry |= self.newer
        row = {name: take(entry[name]) for name, take in self.takes}
        for name, known in self.references:
            if row[name] is not None and row[name] not in known:
                raise Wrong(f"{name} {row[name]} is not in the file, or comes later")
        if self.section.rule is not None:
            self.section.rule(row)
        if row["id"] in self.own:
            raise Wrong(f"id {row['id']} is there twice")
        self.own.add(row["id"])
        for names, seen in self.unique:
            key = tuple(row[name] for name in names)
            if key[0] is not None:
                if key in seen:
                    raise Wrong(f"its {' and '.join(names)} is that of another entry")
                seen.add(key)
        return tuple(row.values())

    def _odd_field(self, entry: dict[str, Any]) -> str:
        names = [name for name, _ in self.takes if name in self.names]
        missing = [name for name in names if name not in entry]
        if missing:
            return f"field “{missing[0]}” is missing"
        unknown = next(name for name in entry if name not in names)
        return f"field “{unknown[:40]}” is unknown"


def _no_number(text: str) -> Any:
    raise Wrong(f"{text[:40]} is not a whole number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Wrong("an object names a field twice")
    return found


class _Text:
    """The file's text, a window of it at a time, and the JSON values in it."""

    def __init__(self, reader: PracticeReader) -> None:
        self._reader = reader
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self._json = json.JSONDecoder(
            parse_float=_no_number, parse_constant=_no_number, object_pairs_hook=_object, strict=True
        ).raw_decode
        self._buffer = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in " \t\r\n":
                    return self._buffer[self._at]
                self._at += 1
            if not self._more(_READ):
                return ""

    def take(self, char: str) -> None:
        """Pass over one character that must be there."""
        if self.peek() != char:
            raise self._broken(f"“{char}” was to be expected")
        self._at += 1

    def end(self) -> None:
        """Nothing may follow."""
        if self.peek():
            raise self._broken("something follows the end")

    def key(self) -> str:
        """A name and its colon."""
        if self.peek() != '"':
            raise self._broken("a name was to be expected")
        name = self.value("a name")
        self.take(":")
        return str(name)

    def entries(self, section: str) -> Iterator[Any]:
        """The values of a list."""
        self.take("[")
        number = 1
        while self.peek() != "]":
            if number > 1:
                self.take(",")
            yield self.value(f"{section}, entry {number}")
            number += 1
        self.take("]")

    def value(self, place: str) -> Any:
        """The next value; `place` says in an error where it stands."""
        self.peek()
        size = _READ
        while len(self._buffer) - self._at < 64 and self._more(size):
            pass
        while True:
            try:
                value, self._at = self._json(self._buffer, self._at)
                return value
            except json.JSONDecodeError as error:
                # Cut off by the window, or broken: known when more of it is there.
                if len(self._buffer) - self._at > _LARGEST_ENTRY or not self._more(size):
                    raise self._broken(f"{place} is not valid JSON") from error
                size *= 2
            except Wrong as error:
                raise self._broken(f"{place}: {error}") from error
            except RecursionError as error:
                raise self._broken(f"{place} is nested too deeply") from error
            except ValueError as error:  # a whole number of thousands of digits
                raise self._broken(f"{place} holds a number that is too long") from error

    def _more(self, size: int) -> bool:
        """Read on; False at the end of the file."""
        if self._ended:
            return False
        try:
            data = self._reader.stream.read(size)
            text = self._decode(data, not data)
        except UnicodeDecodeError as error:
            raise Refused(f"{self._reader.name} is not UTF-8 text; export the practice again.") from error
        except OSError as error:
            raise Refused(f"{self._reader.name} cannot be read ({error.strerror}).") from error
        self._reader.read += len(data)
        self._ended = not data
        self._buffer = self._buffer[self._at :] + text
        self._at = 0
        return bool(data)

    def _broken(self, what: str) -> Refused:
        return Refused(f"{self._reader.name}: {what}; export the practice again.")
