"""What docs/sending-less.md says of the rule, on one of the made-up practices of the benchmark."""

from __future__ import annotations

from benchmarks.sending_less import at_once, fewer, judge, partners, program, quarter_fewer


def test_it_beats_the_usual_rule_on_both_and_rule_7_alone_on_recall() -> None:
    made = list(partners(1000, 0, uneven=False))
    scores = judge(made, {"ours": program, "usual": quarter_fewer, "rule 7": fewer, "once": at_once})
    ours, usual, alone, hasty = scores.values()
    assert ours.morning_precision.value()[0] > 2 * usual.morning_precision.value()[0]
    assert ours.morning_recall.value()[0] > usual.morning_recall.value()[0]
    assert ours.morning_recall.value()[0] > 2 * alone.morning_recall.value()[0]
    assert ours.morning_precision.value()[0] > hasty.morning_precision.value()[0]
    assert ours.alert_precision.value()[0] > 1.2 * hasty.alert_precision.value()[0]


def test_the_made_up_practices_are_the_same_each_time() -> None:
    assert list(partners(20, 3, uneven=True)) == list(partners(20, 3, uneven=True))
    assert list(partners(20, 3, uneven=True)) != list(partners(20, 3, uneven=False))
