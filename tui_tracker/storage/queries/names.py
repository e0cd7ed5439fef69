"""Partners' names, for finding them."""

from tui_tracker.domain.records import PartnerName
from tui_tracker.domain.words import PartnerKind
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Change, ChangeRow, Partner

_FIELDS = (Partner.id, Partner.name, Partner.specialty, Partner.area)


def partner_names() -> list[PartnerName]:
    """Every partner that is not archived, in the order of lists."""
    query = Partner.select(*_FIELDS).where(Partner.archived_on.is_null()).order_by(Partner.search, Partner.id)
    # Read raw: nothing here needs Peewee's conversion, and this is every partner there is.
    return [PartnerName(*row) for row in database.execute(query)]


def organisations() -> frozenset[int]:
    """Those of them that are no clinician, but a practice, a payer, a school or another body."""
    query = Partner.select(Partner.id).where(
        Partner.archived_on.is_null() & (Partner.kind != PartnerKind.CLINICIAN.value)
    )
    return frozenset(number for (number,) in database.execute(query))


def partners_changed_since(change_id: int) -> bool:
    """Whether a change newer than this one touched a partner, or loaded a whole practice without noting its rows."""
    newer = ChangeRow.select(ChangeRow.id).where((ChangeRow.change > change_id) & (ChangeRow.table_name == "partner"))
    loaded = Change.select(Change.id).where((Change.id > change_id) & (Change.rows == 0))
    return bool(newer.exists() or loaded.exists())


def which_practice() -> object:
    """The open database, to tell one practice from another opened later in the same process."""
    return database.obj
