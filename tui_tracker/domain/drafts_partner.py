"""What is typed about partners and contacts, checked before it is written. Loads pydantic: import only when writing."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.npi import is_npi
from tui_tracker.domain.text import clean_line, clean_text
from tui_tracker.domain.words import GiveKind, PartnerKind, Stage, Standing, Tier, label

LONGEST_NAME = 120
LONGEST_LINE = 200
LONGEST_TEXT = 4_000

_PHONE = re.compile(r"[0-9+()./ x#*;,-]+|.*\b(ext|extension)\b.*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")

Check = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Write it as text.")
    return value


def _line(longest: int) -> BeforeValidator:
    def check(value: Any) -> str:
        text = clean_line(_text(value))
        if len(text) > longest:
            raise ValueError(f"This has {len(text)} characters; {longest} are the most.")
        return text

    return BeforeValidator(check)


def _name(value: Any) -> str:
    text = clean_line(_text(value))
    if not text:
        raise ValueError("Write a name.")
    if len(text) > LONGEST_NAME:
        raise ValueError(f"This name has {len(text)} characters; {LONGEST_NAME} are the most.")
    return text


def _note(value: Any) -> str:
    text = clean_text(_text(value))
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"This has {len(text):,} characters; {LONGEST_TEXT:,} are the most.")
    return text


def word(choices: type[Any]) -> BeforeValidator:
    """One of a vocabulary's words, as its plain string."""

    def check(value: Any) -> str:
        text = clean_line(_text(value)).casefold().replace(" ", "_")
        for choice in choices:
            if text == str(choice).casefold():
                return str(choice)
        raise ValueError(f"Choose one of: {', '.join(label(choice) for choice in choices)}.")

    return BeforeValidator(check)


def or_none(check: Check) -> BeforeValidator:
    """Nothing written is nothing known."""

    def checked(value: Any) -> Any:
        return None if value is None or (isinstance(value, str) and not clean_line(value)) else check(value)

    return BeforeValidator(checked)


def number(low: int, high: int) -> Check:
    """A whole number from `low` to `high`, as a number or as text."""

    def check(value: Any) -> int:
        text = clean_line(str(value))
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise ValueError(f"Write a whole number from {low} to {high}, or nothing.")
        return int(text)

    return check


def _npi(value: Any) -> str:
    text = re.sub(r"[\s-]", "", _text(value))
    if not is_npi(text):
        raise ValueError("This is not an NPI (ten digits, the last one a check digit); check it, or leave it out.")
    return text


def _phone(value: Any) -> str:
    text = clean_line(_text(value))
    if text and (sum(char.isdigit() for char in text) < 7 or len(text) > 60 or not _PHONE.fullmatch(text)):
        raise ValueError("This does not look like a phone number; write it as 207-555-0123, ext. 4 if it has one.")
    return text


def _email(value: Any) -> str:
    text = clean_line(_text(value))
    if text and (len(text) > 254 or not _EMAIL.fullmatch(text)):
        raise ValueError("This does not look like an email address; write it as name@example.org.")
    return text


def _likes(value: Any) -> tuple[str, ...]:
    """Kinds of gives, as words or as one text with blanks or commas between; each once, in the vocabulary's order."""
    words = value.replace(",", " ").split() if isinstance(value, str) else [_text(one) for one in value]
    check = cast(Check, word(GiveKind).func)
    found = {check(one) for one in words}
    return tuple(kind.value for kind in GiveKind if kind in found)


_standing = word(Standing).func

Line = Annotated[str, _line(LONGEST_LINE)]
Text = Annotated[str, BeforeValidator(_note)]
Fit = Annotated[int | None, or_none(number(1, 5))]
Phone = Annotated[str, BeforeValidator(_phone)]
Email = Annotated[str, BeforeValidator(_email)]
Name = Annotated[str, BeforeValidator(_name)]


class PartnerDraft(BaseModel):
    """A partner as it was typed; only what was given counts (`model_dump(exclude_unset=True)`)."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    kind: Annotated[str, word(PartnerKind)] = PartnerKind.CLINICIAN.value
    specialty: Line = ""
    area: Line = ""
    tier: Annotated[str, word(Tier)] = Tier.B.value
    stage: Annotated[str, word(Stage)] = Stage.PROSPECT.value
    standing: Annotated[str | None, or_none(_standing)] = None
    cadence_days: Annotated[int | None, or_none(number(1, 730))] = None
    fit_values: Fit = None
    fit_respect: Fit = None
    fit_personal: Fit = None
    inner_rank: Annotated[int | None, or_none(number(1, 10))] = None
    cares_about: Line = ""
    likes: Annotated[tuple[str, ...], BeforeValidator(_likes)] = ()
    npi: Annotated[str | None, or_none(_npi)] = None
    phone: Phone = ""
    email: Email = ""
    address: Line = ""
    city: Line = ""
    state: Line = ""
    postal_code: Line = ""
    note: Text = ""
    member_id: Annotated[int | None, or_none(number(1, 999_999))] = None


def partner_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """A checked draft's values as the columns of the table."""
    found = {("member" if name == "member_id" else name): value for name, value in values.items()}
    if "likes" in found:
        found["likes"] = " ".join(found["likes"])
    return found


class ContactDraft(BaseModel):
    """A person in a partner's office as it was typed; only what was given counts."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    role: Line = ""
    phone: Phone = ""
    email: Email = ""
    advocate: bool = False
    active: bool = True


Draft = TypeVar("Draft", bound=BaseModel)


def checked(draft: type[Draft], fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, cleaned and in its own types. Raises Refused for the first field that is wrong."""
    try:
        return draft.model_validate(dict(fields)).model_dump(exclude_unset=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else None
        if first["type"] == "extra_forbidden":
            raise Refused(f"There is no field “{name}”.") from None
        message = first["msg"].removeprefix("Value error, ")
        raise Refused(message, field=name) from None
