"""What the measures may be narrowed by, and the line in which it is typed."""

from collections import Counter
from dataclasses import replace

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.lens_line import LensChoices, Named, read_line
from tui_tracker.domain.insights.sums import alike
from tui_tracker.domain.text import fold
from tui_tracker.storage.queries.insights import lenses as queries


def choices() -> LensChoices:
    """Members, specialties, areas, payers and channels that there are; archived partners' too: their past counts.

    Payers are partners who are some, or who paid for a referral; two of one name are told apart by their number.
    """
    payers = [Named(*one) for one in queries.payers()]
    names = Counter(fold(one.name) for one in payers)
    return LensChoices(
        tuple(Named(*one) for one in queries.members()),
        _spelled(queries.words("specialty")),
        _spelled(queries.words("area")),
        tuple(one if names[fold(one.name)] == 1 else Named(one.id, f"{one.name} #{one.id}") for one in payers),
    )


def read_lens(text: str, who: str = "") -> Lens:
    """The lens that a typed line means (`lens_line.read_line`); everything for an empty one. Raises Refused."""
    return read_line(text, choices(), who)


def renamed(lens: Lens) -> Lens:
    """The same lens with what its member and its payer are called now; of who is gone the name stays."""
    if lens.member_id is not None:
        lens = replace(lens, member=dict(queries.members()).get(lens.member_id, lens.member))
    if lens.payer_id is not None:
        lens = replace(lens, payer=dict(choices().payers).get(lens.payer_id, lens.payer))
    return lens


def _spelled(counted: list[tuple[str, int]]) -> tuple[str, ...]:
    """Each word once, as it is written most often, the most frequent first."""
    return tuple(word for word, _number in alike((word, (number,)) for word, number in counted) if word)
