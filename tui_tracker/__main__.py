"""`python -m tui_tracker` and the `tui-tracker` command."""

import sys

from tui_tracker.cli import run


def main() -> None:
    """Run the program and leave with its exit code: 0 done, 1 could not, 2 wrong use."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
