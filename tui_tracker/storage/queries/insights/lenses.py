"""What there is to narrow the measures by."""

from peewee import fn

from tui_tracker.domain.words import PartnerKind
from tui_tracker.storage.models import Member, Partner, Referral
from tui_tracker.storage.queries.agenda_rows import raw


def members() -> list[tuple[int, str]]:
    """Everybody who is or was on the team, those who are first, by name."""
    found = raw(Member.select(Member.id, Member.name, Member.active))
    # Not by the engine: SQLite and PostgreSQL order names differently.
    return [(one, name) for one, name, active in sorted(found, key=lambda row: (not row[2], row[1].casefold(), row[0]))]


def words(column: str) -> list[tuple[str, int]]:
    """What stands in a column of partners, and of how many."""
    word = getattr(Partner, column)
    return list(raw(Partner.select(word, fn.COUNT(Partner.id)).group_by(word)))


def payers() -> list[tuple[int, str]]:
    """The partners who pay: of that kind, or named by a referral, by name."""
    paying = Referral.select(Referral.payer).where(Referral.payer.is_null(False)).distinct()
    wanted = (Partner.kind == PartnerKind.PAYER.value) | Partner.id.in_(paying)
    return list(raw(Partner.select(Partner.id, Partner.name).where(wanted).order_by(Partner.search, Partner.id)))
