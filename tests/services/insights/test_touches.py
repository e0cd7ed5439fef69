"""How we keep in touch, and give and take, on both engines: hand-made cases, and a naive count of random practices."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tests.services.insights.practice_rows import CHANNELS, Practice, Row
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.catalogue import BY_THEME
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Figure, Listed, Page, Theme
from tui_tracker.domain.insights.periods import Span, read_period
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.insights import touches
from tui_tracker.services.insights.comparing import spans_of
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner, Referral, Touchpoint
from tui_tracker.storage.queries.agenda_relations import add_giving

SETTINGS = Settings()
KEYS = [one.key for one in BY_THEME[Theme.TOUCHES]]
MARCH = read_period("2026-03", TODAY)


def figures(span: Span, lens: Lens = EVERYTHING) -> dict[str, Figure]:
    (found,) = touches.figures([span], lens, TODAY, SETTINGS)
    return dict(found)


def values(span: Span, lens: Lens = EVERYTHING) -> dict[str, object]:
    return {
        key: (one.value, one.n) if key in ("asks_yes", "reciprocity") else one.value
        for key, one in figures(span, lens).items()
    }


def listed(key: str, span: Span, lens: Lens = EVERYTHING) -> list[tuple[str, tuple[int, ...], tuple[str, ...]]]:
    return [(one.words, one.ids, one.notes) for one in touches.listing(key, span, lens, TODAY, SETTINGS).groups]


def test_a_practice_without_anything_has_counts_of_nothing_and_no_data(practice: str) -> None:
    found = values(MARCH.span)
    assert found.pop("asks_yes") == (None, 0)
    assert found.pop("reciprocity") == (None, 0)
    assert found == dict.fromkeys(("touchpoints", "gives", "thanks", "asks", "seven_touches", "we_owe", "one_sided"), 0)
    page = touches.page(MARCH, EVERYTHING, TODAY, SETTINGS)
    assert (all(chart.empty for chart in page.charts), page.says) == (True, ())
    assert all(touches.listing(key, MARCH.span, EVERYTHING, TODAY, SETTINGS).groups == () for key in KEYS)


def test_the_seventh_day_counts_where_it_falls_and_two_touchpoints_of_a_day_are_one(
    practice: str, doing: Doing
) -> None:
    with changing(doing, "Touched") as unit:
        lee = unit.insert(Partner, name="Dr. Lee", search="dr. lee", added_on=date(2025, 1, 1))
        for day in (*range(1, 7), 6, 6):
            unit.insert(Touchpoint, partner=lee, day=date(2026, 2, day), channel="call")
    february = read_period("2026-02", TODAY).span
    assert figures(february)["seven_touches"].value == 0
    assert listed("progress:6", february) == [("In touch on 6 days", (lee,), ())]
    with changing(doing, "Touched again") as unit:
        for day in (date(2026, 2, 28), date(2026, 3, 1)):
            unit.insert(Touchpoint, partner=lee, day=day, channel="email", direction="theirs")
    assert figures(february)["seven_touches"].value == 1
    assert figures(MARCH.span)["seven_touches"].value == 0
    assert listed("seven_touches", february) == [("Reached 7 days in touch", (lee,), ("on Feb 28",))]
    assert listed("progress:7", MARCH.span) == [("In touch on 7 days or more", (lee,), ("8 days",))]


def test_how_far_we_came_leaves_out_who_was_away_by_then_or_not_there_yet(practice: str, doing: Doing) -> None:
    february = read_period("2026-02", TODAY).span
    with changing(doing, "Added") as unit:
        ids = [
            unit.insert(
                Partner, name=name, search=name.lower(), added_on=added_on, archived_on=archived_on, stage=stage
            )
            for name, added_on, archived_on, stage in (
                ("Ann", date(2026, 2, 28), None, "dormant"),
                ("Bo", date(2026, 1, 1), date(2026, 3, 1), "referring"),
                ("Cy", date(2026, 1, 1), date(2026, 2, 28), "referring"),
                ("Di", date(2026, 3, 1), None, "referring"),
                ("Ed", date(2026, 1, 1), None, "parted"),
            )
        ]
    assert listed("progress:0", february) == [("In touch on no day", (ids[0], ids[1]), ())]
    assert listed("progress:0", MARCH.span) == [("In touch on no day", (ids[0], ids[3]), ())]


def test_whom_we_owe_is_as_today_has_it(practice: str, doing: Doing) -> None:
    with changing(doing, "Referred") as unit:
        ids = {}
        for name, more in (("Ann", {}), ("Bo", {"stage": "parted"}), ("Cy", {"archived_on": TODAY}), ("Di", {})):
            values = {"name": name, "search": name.lower(), "added_on": date(2025, 1, 1), **more}
            ids[name] = unit.insert(Partner, **values)
            for number in range(4):
                day = TODAY - timedelta(364 if number else 10)
                source = "web" if name == "Di" and number < 2 else "partner"
                row = {
                    "partner": ids[name],
                    "patient_ref": f"A{number}",
                    "stage": "closed",
                    "stage_on": day,
                    "day": day,
                }
                unit.insert(Referral, **row, source=source, settled=True)
        outside = TODAY - timedelta(365)
        unit.insert(
            Referral, partner=ids["Ann"], patient_ref="O", flow="outbound", stage="sent", stage_on=outside, day=outside
        )
    todays = Facts()
    add_giving(todays, TODAY, SETTINGS)
    assert sorted(todays.giving) == [ids["Ann"], ids["Di"]]
    span = Span(TODAY, TODAY)
    why = "4 received in 365 days; none sent to them, no give"
    assert listed("we_owe", span) == [("Partners we owe", (ids["Ann"], ids["Di"]), (why, why))]
    # Of the sixteen that name a partner, two came by the web: the partners sent fourteen.
    assert figures(span)["reciprocity"] == Figure("reciprocity", 0.0, 14)
    assert figures(Span(outside, TODAY - timedelta(1)))["reciprocity"].value == 1 / 14
    with changing(doing, "Gave twice") as unit:
        for _ in range(2):
            unit.insert(Touchpoint, partner=ids["Ann"], day=TODAY, channel="email", intents=2)
    assert [ids_ for _words, ids_, _notes in listed("we_owe", span)] == [(ids["Di"],)]


def test_a_payer_or_a_channel_cannot_narrow_touchpoints(practice: str) -> None:
    Practice(3)
    by_payer, by_channel = Lens(payer_id=1, payer="Acme"), Lens(source=Source.WEB)
    assert [key for key, one in figures(MARCH.span, by_payer).items() if one.applies] == ["reciprocity"]
    assert not any(one.applies for one in figures(MARCH.span, by_channel).values())
    page = touches.page(MARCH, by_channel, TODAY, SETTINGS)
    assert (page.charts, page.tables, len(page.says)) == ((), (), 1)
    assert {one.now.key for one in page.figures} == set(KEYS)


def test_what_a_list_is_called(practice: str, doing: Doing) -> None:
    with changing(doing, "Touched") as unit:
        lee = unit.insert(Partner, name="Dr. Lee", search="dr. lee", added_on=date(2025, 1, 1))
        touch = {"partner": lee, "day": TODAY, "channel": "call"}
        unit.insert(Touchpoint, **touch, intents=32, answer="later", answered_on=TODAY)
        unit.insert(Touchpoint, **touch, intents=34)
    titles = {key: touches.listing(key, MARCH.span, EVERYTHING, TODAY, SETTINGS).title for key in ("asks", "asks_yes")}
    assert titles == {"asks": "2 asks", "asks_yes": "1 ask, answered"}
    assert touches.listing("kind:", MARCH.span, EVERYTHING, TODAY, SETTINGS).title == "1 give, not said"
    assert listed("asks", MARCH.span) == [("No answer yet", (lee,), ("2 asks: 1 later, 1 no answer yet",))]
    assert listed("channel:call", MARCH.span) == [("Most first", (lee,), ("2, last Mar 16",))]
    assert listed(f"partner:{lee}", MARCH.span) == [("Whom it is about", (lee,), ())]


def test_what_is_asked_for_alone_is_as_with_the_rest(practice: str) -> None:
    Practice(5)
    spans = spans_of(MARCH)
    every = touches.figures(spans, EVERYTHING, TODAY, SETTINGS)
    for key in KEYS:
        assert touches.figures(spans, EVERYTHING, TODAY, SETTINGS, [key]) == [{key: one[key]} for one in every]
    with pytest.raises(Refused):
        touches.listing("to_seen", MARCH.span, EVERYTHING, TODAY, SETTINGS)


@pytest.mark.parametrize(
    ("seed", "period"), [(0, "2026-03"), (1, "12m"), (2, "2026-Q1"), (4, "2023-01-01..2026-03-16")]
)
def test_every_figure_bar_and_row_is_as_counted_naively(practice: str, seed: int, period: str) -> None:
    rows = Practice(seed)
    chosen = read_period(period, TODAY)
    for lens in (EVERYTHING, Lens(member_id=1, member="Ann", area="BATH")):
        spans = spans_of(chosen)
        for span, found in zip(spans, touches.figures(spans, lens, TODAY, SETTINGS), strict=True):
            assert {key: (one.value, one.n) for key, one in found.items()} == naive(rows, span, lens)
        for key in KEYS:
            check_listing(key, chosen.span, lens)
        check_page(rows, chosen.span, lens, touches.page(chosen, lens, TODAY, SETTINGS))


def check_listing(key: str, span: Span, lens: Lens) -> None:
    found = touches.listing(key, span, lens, TODAY, SETTINGS)
    figure = figures(span, lens)[key]
    ids = [row_id for group in found.groups for row_id in group.ids]
    assert len(ids) == len(set(ids))
    if key == "reciprocity":
        assert found.what is Listed.REFERRALS
        assert sum(len(group.ids) for group in found.groups if group.words == "Received") == figure.n
        if figure.value is not None:
            assert found.total - figure.n == round(figure.value * figure.n)
    elif key in ("we_owe", "one_sided", "seven_touches"):
        assert (found.what, found.total) == (Listed.PARTNERS, figure.value)
    else:
        numbers = [note for group in found.groups for note in group.notes]
        assert sum(number_of(note) for note in numbers) == figure.n


def number_of(note: str) -> int:
    """`3, last Mar 2` and `3 asks: …` are three; a day alone is one."""
    found = re.match(r"(\d+)(?:, last| asks?:)", note)
    return int(found[1]) if found else 1


def check_page(rows: Practice, span: Span, lens: Lens, page: Page) -> None:
    mine = [one for one in chosen(rows, lens) if one["day"] in span]
    charts = {chart.name: chart for chart in page.charts}
    by_channel = dict(
        zip(charts["touchpoints_by_channel"].labels, charts["touchpoints_by_channel"].series[0].values, strict=True)
    )
    assert by_channel == {
        one: sum(row["channel"] == one for row in mine)
        for one in CHANNELS
        if any(row["channel"] == one for row in mine)
    }
    for chart in page.charts:
        values = [sum(value or 0 for value in pair) for pair in zip(*(one.values for one in chart.series), strict=True)]
        for value, behind in zip(values, chart.behind, strict=True):
            assert behind is not None
            found = touches.listing(behind.key, behind.span, lens, TODAY, SETTINGS)
            noted = chart.name != "touch_progress"
            assert value == (
                sum(number_of(note) for one in found.groups for note in one.notes) if noted else found.total
            )
    tables = {table.name: table for table in page.tables}
    ours = [row for row in mine if row["direction"] == "ours"]
    names = {1: "Ann", 2: "Bo", None: "not said"}
    by_member = {row.cells[0]: row.cells[1] for row in tables["touchpoints_by_member"].rows if row.cells[1]}
    assert by_member == {name: n for key, name in names.items() if (n := sum(row["member"] == key for row in ours))}
    months = tables["touchpoints_by_month"].rows
    if span.days > 31:
        assert sum(int(row.cells[1] or 0) for row in months) == len(mine)


def chosen(rows: Practice, lens: Lens) -> list[Row]:
    ids = {one["id"] for one in rows.partner if fits(one, lens)}
    return [one for one in rows.touchpoint if one["partner"] in ids]


def fits(partner: Row, lens: Lens) -> bool:
    return lens.member_id is None or (partner["member"] == lens.member_id and partner["area"].lower() == "bath")


def naive(rows: Practice, span: Span, lens: Lens) -> dict[str, tuple[object, int]]:
    partners = [one for one in rows.partner if fits(one, lens)]
    mine = [one for one in chosen(rows, lens) if one["day"] in span]
    ours = [one for one in mine if one["direction"] == "ours"]
    asked = [one for one in ours if one["intents"] & 32]
    answered = [one for one in asked if one["answer"] and one["answered_on"] <= TODAY]
    yes = sum(one["answer"] == "yes" for one in answered)
    year = Span(span.last - timedelta(364), span.last)
    sent_us = sent = owed = one_sided = seventh = 0
    for partner in partners:
        about = [one for one in rows.referral if one["partner"] == partner["id"] and one["day"] in year]
        inbound = [one for one in about if one["flow"] == "inbound"]
        outbound = len(about) - len(inbound)
        touched = [one for one in rows.touchpoint if one["partner"] == partner["id"]]
        given = outbound + sum(
            bool(one["intents"] & 2) and one["direction"] == "ours" and one["day"] in year for one in touched
        )
        sent_us += sum(one["source"] == "partner" for one in inbound)
        sent += outbound
        kept = partner["stage"] != "parted" and (partner["archived_on"] is None or partner["archived_on"] > span.last)
        owed += kept and len(inbound) >= 3 and given < len(inbound) / 3
        one_sided += kept and not inbound and given >= 6
        days = sorted({one["day"] for one in touched})
        seventh += len(days) >= 7 and days[6] in span
    counts = {
        "touchpoints": len(mine),
        "gives": sum(bool(one["intents"] & 2) for one in ours),
        "thanks": sum(bool(one["intents"] & 4) for one in ours),
        "asks": len(asked),
        "seven_touches": seventh,
        "we_owe": owed,
        "one_sided": one_sided,
    }
    return {
        **{key: (number, number) for key, number in counts.items()},
        "asks_yes": (yes / len(answered) if answered else None, len(answered)),
        "reciprocity": (sent / sent_us if sent_us else None, sent_us),
    }
