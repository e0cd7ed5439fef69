"""Reading what moving about on the map needs: who the partners are, and by which links they hang on others."""

from collections.abc import Collection
from typing import Any, NamedTuple

from tui_tracker.domain.words import LinkKind
from tui_tracker.storage.models import Link, Partner
from tui_tracker.storage.rows import CHUNK, chunks


class Known(NamedTuple):
    """A partner in short."""

    id: int
    name: str
    kind: str
    archived: bool


class Hanging(NamedTuple):
    """A link by which `lower` hangs on `upper`."""

    link_id: int
    lower: int
    upper: int
    upper_archived: bool


def known(ids: Collection[int]) -> dict[int, Known]:
    """Some partners, by id; those that are gone are left out."""
    found: dict[int, Known] = {}
    for chunk in chunks(sorted(ids), CHUNK):
        rows = Partner.select(Partner.id, Partner.name, Partner.kind, Partner.archived_on).where(Partner.id.in_(chunk))
        for one, name, kind, archived in rows.tuples():
            found[one] = Known(one, name, kind, archived is not None)
    return found


def hanging(kind: LinkKind, ids: Collection[int]) -> list[Hanging]:
    """The links of a kind by which some partners hang on others, in the order in which they were made."""
    lower, upper = _ends(kind)
    found: list[Hanging] = []
    for chunk in chunks(sorted(ids), CHUNK):
        rows = (
            Link.select(Link.id, lower, upper, Partner.archived_on)
            .join(Partner, on=(upper == Partner.id))
            .where((Link.kind == kind.value) & lower.in_(chunk))
            .tuples()
        )
        found += [Hanging(link, below, above, archived is not None) for link, below, above, archived in rows]
    return sorted(found)


def uppers(kind: LinkKind) -> dict[int, list[int]]:
    """On whom everybody hangs by links of a kind: one reading, however deep it goes."""
    lower, upper = _ends(kind)
    found: dict[int, list[int]] = {}
    for below, above in Link.select(lower, upper).where(Link.kind == kind.value).tuples():
        found.setdefault(below, []).append(above)
    return found


def upper_field(kind: LinkKind) -> str:
    """The field of a link that names the partner on whom the other hangs."""
    return "from_partner" if kind == LinkKind.INTRODUCED else "to_partner"


def lower_field(kind: LinkKind) -> str:
    """The field of a link that names the partner who hangs on the other."""
    return "to_partner" if kind == LinkKind.INTRODUCED else "from_partner"


def _ends(kind: LinkKind) -> tuple[Any, Any]:
    return getattr(Link, lower_field(kind)), getattr(Link, upper_field(kind))
