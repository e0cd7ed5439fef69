"""Bringing in a file: what it is, what its columns mean, and every row either in or in a report, as one change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tui_tracker.domain.candidates import MOST as MOST_CANDIDATES
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import clean_line, count
from tui_tracker.exchange import mapping as columns
from tui_tracker.exchange import tables
from tui_tracker.exchange.drafting import SetAside
from tui_tracker.exchange.fields import CANDIDATES, FIELDS, PARTNERS, REFERRALS
from tui_tracker.exchange.mapping import Column
from tui_tracker.exchange.npi_registry import registry_table
from tui_tracker.exchange.partner_rows import partner_rows
from tui_tracker.exchange.referral_rows import Reading, referral_rows
from tui_tracker.exchange.report import write_report
from tui_tracker.services.importing_candidates import CandidatePlan, plan_candidates
from tui_tracker.services.importing_partners import PartnerPlan, plan_partners
from tui_tracker.services.importing_referrals import ReferralPlan, plan_referrals
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Base, Candidate, Partner, Referral
from tui_tracker.storage.queries.importing import IMPORT_LABEL

Progress = Callable[[int, int], None]
Plan = PartnerPlan | ReferralPlan | CandidatePlan
PRACTICE = "practice"
EXAMPLES = 20
_BATCH = 200
_OLD_DAYS = 90
_EXPORT = re.compile(rb'^\s*\{.{0,2000}?"format"\s*:\s*"tui-tracker"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file is, before anything of it is written.

    `kind` is partners, referrals, candidates (only where that was asked for) or practice (an export of this program);
    `form` its encoding and delimiter; `fields` what a column of this kind may be; `lacking` what must be named before a
    row can come in, or nothing.
    """

    path: str
    name: str
    kind: str
    form: str
    header_line: int
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    rows: int
    lacking: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with `dry_run` would do: every row is added, updated, unchanged or set aside.

    `report` is the file with the rows set aside; `examples` the first of them as (line, reason); `notes` what else
    a person should know.
    """

    name: str
    kind: str
    total: int
    added: int
    updated: int
    unchanged: int
    set_aside: int
    report: str | None
    change_id: int | None
    label: str
    notes: tuple[str, ...]
    examples: tuple[tuple[int, str], ...]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read. `columns` gives the field of every column and overrides `maps`."""

    as_: str | None = None
    maps: Sequence[str] = ()
    columns: Sequence[str | None] | None = None
    encoding: str = ""
    has_header: bool = True
    kind: str | None = None
    source: str = ""
    settled_before: date | None = None
    add_partners: bool = False


def look(path: str, options: Options | None = None) -> Looked:
    """What a file is and what its columns mean; nothing is written. Raises Refused where it cannot be imported."""
    options = options or Options()
    name = clean_line(Path(path).name)
    if _is_export(path):
        return Looked(path, name, PRACTICE, "export of tui-tracker", 0, (), (), 0, "")
    table, found = _read(path, options)
    return Looked(
        path=path,
        name=table.name,
        kind=found.kind,
        form=table.form,
        header_line=found.header_line,
        columns=found.columns,
        fields=tuple(FIELDS[found.kind]),
        rows=len(found.rows),
        lacking=columns.missing(found.kind, (column.field for column in found.columns)),
    )


def import_file(
    doing: Doing,
    path: str,
    options: Options | None = None,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    report_path: str | None = None,
) -> Imported:
    """Bring in a file as one change. `progress` is told (rows written, rows to write), from this thread.

    Rows that cannot come in go to the report with their line and the reason. Raises Refused where nothing can be
    imported; then nothing was written.
    """
    options = options or Options()
    name = clean_line(Path(path).name)
    if _is_export(path):
        return _import_practice(doing, path, name, dry_run, progress)
    _table, found = _read(path, options)
    lacking = columns.missing(found.kind, (column.field for column in found.columns))
    if lacking:
        raise Refused(f'{lacking} Name it: --map "Column=field"; the fields are {", ".join(FIELDS[found.kind])}.')
    work = _Work(doing, path, name, found, options, progress, report_path)
    return work.rehearse() if dry_run else work.carry_out()


