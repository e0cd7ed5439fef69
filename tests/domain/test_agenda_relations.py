"""What no day makes late on the agenda: its words and its place; and whose agenda holds what."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.making import TODAY, a_partner
from tui_tracker.domain.agenda import ACTIONS, INTENTS, TIMELESS, AgendaItem, Whose
from tui_tracker.domain.agenda_building import agenda, open_lines, rank
from tui_tracker.domain.agenda_facts import Facts, Giving, Sending
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.records import FollowUp, Incident
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind

SETTINGS = Settings()


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def asking(last_give: int = 40, row_id: int = 7, **changed: Any) -> RelationshipFacts:
    values: dict[str, Any] = {
        "partner": a_partner(row_id),
        "touch_days": 9,
        "channels": frozenset({"call", "visit", "meal"}),
        "intents": frozenset({"give"}),
        "last_give": ago(last_give),
    }
    return RelationshipFacts(**{**values, **changed})


def items(**facts: Any) -> tuple[AgendaItem, ...]:
    partners = facts.pop("partners", {7: a_partner()})
    return agenda(rank(Facts(partners=partners, **facts), SETTINGS, TODAY), SETTINGS, complete=True).items


@pytest.mark.parametrize(
    ("facts", "kind", "line", "why", "action", "intent", "days"),
    [
        (
            {"sending": {7: Sending(2, 40, ago(900), ago(41), 60)}},
            "sending_less",
            "sending less than they used to, the last one Feb 3",
            "the last one Feb 3; 2 in 90 days; 9.9 were to be expected. Are our reports arriving, has the clinician "
            "moved, was there an incident?",
            "o",
            "connect",
            41,
        ),
        (
            {"asking": {7: asking()}},
            "ready_to_ask",
            "ready to ask, last give Feb 4",
            "last give Feb 4; in touch on 9 days, not asked yet; no report late, no incident open",
            "o",
            "ask",
            40,
        ),
        (
            {"asking": {7: asking(180, last_ask=ago(91))}},
            "ready_to_ask",
            "ready to ask, last give Sep 17, 2025",
            "last give Sep 17, 2025; in touch on 9 days, last asked Dec 15, 2025; no report late, no incident open",
            "o",
            "ask",
            180,
        ),
        (
            {"giving": {7: Giving(12, 2, 1, ago(300), ago(137))}},
            "we_owe",
            "something to give back, since Oct 30, 2025",
            "since Oct 30, 2025; 12 referrals from them in 365 days, 2 sent to them and 1 give in return",
            "o",
            "give",
            137,
        ),
        (
            {"giving": {7: Giving(3, 0, 0, ago(20), None)}},
            "we_owe",
            "something to give back, since Feb 24",
            "since Feb 24; 3 referrals from them in 365 days, nothing given or sent in return",
            "o",
            "give",
            20,
        ),
        (
            {"gaps": (Gap("Cardiology", "North", 3, 1, 1, ago(4)),)},
            "gap",
            "2 more active partners wanted",
            "1 of 3 active, 1 in the works; one fewer since Mar 12",
            "a",
            "",
            4,
        ),
    ],
)
def test_how_each_is_said(
    facts: dict[str, Any], kind: str, line: str, why: str, action: str, intent: str, days: int
) -> None:
    (item,) = items(**facts)
    assert (item.kind, item.lines[0].text(), item.why) == (kind, line, why)
    assert (item.action, item.intent, item.days_late, item.since) == (action, intent, days, ago(days))
    assert not item.overdue
    assert not item.lines[0].overdue
    assert "late" not in item.lines[0].text()
    assert "neglect" not in item.why


@pytest.mark.parametrize(
    "facts",
    [
        {"sending": {7: Sending(4, 22, ago(900), ago(3), 60)}},
        {"asking": {7: asking(touch_days=6)}},
        {"asking": {7: asking(181)}},
        {"asking": {7: asking(last_ask=ago(90))}},
        {"asking": {7: asking(channels=frozenset({"call"}), intents=frozenset({"give", "ask"}))}},
        {"asking": {7: asking(partner=a_partner(stage="parted"))}},
        {"giving": {7: Giving(12, 3, 1, ago(300), ago(137))}},
        {"giving": {7: Giving(2, 0, 0, ago(300), None)}},
        {"gaps": (Gap("Cardiology", "North", 3, 1, 2),)},
    ],
)
def test_what_stays_away_where_the_rule_does_not_hold(facts: dict[str, Any]) -> None:
    assert items(**facts) == ()


def test_they_stand_together_as_further_lines_of_one_item() -> None:
    (item,) = items(
        sending={7: Sending(2, 40, ago(900), ago(41), 60)},
        asking={7: asking()},
        giving={7: Giving(12, 2, 1, ago(300), ago(137))},
        follow_ups=[FollowUp(9, 7, "Dr. Lee", ago(2), "send the protocol", None, None)],
    )
    assert item.kind == AgendaKind.FOLLOW_UP
    assert item.what == "send the protocol, sending less than they used to, ready to ask, something to give back"
    assert item.keys == ("follow_up:9", "sending_less:7", "ready_to_ask:7", "we_owe:7")


def test_nobody_is_asked_to_whom_a_report_is_late() -> None:
    from tests.domain.test_agenda import referral, reported, seen

    late, due = ({"referrals": {1: seen(1, days)}, "asking": {7: asking()}} for days in (4, 3))
    assert [line.kind for item in items(**late) for line in item.lines] == ["report"]
    assert [line.kind for item in items(**due) for line in item.lines] == ["report", "ready_to_ask"]

    waiting = reported(referral(1, stage="contacted", day=ago(5)))
    assert [line.kind for item in items(referrals={1: waiting}, asking={7: asking()}) for line in item.lines] == [
        "acknowledgement",
        "ready_to_ask",
    ], "as on the partner's page: word that it arrived is no report"


def test_the_kinds_stand_in_their_order_and_days_weigh_by_tier() -> None:
    partners = {n: a_partner(n, f"Dr. {n}", tier=tier) for n, tier in enumerate("ABCBBB", 1)}
    found = items(
        partners=partners,
        last_touch={5: ago(61)},
        reviews={6: ago(1)},
        sending={n: Sending(0, 22, ago(900), ago(days), 60) for n, days in ((1, 100), (2, 160), (3, 290))},
        giving={4: Giving(12, 0, 0, ago(300), None)},
        gaps=(Gap("Cardiology", "", 2, 0, 0), Gap("Pediatrics", "", 2, 0, 0, ago(9))),
    )
    assert [(item.kind.value, item.partner_id) for item in found] == [
        ("sending_less", 2),
        ("sending_less", 1),
        ("sending_less", 3),
        ("reconnect", 5),
        ("we_owe", 4),
        ("agreement_review", 6),
        ("gap", None),
        ("gap", None),
    ]
    assert [item.partner_name for item in found[-2:]] == ["Pediatrics", "Cardiology"]


def test_a_gap_may_be_snoozed_and_has_no_partner() -> None:
    gap = Gap("Cardiology", "North", 2, 0, 0)
    (item,) = items(gaps=(gap,))
    assert (item.partner, item.tier, item.gap, item.headline) == (
        None,
        "",
        gap,
        "Cardiology, North: 2 more active partners wanted",
    )
    assert item.key == item.keys[0] == "gap:cardiology|north"
    assert items(gaps=(gap,), snoozed={item.key: TODAY + timedelta(3)}) == ()


def test_what_is_open_with_a_partner_ends_with_what_no_day_makes_late() -> None:
    found = Facts(
        partners={7: a_partner()},
        last_touch={7: TODAY},
        giving={7: Giving(12, 0, 0, ago(300), None)},
        asking={7: asking()},
    )
    assert [line.kind for line in open_lines(found, SETTINGS, TODAY)] == ["reconnect", "we_owe", "ready_to_ask"]


def test_every_kind_that_is_logged_has_its_intent() -> None:
    logged = {kind for kind, key in ACTIONS.items() if key == "o"} - {AgendaKind.FOLLOW_UP}
    assert logged <= set(INTENTS)
    assert {AgendaKind.SENDING_LESS, AgendaKind.READY_TO_ASK, AgendaKind.WE_OWE, AgendaKind.GAP} == TIMELESS


def test_whose_agenda_holds_what() -> None:
    partners = {
        1: a_partner(1, "Mine", member_id=1),
        2: a_partner(2, "Yours", member_id=2),
        3: a_partner(3, "Nobody's"),
    }
    steps = [(1, 1, 2), (2, 2, 2), (3, 2, 1), (4, 3, 1), (5, 3, None)]
    facts = Facts(
        partners=partners,
        follow_ups=[FollowUp(n, who, "", TODAY, f"step {n}", None, None, by) for n, who, by in steps],
        incidents=[Incident(n, n, "", None, "complaint", TODAY, "", "", "", None, None) for n in partners],
        gaps=(Gap("Cardiology", "", 2, 0, 0),),
    )

    def lines(whose: Whose) -> list[str]:
        found = rank(facts, SETTINGS, TODAY, whose).items(0, 99)
        return sorted(key for item in found for key in item.keys)

    assert lines(Whose(1, only=True)) == ["follow_up:1", "follow_up:3", "follow_up:4", "incident:1"]
    assert lines(Whose(2, only=True)) == ["follow_up:1", "follow_up:2", "follow_up:3", "incident:2"]
    assert lines(Whose(None, only=True)) == ["follow_up:5", "gap:cardiology|", "incident:3"]
    assert len(lines(Whose())) == 9
