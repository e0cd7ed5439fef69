"""Who we are to a partner today: what each standing means, and where the fit is poor.

The standing is asked of the user and never guessed (RULES section 1): these sentences are what they choose between.
Where the rules are silent: a fit of 1 or 2 in any of the three is poor.
"""

from datetime import date

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Partner
from tui_tracker.domain.text import listed
from tui_tracker.domain.words import Standing

MEANINGS: dict[str, str] = {
    Standing.SUPPLIER: "one of several: they send when it suits, and another would do as well",
    Standing.RESOURCE: "they turn to us first with a question of our kind, referral or not",
    Standing.PARTNER: "we plan and solve things together, and each looks out for the other",
}
"""What each standing means, as the end of a sentence that begins with its word."""

FITS: dict[str, tuple[str, str]] = {
    "fit_values": ("values", "Do you care about the same things in looking after patients?"),
    "fit_respect": ("respect", "Do you respect each other’s professional work?"),
    "fit_personal": ("personal", "Do you like spending time with them?"),
}
"""Each fit by its field: the word for it, and the question."""

_POOR = 2


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen; `standing` and each fit None where it is not known."""

    standing: str | None
    fit_values: int | None
    fit_respect: int | None
    fit_personal: int | None
    cares_about: str
    likes: tuple[str, ...]


def answers_of(partner: Partner) -> Answers:
    """What is known of a partner."""
    return Answers(
        partner.standing,
        partner.fit_values,
        partner.fit_respect,
        partner.fit_personal,
        partner.cares_about,
        partner.likes,
    )


def poor_fit(found: Answers | Partner) -> tuple[str, ...]:
    """The fits that are poor, by their words; empty where none is."""
    return tuple(word for name, (word, _question) in FITS.items() if (getattr(found, name) or _POOR + 1) <= _POOR)


def poor_fit_words(found: Answers | Partner) -> str:
    """What a poor fit means, kindly; empty where none is poor."""
    poor = poor_fit(found)
    if not poor:
        return ""
    return f"poor fit in {listed(poor, 'and')}: your time may do more with somebody else"


def ask_again(asked_on: date | None, standing_days: int, today: date) -> bool:
    """Whether the standing was never asked, or so long ago that it may have changed."""
    return asked_on is None or (today - asked_on).days > standing_days
