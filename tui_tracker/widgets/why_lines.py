"""All that the rules say about one partner, with the numbers and the reasons, as lines."""

from collections.abc import Iterable, Iterator, Sequence

from tui_tracker.domain.agreement_card import CardLine, card_words
from tui_tracker.domain.momentum import Cause, Momentum
from tui_tracker.domain.partner_page import PartnerPage
from tui_tracker.domain.readiness import Readiness
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.text import count, listed
from tui_tracker.domain.warmth import Part, Warmth
from tui_tracker.widgets.lines import Line, Piece, fit, wrap
from tui_tracker.widgets.partner_relationship import balance_words, quality_words, reciprocity_words, warmth_words

_NAME = 14
_POINTS = 9


def why_lines(page: PartnerPage, card: Sequence[CardLine], width: int) -> list[Line]:
    """Readiness to ask, warmth part by part, our promises, momentum, reciprocity, quality.

    `card` says how we kept each kind of promise. Each line but the headings can hold the cursor.
    """
    known = page.relationship
    found = [
        *_readiness(known.readiness, width),
        *_gap("Warmth"),
        _line("", [warmth_words(known.warmth), (scaled_words(known.warmth), "dim")]),
        *(line for part in known.warmth.parts for line in _part(part, width)),
        *_gap("Our promises"),
        *_texts(promise_words(card, known.facts) or ["none fell due of late"], width),
        *_gap("Momentum"),
        *_momentum(known.momentum, page.causes, width),
        *_gap(f"Give and take in {known.reciprocity.days} days"),
        *_texts(give_and_take(known.reciprocity), width),
        *_gap("Quality of their referrals"),
        *_texts([quality_words(page.quality)], width),
    ]
    return [Line(place if line.key == "" else None, line.pieces) for place, line in enumerate(found)]


def readiness_words(found: Readiness) -> str:
    """The answer in a sentence, with the first thing that is missing."""
    return "Yes, you may ask now." if found.ready else f"Not yet: {found.missing[0]}."


def _readiness(found: Readiness, width: int) -> Iterator[Line]:
    yield _line(None, [("May we ask?", "head")])
    answer = readiness_words(found)
    yield from (_line("", [(text, "good" if found.ready else "bold")]) for text in wrap(answer, width))
    for condition in found.conditions:
        sign, look = ("[x] ", "good") if condition.met else ("[ ] ", "warn")
        for place, text in enumerate(wrap(condition.text, width - 4)):
            yield _line("", [("    " if place else sign, look), (text, "")])
    yield from _texts(["When you ask, log it with +ask; what came of it: enter on that touchpoint."], width, "dim")


def give_and_take(found: Reciprocity) -> list[str]:
    """What came and went, how that compares, and what it means; nothing is in balance where nothing can be compared."""
    meaning = balance_words(found) or ("" if found.ratio is None else "in balance, as far as these figures tell")
    told = [reciprocity_words(found), _ratio(found.ratio), meaning]
    return [text for text in told if text]


def promise_words(card: Sequence[CardLine], facts: RelationshipFacts) -> list[str]:
    """How we kept each promise, and the word on who was declined or lost, which is in no agreement but counts too."""
    due = facts.promises_due - sum(line.due for line in card)
    kept = facts.promises_kept - sum(line.in_time for line in card)
    told = [f"a word on who was declined or lost: {kept} of {due} in time"] if due > 0 else []
    return [*(card_words(line) for line in card), *told]


def scaled_words(found: Warmth) -> str:
    """What the points are out of, and which parts are left out for want of data; empty where there is no figure."""
    if found.points is None:
        return ""
    left = [part.name for part in found.parts if part.points is None]
    return f"  of 100, without {listed(left, 'and')}" if left else "  of 100"


def _part(part: Part, width: int) -> Iterator[Line]:
    points = "no data" if part.points is None else f"{part.points:.0f} of {part.most}"
    for place, text in enumerate(wrap(part.why, max(width - _NAME - _POINTS, 8))):
        name, figure = (part.name, points) if place == 0 else ("", "")
        yield _line("", [(fit(name, _NAME), ""), (fit(figure, _POINTS), "bold"), (text, "dim")])


def _momentum(found: Momentum | None, causes: Iterable[Cause], width: int) -> Iterator[Line]:
    if found is None:
        yield from _texts(["too few referrals to compare"], width, "dim")
        return
    rate = f"{count(found.earlier, 'referral')} in the {count(found.baseline, 'day')} before"
    rare = "so few come" if found.silence is None else "so long a silence comes"
    chance = f"by chance alone {rare} {_percent(found.chance)} of the time"
    verdict = "They send less than they used to." if found.less else "No sign that they send less."
    yield from _texts([verdict], width, "warn" if found.less else "")
    yield from _texts([found.why, f"{rate}; {chance}"], width)
    for cause in causes:
        sign = "! " if cause.sign else "? "
        yield from _texts([f"{sign}{cause.text}"], width, "warn" if cause.sign else "")


def _percent(chance: float) -> str:
    return "less than 1%" if chance < 0.01 else f"{chance:.0%}"


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return "no referral from them, so nothing to compare with"
    return f"for each patient they sent us we sent {ratio:.1f}" if ratio else "we sent them none of our patients"


def _gap(title: str) -> tuple[Line, Line]:
    return _line(None, []), _line(None, [(title, "head")])


def _texts(texts: Iterable[str], width: int, look: str = "") -> Iterator[Line]:
    for text in texts:
        yield from (_line("", [(part, look)]) for part in wrap(text, width))


def _line(key: str | None, pieces: Iterable[Piece]) -> Line:
    return Line(key, tuple(pieces))
