"""What a partner and we have agreed: its figures win over the practice's own defaults from the moment they are kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_tracker.domain.agreement_card import AGREED, AgreementLine, CardLine, agreement_card
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Agreement, Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import label
from tui_tracker.services.relationship import promises_kept
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Agreement as AgreementRow
from tui_tracker.storage.queries import agreements as queries
from tui_tracker.storage.queries import promise_history
from tui_tracker.storage.queries.partners import partner


def agreement_of(partner_id: int) -> Agreement | None:
    """The agreement with a partner; None where there is none, and the practice's defaults hold."""
    return queries.agreement_of(partner_id)


def card_of(partner_id: int, today: date, settings: Settings) -> tuple[CardLine, ...]:
    """How we kept what we promised a partner, one line for each kind that was agreed or fell due."""
    kept = promises_kept(partner_id, today, settings)
    return agreement_card(queries.agreement_of(partner_id), settings.promises, kept)


def count_agreements() -> int:
    """How many agreements the list of all has."""
    return queries.count_agreements()


def agreement_lines(offset: int, length: int, today: date, settings: Settings) -> list[AgreementLine]:
    """A window on all agreements, with how we kept each: the nearest review first, those without a day last."""
    rows = queries.agreements(offset, length)
    measured = promise_history.kept_of([row[0] for row in rows], today, settings) if rows else {}
    found = []
    for partner_id, name, formal, review_on in rows:
        kept = [one for one in measured.get(partner_id, promise_history.PromiseCounts()).kept if one.kind in AGREED]
        due, in_time = sum(one.due for one in kept), sum(one.in_time for one in kept)
        found.append(AgreementLine(partner_id, name, formal, review_on, due, in_time))
    return found


def set_agreement(doing: Doing, partner_id: int, draft: Mapping[str, Any]) -> bool:
    """Keep the given fields of the agreement with a partner (`domain.drafts_agreement.AgreementDraft`).

    Texts are enough, as they were typed. Makes the agreement where there is none. Tells whether anything differs.
    Raises Refused with the field that is wrong: figures are 0 to 3,650 days or empty, and the next review is today or
    later, or stays as it was.
    """
    from tui_tracker.domain.drafts_agreement import AgreementDraft
    from tui_tracker.domain.drafts_partner import checked

    values = checked(AgreementDraft, draft)
    with changing(doing, "") as unit:
        name = _partner_name(partner_id)
        before = queries.agreement_of(partner_id)
        kept = AgreementDraft().model_dump() if before is None else {one: getattr(before, one) for one in values}
        differing = [one for one, value in values.items() if kept[one] != value]
        if "review_on" in differing:
            _check_review(values["review_on"], doing.today)
        if before is None:
            unit.label = f"Noted the agreement with {name}"
            if differing:
                unit.insert(AgreementRow, partner=partner_id, **values)
        else:
            unit.label = f"Changed the agreement with {name}: {', '.join(map(_field_word, differing))}"
            unit.update(AgreementRow, before.id, **values)
    return unit.change_id is not None


def remove_agreement(doing: Doing, partner_id: int) -> str:
    """Drop the agreement with a partner: the practice's defaults hold again. Gives the label. Raises Refused."""
    with changing(doing, "") as unit:
        unit.label = f"Removed the agreement with {_partner_name(partner_id)}"
        before = queries.agreement_of(partner_id)
        if before is None:
            raise Refused("There is no agreement with this partner; reload and look again.")
        unit.delete(AgreementRow, before.id)
    return unit.label


def _partner_name(partner_id: int) -> str:
    found = partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; reload and look again.")
    return found.name


def _check_review(day: date | None, today: date) -> None:
    if day is not None and day < today:
        raise Refused(
            f"{short_day(day, today)} is past; write a day from today on, such as 6m, or nothing.", "review_on"
        )


def _field_word(name: str) -> str:
    return _FIELD_WORDS.get(name, label(name.removesuffix("_days")))


_FIELD_WORDS = {"review_on": "next review", "formal": "formal or not"}
