"""An answer of the NPI registry (its JSON, version 2.1) as a table like that of any provider file.

A row's line is the number of the entry, from 1.
"""

from __future__ import annotations

import json
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line
from tui_tracker.exchange.tables import Row, Table

_HEADER = (
    *("NPI", "Entity Type Code", "Organization Name", "First Name", "Middle Name", "Last Name", "Name Suffix Text"),
    *("Credential", "Primary Specialty", "Address Line 1", "Address Line 2", "City", "State", "Zip", "Country Code"),
    "Phone Number",
)
_KINDS = {"NPI-1": "1", "NPI-2": "2"}


def registry_table(content: bytes, name: str) -> Table | None:
    """The people and organisations of an answer; None where the content is no such answer.

    Raises Refused where the registry answered with an error, or with nobody.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{" or not any(
        key in content for key in (b'"results"', b'"Errors"')
    ):
        return None
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get("Errors"), list):
        raise Refused(
            f"{name} is an error of the NPI registry{_why(answer['Errors'])}; ask it again and save its answer."
        )
    results = answer.get("results")
    if not isinstance(results, list) or "result_count" not in answer:
        return None
    if not results:
        raise Refused(f"{name} is an answer of the NPI registry that names nobody; ask it again.")
    rows = [Row(0, 0, _HEADER), *(Row(number, number, _cells(one)) for number, one in enumerate(results, 1))]
    return Table(name, "answer of the NPI registry", tuple(rows))


def _why(errors: list[Any]) -> str:
    told = _text(errors[0], "description") if errors and isinstance(errors[0], dict) else ""
    return f" ({clean_line(told)[:120]})" if told else ""


def _cells(entry: Any) -> tuple[str, ...]:
    """One entry; what is missing or of another form is empty, and the row is then told back as any other."""
    basic, place = _part(entry, "basic"), _place(entry)
    return (
        _text(entry, "number"),
        _KINDS.get(_text(entry, "enumeration_type"), ""),
        _text(basic, "organization_name"),
        _text(basic, "first_name"),
        _text(basic, "middle_name"),
        _text(basic, "last_name"),
        _text(basic, "name_suffix"),
        _text(basic, "credential"),
        _specialties(entry),
        _text(place, "address_1"),
        _text(place, "address_2"),
        _text(place, "city"),
        _text(place, "state"),
        _text(place, "postal_code"),
        _text(place, "country_code"),
        _text(place, "telephone_number"),
    )


def _place(entry: Any) -> dict[str, Any]:
    """Where they see patients, rather than where their mail goes."""
    places = _list(entry, "addresses")
    at_work = [one for one in places if _text(one, "address_purpose").upper() == "LOCATION"]
    return (at_work or places or [{}])[0]


def _specialties(entry: Any) -> str:
    """Their specialties, the main one first."""
    found = sorted(_list(entry, "taxonomies"), key=lambda one: one.get("primary") is not True)
    return "|".join(dict.fromkeys(text for one in found if (text := _text(one, "desc").strip())))


def _part(entry: Any, name: str) -> dict[str, Any]:
    part = entry.get(name) if isinstance(entry, dict) else None
    return part if isinstance(part, dict) else {}


def _list(entry: Any, name: str) -> list[dict[str, Any]]:
    found = entry.get(name) if isinstance(entry, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(entry: Any, name: str) -> str:
    value = entry.get(name) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else str(value) if type(value) is int and abs(value) < 10**15 else ""
