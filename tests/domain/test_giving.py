"""What could be given next, and why; whose turn the spotlight is."""

from datetime import date, timedelta

import pytest

from tests.domain.test_quicklog import LEE, Few
from tui_tracker.domain.giving import GiveFacts, ideas, literal, topic
from tui_tracker.domain.quicklog import parse
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.spotlight import Candidate, month_of, months_between, turns, warm_enough
from tui_tracker.domain.warmth import Part

TODAY = date(2026, 5, 20)
LEE_FACTS = {"name": "Ann Lee", "kind": "clinician", "stage": "referring"}


def told(**more):
    return [(idea.text, idea.why) for idea in ideas(GiveFacts(**{**LEE_FACTS, **more}), TODAY)]


TABLE = [
    (
        {},
        [
            ("An article", "none given yet"),
            ("A spotlight on them in our newsletter", "none given yet"),
            ("Their cards in our waiting room", "none given yet"),
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
        ],
    ),
    (
        {
            "cares_about": "shoulder injuries, golf",
            "last": {"article": date(2026, 3, 9), "cards": date(2026, 4, 1)},
            "occasion": ("Spring talk", date(2026, 6, 3)),
        },
        [
            ("An article on shoulder injuries", "they care about it; the last one was in March"),
            ("A spotlight on them in our newsletter", "none given yet"),
            ("An invitation to Spring talk on June 3", "it is the next occasion; none given yet"),
            ("Their cards in our waiting room", "it is what we gave last, in April"),
        ],
    ),
    (
        {
            "likes": ("introduction",),
            "cares_about": "Meets people at events.",
            "last": {"introduction": date(2026, 2, 1), "article": date(2026, 4, 1), "cards": date(2025, 6, 1)},
            "introduce": (("Jo Kimball", "Podiatry"),),
            "spotlight": date(2026, 1, 1),
            "spotlight_given": True,
        },
        [
            (
                "An invitation to see how we work",
                "they care about invitations; no occasion is planned; none given yet",
            ),
            (
                "An introduction to Jo Kimball",
                "they value introductions; they have no tie to Podiatry yet; the last one was in February",
            ),
            ("Their cards in our waiting room", "the last one was in June 2025"),
            ("An article", "it is what we gave last, in April"),
        ],
    ),
    (  # 364 days ago is within a year, 365 is not
        {"kind": "payer", "last": {"article": TODAY - timedelta(364)}},
        [
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
            ("An article", "it is what we gave last, in May 2025"),
        ],
    ),
    (
        {"kind": "payer", "last": {"article": TODAY - timedelta(365)}},
        [
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
            ("An article", "the last one was in May 2025"),
        ],
    ),
    (
        {"spotlight": date(2026, 5, 1)},
        [
            ("An article", "none given yet"),
            ("The spotlight of May", "the month is set aside for them; none given yet"),
            ("Their cards in our waiting room", "none given yet"),
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
        ],
    ),
    (  # again after 12 months, not after 11
        {"spotlight": date(2025, 6, 1), "spotlight_given": True},
        [
            ("An article", "none given yet"),
            ("Their cards in our waiting room", "none given yet"),
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
        ],
    ),
    (
        {"spotlight": date(2025, 5, 1), "spotlight_given": True},
        [
            ("An article", "none given yet"),
            ("A spotlight on them in our newsletter", "none given yet"),
            ("Their cards in our waiting room", "none given yet"),
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
        ],
    ),
    (
        {"kind": "payer", "last": {"article": date(2025, 5, 1)}},
        [
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
            ("An article", "the last one was in May 2025"),
        ],
    ),
    (
        {"stage": "prospect", "likes": ("cards", "article")},
        [
            ("An article", "they value articles; none given yet"),
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
        ],
    ),
    (
        {"spotlight": date(2026, 6, 1), "likes": ("spotlight",)},
        [
            (
                "The spotlight of June",
                "they value a spotlight; the month is set aside for them; none given yet",
            ),
            ("An article", "none given yet"),
            ("Their cards in our waiting room", "none given yet"),
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
        ],
    ),
    (
        {"kind": "employer", "likes": ("article",), "last": {"article": date(2026, 5, 1)}},
        [
            ("An invitation to see how we work", "no occasion is planned; none given yet"),
            ("An article", "they value articles; it is what we gave last, in May"),
        ],
    ),
    ({"stage": "parted"}, []),
    ({"archived": True}, []),
]


