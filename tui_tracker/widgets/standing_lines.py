"""The questions about who we are to a partner, one a step, as lines to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tui_tracker.domain.standing import FITS, MEANINGS, Answers, poor_fit
from tui_tracker.domain.text import listed
from tui_tracker.domain.words import GiveKind, Standing, label
from tui_tracker.widgets.lines import Line, wrap

STEPS = ("standing", *FITS, "cares_about", "likes", "summary")
"""The steps by the field that each asks for; the last shows what was chosen."""

_INDENT = 7
_MARKS = ("hardly", "a little", "somewhat", "much", "very much")
_GIVES: Mapping[str, str] = {
    GiveKind.ARTICLE: "something worth reading, for them or for their patients",
    GiveKind.SPOTLIGHT: "to be shown in our newsletter or on our wall",
    GiveKind.CARDS: "their cards in our waiting room",
    GiveKind.INVITATION: "to be invited: a lunch talk, a case round, an opening",
    GiveKind.INTRODUCTION: "to meet somebody whom they would like to know",
}
_QUESTIONS: Mapping[str, str] = {
    "standing": "When they need somebody like us, how do they turn to us today?",
    **{name: question for name, (_word, question) in FITS.items()},
    "cares_about": "What do they care about, at work or beside it?",
    "likes": "What would they value from you? Choose as many as fit.",
    "summary": "Is this how it stands?",
}


@dataclass(frozen=True, slots=True)
class Option(Line):
    """Something to choose: `digit` is the key that does it, `value` what is kept."""

    digit: str
    value: str


def question(step: str) -> str:
    """What a step asks."""
    return _QUESTIONS[step]


def options(step: str, chosen: str, width: int) -> list[Line]:
    """What may be chosen; nothing where it is typed. `chosen` is what stands there now.

    What does not fit into `width` goes on in lines that cannot hold the cursor.
    """
    return [line for option in _options(step, chosen) for line in _broken(option, width)]


def _options(step: str, chosen: str) -> list[Option]:
    if step == "standing":
        known = [(str(place), word.value, word.value, MEANINGS[word]) for place, word in enumerate(Standing, 1)]
        return [_option(*one, chosen) for one in (*known, ("0", "", "not yet known", "you can say it another day"))]
    if step in FITS:
        marks = [(str(mark), str(mark), _MARKS[mark - 1], "") for mark in range(1, 6)]
        return [_option(*one, chosen) for one in (*marks, ("0", "", "I do not know", ""))]
    if step == "likes":
        liked = chosen.split()
        return [
            _option(str(place), kind.value, label(kind), _GIVES[kind], kind.value if kind in liked else "no")
            for place, kind in enumerate(GiveKind, 1)
        ]
    return []


def summary(found: Answers, width: int) -> list[Line]:
    """What was chosen, and kindly what a poor fit may mean."""
    standing = "not yet known" if found.standing is None else f"a {found.standing}: {MEANINGS[found.standing]}"
    marks = [f"{word} {getattr(found, name) or 'not known'}" for name, (word, _question) in FITS.items()]
    rows = [
        ("We are", standing),
        ("Fit of 5", ", ".join(marks)),
        ("They care", f"about {found.cares_about}" if found.cares_about else "about something we have yet to find out"),
        ("They value", ", ".join(map(label, found.likes)) or "not known"),
    ]
    lines = [
        Line(None, ((f"{title if place == 0 else '':<12}", "dim"), (part, "")))
        for title, text in rows
        for place, part in enumerate(wrap(text, width - 12))
    ]
    if poor := poor_fit(found):
        kind = (
            f"The fit in {listed(poor, 'and')} is poor. That is nobody’s fault, and a good reason to give your time to "
            "somebody with whom it comes easily."
        )
        lines += [Line(None, ()), *(Line(None, ((part, "warn"),)) for part in wrap(kind, width))]
    return [*lines, Line(None, ()), Line("save", (("enter saves this", "key"), (", esc goes back to change it", "")))]


def _option(digit: str, value: str, name: str, meaning: str, chosen: str) -> Option:
    mark = ("(•) ", "good") if value == chosen else ("( ) ", "dim")
    told = (f": {meaning}", "dim") if meaning else ("", "")
    return Option(digit, ((f"{digit}  ", "key"), mark, (name, "bold"), told), digit, value)


def _broken(option: Option, width: int) -> list[Line]:
    number, mark, (name, look), (told, dim) = option.pieces
    first, *rest = wrap(name + told, max(width - _INDENT, 16))
    begins = first[: len(name)], first[len(name) :]
    whole = replace(option, pieces=(number, mark, (begins[0], look), (begins[1], dim)))
    return [whole, *(Line(None, ((" " * _INDENT + text, dim),)) for text in rest)]
