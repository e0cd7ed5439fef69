"""`tui-tracker letters`: the templates of letters, and a practice's own beside them."""

import argparse

from tui_tracker.cli.shell import Shell, complain, say, say_json, say_lines
from tui_tracker.config import letters_folder


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--write", action="store_true", help="copy the templates to your folder, to change them there")
    either.add_argument("--check", action="store_true", help="try each template with sample values")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """List the templates, write them out, or check them; 1 where one is wrong."""
    from tui_tracker.services import letter_templates

    folder = letters_folder()
    if args.write:
        return _write(letter_templates.write_templates(folder), str(folder), as_json=args.json)
    found = letter_templates.templates(folder, check=args.check)
    wrong = [one for one in found if one.wrong]
    if args.json:
        say_json({"folder": str(folder), "templates": found})
    elif args.check:
        say_lines([f"{one.kind:<16} {'wrong' if one.wrong else 'right'}" for one in found])
        for one in wrong:
            complain(one.wrong)
    else:
        say_lines([f"{one.kind:<16} {'your own' if one.own else 'ours':<9} {one.title}" for one in found])
        say(f"Your own stand in {folder}; `tui-tracker letters --write` copies ours there, to change them.")
    return 1 if wrong else 0


def _write(written: list[str], folder: str, *, as_json: bool) -> int:
    if as_json:
        say_json({"folder": folder, "written": written})
    elif written:
        say_lines([f"{name}.md" for name in written])
        say(f"Wrote these to {folder}; change them there, then try `tui-tracker letters --check`.")
    else:
        say(f"Every template stands in {folder} already; nothing was written.")
    return 0
