"""What we gave a partner, and what we could give next. Money plays no part in it."""

from datetime import date, timedelta

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.giving import GiveFacts, Idea, ideas
from tui_tracker.domain.words import GiveKind
from tui_tracker.storage.queries import giving as queries
from tui_tracker.storage.queries import spotlights
from tui_tracker.storage.queries.partners import partner

_INTRODUCTIONS = 2


def gives_by_kind(partner_id: int, today: date, days: int = 365) -> dict[str, int]:
    """Our gives to a partner in the days that end today, by `words.GiveKind`; `""` counts those without a kind."""
    found = {kind: number for kind, number, _ in queries.given(partner_id, today - timedelta(days=days - 1), today)}
    return {kind: found[kind] for kind in (*GiveKind, "") if kind in found}


def give_ideas(partner_id: int, today: date) -> tuple[Idea, ...]:
    """Ideas for a next give to a partner, the best first. Raises Refused where the partner is gone."""
    found = partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; reload and look again.")
    month = spotlights.last_month_of(partner_id)
    return ideas(
        GiveFacts(
            name=found.name,
            kind=found.kind,
            stage=found.stage,
            archived=found.archived_on is not None,
            likes=found.likes,
            cares_about=found.cares_about,
            last={kind: last for kind, _, last in queries.given(partner_id, None, today) if kind},
            spotlight=None if month is None else month.month,
            spotlight_given=month is not None and month.touchpoint_id is not None,
            occasion=queries.next_occasion(today),
            introduce=tuple(queries.to_introduce(partner_id, found.specialty, found.area, _INTRODUCTIONS)),
        ),
        today,
    )
