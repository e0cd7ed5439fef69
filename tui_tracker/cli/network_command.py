"""`tui-tracker network`: the map of the network, printed or written to a file."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_tracker.cli.plain_output import is_plain
from tui_tracker.cli.shell import Shell, say
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.mind_map import SECOND, Grouping, View, seconds
from tui_tracker.domain.text import clean_line, count, listed

if TYPE_CHECKING:
    from tui_tracker.exchange.map_nodes import MapFormat, WholeMap

_FORMATS = ("text", "markdown", "svg", "dot")
_NARROWEST, _WIDEST = 20, 10_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--by",
        type=_levels,
        default=(Grouping.SPECIALTY,),
        metavar="LEVELS",
        help=f"what the branches are (specialty): {listed(list(Grouping))}; a second level after a comma: "
        f"{listed(list(SECOND))}",
    )
    what.add_argument("--inner", action="store_true", help="the inner circle alone")
    parser.add_argument(
        "--filter", default="", metavar="TEXT", help="only partners or branches with this in their name"
    )
    parser.add_argument("--level", type=_from_one, metavar="N", help="so many levels: 1 shows the branches alone (all)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=_FORMATS, help="how it is written (text, or as FILE ends)")
    form.add_argument("--json", action="store_true", help="print JSON: a list of nodes, each after what it hangs on")
    parser.add_argument("--width", type=_a_width, metavar="N", help="columns of the text (the terminal’s; else 120)")
    parser.add_argument("--ascii", action="store_true", help="draw with signs that every terminal and printer has")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write to this file: .txt, .md, .svg, .dot, .gv or .json"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that exists")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the map, or write it; 1 where there is nothing that could be written."""
    from tui_tracker.exchange.map_nodes import MapFormat
    from tui_tracker.services.map_export import draws_links, format_of, whole_map, written

    to_file = args.output not in (None, "-")
    named = "json" if args.json else args.format
    form = MapFormat(named) if named else format_of(args.output) if to_file else MapFormat.TEXT
    shell.open()
    view = View(args.by, clean_line(args.filter), args.inner)
    links = draws_links(form)
    whole = whole_map(view, shell.today, shell.config.settings, level=args.level, links=links)
    if whole.is_empty and (to_file or form is not MapFormat.JSON):
        return _nothing(whole.known.outline.total, view, to_file=to_file)
    if to_file:
        return _save(whole, form, args)
    ascii_only = args.ascii or is_plain()
    for piece in written(whole, form, width=args.width or _columns(), ascii_only=ascii_only, spelled=_spelled):
        sys.stdout.write(piece)
    return 0


def _nothing(total: int, view: View, *, to_file: bool) -> int:
    if not total:
        text = "No partners yet; `tui-tracker import FILE` brings some in."
    elif view.inner and not view.text:
        text = "Nobody is in the inner circle yet; C on a partner gives them a place."
    else:
        text = "Nothing on the map fits."
    if to_file:
        raise Refused(f"{text} No file was written.")
    say(text)
    return 0


def _save(whole: WholeMap, form: MapFormat, args: argparse.Namespace) -> int:
    from tui_tracker.services.map_export import FILE_WIDTH, save_map

    path = Path(args.output).expanduser()
    if not args.force and (path.exists() or path.is_symlink()):
        raise Refused(f"{path} exists already; name another file, or add --force to write over it.")
    width = args.width or FILE_WIDTH
    saved = save_map(whole, form, path, width=width, ascii_only=args.ascii, overwrite=args.force)
    say(f"Wrote the map with {count(whole.known.outline.tally.partners, 'partner')} to {saved}.")
    return 0


def _columns() -> int:
    """How wide a map may be that is printed: the terminal, or what a file gets."""
    from tui_tracker.services.map_export import FILE_WIDTH

    if not sys.stdout.isatty():
        return FILE_WIDTH
    return min(max(_NARROWEST, shutil.get_terminal_size((FILE_WIDTH, 24)).columns), _WIDEST)


def _spelled(text: str) -> str:
    """A text with the signs that standard output has, so that it is measured as it is printed."""
    if not is_plain():
        return text
    encoding = sys.stdout.encoding
    return text.encode(encoding, sys.stdout.errors or "replace").decode(encoding)


def _levels(text: str) -> tuple[Grouping, ...]:
    """An argparse type: one or two groupings with a comma between."""
    names = [name.strip().lower() for name in text.split(",")]
    known = {by.value: by for by in Grouping}
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:
        raise argparse.ArgumentTypeError(f"{clean_line(wrong)!r} is no grouping; take {listed(list(known))}")
    levels = tuple(known[name] for name in names)
    if len(levels) > 2:
        raise argparse.ArgumentTypeError("the map has two levels of branches at most")
    if len(levels) == 2 and levels[0] is Grouping.INTRODUCED:
        raise argparse.ArgumentTypeError("who introduced whom is a tree of its own, without a second level")
    if len(levels) == 2 and levels[1] not in (others := seconds(levels[0])):
        raise argparse.ArgumentTypeError(f"the second level below {levels[0].value} can be {listed(list(others))}")
    return levels


def _from_one(text: str) -> int:
    return _a_number(text, 1, 1_000_000)


def _a_width(text: str) -> int:
    return _a_number(text, _NARROWEST, _WIDEST)


def _a_number(text: str, least: int, most: int) -> int:
    try:
        number = int(text[:20])
    except ValueError:
        number = -1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"{clean_line(text)!r} is not a number from {least} to {most:,}")
    return number
