"""Which column means what: headers of many systems made into the program's own fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.npi import is_npi
from tui_tracker.domain.text import clean_line
from tui_tracker.exchange.fields import CANDIDATES, FIELDS, KINDS, PARTNERS, REFERRALS
from tui_tracker.exchange.tables import Row, Table
from tui_tracker.exchange.values import number_text

SAMPLES = 3
_HEADER_WITHIN = 10
_SURE = 3

_LEADING = ("nppes provider ", "provider ", "partner ", "referrer ", "physician ", "doctor ", "primary ")
_OWN_REPORT = ("report line", "report reason")
_PATIENT_LIST = frozenset(
    {"date of birth", "dob", "birth date", "birthdate", "nhs number", "ssn", "social security number"}
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its place from 0, its name there, the field it fills, and some of its values."""

    index: int
    name: str
    field: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a file is (`partners` or `referrals`), what its columns mean, and which rows hold its data."""

    kind: str
    columns: tuple[Column, ...]
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]

    def places(self) -> dict[str, int]:
        """Field → place of its column."""
        return {column.field: column.index for column in self.columns if column.field is not None}

    def name_of(self, field: str) -> str:
        """The file's own name for a field, or nothing."""
        return next((column.name for column in self.columns if column.field == field), "")


def map_table(table: Table, as_: str | None = None, maps: Sequence[str] = (), *, has_header: bool = True) -> Mapping:
    """What the columns mean. `maps` are `Column=field`, a column by its name or its number from 1; `Column=` drops it.

    Raises Refused where there is no header line, nothing is recognised, or a map names what is not there.
    """
    if as_ is not None and as_ not in (*KINDS, CANDIDATES):
        raise Refused(f"“{clean_line(as_)}” cannot be imported; choose partners, referrals or candidates.")
    wanted = [_split_map(one) for one in maps]
    place = _find_header(table) if has_header else None
    if place is None:
        header, rows = _no_header(table, has_header, bool(wanted))
        line = 0
    else:
        header, rows, line = table.rows[place].cells, table.rows[place + 1 :], table.rows[place].line
    names = tuple(clean_line(name) for name in header)
    kind = as_ or _kind(names, wanted, rows, table.name)
    fields = _chosen(kind, names, wanted, rows)
    if not any(fields):
        _refuse_unknown(table.name, names, kind)
    columns = tuple(
        Column(index, name or f"column {index + 1}", fields[index], _samples(rows, index))
        for index, name in enumerate(names)
    )
    return Mapping(kind, columns, names, line, tuple(rows))


def choose(mapping: Mapping, index: int, field: str | None) -> Mapping:
    """The same with one column given to a field; a field that another column had is taken from it."""
    columns = tuple(
        replace(column, field=field)
        if column.index == index
        else (replace(column, field=None) if field is not None and column.field == field else column)
        for column in mapping.columns
    )
    return replace(mapping, columns=columns)


def missing(kind: str, fields: Iterable[str | None]) -> str:
    """What a mapping still lacks for any row to come in, as a sentence; nothing where it will do."""
    have = set(fields)
    if kind != REFERRALS:
        if not have & {"name", "last_name", "organization", "payer_name"}:
            return "No column holds a name."
        return ""
    if not have & {"patient_ref", "patient_name"}:
        return "No column holds a patient reference."
    if "day" not in have and not (have & {"visit_on", "seen_on"} and "wait_days" in have):
        return "No column holds the day received."
    if not have & {"partner_npi", "partner_name", "source"}:
        return "No column says who referred."
    return ""


def normal(name: str) -> str:
    """A header as it is compared: `ProviderNPI`, `provider_npi ` and `Provider NPI (number)` → `provider npi`."""
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def recognise(kind: str, names: Sequence[str]) -> list[str | None]:
    """The field of each header, None for those not known; every field at most once."""
    spelled = [_spellings(name) if kind != REFERRALS else [normal(name)] for name in names]
    fields: list[str | None] = [None] * len(names)
    for field, synonyms in FIELDS[kind].items():
        place = _place(synonyms, spelled, fields)
        if place is not None:
            fields[place] = field
    return fields


def _spellings(name: str) -> list[str]:
    """A header, and the same without the words that registers put before everything."""
    found = [normal(name)]
    for lead in _LEADING:
        if found[0].startswith(lead):
            found.append(found[0].removeprefix(lead))
    return found


def _place(synonyms: Sequence[str], spelled: Sequence[Sequence[str]], taken: Sequence[str | None]) -> int | None:
    for rank in (0, 1):
        for synonym in synonyms:
            for index, spellings in enumerate(spelled):
                known = spellings[:1] if rank == 0 else spellings[1:]
                if taken[index] is None and synonym in known:
                    return index
    return None


def _score(cells: Sequence[str]) -> int:
    return max(sum(field is not None for field in recognise(kind, cells)) for kind in KINDS)


