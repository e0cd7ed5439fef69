"""What is typed about gifts, checked before it is written. Loads pydantic: import only then."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.money import MOST_CENTS, read_money
from tui_tracker.domain.text import clean_line

LONGEST_WHAT = 200
MOST_PARTNERS = 50


def _what(value: Any) -> str:
    text = clean_line(value) if isinstance(value, str) else ""
    if not text:
        raise ValueError("Write what it was, such as lunch for the staff.")
    if len(text) > LONGEST_WHAT:
        raise ValueError(f"This has {len(text)} characters; {LONGEST_WHAT} are the most.")
    return text


def _cents(value: Any) -> int:
    """Cents as a whole number, or an amount as it was typed."""
    if isinstance(value, str):
        try:
            value = read_money(value)
        except Refused as refused:
            raise ValueError(refused.message.replace(", or leave it empty", "")) from None
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("Write the amount for each person, such as 42.50.")
    if not 0 < value <= MOST_CENTS:
        raise ValueError("Write an amount above zero; what costs nothing needs no entry here.")
    return value


def _partners(value: Any) -> Any:
    ids = tuple(dict.fromkeys(value))
    if not ids:
        raise ValueError("Say for whom it was.")
    if len(ids) > MOST_PARTNERS:
        raise ValueError(f"At most {MOST_PARTNERS} partners go into one entry; write the others after it.")
    return ids


class GiftDraft(BaseModel):
    """New entries: the same gift for one or several partners; `amount` is for each of them."""

    model_config = ConfigDict(extra="forbid")

    partner_ids: Annotated[tuple[int, ...], BeforeValidator(_partners)]
    day: date
    what: Annotated[str, BeforeValidator(_what)]
    amount: Annotated[int, BeforeValidator(_cents)]


class GiftEdit(BaseModel):
    """What may be changed of an entry; only what was given counts."""

    model_config = ConfigDict(extra="forbid")

    partner_id: int = 0
    day: date = date.min
    what: Annotated[str, BeforeValidator(_what)] = ""
    amount: Annotated[int, BeforeValidator(_cents)] = 0
