"""What a filter of the board is understood as."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.board import NONE, CardFilter, initials, read_filter, understood, week_of

PIECES = st.sampled_from(
    (
        "late",
        "urgent",
        "week",
        "new",
        "mine",
        "nobody",
        "@",
        "@lee",
        '@"ann lee',
        "payer:",
        'payer:"',
        "member:-",
        '"',
        ":",
    )
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=6))).map(" ".join))


@pytest.mark.parametrize(
    ("text", "meant", "told"),
    [
        ("", CardFilter(), ""),
        ("Lee  JD-44", CardFilter(("lee", "jd-44")), "“lee” · “jd-44”"),
        ("LATE Łódź", CardFilter(("łodz",), late=True), "late · “łodz”"),
        ("urgent late urgent", CardFilter(late=True, urgent=True), "late · urgent"),
        ("week", CardFilter(week=True), "due or visiting this week"),
        ("new", CardFilter(new=True), "new this week"),
        ("@Lee", CardFilter(partners=("lee",)), "partner: lee"),
        ("partner:lee @ray", CardFilter(partners=("lee", "ray")), "partner: lee · partner: ray"),
        ('@"Ann Lee" late', CardFilter(partners=("ann lee",), late=True), "late · partner: ann lee"),
        ("payer:“Blue Cross”", CardFilter(payers=("blue cross",)), "payer: blue cross"),
        ('payer:"blue cr', CardFilter(payers=("blue cr",)), "payer: blue cr"),
        ("member:ann mine", CardFilter(members=("ann", "=bo ray")), "member: ann · member: bo ray"),
        ("nobody", CardFilter(members=(NONE,)), "no member"),
        ("member:- @- payer:-", CardFilter(members=(NONE,), partners=(NONE,), payers=(NONE,)), None),
        ("@ payer: member:", CardFilter(), ""),
        ('"late" "new england"', CardFilter(("late", "new england")), "“late” · “new england”"),
        ("colour:red latest @late", CardFilter(("colour:red", "latest"), partners=("late",)), None),
        ("100%_", CardFilter(("100%_",)), "“100%_”"),
    ],
)
def test_a_filter_is_understood(text: str, meant: CardFilter, told: str | None) -> None:
    assert read_filter(text, who="Bo Ray") == meant
    assert told is None or understood(meant) == told


def test_mine_is_a_word_where_nobody_is_known_and_names_are_told_in_full() -> None:
    assert read_filter("mine") == CardFilter(("mine",))
    assert understood(read_filter("payer:blue"), lambda kind, value: f"{kind}/{value}!") == "payer: payer/blue!"


@given(text=TEXTS, who=st.text(max_size=9))
def test_whatever_is_typed_is_understood_and_reads_the_same_however_it_is_spaced(text: str, who: str) -> None:
    found = read_filter(text, "inbound", "seen", who)

    assert (found.flow, found.stage, found.since) == ("inbound", "seen", None)
    assert all((*found.words, *found.partners, *found.payers, *found.members))
    assert read_filter(f"  {text}\n", "inbound", "seen", who) == found
    assert isinstance(understood(found), str)


@given(one=TEXTS, other=TEXTS)
def test_more_only_narrows(one: str, other: str) -> None:
    if any(quote in one for quote in '"“”'):
        return
    first, both = read_filter(one), read_filter(f"{one} {other}")

    for flag in ("late", "urgent", "week", "new"):
        assert getattr(both, flag) >= getattr(first, flag)
    assert set(both.words) >= set(first.words)
    assert set(both.partners) >= set(first.partners)


@pytest.mark.parametrize("day", [date(2026, 3, 16), date(2026, 3, 19), date(2026, 3, 22)])
def test_a_week_goes_from_monday_to_sunday(day: date) -> None:
    assert week_of(day) == (date(2026, 3, 16), date(2026, 3, 22))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Lena Brandt, MD", "LB"),
        ("Ann", "A"),
        ("Mary-Jo van der Berg", "MJV"),
        ("", ""),
        (", MD", ""),
        ("山田 太郎", "山太"),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short
