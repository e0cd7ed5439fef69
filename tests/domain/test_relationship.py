"""All rules of one relationship together, and the filter words that ask for them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_partner
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.partner_list import PartnerFilter, parse_filter
from tui_tracker.domain.relationship import relationship
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Band


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def test_one_partner_by_every_rule() -> None:
    facts = RelationshipFacts(
        partner=a_partner(tier="A"),
        last_touch=ago(45),
        touch_days=12,
        channels=frozenset({"call", "visit"}),
        intents=frozenset({"connect", "give", "thank"}),
        last_give=ago(200),
        recent=2,
        earlier=34,
        long_run=40,
        first_referral=ago(800),
        last_referral=ago(12),
        inbound=28,
        outbound=2,
        gives=1,
        promises_due=40,
        promises_kept=36,
    )
    found = relationship(facts, Settings(), TODAY)
    assert found.momentum is not None
    assert found.momentum.less
    assert found.momentum.why == "2 in 90 days; 8.4 were to be expected"
    assert found.reciprocity.we_owe
    assert found.readiness.missing == ("no give since Aug 28, 2025; one within 180 days wanted",)
    assert (found.warmth.points, found.warmth.band) == (57, Band.COOLING)
    assert [(part.name, round(part.points or 0, 1), part.why) for part in found.warmth.parts] == [
        ("cadence", 15.0, "last touch Jan 30; one is meant every 30 days"),
        ("our promises", 22.5, "36 of 40 kept in time"),
        ("reciprocity", 4.8, "28 received in 365 days; 2 sent to them, 1 give"),
        ("momentum", 4.8, "2 in 90 days; 8.4 were to be expected"),
        ("incidents", 10.0, "none is open"),
    ]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("warm", PartnerFilter(bands=("warm",))),
        ("Cold COOLING", PartnerFilter(bands=("cooling", "cold"))),
        ("ready owe less", PartnerFilter(ready=True, owe=True, less=True)),
        ("mine late portland", PartnerFilter(mine=True, late=True, words=("portland",))),
        ("member:Ann member:josé", PartnerFilter(members=("ann", "jose"))),
        ("member:", PartnerFilter()),
        ("colder warmth", PartnerFilter(words=("colder", "warmth"))),
    ],
)
def test_filter_words_about_the_relationship(text: str, chosen: PartnerFilter) -> None:
    assert parse_filter(text) == chosen
    assert chosen.plain == (text == "member:")


@given(
    st.lists(
        st.sampled_from(
            ["warm", "cold", "due", "ready", "owe", "mine", "archived", "tier:a", "member:x", "lee", "é", ":"]
        )
    )
)
def test_any_words_are_a_filter_or_refused(words: list[str]) -> None:
    try:
        chosen = parse_filter(" ".join(words))
    except Refused as refused:
        assert str(refused)  # noqa: PT017
        return
    assert chosen.plain == (set(words) <= {"archived"})
