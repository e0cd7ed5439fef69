"""Which touchpoints count as what, and give and take over windows that overlap."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.insights import touch_page as pages
from tui_tracker.domain.insights.give_and_take import Known, Weigher, Went, over
from tui_tracker.domain.insights.periods import Span, cut
from tui_tracker.domain.insights.touches import Manner, Tally, Touched, by_word, tallies, tally, wanted
from tui_tracker.domain.reciprocity import reciprocity
from tui_tracker.domain.settings import ReciprocityCounts
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, THANK_BIT

TODAY = date(2026, 3, 16)
SPAN = Span(date(2026, 3, 1), TODAY)

CALL = Manner("call", "ours", 1, THANK_BIT, None, None)
GAVE = Manner("email", "ours", 2, GIVE_BIT | ASK_BIT, "article", "yes")
ASKED = Manner("visit", "ours", None, ASK_BIT, None, None)
THEIRS = Manner("call", "theirs", None, GIVE_BIT | ASK_BIT | THANK_BIT, "cards", "no")


def test_gives_thanks_and_asks_are_ours_alone() -> None:
    found = tally([Touched(0, CALL, 5), Touched(0, GAVE, 3), Touched(0, ASKED, 2), Touched(0, THEIRS, 7)])
    assert found == Tally(touchpoints=17, ours=10, theirs=7, gives=3, thanks=5, asks=5, answered=3, yes=3)
    assert tally([]) == Tally()


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("touchpoints", {CALL, GAVE, ASKED, THEIRS}),
        ("theirs", {THEIRS}),
        ("asks_yes", {GAVE}),
        ("channel:call", {CALL, THEIRS}),
        ("member:1", {CALL}),
        ("member:", {ASKED}),
        ("kind:article", {GAVE}),
        ("kind:", set()),
        ("answer:", {ASKED}),
        ("answer:yes", {GAVE}),
    ],
)
def test_what_stands_behind_a_bar_or_a_row(key: str, fits: set[Manner]) -> None:
    assert {one for one in (CALL, GAVE, ASKED, THEIRS) if wanted(key)(one)} == fits


def test_what_is_no_count_of_touchpoints_is_an_error() -> None:
    for key in ("reciprocity", "progress:3", ""):
        with pytest.raises(KeyError):
            wanted(key)


def test_spans_that_overlap_count_their_slices() -> None:
    touched = [Touched(0, CALL, 1), Touched(1, CALL, 2), Touched(2, GAVE, 4), Touched(3, CALL, 8)]
    both, first, none = tallies(touched, [range(3), range(1), range(4, 5)])
    assert (both.touchpoints, both.gives, first.touchpoints, none) == (7, 4, 1, Tally())
    channels = by_word(touched, range(1, 4), lambda one: one.channel)
    assert {word: one.touchpoints for word, one in channels.items()} == {"call": 10, "email": 4}


def test_progress_puts_those_who_have_what_is_wanted_together() -> None:
    chart = pages.progress_chart(SPAN, [0, 0, 1, 6, 7, 8, 40], 7)
    assert chart.labels == ("0", "1", "2", "3", "4", "5", "6", "7+")
    assert chart.series[0].values == (2, 1, 0, 0, 0, 0, 1, 3)
    assert chart.target == 7
    assert pages.progress_chart(SPAN, [], 7).empty


def test_bars_and_rows_leave_out_what_never_was() -> None:
    now: dict[object, Tally] = {"call": Tally(5, 4, 1), "email": Tally(5, 5), "fax": Tally(6, 6)}
    chart = pages.by_channel_chart(SPAN, now, {"call": Tally(2)})
    assert chart.labels == ("fax", "call", "email")
    assert chart.notes == ("0 before", "2 before", "0 before")
    table = pages.by_channel_table(SPAN, now, {"card": Tally(1)})
    assert [row.cells[0] for row in table.rows] == ["fax", "call", "email", "card"]
    members = pages.by_member_table(SPAN, {None: Tally(9, 9), 1: Tally(2, 2)}, {2: Tally(1, 1)}, {1: "Ann", 2: "Bo"})
    assert [row.cells for row in members.rows] == [
        ("not said", 9, 0, 0, 0, 0),
        ("Ann", 2, 0, 0, 0, 0),
        ("Bo", 0, 0, 0, 0, 1),
    ]
    asked = pages.asks_table(SPAN, {"yes": Tally(asks=3)}, {"": Tally(asks=1)})
    assert [row.cells for row in asked.rows] == [("no answer yet", 0, 1), ("yes", 3, 0)]


def known(*until: date) -> dict[int, Known]:
    return {number: Known(f"p{number}", date(2020, 1, 1), day) for number, day in enumerate(until)}


def test_who_is_owed_and_who_only_gets_first_where_it_is_most() -> None:
    totals = {0: (3, 3, 0, 0, 0), 1: (9, 8, 1, 1, 2), 2: (9, 9, 0, 3, 0), 3: (0, 0, 2, 4, 1), 4: (0, 0, 0, 9, 0)}
    balance = Weigher(known(*[date.max] * 5), ReciprocityCounts()).balance(totals, TODAY)
    assert [row_id for row_id, _ in balance.owed] == [1, 0]
    assert [row_id for row_id, _ in balance.one_sided] == [4, 3]
    assert (balance.sent_us, balance.outbound, balance.gives) == (20, 3, 17)
    assert balance.owed[0][1] == reciprocity(9, 1, 1, 2, ReciprocityCounts())


def test_who_was_in_the_archive_by_then_or_parted_is_owed_nothing() -> None:
    partners = known(date.max, date.min, TODAY - timedelta(1), TODAY)
    weigher = Weigher(partners, ReciprocityCounts())
    totals = dict.fromkeys(partners, (5, 5, 0, 0, 0))
    assert [row_id for row_id, _ in weigher.balance(totals, TODAY).owed] == [0, 3]
    assert [row_id for row_id, _ in weigher.balance(totals, TODAY - timedelta(1)).owed] == [0, 2, 3]
    assert weigher.balance(totals, TODAY).sent_us == 20


def test_with_whom_most_went_to_and_fro() -> None:
    weigher = Weigher(known(*[date.max] * 4), ReciprocityCounts())
    totals = {3: (2, 2, 0, 0, 0), 1: (2, 2, 0, 1, 5), 2: (0, 0, 0, 0, 0), 0: (0, 0, 1, 0, 0)}
    found = weigher.most(totals, 3)
    assert [row_id for row_id, _ in found] == [1, 3, 0]
    assert found[0][1].asks == 5


def test_who_was_added_meanwhile_is_weighed_the_next_time() -> None:
    weigher = Weigher(known(date.max), ReciprocityCounts())
    totals = {0: (3, 3, 0, 0, 0), 9: (8, 8, 0, 0, 0)}
    assert [row_id for row_id, _ in weigher.balance(totals, TODAY).owed] == [0]
    assert [row_id for row_id, _ in weigher.most(totals, 3)] == [0]


DAYS = st.integers(0, 40)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(DAYS, st.integers(1, 3), st.integers(0, 3), st.integers(0, 3)), max_size=30),
    st.lists(DAYS, min_size=1, max_size=6),
    st.integers(1, 20),
)
def test_windows_that_overlap_count_what_each_counts_alone(
    events: list[tuple[int, int, int, int]], ends: list[int], length: int
) -> None:
    start = date(2026, 1, 1)
    spans = [Span(start + timedelta(end - length + 1), start + timedelta(end)) for end in ends]
    slices, windows = cut(spans)
    went = [
        Went(place, partner, named=named, gives=gives)
        for day, partner, named, gives in events
        for place, one in enumerate(slices)
        if start + timedelta(day) in one
    ]
    found = {window: {row_id: tuple(sums) for row_id, sums in totals.items()} for window, totals in over(windows, went)}
    for span, window in zip(spans, windows, strict=True):
        mine = [event for event in events if start + timedelta(event[0]) in span]
        for partner in (1, 2, 3):
            named = sum(event[2] for event in mine if event[1] == partner)
            gives = sum(event[3] for event in mine if event[1] == partner)
            assert found[window].get(partner, (0,) * 5) == (named, 0, 0, gives, 0)
