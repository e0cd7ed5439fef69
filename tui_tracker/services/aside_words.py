"""The words in which a practice declines and loses referrals, to be taken with one key instead of typed again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tui_tracker.domain.text import fold
from tui_tracker.domain.words import ReferralStage
from tui_tracker.storage.queries import timeline as queries

_OWN = 12  # of the practice's own words, the most used
_DAYS = 730

_REASONS: dict[str, tuple[str, ...]] = {
    ReferralStage.DECLINED: (
        "not ours to treat",
        "no room in time",
        "payer not contracted",
        "outside our field",
        "too young for us",
        "needs imaging first",
        "needs a surgeon",
    ),
    ReferralStage.LOST: (
        "did not come",
        "did not answer our calls",
        "went elsewhere",
        "moved away",
        "insurance not accepted",
        "feels better, cancelled",
        "too far to travel",
    ),
}
_ALTERNATIVES: dict[str, tuple[str, ...]] = {
    ReferralStage.DECLINED: (
        "named a colleague",
        "named a practice that is contracted",
        "offered the waiting list",
        "offered to see the patient after imaging",
        "sent back to the referrer",
    ),
    ReferralStage.LOST: ("offered another appointment", "asked to call when ready"),
}


@dataclass(frozen=True, slots=True)
class AsideWords:
    """Reasons, and what was offered instead: the practice's own first, the most used before the others."""

    reasons: tuple[str, ...]
    alternatives: tuple[str, ...]


def used_words(stage: str, today: date) -> AsideWords:
    """What to suggest for a stage that stands aside, from the last two years and a list of common words."""
    since = today - timedelta(days=_DAYS)
    reasons, alternatives = (
        queries.words_used(stage, since, column, _OWN) for column in ("aside_reason", "alternative")
    )
    return AsideWords(_once((*reasons, *_REASONS[stage])), _once((*alternatives, *_ALTERNATIVES[stage])))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Each of them once, however it is written."""
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(fold(word), word)
    return tuple(kept.values())
