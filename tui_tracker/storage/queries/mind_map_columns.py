"""The branches of the map by what every partner has exactly one of: sums, and who hangs on them."""

from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, SQL, Case, fn

from tui_tracker.domain.map_limbs import Group, added, matches
from tui_tracker.domain.mind_map import BranchPath, Grouping, Tally
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Member, Partner, Referral
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.rows import CHUNK

_NOTHING = SQL("''")  # written out: PostgreSQL takes no two parameters for the same value
_COLUMNS: dict[Grouping, Any] = {
    Grouping.SPECIALTY: Partner.specialty,
    Grouping.AREA: Partner.area,
    Grouping.STANDING: fn.COALESCE(Partner.standing, _NOTHING),
    Grouping.STAGE: Partner.stage,
    Grouping.MEMBER: fn.COALESCE(Member.name, _NOTHING),
    Grouping.KIND: Partner.kind,
}


def groups(by: Sequence[Grouping], since: date, until: date, text: str = "") -> list[Group]:
    """Who shares one value on every level, of partners that are not put away and whose folded name contains `text`.

    Referrals are those from `since` to `until`, both included.
    """
    columns = [column_of(one) for one in by]
    shown = Partner.archived_on.is_null() & (Partner.search.contains(text) if text else SQL("1 = 1"))
    partners = joined(Partner.select(*columns, fn.COUNT(SQL("*"))), by).where(shown).group_by(*columns)
    # Added up for each partner first: engines otherwise seek every partner's referrals, most of whom have none.
    inbound = fn.SUM(Case(None, [(Referral.flow == Flow.INBOUND.value, 1)], 0))
    each = Referral.select(Referral.partner, inbound.alias("came"), fn.COUNT(SQL("*")).alias("number"))
    each = each.where(Referral.day.between(since, until)).group_by(Referral.partner).alias("each_partner")
    sent = joined(Partner.select(*columns, fn.SUM(each.c.came), fn.SUM(each.c.number)), by)
    sent = sent.switch(Partner).join(each, on=(each.c.partner_id == Partner.id)).where(shown).group_by(*columns)
    tallies = {tuple(values): Tally(number) for *values, number in raw(partners)}
    for *values, came, number in raw(sent):
        tallies[tuple(values)] = added(tallies[tuple(values)], Tally(0, int(came), int(number) - int(came)))
    return [Group(values, tally) for values, tally in tallies.items()]


def numbers(by: Sequence[Grouping]) -> list[Counter[str]]:
    """For each level, how many partners who are not put away have which value; all levels in one reading."""
    columns = [column_of(one) for one in by]
    query = joined(Partner.select(*columns, fn.COUNT(SQL("*"))), by).where(Partner.archived_on.is_null())
    found: list[Counter[str]] = [Counter() for _ in by]
    for *values, number in raw(query.group_by(*columns)):
        for level, value in zip(found, values, strict=True):
            level[value] += number
    return found


def ids_below(by: Sequence[Grouping], paths: Collection[BranchPath], wanted: str) -> dict[BranchPath, Sequence[int]]:
    """The ids of the partners with these values on every level, in the order of lists, eight bytes each.

    With a folded text that is wanted: all of a branch whose name contains it, of the others those whose name does.
    """
    found: dict[BranchPath, array[int]] = {path: array("q") for path in paths}
    entire = {path for path in found if wanted and any(matches(name, wanted) for name in path)}
    columns = [column_of(one) for one in by]
    named = Case(None, [(Partner.search.contains(wanted), 1)], 0) if wanted else SQL("1")
    query = joined(Partner.select(Partner.id, named, *columns), by).where(Partner.archived_on.is_null())
    first = {path[0] for path in found if path}
    if len(first) <= CHUNK:
        query = query.where(columns[0].in_(sorted(first)))
    for partner_id, is_named, *values in raw(query.order_by(Partner.search, Partner.id)):
        path = tuple(values)
        if path in found and (is_named or path in entire):
            found[path].append(partner_id)
    return dict(found)


def path_of(by: Sequence[Grouping], partner_id: int) -> tuple[BranchPath, str] | None:
    """On which branch a partner hangs, and their folded name; None for one who is gone or put away."""
    columns = [column_of(one) for one in by]
    query = joined(Partner.select(Partner.search, *columns), by)
    for search, *values in raw(query.where((Partner.id == partner_id) & Partner.archived_on.is_null())):
        return tuple(values), search
    return None


def column_of(by: Grouping) -> Any:
    """What a partner's value is; the query must have gone through `joined`."""
    return _COLUMNS[by]


def joined(query: Any, by: Sequence[Grouping]) -> Any:
    """A query of partners with what the values need beside them."""
    return query.join(Member, JOIN.LEFT_OUTER) if Grouping.MEMBER in by else query
