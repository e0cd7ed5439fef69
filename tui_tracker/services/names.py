"""Finding partners by name: whole names first, then whole words, beginnings, and slips of the finger."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from tui_tracker.domain.quicklog_names import Found, NameAsked, NameKey, name_key
from tui_tracker.domain.quicklog_people import KnownPeople, Person
from tui_tracker.domain.records import PartnerName
from tui_tracker.storage.queries import history, names, touchpoints

SHOWN = 9
_NEAR_SHOWN = 5
_NEAR_SCORE = 72.0


class NameBook:
    """The names of one practice, as they were when it was made; safe to use from any thread.

    A name matches at the first of these levels at which any partner does, and only that level counts:
    the whole name; all its words (a person's last name before other words); their beginnings (likewise);
    the same with one slip in a word of four letters, two in one of eight. Titles and degrees are ignored.
    `organisations` are the ids of those that are no person: none of their words is a last name.
    """

    def __init__(self, partners: Sequence[PartnerName], organisations: Container[int] = ()) -> None:
        self._partners = partners
        self._by_id = {partner.id: place for place, partner in enumerate(partners)}
        self._keys: list[NameKey] = [name_key(one.name, organisation=one.id in organisations) for one in partners]
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._bare: dict[str, list[int]] = defaultdict(list)
        self._with: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            self._whole[key.whole].append(place)
            self._bare[" ".join(key.words)].append(place)
            for word in dict.fromkeys(key.words):
                self._with[word].append(place)
        self._words = sorted(self._with)

    def find(self, asked: NameAsked, limit: int = SHOWN) -> Found:
        """The partners that a text, or a number, means: at most `limit` of them, and how many there are."""
        if isinstance(asked, int):
            place = self._by_id.get(asked)
            return Found() if place is None else Found((self._partners[place],), 1)
        key = name_key(asked)
        places = self._match(key)
        if places:
            return Found(tuple(self._partners[place] for place in places[:limit]), len(places))
        return Found(self._near(key, min(limit, _NEAR_SHOWN)), 0)

    def complete(self, text: str, limit: int = SHOWN) -> tuple[PartnerName, ...]:
        """The partners that a text may become, best first; those in front for an empty one."""
        if not text.strip():
            return tuple(self._partners[:limit])
        return self.find(text, limit).names

    def _match(self, key: NameKey) -> list[int]:
        whole = self._whole.get(key.whole)
        if whole:
            return whole
        if not key.words:
            return []
        bare = self._bare.get(" ".join(key.words))
        if bare:
            return bare
        for level in (self._exactly, self._beginning, self._slipped):
            choices = [level(word) for word in key.words]
            places = self._all_of(choices)
            if places:
                return self._weightiest(places, choices)
        return []

    def _exactly(self, word: str) -> list[str]:
        return [word] if word in self._with else []

    def _beginning(self, word: str) -> list[str]:
        first = bisect_left(self._words, word)
        last = bisect_left(self._words, word + "\U0010ffff", lo=first)
        return self._words[first:last]

    def _slipped(self, word: str) -> list[str]:
        """Words that begin like this one, or differ from it by a slip: a letter more, less, another, or two swapped."""
        slips = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 8 else 2
        beginning = self._beginning(word)
        if not slips:
            return beginning
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        near = extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=50)
        return [*beginning, *(found for found, _, _ in near if len(found) > 3)]

    def _all_of(self, choices: Iterable[list[str]]) -> list[int]:
        """The partners whose name has one of the words of every choice, in the order of lists."""
        places: set[int] | None = None
        for words in choices:
            having = {place for word in words for place in self._with[word]}
            places = having if places is None else places & having
            if not places:
                return []
        return sorted(places or ())

    def _weightiest(self, places: list[int], choices: list[list[str]]) -> list[int]:
        """Of one word's matches, those by last name, or by any word of an organisation, if there are any."""
        if len(choices) > 1:
            return places
        wanted = set(choices[0])
        return [place for place in places if not wanted.isdisjoint(self._keys[place].strong)] or places

    def _near(self, key: NameKey, limit: int) -> tuple[PartnerName, ...]:
        """Partners whose name is merely like it."""
        text = " ".join(key.words)
        if len(text) < 3:
            return ()
        from rapidfuzz.fuzz import WRatio
        from rapidfuzz.process import extract

        every = [" ".join(one.words) for one in self._keys]
        near = extract(text, every, scorer=WRatio, score_cutoff=_NEAR_SCORE, limit=limit)
        return tuple(self._partners[place] for _, _, place in near)


@dataclass(frozen=True, slots=True)
class _Kept:
    practice: object
    change_id: int
    book: NameBook


_kept: list[_Kept] = []


def name_book() -> NameBook:
    """The names of the open practice; read anew only where a partner changed since they were read."""
    practice, newest = names.which_practice(), history.last_change_id()
    kept = _kept[0] if _kept else None
    if kept is not None and kept.practice is practice:
        if kept.change_id == newest:
            return kept.book
        if not names.partners_changed_since(kept.change_id):
            _kept[:] = [_Kept(practice, newest, kept.book)]
            return kept.book
    book = NameBook(names.partner_names(), names.organisations())
    _kept[:] = [_Kept(practice, newest, book)]
    return book


def find_names(asked: Sequence[NameAsked]) -> dict[NameAsked, Found]:
    """What each of some texts or numbers means."""
    book = name_book()
    return {one: book.find(one) for one in asked}


def complete(text: str, limit: int = SHOWN) -> tuple[PartnerName, ...]:
    """The partners that the beginning of a name may become, best first."""
    return name_book().complete(text, limit)


def name_of(partner_id: int) -> PartnerName | None:
    """One partner's name, if it is there and not archived."""
    found = name_book().find(partner_id)
    return found.names[0] if found.total else None


class Offices:
    """The people of the open practice's partners, each partner's read when first asked for."""

    def __init__(self) -> None:
        self._known = KnownPeople()

    def people(self, partner_id: int) -> tuple[Person, ...]:
        """The contacts who are still there."""
        found = self._known.people(partner_id)
        if found is None:
            found = tuple(touchpoints.people_at([partner_id]))
            self._known.learn(partner_id, found)
        return found


def find_people(partner_ids: Sequence[int]) -> dict[int, tuple[Person, ...]]:
    """The contacts who are still there, for each of some partners."""
    found: dict[int, list[Person]] = {partner_id: [] for partner_id in partner_ids}
    for one in touchpoints.people_at(partner_ids):
        found[one.partner_id].append(one)
    return {partner_id: tuple(people) for partner_id, people in found.items()}


def person(contact_id: int) -> Person | None:
    """One contact, and where they are."""
    found = touchpoints.people([contact_id])
    return found[0] if found else None
