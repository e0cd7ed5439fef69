"""Letters: a template and values become Markdown, and Markdown becomes plain text or a PDF.

A template may insert values, choose with `if` and go through lines with `for`, and nothing else: whatever it holds is
checked against a list of what is allowed before it runs, so that its time and memory are bounded by its size.
"""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_text

MOST_TEMPLATE = 20_000
"""Characters of a template."""
MOST_LETTER = 100_000
"""Characters of a letter."""
_MOST_VALUE = 20_000
_MOST_LINES = 200
_MOST_DEPTH = 25
_MOST_WORK = 1_000_000  # characters that filters and the writing of values read and make
_LEAST_WORK = 10  # what one of them counts, be it of nothing

_FILTERS = ("upper", "lower", "title", "capitalize", "trim", "default", "join", "first", "last", "length")
_LOOP = ("first", "last", "index")
_ALLOWED = (
    "Template",
    "Output",
    "TemplateData",
    "Name",
    "Const",
    "If",
    "For",
    "Filter",
    "Getattr",
    "Compare",
    "Operand",
    "And",
    "Or",
    "Not",
    "CondExpr",
    "Keyword",
)
_WORDS = {
    "Include": "brings in another file",
    "Import": "brings in another file",
    "FromImport": "brings in another file",
    "Extends": "brings in another file",
    "Macro": "defines a macro",
    "CallBlock": "calls a macro",
    "Call": "calls something",
    "Getitem": "reaches inside a value",
    "Assign": "sets a value",
    "AssignBlock": "sets a value",
    "Test": "uses “is”",
}
_HELP = "a template may only hold {{ names }}, {% if … %} and {% for … %}"


def render(template: str, values: Mapping[str, Any], name: str = "the template") -> str:
    """A template with its values as Markdown; a value that is a list stands as lines.

    Values are text, never markup: each sign that Markdown would take for its own is escaped. Raises Refused, with
    `name` and the line where it is known, for a template that cannot be used.
    """
    if len(template) > MOST_TEMPLATE:
        raise Refused(f"{name} is longer than {MOST_TEMPLATE:,} characters; shorten it.")
    cleaned = {key: _cleaned(value) for key, value in values.items()}
    from jinja2 import TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    work = _Work(name)
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, finalize=work.counted(_as_markdown)
    )
    environment.filters = {one: work.counted(environment.filters[one]) for one in _FILTERS}
    try:
        tree = environment.parse(template)
        _check(tree, cleaned, name)
        text = _joined(environment.from_string(tree).generate(cleaned), name)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{name}, line {line}" if line else name
        raise Refused(f"{where}: {_sentence(error.message or 'it cannot be read')}; {_HELP}.") from None
    except RecursionError:
        raise Refused(f"{name} is nested too deeply; {_HELP}.") from None
    except (ArithmeticError, SyntaxError, TypeError, ValueError, MemoryError):
        raise Refused(f"{name} holds something that cannot be used; {_HELP}.") from None
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def as_text(markdown: str, width: int = 76) -> str:
    """Markdown as plain text, wrapped at `width` cells; ends with a line break."""
    from tui_tracker.exchange.letters_text import plain

    return plain(markdown, width)


def as_pdf(markdown: str) -> bytes:
    """Markdown as a PDF for a US Letter sheet. Raises Refused where the extra is missing, or no font has a letter."""
    from tui_tracker.exchange.letters_pdf import pdf

    return pdf(markdown)


def escape(text: str) -> str:
    """Text as Markdown that shows it literally, its line breaks kept; wherever in a line it may be put."""
    return "  \n".join(_escaped_line(line) for line in clean_text(text).split("\n")).replace("\n  \n", "\n\n")


_SIGNS = re.compile(r"[\\`*_\[\]<~|]|&(?! )|!(?=\[|$)")
_NUMBER = re.compile(r"^(\d*)([.)])(?=\s|$)")
_START = re.compile(r"^(?:[#>=]|[-+](?=\s|$|-))")


def _escaped_line(line: str) -> str:
    line = _SIGNS.sub(r"\\\g<0>", line.strip())
    line = _NUMBER.sub(r"\1\\\2", line)
    return _START.sub(r"\\\g<0>", line)


