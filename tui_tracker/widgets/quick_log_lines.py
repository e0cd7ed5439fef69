"""What stands below the quick log's line: who could be meant, what was understood, and what is still open."""

from dataclasses import dataclass
from enum import Enum, auto

from tui_tracker.domain.quicklog import Problem, Trouble, Understood
from tui_tracker.domain.quicklog_preview import preview
from tui_tracker.domain.text import listed
from tui_tracker.widgets.lines import Line, Piece, text_line, wrap

_NAMED = (Trouble.AMBIGUOUS, Trouble.UNKNOWN, Trouble.CONTACT)
_GUIDING = (Trouble.CHANNEL, Trouble.NOBODY, Trouble.NAME)
_LABEL = 7
TYPING_SHOWN = 5

_USAGE = (
    "lunch @lee yesterday +give brought the shoulder protocol >2w",
    "",
    "how      call, visit, meal, email …, or its first letters",
    "@name    with whom; several are logged together",
    "day      before the note: yesterday, mon, -3d, 11/18; without one, today",
    "#name    the person there; tab completes",
    "+why     connect give thank update report ask feedback, or what was given:",
    "         article spotlight cards invitation introduction",
    ">when    a follow-up and its text: >2w send the protocol",
    "<        they contacted us",
)


class Mode(Enum):
    """What the next key is for: the line, a choice between partners, or a yes to adding one."""

    LINE = auto()
    CHOOSING = auto()
    ADDING = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the lines are made from."""

    understood: Understood
    empty: bool
    mode: Mode = Mode.LINE
    about: Problem | None = None
    strangers: tuple[str, ...] = ()
    pick: int | None = None
    insisted: bool = False
    completes: bool = False
    said: str = ""
    kept: str = ""


def below(shown: Shown, width: int, height: int) -> tuple[Line, ...]:
    """The lines, at most `height` of them; what was understood is cut first, its note before the rest."""
    top: list[Line] = []
    if shown.said:
        top += [text_line(None, text, "bad") for text in wrap(shown.said, width)]
    if shown.kept:
        top.append(Line(None, (("↑", "key"), (f" takes up the line you left: {shown.kept}", ""))))
    if shown.insisted:
        top += _open(shown, width)
    top += _question(shown, width)
    parts = [] if shown.empty and not shown.understood.partners else _parts(shown.understood, width)
    end = [] if shown.insisted else _open(shown, width)
    if shown.understood.hint and not shown.empty:
        end += [text_line(None, text, "dim") for text in wrap(shown.understood.hint, width)]
    if shown.empty and not shown.said:
        end += [text_line(None, text, "dim") for text in ("", *_USAGE)]
    room = max(0, height - len(top) - len(end))
    if len(parts) > room:
        parts = [*parts[: max(0, room - 1)], text_line(None, "…", "dim")]
    return (*top, *parts, *end)[:height]


def keys(shown: Shown) -> Line:
    """What the keys do now."""
    if shown.mode is Mode.ADDING:
        pairs = [("enter", "add and save"), ("esc", "back to the line")]
    elif shown.mode is Mode.CHOOSING:
        pairs = [("1–9", "choose"), ("↑ ↓ enter", "choose"), ("esc", "back to the line")]
    elif shown.about is not None and shown.about.offers:
        pairs = [("tab", "complete"), ("↑ ↓", "choose"), ("enter", "ask"), ("esc", "leave, kept")]
    elif shown.empty:
        pairs = [("esc", "leave")]
    else:
        pairs = [("tab", "complete")] if shown.completes else []
        if shown.about is not None:
            pairs.append(("enter", "add"))
        elif shown.understood.ready:
            pairs.append(("enter", "save"))
        pairs.append(("esc", "leave, kept"))
    pieces: list[Piece] = []
    for key, word in pairs:
        pieces += [(key, "key"), (f" {word}   ", "")]
    return Line(None, tuple(pieces))


def _question(shown: Shown, width: int) -> list[Line]:
    """Who could be meant, numbered while a number chooses."""
    problem = shown.about
    if problem is None or problem.kind not in _NAMED:
        return []
    found, lines = problem.found, []
    if problem.kind is Trouble.UNKNOWN:
        several = len(shown.strangers) > 1
        asked = f"Nobody here is called {listed([f'“{name}”' for name in shown.strangers])}."
        if shown.mode is Mode.ADDING:
            asked += f" Enter adds {'them as new partners' if several else 'a new partner'} and saves."
        else:
            asked += " Enter offers to add."
        asked += f" Or is {problem.name}:" if found.names and several else " Or is it:" if found.names else ""
        look = "warn"
    else:
        asked = "Who is it?" if shown.mode is Mode.CHOOSING else "More than one could be meant:"
        look = "warn" if shown.mode is Mode.CHOOSING or shown.insisted else "dim"
    lines += [text_line(None, text, look) for text in wrap(asked, width)]
    names = problem.offers if shown.mode is not Mode.LINE else problem.offers[:TYPING_SHOWN]
    for place, (name, _written) in enumerate(names):
        mark = "›" if place == shown.pick else " "
        number = f"{place + 1} " if shown.mode is not Mode.LINE else ""
        lines.append(Line(None, ((mark, "key"), (f" {number}", "key"), (name, ""))))
    more = max(found.total, len(problem.offers)) - len(names)
    if more > 0 and (found.total or problem.people):
        lines.append(text_line(None, f"  and {more:,} more; type more of the name", "dim"))
    lines.append(text_line(None, ""))
    return lines


def _parts(understood: Understood, width: int) -> list[Line]:
    lines: list[Line] = []
    last = ""
    for part in preview(understood):
        for text in wrap(part.text, max(10, width - _LABEL)):
            label = part.about if part.about != last else ""
            lines.append(Line(None, ((f"{label:<{_LABEL}}", "head"), (text, ""))))
            last = part.about
    return lines


def _open(shown: Shown, width: int) -> list[Line]:
    """What stands in the way, but for the name that is being asked about."""
    if shown.empty:
        return []
    lines: list[Line] = []
    if shown.understood.waiting or shown.understood.offices:
        lines.append(text_line(None, "· looking the name up", "dim"))
    for problem in shown.understood.problems:
        if problem is shown.about or (shown.mode is Mode.ADDING and problem.kind is Trouble.UNKNOWN):
            continue
        gentle = problem.kind in _GUIDING and not shown.insisted
        mark, look = ("· ", "dim") if gentle else ("! ", "bad" if shown.insisted else "warn")
        told = wrap(problem.message, max(10, width - 2))
        lines += [text_line(None, (mark if place == 0 else "  ") + text, look) for place, text in enumerate(told)]
    return lines
