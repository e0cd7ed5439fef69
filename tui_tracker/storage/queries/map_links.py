"""All links between partners at once, for files of the network."""

from tui_tracker.storage.models import Link


def links() -> list[tuple[str, int, int]]:
    """Kind, from whom and to whom, in the order in which they were made; put away or not."""
    return list(Link.select(Link.kind, Link.from_partner, Link.to_partner).order_by(Link.id).tuples())
