"""A lens as one line that is typed: `member:ann specialty:podiatry area:bath payer:acme by:web`.

What stands after a colon, and every word that stands alone, is compared with what there is to choose: as the whole
name, then as whole words of it, then as the beginning of one; capitals and accents make no difference. What is written
exactly wins; where several fit equally well, the sentence that refuses names them. `-` is what has no specialty or
area, and a `-` in quotes the sign itself. Words that stand alone are taken together as long as they make a name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.text import clean_line, fold, listed
from tui_tracker.domain.words import Source, label

NONE = "-"
"""What stands for partners without a specialty, or without an area."""

_NAMED = 4
"""So many candidates a refusal names."""

_KEYS = {
    "member": "member",
    "specialty": "specialty",
    "area": "area",
    "payer": "payer",
    "by": "source",
    "source": "source",
    "channel": "source",
}
_WRITTEN = {"source": "by"}
_CALLED = {"source": "channel"}
_QUOTES = re.compile('["“”]')
_PART = re.compile(r"""(?:(\w+):)?(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))?""")


class Named(NamedTuple):
    """A member or a payer that a lens may choose."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class LensChoices:
    """What a lens may choose, each in the order in which a person looks for it.

    Specialties and areas stand in one spelling each; two payers of one name are told apart by a number behind it.
    """

    members: tuple[Named, ...]
    specialties: tuple[str, ...]
    areas: tuple[str, ...]
    payers: tuple[Named, ...]
    sources: tuple[Source, ...] = tuple(Source)


class _Choice(NamedTuple):
    """Something to choose: of which kind, how it is written, and the fields of the lens that choose it."""

    kind: str
    name: str
    fields: dict[str, Any]

    @property
    def typed(self) -> str:
        """`area:Bath`, `payer:"Blue Cross"`."""
        return f"{_WRITTEN.get(self.kind, self.kind)}:{_quoted(self.name)}"


class _Word(NamedTuple):
    """Part of a line: the kind before its colon or none, what stands after it, and whether in quotes."""

    kind: str
    text: str
    quoted: bool


def read_line(text: str, choices: LensChoices, who: str = "") -> Lens:
    """The lens that a line means; everything where it is empty. `mine` is the member called `who`. Raises Refused."""
    offered = _offered(choices)
    lens = EVERYTHING
    chosen: dict[str, str] = {}
    words = list(_words(text, who))
    while words:
        found = _taken(words, offered)
        if found.kind in chosen and found.name != chosen[found.kind]:
            called = _CALLED.get(found.kind, found.kind)
            raise Refused(f"Choose one {called} at a time: {chosen[found.kind]} or {found.name}.")
        chosen[found.kind] = found.name
        lens = replace(lens, **found.fields)
    return lens


def _quoted(name: str) -> str:
    """A name as it is typed: in quotes where it has blanks or signs that mean something; quotes in it are left out."""
    bare = _QUOTES.sub("", name)
    return bare if re.fullmatch(r"\w[\w.&/-]*", bare) else f'"{bare}"'


def _offered(choices: LensChoices) -> list[_Choice]:
    return [
        *(_Choice("member", one.name, {"member_id": one.id, "member": one.name}) for one in choices.members),
        *(_Choice("specialty", one, {"specialty": one}) for one in choices.specialties if one),
        *(_Choice("area", one, {"area": one}) for one in choices.areas if one),
        *(_Choice("payer", one.name, {"payer_id": one.id, "payer": one.name}) for one in choices.payers),
        *(_Choice("source", label(one), {"source": one}) for one in choices.sources),
    ]


def _words(text: str, who: str) -> Sequence[_Word]:
    found = []
    for key, quoted, bare in _PART.findall(clean_line(text)):
        kind, value = _KEYS.get(fold(key), ""), (quoted or bare).strip()
        if key and not kind:
            raise Refused(f"“{key[:30]}:” is nothing to narrow by; write {_kinds()}.")
        if key and not value:
            raise Refused(f"Write a name after “{key}:”.")
        if not kind and fold(bare) == "mine" and who:
            found.append(_Word("member", clean_line(who), quoted=True))
        elif value:
            found.append(_Word(kind, value, bool(quoted)))
    return found


def _taken(words: list[_Word], offered: Sequence[_Choice]) -> _Choice:
    """What the first words mean; they are taken away. Several that stand alone are one name where they fit one."""
    first = words[0]
    if first.kind:
        words.pop(0)
        return _meant(first, [one for one in offered if one.kind == first.kind])
    alone = 1 if first.quoted else next((n for n, one in enumerate(words) if one.kind or one.quoted), len(words))
    for length in range(alone, 1, -1):
        together = " ".join(one.text for one in words[:length])
        fitting = _fitting(together, offered)
        if len(fitting) == 1:
            del words[:length]
            return fitting[0]
    words.pop(0)
    return _meant(first, offered)


def _meant(word: _Word, offered: Sequence[_Choice]) -> _Choice:
    """The one choice that a word fits. Raises Refused."""
    fitting = _fitting(word.text, offered)
    if word.kind in ("specialty", "area") and word.text == NONE and not (word.quoted and fitting):
        return _Choice(word.kind, f"no {word.kind}", {word.kind: ""})
    if len(fitting) == 1:
        return fitting[0]
    shown = word.text[:30]
    if fitting:
        raise Refused(f"“{shown}” fits several: write {_some(fitting)}.")
    if not word.kind:
        raise Refused(f"Nothing is called “{shown}”; write {_kinds()}.")
    called = _CALLED.get(word.kind, word.kind)
    if not offered:
        raise Refused(f"There is no {called} to narrow by yet; leave it out.")
    raise Refused(f"There is no {called} “{shown}”; write {_some(offered)}.")


def _fitting(text: str, offered: Sequence[_Choice]) -> list[_Choice]:
    """The choices that fit best."""
    written, folded = _QUOTES.sub("", text), _plain(text)
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: bool(written) and _QUOTES.sub("", name) == written,
        lambda name: bool(folded) and _plain(name) == folded,
        lambda name: bool(folded) and f" {folded} " in f" {_plain(name)} ",
        lambda name: bool(folded) and f" {folded}" in f" {_plain(name)}",
    )
    for fits in ways:
        if found := [one for one in offered if fits(one.name)]:
            return found
    return []


def _plain(text: str) -> str:
    return fold(re.sub(r"[\"“”_,()/-]+", " ", text))


def _some(choices: Sequence[_Choice]) -> str:
    names = [one.typed for one in choices[:_NAMED]]
    return listed(names) if len(choices) <= _NAMED else f"{', '.join(names)} or another of {len(choices)}"


def _kinds() -> str:
    return "member:, specialty:, area:, payer: or by: and a name"
