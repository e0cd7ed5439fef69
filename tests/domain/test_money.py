"""Money as it is typed: read exactly, or refused in one sentence; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.money import MOST_CENTS, money_text, read_money


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1,234.50", 123_450),
        ("$1234", 123_400),
        ("$ 1,234.5", 123_450),
        ("1234€", 123_400),
        ("€1,234", 123_400),
        ("£0.05", 5),
        ("0", 0),
        ("007", 700),
        (" 12 ", 1_200),
        ("20,000,000.00", MOST_CENTS),
        ("", None),
        (" \n", None),
    ],
)
def test_what_is_an_amount_is_read(text: str, cents: int | None) -> None:
    assert read_money(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "1.234,50",
        "1234,50",
        "12,34",
        "1,2345",
        "1.234",
        "1.234.50",
        ".5",
        "5.",
        "1 234",
        "1e9",
        "NaN",
        "inf",
        "0x10",
        "١٢",
        "１２",
        "²",
        "1_000",
        "about 50",
        "$",
        "$$5",
        "$5$",
        "+5",
        "--5",
    ],
)
def test_what_could_mean_two_amounts_or_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"is no amount; write it as 1,234\.50") as refused:
        read_money(text, "revenue")
    assert refused.value.field == "revenue"


@pytest.mark.parametrize("text", ["-5", "-$5", "$-5", "−5", "(1,234.50)"])
def test_an_amount_is_not_below_zero(text: str) -> None:
    with pytest.raises(Refused, match=r"below zero; write it as 1,234\.50\.$"):
        read_money(text)


@pytest.mark.parametrize("text", ["20,000,000.01", "9" * 30, "9" * 5_000, "999,999,999,999"])
def test_an_amount_that_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"more than 20,000,000\.00"):
        read_money(text)


@given(st.integers(0, MOST_CENTS), st.sampled_from(["{}", "${}", "{} €", "  {}"]), st.booleans())
def test_what_is_shown_is_read_back(cents: int, mark: str, grouped: bool) -> None:
    text = money_text(cents)
    assert read_money(mark.format(text if grouped else text.replace(",", ""))) == cents


@given(st.text(max_size=12) | st.text("0123456789.,-$eE ", max_size=12))
def test_any_text_is_an_amount_or_refused_in_one_short_sentence(text: str) -> None:
    try:
        cents = read_money(text)
    except Refused as refused:
        said = refused.message
    else:
        assert cents is None or 0 <= cents <= MOST_CENTS
        return
    assert len(said) < 120
    assert said.endswith(".")