def _read(path: str, options: Options) -> tuple[tables.Table, columns.Mapping]:
    content = tables.read_bytes(path)
    name = clean_line(Path(path).name)
    table = registry_table(content, name)
    if table is None:
        _refuse_json(content, name)
        most = MOST_CANDIDATES if options.as_ == CANDIDATES else None
        table = tables.read_table(path, options.encoding, content, most)
    if options.columns is None:
        return table, columns.map_table(table, options.as_, options.maps, has_header=options.has_header)
    maps = options.maps or () if options.has_header else [f"{n}={f}" for n, f in enumerate(options.columns, 1) if f]
    found = columns.map_table(table, options.as_, maps, has_header=options.has_header)
    chosen = zip(found.columns, options.columns, strict=False)
    return table, replace(found, columns=tuple(replace(column, field=field) for column, field in chosen))


class _Work:
    """One import: a plan made from the file and the practice, then written."""

    def __init__(
        self,
        doing: Doing,
        path: str,
        name: str,
        mapping: columns.Mapping,
        options: Options,
        progress: Progress | None,
        report_path: str | None,
    ) -> None:
        self.doing = doing
        self.path = path
        self.name = name
        self.mapping = mapping
        self.options = options
        self.progress = progress
        self.report_path = report_path
        self.total = 0
        self.done = 0

    def rehearse(self) -> Imported:
        """What carrying out would do."""
        plan = self._plan()
        return self._outcome(plan, None, None, dry_run=True)

    def carry_out(self) -> Imported:
        """Write the plan and the report; both or neither."""
        from peewee import IntegrityError

        report: Path | None = None
        try:
            with changing(self.doing, IMPORT_LABEL.strip()) as unit:
                plan = self._plan()
                unit.label = self._label(plan)
                if isinstance(plan, ReferralPlan):
                    self._write_referrals(unit, plan)
                else:
                    self._write_people(unit, plan)
                if plan.aside:
                    report = write_report(self.path, self.mapping.header, plan.aside, self.report_path)
        except BaseException as error:
            if report is not None:
                report.unlink(missing_ok=True)
            if isinstance(error, IntegrityError):
                raise Refused("Somebody else changed the same just now; import again.") from error
            raise
        return self._outcome(plan, report, unit.change_id, dry_run=False)

    def _plan(self) -> Plan:
        plan = self._made_plan()
        plan.aside.sort(key=lambda one: one.row.line)
        return plan

    def _made_plan(self) -> Plan:
        today = self.doing.today
        if self.mapping.kind == PARTNERS:
            return plan_partners(partner_rows(self.mapping, self.options.kind), today)
        if self.mapping.kind == CANDIDATES:
            return plan_candidates(partner_rows(self.mapping, self.options.kind), today, self.name)
        reading = Reading(today, self.options.settled_before, self.options.source)
        return plan_referrals(referral_rows(self.mapping, reading), today, add_partners=self.options.add_partners)

    def _write_people(self, unit: Unit, plan: PartnerPlan | CandidatePlan) -> None:
        model = Partner if isinstance(plan, PartnerPlan) else Candidate
        self.total = len(plan.inserts) + len(plan.updates)
        self._insert(unit, model, plan.inserts)
        self._update(unit, model, plan.updates)

    def _write_referrals(self, unit: Unit, plan: ReferralPlan) -> None:
        self.total = len(plan.partners) + len(plan.inserts) + len(plan.updates) + len(plan.referring)
        new = self._insert(unit, Partner, plan.partners)
        numbers = {-place: row_id for place, row_id in enumerate(new, 1)}
        rows = [
            {
                **row,
                "partner": numbers.get(row["partner"], row["partner"]),
                "payer": numbers.get(row["payer"], row["payer"]),
            }
            for row in plan.inserts
        ]
        self._insert(unit, Referral, rows)
        self._update(unit, Referral, plan.updates)
        self._update(unit, Partner, {row_id: {"stage": "referring"} for row_id in plan.referring})

    def _insert(self, unit: Unit, model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
        ids: list[int] = []
        for start in range(0, len(rows), _BATCH):
            ids += unit.insert_many(model, rows[start : start + _BATCH])
            self._tell(len(ids) - start)
        return ids

    def _update(self, unit: Unit, model: type[Base], changes: Mapping[int, dict[str, Any]]) -> None:
        ids = list(changes)
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            unit.update_many(model, {row_id: changes[row_id] for row_id in batch})
            self._tell(len(batch))

    def _tell(self, more: int) -> None:
        self.done += more
        if self.progress is not None:
            self.progress(self.done, self.total)

    def _label(self, plan: Plan) -> str:
        word = self.mapping.kind.removesuffix("s")
        added, updated = len(plan.inserts), len(plan.updates)
        if updated and added:
            what = f"{added:,} new and {updated:,} changed {word}s"
        elif updated:
            what = f"{updated:,} changed {word if updated == 1 else word + 's'}"
        else:
            what = count(added, word)
        return f"{IMPORT_LABEL}{what} from {self.name}"

    def _outcome(self, plan: Plan, report: Path | None, change_id: int | None, *, dry_run: bool) -> Imported:
        return Imported(
            name=self.name,
            kind=self.mapping.kind,
            total=len(self.mapping.rows),
            added=len(plan.inserts),
            updated=len(plan.updates),
            unchanged=plan.unchanged,
            set_aside=len(plan.aside),
            report=None if report is None else str(report),
            change_id=change_id,
            label=self._label(plan),
            notes=_notes(plan, self.doing.today),
            examples=_examples(plan.aside),
            dry_run=dry_run,
        )


def _notes(plan: Plan, today: date) -> tuple[str, ...]:
    """What a careful person would say beside the numbers."""
    if isinstance(plan, CandidatePlan):
        told = ["In the program, : candidates lists them; gaps count those who fit."]
        if plan.partners:
            are = "is a partner already and is" if plan.partners == 1 else "are partners already and are"
            told.append(f"{plan.partners:,} of them {are} not shown among the candidates.")
        return tuple(told)
    if isinstance(plan, PartnerPlan):
        if not plan.kept:
            return ()
        return (f"{count(plan.kept, 'partner')} keep what was typed by hand where the file differs.",)
    found = [f"{count(number, 'row')} {remark}." for remark, number in plan.remarks.items()]
    clinicians = len(plan.partners) - plan.new_payers
    if plan.new_payers:
        found.append(f"{count(plan.new_payers, 'payer')} added as partners.")
    if clinicians:
        found.append(f"{count(clinicians, 'partner')} added from this log.")
    if plan.referring:
        found.append(f"{count(len(plan.referring), 'partner')} now at stage referring.")
    old = sum(not row["settled"] and (today - row["day"]).days > _OLD_DAYS for row in plan.inserts)
    if old:
        found.append(
            f"{count(old, 'referral')} older than {_OLD_DAYS} days; if nothing is owed on them any more, press S on "
            "Today, or in a shell: tui-tracker settle --before DATE."
        )
    return tuple(found)


def _examples(aside: Sequence[SetAside]) -> tuple[tuple[int, str], ...]:
    return tuple((one.row.line, one.reason) for one in aside[:EXAMPLES])


def _is_export(path: str) -> bool:
    """Whether a file is an export of this program, as its first lines tell."""
    return bool(_EXPORT.search(tables.read_head(path)))


def _refuse_json(content: bytes, name: str) -> None:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return
    raise Refused(f"{name} is JSON, but no export of tui-tracker; save it as CSV or xlsx first.")


def _import_practice(doing: Doing, path: str, name: str, dry_run: bool, progress: Progress | None) -> Imported:
    from tui_tracker.services.exporting import import_practice

    if dry_run:
        raise Refused("A whole practice goes in as it is; there is nothing to try out.")
    taken = import_practice(doing, path, progress)
    notes = (
        () if taken.change_id is not None else ("It brought its own history, or is too large: no undo takes it out.",)
    )
    return Imported(
        name=name,
        kind=PRACTICE,
        total=taken.rows,
        added=taken.rows,
        updated=0,
        unchanged=0,
        set_aside=0,
        report=None,
        change_id=taken.change_id,
        label=taken.label,
        notes=notes,
        examples=(),
        dry_run=False,
    )


__all__ = ["CANDIDATES", "PARTNERS", "PRACTICE", "REFERRALS", "Imported", "Looked", "Options", "import_file", "look"]