@pytest.mark.parametrize(("facts", "expected"), TABLE)
def test_ideas_and_their_reasons(facts, expected):
    assert told(**facts) == expected


@pytest.mark.parametrize(("facts", "_expected"), TABLE)
def test_every_idea_begins_a_line_that_can_be_saved(facts, _expected):
    hostile = {"introduce": (("@home +1 #x >2w < Bo", "Y"),), "occasion": ("#1 \\talk @noon", TODAY)}
    for idea in ideas(GiveFacts(**{**LEE_FACTS, **facts, **hostile}), TODAY):
        got = parse(idea.line, TODAY, Few(), [LEE])
        assert got.ready
        assert (got.give, got.intents, got.partners, got.follow_ups) == (idea.kind.value, ("give",), (LEE,), ())


@pytest.mark.parametrize(
    ("cares", "expected"),
    [
        ("", ""),
        ("shoulder injuries", "shoulder injuries"),
        ("events; runners", "runners"),
        ("a phone call, not a fax", ""),
        ("reports on one page, runners", "runners"),
        ("Networking and newsletters", ""),
        ("x" * 80, "x" * 59 + "…"),
    ],
)
def test_what_an_article_could_be_on(cares, expected):
    assert topic(cares) == expected


def test_text_stays_text_in_a_line():
    assert literal("  @a b+c #d\n>e ") == r"\@a b+c \#d \>e"


def someone(number, **more):
    about = {"name": f"P{number}", "stage": "referring", "tier": "B", "inner_rank": None, "added_on": date(2024, 1, 1)}
    return Candidate(number, **{**about, **more})


MAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([someone(1)], []),
        ([someone(1, warm=True)], [(1, "never had it, warm")]),
        ([someone(1, tier="A")], [(1, "never had it, tier A")]),
        ([someone(1, inner_rank=3, warm=True)], [(1, "never had it, warm, number 3 of our inner circle")]),
        ([someone(1, warm=True, stage="building"), someone(2, warm=True, archived=True)], []),
        ([someone(1, tier="A", months=(date(2025, 6, 1),))], []),
        ([someone(1, tier="A", months=(date(2026, 7, 1),))], []),
        ([someone(1, tier="A", months=(date(2025, 5, 1),))], [(1, "had it last in May 2025, tier A")]),
        (
            [
                someone(1, tier="A", months=(date(2025, 4, 1),)),
                someone(2, tier="A", months=(date(2024, 4, 1),)),
                someone(3, tier="A"),
                someone(4, tier="A", added_on=date(2020, 1, 1)),
                someone(5, tier="A", name="Aa"),
            ],
            [
                (4, "never had it, tier A"),
                (5, "never had it, tier A"),
                (3, "never had it, tier A"),
                (2, "had it last in Apr 2024, tier A"),
                (1, "had it last in Apr 2025, tier A"),
            ],
        ),
    ],
)
def test_whose_turn_it_is(people, expected):
    assert [(turn.partner_id, turn.why) for turn in turns(people, MAY)] == expected
    assert turns(people[::-1], MAY) == turns(people, MAY)


def test_referrals_make_nobody_warm_enough():
    """Rule 13 is about money; the spotlight goes by turn all the same, whatever somebody sends."""
    kept = [Part("cadence", 30, 0.9, ""), Part("our promises", 25, None, ""), Part("incidents", 10, 0.5, "")]
    for share in (0.0, 1.0, None):
        parts = [*kept, Part("reciprocity", 15, share, ""), Part("momentum", 20, share, "")]
        assert warm_enough(parts, Settings())
        assert not warm_enough([Part("cadence", 30, 0.6, ""), *parts[3:]], Settings())
    assert not warm_enough([Part("momentum", 20, 1.0, "")], Settings())
    assert warm_enough([Part("cadence", 10, 0.7, "")], Settings())  # exactly at the 70 of a hundred that are warm
    assert not warm_enough([Part("cadence", 10, 0.69, "")], Settings())


def test_months():
    assert month_of(date(2026, 1, 31), -1) == date(2025, 12, 1)
    assert month_of(date(2026, 1, 31), 12) == date(2027, 1, 1)
    assert months_between(MAY, MAY + timedelta(days=31)) == 1