class _Work:
    """What a template has made the program read and write; a loop of filters that show nothing makes no long letter."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done = 0

    def counted(self, does: Callable[..., Any]) -> Callable[..., Any]:
        """The same, refused once it was too much."""

        @functools.wraps(does)  # takes along what tells Jinja the arguments that it expects
        def count(*given: Any, **named: Any) -> Any:
            whole = [*given, *named.values()]
            pieces = sum(len(one) for one in whole if isinstance(one, list))
            between = sum(len(one) for one in whole if isinstance(one, str)) * max(1, pieces)
            self._spend(_LEAST_WORK + sum(_size(one) for one in whole if isinstance(one, list)) + between)
            made = does(*given, **named)
            self._spend(_size(made))
            return made

        return count

    def _spend(self, size: int) -> None:
        self._done += size
        if self._done > _MOST_WORK:
            raise Refused(f"{self._name} goes through more than {_MOST_WORK:,} characters; shorten it.")


def _size(value: object) -> int:
    if isinstance(value, list):
        return sum(map(len, value))
    return len(value) if isinstance(value, str) else 0


def _as_markdown(value: object) -> str:
    if isinstance(value, list):
        return escape("\n".join(value))
    return escape(str(value))


def _cleaned(value: object) -> str | list[str]:
    if isinstance(value, str):
        return clean_text(value)[:_MOST_VALUE]
    if isinstance(value, Sequence) and all(isinstance(line, str) for line in value):
        return [clean_text(line)[:_MOST_VALUE] for line in value[:_MOST_LINES]]
    raise TypeError("a letter's values are texts and lists of texts")


def _joined(pieces: Any, name: str) -> str:
    found: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_LETTER:
            raise Refused(f"{name} makes a letter of more than {MOST_LETTER:,} characters; shorten it.")
        found.append(piece)
    return "".join(found)


def _check(tree: Any, values: Mapping[str, str | list[str]], name: str) -> None:
    """Refuse whatever a letter has no need of. What passes runs in time that its size bounds.

    No loop goes through anything but a list of values, none stands in another, and no expression makes text that is
    longer than the values in it.
    """
    waiting: list[tuple[Any, int, frozenset[str]]] = [(tree, 0, frozenset())]
    while waiting:
        node, depth, inside = waiting.pop()
        kind = type(node).__name__
        place = f"{name}, line {node.lineno}"
        if depth > _MOST_DEPTH:
            raise Refused(f"{place} is nested too deeply; {_HELP}.")
        if kind not in _ALLOWED:
            raise Refused(f"{place} {_WORDS.get(kind, 'holds something that a letter has no use for')}; {_HELP}.")
        if kind == "Name":
            _check_name(node, values, inside, place)
        elif kind == "Getattr":
            if not (type(node.node).__name__ == "Name" and node.node.name == "loop" and node.attr in _LOOP and inside):
                raise Refused(f"{place} reaches inside a value with “.{str(node.attr)[:40]}”; {_HELP}.")
            continue
        elif kind == "Filter":
            _check_filter(node, place)
        elif kind == "For":
            waiting.append((node.iter, depth + 1, inside))
            within = inside | {_loop_name(node, values, inside, place)}
            parts = [*node.body, *node.else_, *([node.test] if node.test is not None else [])]
            waiting.extend((part, depth + 1, within) for part in parts)
            continue
        waiting.extend((child, depth + 1, inside) for child in node.iter_child_nodes())


def _check_name(node: Any, values: Mapping[str, object], inside: frozenset[str], place: str) -> None:
    if node.name not in values and node.name not in inside:
        known = ", ".join(sorted(values))
        raise Refused(f"{place} names “{node.name[:40]}”, which is not known; the names are {known}.")


def _check_filter(node: Any, place: str) -> None:
    if node.name not in _FILTERS:
        raise Refused(f"{place} uses the filter “{str(node.name)[:40]}”; a letter has {', '.join(_FILTERS)}.")
    plain = all(type(one).__name__ == "Const" for one in [*node.args, *(pair.value for pair in node.kwargs)])
    # A chain of joins would grow text without end.
    if not plain or node.dyn_args or node.dyn_kwargs or (node.name == "join" and type(node.node).__name__ != "Name"):
        raise Refused(f"{place} uses the filter “{node.name}” with something other than a name and plain text.")


def _loop_name(node: Any, values: Mapping[str, object], inside: frozenset[str], place: str) -> str:
    """The name that a loop gives to each line, checked."""
    if inside or node.recursive:
        raise Refused(f"{place} has a loop in a loop; a letter has no use for one.")
    if type(node.iter).__name__ != "Name" or not isinstance(values.get(node.iter.name), list):
        lists = ", ".join(sorted(key for key, value in values.items() if isinstance(value, list)))
        raise Refused(f"{place}: {{% for %}} goes through lines only: {lists or 'there are none here'}.")
    if type(node.target).__name__ != "Name" or node.target.name in values or node.target.name == "loop":
        raise Refused(f"{place}: give each line a name of its own, as in {{% for line in … %}}.")
    return str(node.target.name)


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")[:200]
