"""The line that narrows the measures: what it means, what it refuses, and that it is given back."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.lens_line import LensChoices, Named, read_line
from tui_tracker.domain.words import Source

CHOICES = LensChoices(
    (Named(1, "Ann Lee"), Named(2, "Ånna Berg"), Named(3, "Tom Web")),
    ("Podiatry", "Hand surgery", "Hand therapy", "Bath"),
    ("Bath", "South Bath", "Łódź", "-", "West by East"),
    (
        Named(7, "Acme"),
        Named(8, "Acme Plus"),
        Named(9, "Blue #9"),
        Named(10, "Blue #10"),
        Named(11, 'The "Best", Inc.'),
    ),
)
ANN = Lens(member_id=1, member="Ann Lee")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ('"', EVERYTHING),
        ("member:ann specialty:podiatry area:bath payer:acme by:web",
         Lens(1, "Podiatry", "Bath", 7, Source.WEB, "Ann Lee", "Acme")),
        ("MEMBER:ANN", ANN),
        ("lee", ANN),
        ("Ann Lee", ANN),
        ('member:"ann lee"', ANN),
        ("mine", ANN),
        ("member:anna", Lens(member_id=2, member="Ånna Berg")),
        ("podi", Lens(specialty="Podiatry")),
        ("surgery", Lens(specialty="Hand surgery")),
        ("hand surgery south bath", Lens(specialty="Hand surgery", area="South Bath")),
        ("specialty:bath", Lens(specialty="Bath")),
        ("area:łodz", Lens(area="Łódź")),
        ("area:-", Lens(area="")),
        ('area:"-"', Lens(area="-")),
        ("specialty:-", Lens(specialty="")),
        ('specialty:"-"', Lens(specialty="")),
        ("walk_in", Lens(source=Source.WALK_IN)),
        ("by:walk-in", Lens(source=Source.WALK_IN)),
        ("channel:adv", Lens(source=Source.ADVERT)),
        ("acme plus", Lens(payer_id=8, payer="Acme Plus")),
        ('payer:"the best, inc."', Lens(payer_id=11, payer='The "Best", Inc.')),
        ('payer:"blue #9"', Lens(payer_id=9, payer="Blue #9")),
        ("podiatry specialty:podiatry", Lens(specialty="Podiatry")),
    ],
)  # fmt: skip
def test_what_a_line_means(typed, expected):
    assert read_line(typed, CHOICES, "Ann Lee") == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("hand", '“hand” fits several: write specialty:"Hand surgery" or specialty:"Hand therapy".'),
        ("bath", "“bath” fits several: write specialty:Bath or area:Bath."),
        ("payer:blue", '“blue” fits several: write payer:"Blue #9" or payer:"Blue #10".'),
        ("member:zoe", 'There is no member “zoe”; write member:"Ann Lee", member:"Ånna Berg" or member:"Tom Web".'),
        ("area:bath area:south", "Choose one area at a time: Bath or South Bath."),
        ("by:web by:event", "Choose one channel at a time: web or event."),
        ("area:", "Write a name after “area:”."),
        ("tier:a", "“tier:” is nothing to narrow by; write member:, specialty:, area:, payer: or by: and a name."),
        ("zzz", "Nothing is called “zzz”; write member:, specialty:, area:, payer: or by: and a name."),
    ],
)
def test_what_fits_nothing_or_several_is_refused_with_the_candidates(typed, sentence):
    with pytest.raises(Refused) as refused:
        read_line(typed, CHOICES, "Ann Lee")
    assert refused.value.message == sentence


def test_nothing_to_choose_from_is_said():
    with pytest.raises(Refused, match="There is no payer to narrow by yet"):
        read_line("payer:acme", LensChoices((), (), (), ()))


@settings(max_examples=60)
@given(text=st.text(max_size=40), who=st.text(max_size=5))
def test_whatever_is_typed_is_a_lens_or_a_sentence(text, who):
    with suppress(Refused):
        assert isinstance(read_line(text, CHOICES, who), Lens)
