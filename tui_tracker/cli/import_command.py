"""`tui-tracker import`: partners, referrals, candidates or a whole practice from a file."""

import argparse
import sys
from typing import TYPE_CHECKING

from tui_tracker.cli.shell import Shell, a_day, say, say_json, say_lines
from tui_tracker.domain.text import clean_line, count

if TYPE_CHECKING:
    from tui_tracker.services.importing import Imported, Looked

_BAR = 24
_SHOWN = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    kinds = "CSV, TSV, xlsx, xls, ods, or an answer of the NPI registry (JSON); or an export of tui-tracker"
    parser.add_argument("file", metavar="FILE", help=kinds)
    parser.add_argument(
        "--as",
        dest="as_",
        choices=("partners", "referrals", "candidates"),
        help="what the rows are, if unclear; candidates are looked at beside the gaps before they become prospects",
    )
    parser.add_argument(
        "--map",
        dest="maps",
        action="append",
        default=[],
        metavar='"Column=field"',
        help="which field a column (its name, or its number from 1) fills; several times; “Column=” leaves one out",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument(
        "--settled-before", type=a_day, metavar="DATE", help="nothing is owed on referrals received before this day"
    )
    parser.add_argument("--add-partners", action="store_true", help="add referrers who are not partners yet")
    parser.add_argument("--report", metavar="PATH", help="where the rows set aside are listed (beside the file)")
    parser.add_argument("--source", default="", metavar="NAME", help="the system the ids come from, if several do")
    parser.add_argument(
        "--kind",
        choices=("clinician", "practice", "payer", "employer", "community", "other"),
        help="what the partners are, where the file does not say",
    )
    parser.add_argument("--encoding", default="", metavar="NAME", help="such as cp1250, where it is guessed wrong")
    parser.add_argument("--no-header", action="store_true", help="the first line is data; name the columns with --map")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Import and say what came of every row. Gives 1 where no row could come in."""
    from tui_tracker.services.importing import Options, import_file, look

    options = Options(
        as_=args.as_,
        maps=tuple(args.maps),
        encoding=args.encoding,
        has_header=not args.no_header,
        kind=args.kind,
        source=clean_line(args.source),
        settled_before=args.settled_before,
        add_partners=args.add_partners,
    )
    looked = look(args.file, options)
    shell.open(create=True)
    progress = _progress if sys.stderr.isatty() else None
    try:
        result = import_file(
            shell.doing(), args.file, options, dry_run=args.dry_run, progress=progress, report_path=args.report
        )
    finally:
        if progress is not None:
            sys.stderr.write("\r\x1b[K")
    if args.json:
        say_json(result)
    else:
        _tell(looked, result)
    return 1 if result.total and result.set_aside == result.total else 0


def _tell(looked: "Looked", result: "Imported") -> None:
    if looked.kind == "practice":
        say(f"{result.label}.")
    else:
        say(f"{result.name}: {result.kind} ({looked.form}), {count(result.total, 'row')}")
        named = [f"{column.name} → {column.field.replace('_', ' ')}" for column in looked.columns if column.field]
        say_lines([f"  {line}" for line in named])
        left = [column.name for column in looked.columns if not column.field]
        if left:
            more = f" and {len(left) - 6} more" if len(left) > 6 else ""
            say_lines([f"  not used: {', '.join(left[:6])}{more}"])
        would = "would be " if result.dry_run else ""
        say(
            f"{would}added {result.added:,}, {would}updated {result.updated:,}, already here {result.unchanged:,}, "
            f"{would}set aside {result.set_aside:,}"
        )
    say_lines([f"  {note}" for note in result.notes])
    say_lines([f"  line {line}: {reason}" for line, reason in result.examples[:_SHOWN]])
    if result.set_aside > _SHOWN:
        say_lines([f"  … and {count(result.set_aside - _SHOWN, 'row')} more"])
    if result.report:
        say(f"The rows set aside, each with its reason: {result.report}")
    if result.change_id is not None:
        say(f"tui-tracker undo {result.change_id}  takes it out again.")


def _progress(done: int, total: int) -> None:
    """A bar on standard error, drawn over itself."""
    share = done / total if total else 1.0
    filled = int(share * _BAR)
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}  {done:,} of {total:,}")
    sys.stderr.flush()
