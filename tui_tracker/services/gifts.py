"""The gift ledger: entries, sums against the cap, and its own undo, so that nothing else is seen beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.gifts import PAST, GiftSum, Rise, against, check_cap
from tui_tracker.domain.quicklog_lexing import Kind, tokens
from tui_tracker.domain.quicklog_names import choose
from tui_tracker.domain.records import Doing, Gift, PartnerName
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import clean_line, first_of, listed
from tui_tracker.storage import journal, models
from tui_tracker.storage.database import writing
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import gifts as queries
from tui_tracker.storage.queries.touchpoints import member_called

_PAST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Noted:
    """What was saved: the change (None where nothing differs), its label, and where the sums stand, in words.

    `label` tells no amount, because it stands in the History; `sums` is for the ledger alone.
    """

    change_id: int | None
    label: str
    sums: str

    @property
    def said(self) -> str:
        """Both, as far as there is something to say of the sums."""
        return f"{self.label}. {self.sums}" if self.sums else self.label


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The beginning of the entries and of the sums, how long both are, and the year of the oldest entry of all."""

    entries: tuple[Gift, ...]
    count: int
    sums: tuple[GiftSum, ...]
    partners: int
    first_year: int


def first_page(year: int, length: int, today: date, *, partner_id: int | None = None, text: str = "") -> LedgerPage:
    """What the ledger shows of a year at first: `length` entries and sums, of one partner or with a text if asked."""
    chosen: dict[str, Any] = {"partner_id": partner_id, "text": text}
    return LedgerPage(
        tuple(ledger(year, 0, length, **chosen)),
        count_gifts(year, **chosen),
        tuple(sums(year, 0, length, **chosen)),
        count_sums(year, **chosen),
        first_year(today),
    )


def ledger(year: int, offset: int, length: int, *, partner_id: int | None = None, text: str = "") -> list[Gift]:
    """A window on a year's entries, newest first; only one partner's, or with a text in name or gift, where given."""
    return queries.ledger(year, partner_id, clean_line(text), offset, length)


def count_gifts(year: int, *, partner_id: int | None = None, text: str = "") -> int:
    """How many entries `ledger` has."""
    return queries.count_gifts(year, partner_id, clean_line(text))


def sums(year: int, offset: int, length: int, *, partner_id: int | None = None, text: str = "") -> list[GiftSum]:
    """A window on what was spent on each partner in a calendar year, the most first, for what `ledger` shows."""
    return queries.sums(year, partner_id, clean_line(text), offset, length)


def count_sums(year: int, *, partner_id: int | None = None, text: str = "") -> int:
    """How many partners `sums` has."""
    return queries.count_sums(year, partner_id, clean_line(text))


def first_year(today: date) -> int:
    """The year of the oldest entry; this year where there is none."""
    day = queries.first_day()
    return today.year if day is None else day.year


def gift(gift_id: int) -> Gift:
    """One entry. Raises Refused where it is gone."""
    found = queries.gift(gift_id)
    if found is None:
        raise Refused("This entry is no longer there; reload and look again.")
    return found


def add_gift(doing: Doing, draft: Mapping[str, Any], settings: Settings, *, confirmed: bool = False) -> Noted:
    """Note a gift (`domain.drafts_gift.GiftDraft`) for one or several partners as one change; the amount is for each.

    Raises Refused with the field that is wrong, and Questioned, unless `confirmed`, where a sum of that year would
    end past the cap.
    """
    from tui_tracker.domain.drafts_gift import GiftDraft
    from tui_tracker.domain.drafts_partner import checked

    _check_given(draft)
    values = checked(GiftDraft, draft)
    ids, day, amount = values["partner_ids"], values["day"], values["amount"]
    _check_day(day, doing.today)
    with changing(doing, "Noted a gift") as unit:
        called = queries.names(ids)
        if len(called) < len(ids):
            raise Refused("One of these partners is no longer there; choose again.", "partner_ids")
        unit.label = f"Noted a gift for {first_of([called[one] for one in ids])}"
        before = queries.spent(ids, day.year)
        rises = [Rise(called[one], day.year, before.get(one, 0), before.get(one, 0) + amount) for one in ids]
        if not confirmed:
            check_cap(rises, settings)
        member = member_called(doing.who)
        unit.insert_many(
            models.Gift,
            [
                {"partner": one, "day": day, "what": values["what"], "amount_cents": amount, "member": member}
                for one in ids
            ],
        )
    return Noted(unit.change_id, unit.label, _sums_said(rises, settings))


