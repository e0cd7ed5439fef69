"""The report of an import: every row that was set aside, with its line, the reason and its own cells."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line, clean_text
from tui_tracker.exchange.drafting import SetAside

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MANY = 1000


def write_report(source: str, header: Sequence[str], aside: Sequence[SetAside], chosen: str | None = None) -> Path:
    """Write `NAME.report.csv` beside the imported file, else in the current folder; gives where it stands.

    Only its owner may read it; a file that is there already is never overwritten: the next number is taken.
    `chosen` names another place. Raises Refused where it cannot be written.
    """
    rows: list[list[str]] = [["Report line", "Report reason", *(harmless(name) for name in header)]]
    width = max((len(one.row.cells) for one in aside), default=0)
    rows[0] += [f"cell {number}" for number in range(len(header) + 1, width + 1)]
    rows += [[str(one.row.line), one.reason, *(harmless(cell) for cell in one.row.cells)] for one in aside]
    if chosen is not None:
        return _write(Path(chosen).expanduser(), rows, numbered=False)
    name = Path(source).expanduser().with_suffix("").name + ".report.csv"
    for folder in (Path(source).expanduser().parent, Path.cwd()):
        try:
            return _write(folder / name, rows, numbered=True)
        except Refused:
            continue
    raise Refused("The report cannot be written beside the file nor here; say where with --report PATH.")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = clean_text(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(path: Path, rows: Sequence[Sequence[str]], *, numbered: bool) -> Path:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    for number in range(1, _MANY):
        place = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        try:
            descriptor = os.open(place, flags, 0o600)
        except FileExistsError as error:
            if not numbered:
                raise Refused(f"{clean_line(str(path))} exists already; name another file for the report.") from error
            continue
        except OSError as error:
            reason = error.strerror or "unknown error"
            raise Refused(f"The report {clean_line(str(path))} cannot be written ({reason}).") from error
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        except OSError as error:
            place.unlink(missing_ok=True)
            raise Refused(f"The report cannot be written ({error.strerror or 'unknown error'}).") from error
        return place
    raise Refused("There are too many reports beside the file; remove old ones or use --report PATH.")
