"""Finding somebody among thousands as `domain.candidates.may_be_one` says, without holding each against each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from tui_tracker.domain.candidates import Place, Somebody, may_be_one, postal
from tui_tracker.domain.text import fold
from tui_tracker.exchange.readable import name_key

What = TypeVar("What")


class KnownPeople(Generic[What]):
    """People found by NPI; where one of both has none, by name with place or specialty."""

    def __init__(self) -> None:
        self._by_npi: dict[str, What] = {}
        self._numbered: _Namesakes[What] = _Namesakes()
        self._plain: _Namesakes[What] = _Namesakes()

    def add(self, folded_name: str, who: Somebody, what: What) -> None:
        """One more."""
        if who.npi is not None:
            self._by_npi.setdefault(who.npi, what)
        (self._plain if who.npi is None else self._numbered).add(folded_name, who, what)

    def find(self, folded_name: str, who: Somebody) -> What | None:
        """The one whom this may be; None where there is none."""
        if who.npi is not None:
            found = self._by_npi.get(who.npi)
            return self._plain.find(folded_name, who) if found is None else found
        found = self._plain.find(folded_name, who)
        return self._numbered.find(folded_name, who) if found is None else found


class _Namesakes(Generic[What]):
    """People by name and where they are, and by name and specialty; looked through when somebody is first sought.

    A register gives everybody an NPI, and then nobody is ever sought by name.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Somebody, What]] = []
        self._places: dict[tuple[str, str], dict[str, tuple[Somebody, What]]] = {}
        self._specialties: dict[tuple[str, str | None, bool], What] = {}

    def add(self, folded_name: str, who: Somebody, what: What) -> None:
        self._waiting.append((folded_name, who, what))

    def find(self, folded_name: str, who: Somebody) -> What | None:
        self._look_through()
        if not self._specialties:
            return None
        name, specialty = name_key(folded_name), fold(who.specialty)
        for where in _where(who.place):
            for other, what in self._places.get((name, where), {}).values():
                if may_be_one(who, other):
                    return what
        # Where nobody said where they are, the specialty tells; where nobody said that either, the name has to do.
        anywhere = (False,) if any(_where(who.place)) else (False, True)
        told = (specialty, "") if specialty else (None,)
        keys = ((name, one, placed) for one in told for placed in anywhere)
        return next((self._specialties[key] for key in keys if key in self._specialties), None)

    def _look_through(self) -> None:
        for folded_name, who, what in self._waiting:
            name, state, placed = name_key(folded_name), fold(who.place.state), False
            for where in _where(who.place):
                placed = True
                self._places.setdefault((name, where), {}).setdefault(state, (who, what))
            for one in (fold(who.specialty), None):
                self._specialties.setdefault((name, one, placed), what)
        self._waiting.clear()


def _where(place: Place) -> Iterator[str]:
    """What two places have in common where they are one: the postal code, the city, the area."""
    if place.postal_code:
        yield f"#{postal(place.postal_code)}"
    yield from {fold(place.city), fold(place.area)} - {""}