def edit_gift(
    doing: Doing, gift_id: int, draft: Mapping[str, Any], settings: Settings, *, confirmed: bool = False
) -> Noted:
    """Change the given fields of an entry (`domain.drafts_gift.GiftEdit`).

    Raises Refused with the field that is wrong, and Questioned, unless `confirmed`, where the change raises a sum, of
    whichever partner and year the entry then counts in, that ends past the cap.
    """
    from tui_tracker.domain.drafts_gift import GiftEdit
    from tui_tracker.domain.drafts_partner import checked

    values = checked(GiftEdit, draft)
    with changing(doing, "Changed a gift") as unit:
        before = gift(gift_id)
        partner_id, day = values.get("partner_id", before.partner_id), values.get("day", before.day)
        amount = values.get("amount", before.amount_cents)
        if day != before.day:
            _check_day(day, doing.today)
        called = queries.names((partner_id,))
        if partner_id not in called:
            raise Refused("This partner is no longer there; choose another.", "partner_ids")
        unit.label = f"Changed a gift for {before.partner_name}"
        if partner_id != before.partner_id:
            unit.label += f": it was for {called[partner_id]}"
        others = queries.spent((partner_id,), day.year, without=gift_id).get(partner_id, 0)
        counted = (partner_id, day.year) == (before.partner_id, before.day.year)
        rise = Rise(called[partner_id], day.year, others + (before.amount_cents if counted else 0), others + amount)
        if not confirmed:
            check_cap([rise], settings)
        columns = {"partner_id": "partner", "amount": "amount_cents"}
        unit.update(models.Gift, gift_id, **{columns.get(name, name): value for name, value in values.items()})
    return Noted(unit.change_id, unit.label, _sums_said([rise], settings))


def remove_gift(doing: Doing, gift_id: int) -> str:
    """Take an entry out of the ledger; gives the label. Raises Refused where it is gone."""
    with changing(doing, "Removed a gift") as unit:
        before = gift(gift_id)
        unit.label = f"Removed a gift for {before.partner_name}"
        unit.delete(models.Gift, gift_id)
    return unit.label


def undo_last(doing: Doing, settings: Settings) -> Noted:
    """Take back this person's last change of the ledger, whatever else they did since.

    The ledger has an undo of its own because the label of another change may name a referral. Nothing is asked about
    the cap, because it was spent; `sums` names whose sum this raised past it. Raises Refused.
    """
    change_id = queries.last_change(doing.who)
    if change_id is None:
        raise Refused("There is nothing of yours in the ledger to undo.")
    return _put_back(journal.undo, doing, change_id, settings)


def redo_last(doing: Doing, settings: Settings) -> Noted:
    """Do again what this person undid last, where that was of the ledger; else as `undo_last`."""
    change_id = journal.last_to_redo(doing.who)
    if change_id is None or not queries.is_of_ledger(change_id):
        raise Refused("There is nothing of yours in the ledger to redo.")
    return _put_back(journal.redo, doing, change_id, settings)


def _put_back(way: Callable[[Doing, int], int], doing: Doing, change_id: int, settings: Settings) -> Noted:
    touched = queries.touched(change_id)
    with writing():
        before = {one: queries.spent((one[0],), one[1]).get(one[0], 0) for one in touched}
        noted = way(doing, change_id)
        after = {one: queries.spent((one[0],), one[1]).get(one[0], 0) for one in touched}
    called = queries.names({partner_id for partner_id, _ in touched})
    rises = [Rise(called.get(one[0], ""), one[1], before[one], after[one]) for one in touched]
    past = [one for one in rises if one.after > one.before and against(one.after, settings).state == PAST]
    return Noted(noted, queries.label_of(change_id), _sums_said(past, settings))


def partners_called(text: str) -> tuple[PartnerName, ...]:
    """Whom a line means: `@lee @"Ann Roe"`, or one name alone. Raises Refused where a name is not clear, or nobody's.

    Finds as the quick log does; nobody is added here.
    """
    from tui_tracker.services.names import name_book

    line = clean_line(text)
    if not line:
        raise Refused("Say for whom it was: @ and a name; several names for several people.", "partner_ids")
    found = [token for token in tokens(line) if token.kind is Kind.NAME]
    asked = [token.text if token.number is None else token.number for token in found] if found else [line]
    book, whom = name_book(), {}
    for one in asked:
        match = book.find(one)
        if match.total == 1:
            whom[match.names[0].id] = match.names[0]
        elif match.total:
            shown = listed([choose(name, match) for name in match.names[:4]])
            more = f" and {match.total - 4} more" if match.total > 4 else ""
            raise Refused(f"“{one}” could be {shown}{more}; write which one.", "partner_ids")
        else:
            like = listed([choose(name, match) for name in match.names[:3]]) if match.names else ""
            way = f"did you mean {like}?" if like else "check the name, or add the partner first."
            raise Refused(f"Nobody here is called “{one}”; {way}", "partner_ids")
    return tuple(whom.values())


def _check_given(draft: Mapping[str, Any]) -> None:
    asked = {
        "partner_ids": "Say for whom it was.",
        "day": "Write the day on which it was.",
        "what": "Write what it was, such as lunch for the staff.",
        "amount": "Write the amount for each person, such as 42.50.",
    }
    for name, message in asked.items():
        if name not in draft:
            raise Refused(message, name)


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise Refused(f"{short_day(day, today)} is still to come; write the day on which it was.", "day")
    if day.year < today.year - _PAST_YEARS:
        raise Refused(f"{short_day(day, today)} is far away; check the year.", "day")


def _sums_said(rises: Sequence[Rise], settings: Settings) -> str:
    """Where the sums stand: in full for one partner, else those that come near the cap or go past it."""
    if len(rises) == 1:
        return f"In {rises[0].year}: {against(rises[0].after, settings).words}"
    told = [f"{one.partner_name} {shown.state}" for one in rises if (shown := against(one.after, settings)).state]
    return "; ".join(told[:3] + ([f"{len(told) - 3} more"] if len(told) > 3 else []))
