"""Sources and value from rows: hand-made cases, and a naive computation beside them, on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Behind, Figure, Theme
from tui_tracker.domain.insights.periods import Span, Step, days_period, period
from tui_tracker.domain.quality_share import is_good
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.insights import sources, value
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Member, Partner, Referral

SETTINGS = Settings()
NAMES = ("Ode", "Ng", "Lee", "Payer")
YEAR = Span(date(2025, 4, 1), TODAY)


class Rows:
    """Partners (the last of them pays), and referrals that come as few words as a case needs."""

    def __init__(self, doing) -> None:
        self.doing = doing
        with changing(doing, "Partners") as unit:
            self.member = unit.insert(Member, name="Ann")
            self.ids = {
                name: unit.insert(
                    Partner,
                    name=name,
                    search=name.lower(),
                    added_on=TODAY,
                    area="Bath" if name == "Lee" else "",
                    member=self.member if name == "Ng" else None,
                )
                for name in NAMES
            }
        self.made: list[dict] = []

    def add(self, *referrals: dict) -> None:
        with changing(self.doing, "Referrals") as unit:
            unit.insert_many(Referral, [self._row(dict(one)) for one in referrals])

    def _row(self, one: dict) -> dict:
        day = one.pop("day", TODAY - timedelta(days=40))
        partner = one.pop("partner", None)
        row = {
            "flow": "inbound",
            "source": "partner" if partner else "web",
            "partner": self.ids.get(partner),
            "payer": self.ids["Payer"] if one.pop("paid", False) else None,
            "patient_ref": "JD-1",
            "stage": "received",
            "day": day,
            "stage_on": day,
            **one,
        }
        self.made.append(row)
        return {field: found for field, found in row.items() if found is not None}


@pytest.fixture
def rows(practice, doing) -> Rows:
    return Rows(doing)


def figure(theme, key, span=YEAR, lens=EVERYTHING):
    found = theme.figures([span], lens, TODAY, SETTINGS, {key})
    assert set(found[0]) == {key}
    return found[0][key]


def ids(listing):
    return {group.words: len(group.ids) for group in listing.groups}


def shown(page, name):
    return next(table.rows for table in page.tables if table.name == name)


def test_nothing_is_no_data_and_one_is_all(rows):
    for key in ("partner_share", "top_1", "top_3", "top_tenth"):
        assert figure(sources, key) == Figure(key, None, 0, 0)
        assert sources.listing(key, YEAR, EVERYTHING, TODAY, SETTINGS).total == 0
    assert figure(value, "lifetime_value") == Figure("lifetime_value", None, 0)
    twelve = period(Step.TWELVE, TODAY, TODAY)
    page = value.page(twelve, EVERYTHING, TODAY, SETTINGS)
    assert page.says == ()
    assert all(chart.empty for chart in page.charts)
    assert sources.page(twelve, EVERYTHING, TODAY, SETTINGS).says == ()
    rows.add({"partner": "Lee", "revenue_cents": 5})
    for key in ("partner_share", "top_1", "top_3", "top_tenth"):
        assert figure(sources, key) == Figure(key, 1.0, 1, 1)
    assert figure(value, "lifetime_value") == Figure("lifetime_value", 5.0, 1)


def test_the_borders_of_periods_and_the_leap_day(rows):
    rows.add(
        {"day": date(2024, 2, 29)},
        {"day": date(2024, 2, 28), "partner": "Lee"},
        {"day": date(2024, 3, 1), "partner": "Ng"},
        {"day": date(2023, 3, 1), "partner": "Ng"},
        {"day": date(2023, 3, 2), "partner": "Ode", "flow": "outbound", "stage": "sent"},
    )
    february = Span(date(2024, 2, 1), date(2024, 2, 29))
    assert figure(sources, "partner_share", february) == Figure("partner_share", 0.5, 2, 1)
    # 365 days up to a leap day begin on March 2 of the year before.
    assert figure(sources, "top_1", february) == Figure("top_1", 1.0, 1, 1)
    assert figure(sources, "top_1", Span(date(2024, 2, 1), date(2024, 2, 28))) == Figure("top_1", 0.5, 2, 1)


def test_who_sent_most_and_the_lists_behind(rows):
    rows.add(
        *[{"partner": "Lee", "day": date(2026, 3, 1 + n), "patient_ref": f"L{n}"} for n in range(3)],
        {"partner": "Ng", "stage": "seen", "seen_on": TODAY, "day": date(2026, 3, 2)},
        *[{"partner": "Ng", "day": date(2026, 2, 14 + n)} for n in range(2)],
        {"partner": "Ode", "source": "patient", "day": date(2026, 3, 3)},
        {"partner": "Ode", "flow": "outbound", "source": "partner", "stage": "sent", "day": date(2026, 3, 3)},
    )
    march = days_period(date(2026, 3, 1), TODAY, TODAY)
    page = sources.page(march, EVERYTHING, TODAY, SETTINGS)
    assert [row.cells for row in shown(page, "top_senders")] == [("Lee", 3, 0.75, 0, 3), ("Ng", 1, 0.25, 2, -1)]
    assert [row.cells for row in shown(page, "sources")] == [("partner", 4, 0.8, 2, 1.0), ("patient", 1, 0.2, 0, 0.0)]
    assert page.says == ("2 partners sent all of the 6 partner referrals of 365 days: Lee (3), Ng (3).",)
    behinds = {one.now.key: one.behind.span.first for one in page.figures}
    assert (behinds["partner_share"], behinds["top_1"]) == (date(2026, 3, 1), date(2025, 3, 17))
    behind = shown(page, "top_senders")[1].behind
    assert behind == Behind(Theme.SOURCES, f"partner:{rows.ids['Ng']}", march.span)
    listing = sources.listing(behind.key, behind.span, EVERYTHING, TODAY, SETTINGS)
    assert (listing.title, ids(listing)) == ("Sent by Ng", {"Seen": 1})
    assert ids(sources.listing("source:partner", march.span, EVERYTHING, TODAY, SETTINGS)) == {
        "Not seen yet": 3,
        "Seen": 1,
    }
    assert ids(sources.listing("partner_share", march.span, EVERYTHING, TODAY, SETTINGS)) == {
        "from partners": 4,
        "by patient": 1,
    }
    assert ids(sources.listing("top_1", march.span, EVERYTHING, TODAY, SETTINGS)) == {
        "from Lee": 3,
        "from the others": 3,
    }
    assert ids(sources.listing("top_tenth", march.span, EVERYTHING, TODAY, SETTINGS)) == {
        "from the 1 partner who sent most": 3,
        "from the others": 3,
    }


def test_partners_alike_stand_by_name_in_figure_and_list(rows):
    rows.add({"partner": "Ode"}, {"partner": "Ng"}, {"partner": "Lee"})
    page = sources.page(period(Step.TWELVE, TODAY, TODAY), EVERYTHING, TODAY, SETTINGS)
    assert [row.cells[0] for row in shown(page, "top_senders")] == ["Lee", "Ng", "Ode"]
    listing = sources.listing("top_1", YEAR, EVERYTHING, TODAY, SETTINGS)
    assert ids(listing) == {"from Lee": 1, "from the others": 2}


def test_value_by_channel_counts_people(rows):
    rows.add(
        {"partner": "Lee", "patient_ref": "JD-4411", "revenue_cents": 100_000, "stage": "closed", "adherence": "full"},
        {"partner": "Ng", "patient_ref": "jd 4411", "revenue_cents": 50_001, "adherence": "none"},
        {"patient_ref": "JD4411", "source": "advert", "revenue_cents": 10, "day": TODAY},
        {"patient_ref": "AB-1", "source": "web", "stage": "lost", "appropriate": "no", "day": TODAY - timedelta(30)},
        {"patient_ref": "AB-2", "source": "web", "seen_on": TODAY, "stage": "lost", "day": TODAY - timedelta(29)},
    )
    page = value.page(period(Step.TWELVE, TODAY, TODAY), EVERYTHING, TODAY, SETTINGS)
    cells = {row.cells[0]: row.cells[1:] for row in shown(page, "lifetime_value")}
    assert list(cells) == ["all together", "partner", "web", "advert"]
    assert cells == {
        "all together": (3, 150_011 / 3, 1 / 3, 0.5, 0.0, 5, 150_011),
        "partner": (1, 150_001.0, 0.5, 0.5, 0.0, 2, 150_001),
        "web": (2, None, 0.0, None, 0.0, 2, None),
        "advert": (1, 10.0, None, None, None, 1, 10),
    }
    assert {row.cells[0]: row.cells[1:] for row in shown(page, "value_counts")} == {
        "all together": (3, 3, 1, 0, 1, 2, 0.0),
        "partner": (2, 2, 1, 0, 1, 1, 0.0),
        "web": (0, 1, 0, 0, 0, 1, 0.0),
        "advert": (1, 0, 0, 0, 0, 0, None),
    }
    assert page.charts[0].notes == ("n 3", "n 1", "n 2", "n 1")
    assert page.says[0].startswith("A patient from a partner brought 1,500.01 (1 patient, completion 50 %); one who")
    assert page.says[0].endswith("fewer than 10 patients tell little.")
    assert "revenue noted for" not in page.says[0]
    listing = value.listing("channel:partner", YEAR, EVERYTHING, TODAY, SETTINGS)
    assert [group.notes for group in listing.groups] == [("1,000.00", "500.01")]
    assert ids(value.listing("lifetime_value", YEAR, EVERYTHING, TODAY, SETTINGS)) == {
        "revenue not noted": 2,
        "revenue noted": 3,
    }
    assert ids(value.listing("adherence", YEAR, EVERYTHING, TODAY, SETTINGS)) == {
        "kept to the plan: none": 1,
        "kept to the plan: full": 1,
    }


def test_quality_is_asked_of_partner_referrals(rows):
    good = {"appropriate": "yes", "adherence": "partial", "outcome": "goal_met"}
    rows.add(
        {"partner": "Lee", **good},
        {"partner": "Ng", "appropriate": "partly"},
        {"partner": "Ng", **good},
        {"partner": "Ng", **good, "outcome": None},
        {"source": "web", **good},
    )
    assert figure(value, "quality") == Figure("quality", 2 / 3, 3, 2)
    listing = value.listing("quality", YEAR, EVERYTHING, TODAY, SETTINGS)
    assert ids(listing) == {"not good": 1, "good": 2}
    assert listing.groups[0].notes == ("partly right for us",)
    page = value.page(period(Step.TWELVE, TODAY, TODAY), EVERYTHING, TODAY, SETTINGS)
    assert [row.cells[:3] for row in shown(page, "quality")] == [("Lee", 1.0, 1), ("Ng", 0.5, 2)]
    behind = shown(page, "quality")[1].behind
    assert ids(value.listing(behind.key, behind.span, EVERYTHING, TODAY, SETTINGS)) == {"not good": 1, "good": 1}


REFERRALS = st.lists(
    st.fixed_dictionaries(
        {
            "flow": st.sampled_from(["inbound", "inbound", "inbound", "outbound"]),
            "partner": st.sampled_from(["Lee", "Lee", "Ng", "Ode", None]),
            "source": st.sampled_from(["partner", "partner", "web", "advert"]),
            "patient_ref": st.sampled_from(["JD-1", "jd1", "J D-1", "JD-2"]),
            "revenue_cents": st.none() | st.integers(0, 2_000_000_000),
            "appropriate": st.sampled_from([None, "yes", "yes", "no"]),
            "adherence": st.sampled_from([None, "full", "partial", "none"]),
            "outcome": st.sampled_from([None, "improved", "worse"]),
            "day": st.integers(0, 800).map(lambda ago: TODAY - timedelta(days=ago)),
            "paid": st.booleans(),
        }
    ),
    max_size=14,
)
LENSES = st.sampled_from(["everything", "area", "member", "payer", "source"])


def settled(one: dict) -> dict:
    """The same, so that it may be stored: what is sent, or comes from a partner, has one."""
    out = one["flow"] == "outbound"
    source = "partner" if out else one["source"]
    partner = one["partner"] or ("Lee" if source == "partner" else None)
    bare = {"appropriate": None, "adherence": None, "revenue_cents": None} if out else {}
    return {**one, **bare, "source": source, "partner": partner, "stage": "sent" if out else "received"}


@settings(max_examples=15)
@given(made=REFERRALS, which=LENSES)
def test_it_is_what_a_naive_computation_gives(practice, doing, made, which):
    with database.atomic() as outer:
        rows = Rows(doing)
        rows.add(*map(settled, made))
        lens, chosen = chosen_by(which, rows)
        mine = [one for one in rows.made if one["flow"] == "inbound" and chosen(one)]
        one_month = period(Step.MONTH, date(2025, 9, 1), TODAY)
        for spans in ([YEAR, one_month.span, Span(TODAY, TODAY)], [YEAR]):
            told = [
                {**one, **other}
                for one, other in zip(
                    sources.figures(spans, lens, TODAY, SETTINGS),
                    value.figures(spans, lens, TODAY, SETTINGS),
                    strict=True,
                )
            ]
            for span, found in zip(spans, told, strict=True):
                assert found == naive(mine, span)
                check_lists(found, span, lens)
        outer.rollback()


def chosen_by(which: str, rows: Rows):
    ids = rows.ids
    return {
        "everything": (EVERYTHING, lambda _: True),
        "area": (Lens(area="bath"), lambda one: one["partner"] == ids["Lee"]),
        "member": (Lens(member_id=rows.member, member="Ann"), lambda one: one["partner"] == ids["Ng"]),
        "payer": (Lens(payer_id=ids["Payer"], payer="Payer"), lambda one: one["payer"] is not None),
        "source": (Lens(source=Source.WEB), lambda one: one["source"] == "web"),
    }[which]


def naive(made: list[dict], span: Span) -> dict[str, Figure]:
    mine = [one for one in made if one["day"] in span]
    partners = [one for one in mine if one["source"] == "partner"]
    year = [one for one in made if one["source"] == "partner" and 0 <= (span.last - one["day"]).days < 365]
    sent = sorted(Counter(one["partner"] for one in year).values(), reverse=True)
    people = {one["patient_ref"].replace(" ", "").replace("-", "").lower() for one in mine}
    money = [one["revenue_cents"] for one in mine if one["revenue_cents"] is not None]
    kept = [one["adherence"] for one in mine if one["adherence"] is not None]
    good = [is_good((one["appropriate"], one["adherence"], one["outcome"])) for one in partners]
    known = [one for one in good if one is not None]

    def part(key, some, whole):
        return Figure(key, some / whole if whole else None, whole, some)

    return {
        "partner_share": part("partner_share", len(partners), len(mine)),
        "top_1": part("top_1", sum(sent[:1]), len(year)),
        "top_3": part("top_3", sum(sent[:3]), len(year)),
        "top_tenth": part("top_tenth", sum(sent[: (len(sent) + 9) // 10]), len(year)),
        "lifetime_value": Figure("lifetime_value", sum(money) / len(people) if money else None, len(people)),
        "adherence": part("adherence", kept.count("full"), len(kept)),
        "quality": part("quality", sum(known), len(known)),
    }


def check_lists(found: dict[str, Figure], span: Span, lens: Lens) -> None:
    """Every list holds as many as its figure counted, and its part."""
    parts = {"partner_share": "from partners", "adherence": "kept to the plan: full", "quality": "good"}
    for theme in (sources, value):
        for key in {one.key for one in found.values() if one.key in theme_keys(theme)} - {"lifetime_value"}:
            listing = theme.listing(key, span, lens, TODAY, SETTINGS)
            every = [one for group in listing.groups for one in group.ids]
            assert len(every) == len(set(every)) == found[key].n
            counted = ids(listing)
            if key in parts:
                assert counted.get(parts[key], 0) == found[key].part
            else:
                assert found[key].n - counted.get("from the others", 0) == found[key].part


def theme_keys(theme) -> set[str]:
    from tui_tracker.domain.insights.catalogue import BY_THEME

    which = Theme.SOURCES if theme is sources else Theme.VALUE
    return {one.key for one in BY_THEME[which]}
