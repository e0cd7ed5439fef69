"""What `v` on Insights offers."""

from collections import Counter

from textual.binding import Binding

from tui_tracker.domain.insights.page import Theme
from tui_tracker.screens.insights import NAMES, PAGES
from tui_tracker.screens.insights_pickers import LetterPicker, PagePicker


def test_every_offer_has_a_letter_of_its_own_that_is_no_key_of_the_list_and_all_fit_24_lines() -> None:
    offers = PagePicker(dict(zip(PAGES, NAMES, strict=True)), Theme.CARE)._offers
    letters = Counter(one.letter for one in offers)
    keys = {key for one in LetterPicker.BINDINGS if isinstance(one, Binding) for key in one.key.split(",")}
    assert set(letters.values()) == {1}
    assert not keys & set(letters)
    assert len(offers) <= 20
