"""What was given, and what came of an ask, in words."""

from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.records import Touchpoint
from tui_tracker.domain.words import Direction, GiveKind

_A: dict[str, str] = {
    GiveKind.ARTICLE: "an article",
    GiveKind.SPOTLIGHT: "a spotlight",
    GiveKind.CARDS: "cards",
    GiveKind.INVITATION: "an invitation",
    GiveKind.INTRODUCTION: "an introduction",
}
KINDS_WORDS: dict[str, str] = {
    GiveKind.ARTICLE: "articles",
    GiveKind.SPOTLIGHT: "a spotlight",
    GiveKind.CARDS: "cards",
    GiveKind.INVITATION: "invitations",
    GiveKind.INTRODUCTION: "introductions",
}
"""The kinds of gives as something that a partner values."""


def gave(give: str, direction: str = Direction.OURS) -> str:
    """`gave an article`; `they gave cards` where it came from them."""
    return f"{'they ' if direction == Direction.THEIRS else ''}gave {_A[give]}"


def answer_words(answer: str, answered_on: date | None, note: str, today: date) -> str:
    """`answer: yes Mar 3`, with what was said: `answer: later Mar 3, after the move`."""
    day = f" {short_day(answered_on, today)}" if answered_on is not None else ""
    return f"answer: {answer}{day}" + (f", {note}" if note else "")


def beside(touch: Touchpoint, today: date) -> tuple[str, ...]:
    """What a touchpoint says beside how, what for and its note: whom it was with, what was given, the answer."""
    said = [f"with {touch.contact_name}"] if touch.contact_name else []
    if touch.give is not None:
        said.append(gave(touch.give, touch.direction))
    if touch.answer is not None:
        said.append(answer_words(touch.answer, touch.answered_on, touch.answer_note, today))
    return tuple(said)
