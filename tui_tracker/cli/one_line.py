"""What the commands that take one line share: where it is read from, and how its problems are told in a shell."""

import sys

from tui_tracker.domain.errors import Refused


def one_line(words: list[str], example: str) -> str:
    """The line from the arguments, or the one line on standard input where there are none, or `-`. Raises Refused."""
    if words and words != ["-"]:
        return _mended(" ".join(words))
    text = sys.stdin.readline() if sys.stdin.isatty() else sys.stdin.read()
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        raise Refused(f"Give one line, such as: {example}.")
    return lines[0]


def told(message: str) -> str:
    """A problem in the words of the shell."""
    return message.replace("or add it.", "or add it with --add.").replace("Otherwise add it.", "Otherwise use --add.")


def _mended(text: str) -> str:
    """Text from the command line: where Python took the shell for one of ASCII, the letters beyond come as bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(sys.getfilesystemencoding(), "surrogateescape").decode("utf-8", "replace")
    return text
