"""What a patient brought, by channel, and how it went.

Where the rules are silent: a patient in two channels counts in each, and once in all of them together. Patients whose
revenue is not noted count as well; how many referrals have it noted stands beside, and where none has, there is no
data. Completion and quality are asked here of every channel, not of partner referrals alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.page import FEW, Figure, Measure, Theme, Unit, share
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.words import value_text
from tui_tracker.domain.quality_share import Marks, QualityShare, is_good, quality_share, wilson_lower
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Adherence, Appropriate, Outcome, Source

MEASURES: tuple[Measure, ...] = (
    Measure(
        "lifetime_value",
        Theme.VALUE,
        "Patient lifetime value",
        Unit.CENTS,
        1,
        "The sum of the revenue noted for the inbound referrals of the period, divided by the patients they "
        "are about; a patient with several referrals counts once. What a patient brings later still counts: the latest "
        "months stand low.",
        "patients",
    ),
    Measure(
        "adherence",
        Theme.VALUE,
        "Kept to the plan",
        Unit.SHARE,
        1,
        "Inbound referrals of the period whose patient kept to the plan in full, of those of which it is known.",
        "referrals with adherence noted",
    ),
    Measure(
        "quality",
        Theme.VALUE,
        "Good referrals",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period that were right for us, with a patient who kept to the plan "
        "at least in part, and that went well, of those of which that is known.",
        "partner referrals with marks",
    ),
)

PARTNERS = 10
"""How many partners a page ranks by the quality of their referrals."""

_NOT_RIGHT: dict[str, str] = {Appropriate.PARTLY: "partly right for us", Appropriate.NO: "not right for us"}


class Alike(NamedTuple):
    """Inbound referrals of one channel that bear the same marks: how many, and what they add up to.

    `noted` of them have a revenue, `cents` in sum; `ripe` are old enough for the completion rate, and `seen` of those
    reached `seen`.
    """

    source: str
    marks: Marks
    referrals: int
    noted: int
    cents: int
    ripe: int
    seen: int


@dataclass(frozen=True, slots=True)
class Channel:
    """What came of the referrals of a channel; `source` is empty for all of them together.

    `adherence` holds how many kept to the plan in full, in part, and not at all.
    """

    source: str
    patients: int
    referrals: int
    noted: int
    cents: int
    ripe: int
    seen: int
    adherence: tuple[int, int, int]
    quality: QualityShare | None

    @property
    def per_patient(self) -> float | None:
        """Cents divided by patients; None where no revenue is noted."""
        return self.cents / self.patients if self.noted else None

    @property
    def completion(self) -> float | None:
        """The share of the ripe ones that reached `seen`; None where none is ripe."""
        return self.seen / self.ripe if self.ripe else None

    @property
    def adhered(self) -> float | None:
        """The share that kept to the plan in full; None where nothing is known."""
        known = sum(self.adherence)
        return self.adherence[0] / known if known else None


def channel(source: str, patients: int, parts: Sequence[Alike]) -> Channel:
    """What the parts of a channel add up to."""
    known = adherence_counts((one.marks, one.referrals) for one in parts)
    return Channel(
        source,
        patients,
        sum(one.referrals for one in parts),
        sum(one.noted for one in parts),
        sum(one.cents for one in parts),
        sum(one.ripe for one in parts),
        sum(one.seen for one in parts),
        known,
        quality_share((one.marks, one.referrals) for one in parts),
    )


def adherence_counts(counted: Iterable[tuple[Marks, int]]) -> tuple[int, int, int]:
    """How many kept to the plan in full, in part, and not at all; those of which it is unknown count nowhere."""
    found = dict.fromkeys(Adherence, 0)
    for (_, adherence, _), number in counted:
        if adherence is not None:
            found[Adherence(adherence)] += number
    return found[Adherence.FULL], found[Adherence.PARTIAL], found[Adherence.NONE]


def adherence_figure(counted: Iterable[tuple[Marks, int]]) -> Figure:
    """The share of those who kept to the plan in full."""
    found = adherence_counts(counted)
    return share("adherence", found[0], sum(found))


def quality_figure(counted: Iterable[tuple[Marks, int]]) -> Figure:
    """The share of good referrals (RULES section 9)."""
    found = quality_share(counted)
    return share("quality", found.good, found.known) if found else share("quality", 0, 0)


def value_figure(patients: int, noted: int, cents: int) -> Figure:
    """Cents divided by patients; no data where no revenue is noted."""
    return Figure("lifetime_value", cents / patients if noted else None, patients)


def best_first(counted: Iterable[tuple[int, Marks, int]]) -> list[tuple[int, QualityShare]]:
    """Partners by the quality of their referrals, from how many of theirs bear which marks.

    The lower end of the interval ranks them, then of how many it is known, then who was added first.
    """
    good: dict[int, int] = {}
    known: dict[int, int] = {}
    decided: dict[Marks, bool | None] = {}
    for partner, marks, number in counted:
        if marks not in decided:
            decided[marks] = is_good(marks)
        found = decided[marks]
        if found is not None:
            known[partner] = known.get(partner, 0) + number
            good[partner] = good.get(partner, 0) + number * found
    shares = {
        partner: QualityShare(good[partner], number, wilson_lower(good[partner], number))
        for partner, number in known.items()
    }
    return sorted(shares.items(), key=lambda item: (-item[1].lowest, -item[1].known, item[0]))


def why_not_good(marks: Marks) -> str:
    """What of its marks rules a referral out: `not right for us, did not keep to the plan, worse`; empty for none."""
    appropriate, adherence, outcome = marks
    parts = (
        _NOT_RIGHT.get(appropriate or ""),
        "did not keep to the plan" if adherence == Adherence.NONE else None,
        outcome if outcome in (Outcome.UNCHANGED, Outcome.WORSE) else None,
    )
    return ", ".join(part for part in parts if part)


def worth_words(channels: Mapping[str, Channel]) -> str:
    """What a referral is worth against an advert, in one sentence; what is missing where that cannot be said."""
    partner, advert = channels.get(Source.PARTNER), channels.get(Source.ADVERT)
    if partner is None or partner.per_patient is None:
        return "What a referral is worth against an advert: no revenue of a partner’s patient is noted in this period."
    if advert is None or advert.per_patient is None:
        missing = "nobody came by advert" if advert is None else "no revenue of a patient who came by advert is noted"
        return f"A patient from a partner brought {_worth(partner)}; {missing} in this period."
    few = partner.patients < FEW or advert.patients < FEW
    caution = f" Take it with care: fewer than {FEW} patients tell little." if few else ""
    return f"A patient from a partner brought {_worth(partner)}; one who came by advert {_worth(advert)}.{caution}"


def _worth(one: Channel) -> str:
    """`1,234.50 (42 patients, completion 81 %, revenue noted for 30 of 44)`, the last where it is not of all."""
    completion = value_text(one.completion, Unit.SHARE)
    noted = f", revenue noted for {one.noted:,} of {one.referrals:,}" if one.noted < one.referrals else ""
    patients = count(one.patients, "patient")
    return f"{value_text(one.per_patient, Unit.CENTS)} ({patients}, completion {completion}{noted})"


def noted_words(every: Channel) -> str:
    """Of how many referrals the revenue is noted, where it is of fewer than half of those seen; else empty."""
    if not every.noted or every.noted * 2 >= every.seen:
        return ""
    return f"Revenue is noted for {every.noted:,} of {count(every.referrals, 'referral')}; the others count as none."


def apart(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans dealt out so that none overlaps another in its part: what does not add up is counted once for each part."""
    parts: list[list[Span]] = []
    for span in sorted(set(spans)):
        part = next((part for part in parts if part[-1].last < span.first), None)
        if part is None:
            parts.append([span])
        else:
            part.append(span)
    return parts
