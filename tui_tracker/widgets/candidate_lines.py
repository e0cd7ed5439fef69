"""Candidates of provider files, a line each, and what more is known of one."""

from tui_tracker.domain.candidates import NO_SPECIALTY, Candidate, Group
from tui_tracker.domain.text import fold
from tui_tracker.widgets.lines import Line, Piece, fit

_NUMBER, _WHO, _TOWN, _PLACE = 6, 10, 22, 16
_ROOM_FOR_WHO = 70
_ROOM_FOR_PHONE = 90
_PHONE = 14


def candidate_line(one: Candidate, width: int) -> Line:
    """Name, specialty and where; the telephone number where there is room."""
    phone = _PHONE if width >= _ROOM_FOR_PHONE else 0
    left = width - _PLACE - phone - 2
    name = max(12, left // 2)
    pieces: list[Piece] = [
        (fit(one.name, name), ""),
        (" " + fit(one.specialty or one.kind, max(8, left - name)), "dim"),
        (" " + fit(_where(one), _PLACE), ""),
    ]
    if phone:
        pieces.append((fit(one.phone, phone), "dim"))
    return Line(one.id, tuple(pieces))


def _where(one: Candidate) -> str:
    code = one.postal_code.partition("-")[0]
    return f"{code} {one.city or one.area}".strip()


def detail_texts(one: Candidate) -> tuple[str, str]:
    """Where and how they are reached; what the file said of them, and which file."""
    reach = (one.address, f"{one.city} {one.state} {one.postal_code}".strip(), one.phone, one.email)
    number = f"NPI {one.npi}" if one.npi else "no NPI"
    note = one.note.replace("\n", " ")
    return (
        " · ".join(part for part in reach if part) or "No address in the file.",
        " · ".join(part for part in (number, f"from {one.source}" if one.source else "", note) if part),
    )


def group_line(group: Group, place: int, width: int) -> Line:
    """How many of which specialty where; what they are, clinicians mostly, where there is room."""
    town = "" if fold(group.town) == fold(group.place) else group.town
    who = _WHO if width >= _ROOM_FOR_WHO else 0
    specialty = max(12, width - _NUMBER - who - _TOWN - 3)
    pieces = (
        (f"{group.number:>{_NUMBER},} ", "bold"),
        (fit(group.specialty or NO_SPECIALTY, specialty), "" if group.specialty else "dim"),
        (" " + fit(group.who, who) if who else "", "dim"),
        (" " + fit(f"{group.place} {town}".strip() or "no place given", _TOWN), ""),
    )
    return Line(place, pieces)
