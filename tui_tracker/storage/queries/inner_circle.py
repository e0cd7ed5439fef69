"""Reading the inner circle."""

from tui_tracker.domain.inner_circle import Place
from tui_tracker.storage.models import Partner


def places() -> list[Place]:
    """The places that are taken, by rank."""
    rows = (
        Partner.select(Partner.inner_rank, Partner.id, Partner.name, Partner.specialty, Partner.area)
        .where(Partner.inner_rank.is_null(False))
        .order_by(Partner.inner_rank)
        .tuples()
    )
    return [
        Place(rank, one, name, " · ".join(filter(None, (specialty, area)))) for rank, one, name, specialty, area in rows
    ]