def _find_header(table: Table) -> int | None:
    """The row that reads most like a header, among the first few; None where none does."""
    best, found = 0, None
    for place, row in enumerate(table.rows[:_HEADER_WITHIN]):
        score = _score(row.cells)
        if score >= _SURE and not any(_is_data(cell) for cell in row.cells):
            return place
        if score > best and not any(_is_data(cell) for cell in row.cells):
            best, found = score, place
    if best == 1 and found is not None and found > 0 and len(table.rows[found].cells) > 1:
        return None
    return found


def _is_data(cell: str) -> bool:
    text = cell.strip()
    return bool(re.match(r"^\S+@\S+$|^\d{4}-\d\d-\d\d|^\d{1,2}/\d{1,2}/\d{2,4}", text)) or is_npi(number_text(text))


def _no_header(table: Table, has_header: bool, mapped: bool) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Numbered columns for a file that has no header line; refused unless that was said or columns are named."""
    width = max(len(row.cells) for row in table.rows)
    first = table.rows[0]
    if not has_header:
        if not mapped:
            raise Refused("Without a header line, say what the columns are: --map 1=name --map 2=city …")
        return tuple(f"column {number}" for number in range(1, width + 1)), table.rows
    if mapped:
        return first.cells, table.rows[1:]
    shown = ", ".join(clean_line(cell)[:20] for cell in first.cells[:4])
    if any(_is_data(cell) for cell in first.cells):
        raise Refused(
            f"{table.name} has no header line: its first line reads “{shown}”. Add one with the columns' names, or say "
            "what they are: --no-header --map 1=name …"
        )
    raise Refused(
        f"{table.name}: none of its columns ({shown}) is known; add a header line, or name them: "
        '--map "Column=field" (with --as partners or referrals).'
    )


def _split_map(text: str) -> tuple[str, str | None]:
    column, equals, field = text.rpartition("=")
    if not equals or not column.strip():
        raise Refused(f'“{clean_line(text)}” names no column and field; write --map "Column=field".')
    name = field.strip().replace(" ", "_").replace("-", "_").casefold()
    return column.strip(), None if name in ("", "none", "ignore", "skip") else name


def _kind(names: Sequence[str], wanted: Sequence[tuple[str, str | None]], rows: Sequence[Row], file: str) -> str:
    """Partners or referrals: a patient and a day make referrals. A list of patients is refused."""
    possible = [kind for kind in KINDS if all(field is None or field in FIELDS[kind] for _, field in wanted)]
    if len(possible) == 1:
        return possible[0]
    known = {normal(name) for name in names}
    as_referrals = set(_chosen(REFERRALS, names, wanted, rows)) if REFERRALS in possible else set()
    about_patients = bool(as_referrals & {"patient_ref", "patient_name"})
    if about_patients and as_referrals & {"day", "visit_on", "seen_on"}:
        return REFERRALS
    if about_patients and (known & _PATIENT_LIST or not known & {"npi", "specialty", "speciality"}):
        raise Refused(
            f"{file} looks like a list of patients: the program keeps no patient's name, birth date or address. "
            "If it is something else, say which: --as partners or --as referrals."
        )
    return PARTNERS


def _chosen(
    kind: str, names: Sequence[str], wanted: Sequence[tuple[str, str | None]], rows: Sequence[Row]
) -> list[str | None]:
    fields = recognise(kind, names)
    known = list(FIELDS[kind])
    for own in range(len(names)):
        if normal(names[own]) in _OWN_REPORT:
            fields[own] = None
    for column, field in wanted:
        if field is not None and field not in known:
            raise Refused(f"“{clean_line(field)}” is no field of {kind}; the fields are {', '.join(known)}.")
        place = _column(column, names)
        if field is not None:
            fields = [None if one == field else one for one in fields]
        fields[place] = field
    return fields


def _column(name: str, names: Sequence[str]) -> int:
    for compare in (lambda one: one, lambda one: one.casefold(), normal):
        found = [index for index, one in enumerate(names) if one and compare(one) == compare(clean_line(name))]
        if found:
            return found[0]
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(names):
        return int(name) - 1
    shown = ", ".join(one for one in names[:12] if one)
    raise Refused(f"The file has no column “{clean_line(name)}”; it has {shown}{' …' if len(names) > 12 else ''}.")


def _samples(rows: Sequence[Row], index: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows[:500]:
        if index < len(row.cells) and (text := clean_line(row.cells[index][:200])):
            found.setdefault(text[:60])
            if len(found) == SAMPLES:
                break
    return tuple(found)


def _refuse_unknown(file: str, names: Sequence[str], kind: str) -> None:
    shown = ", ".join(name for name in names[:6] if name)
    raise Refused(
        f"{file}: none of its columns ({shown}{' …' if len(names) > 6 else ''}) is a field of {kind}; "
        'name them with --map "Column=field".'
    )
