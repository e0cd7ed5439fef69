"""Payers and employers: parent companies, who speaks for us there, and whom they cover. The same care as for referrers.

Where the rules are silent: a company may be part of several; each company stands once, at its nearest, so that a loop
in what was written down ends by itself. Whoever speaks for us at a parent or at a company below counts, and is named
with the company. Referrals are counted that were received in 365 days and name the company as payer.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Agreement
from tui_tracker.domain.text import count
from tui_tracker.domain.words import PartnerKind

COVERED_DAYS = 365
KINDS: tuple[str, ...] = (PartnerKind.PAYER.value, PartnerKind.EMPLOYER.value)


@dataclass(frozen=True, slots=True)
class Company:
    """A company above or below; `steps` is 1 for the next one."""

    id: int
    name: str
    steps: int
    archived: bool


@dataclass(frozen=True, slots=True)
class Advocate:
    """Somebody who speaks for us, at the payer itself or at a company above or below."""

    contact_id: int
    name: str
    role: str
    partner_id: int
    partner_name: str


@dataclass(frozen=True, slots=True)
class Covered:
    """Inbound referrals of `COVERED_DAYS` that a payer covers: how many, and how many of them were seen or lost."""

    referrals: int = 0
    seen: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class PayerPage:
    """What the page of a payer or employer shows beside what every partner's shows.

    `above` are the parent companies, the nearest first; `below` those that are part of it, the nearest first.
    `covered` names this company as payer, `covered_below` one below it. `agreements` are those of the companies above,
    as (company's name, agreement), the nearest first.
    """

    partner_id: int
    above: tuple[Company, ...]
    below: tuple[Company, ...]
    advocates: tuple[Advocate, ...]
    covered: Covered
    covered_below: Covered
    agreements: tuple[tuple[str, Agreement], ...]


def reached(start: int, next_of: Callable[[Collection[int]], Iterable[int]]) -> dict[int, int]:
    """Everybody who is reached from one by steps, with the number of steps; each once, so that a loop ends.

    `next_of` gives, for some ids, the ids one step further.
    """
    steps = {start: 0}
    edge: Collection[int] = (start,)
    distance = 0
    while edge:
        distance += 1
        edge = sorted({one for one in next_of(edge) if one not in steps})
        steps.update(dict.fromkeys(edge, distance))
    del steps[start]
    return steps


def payer_words(page: PayerPage, today: date) -> tuple[str, ...]:
    """The lines of a payer's page, in plain words; nothing about what there is none of, but for an advocate."""
    lines = []
    if page.above:
        near = [_named(one) for one in page.above if one.steps == 1]
        far = [_named(one) for one in page.above if one.steps > 1]
        lines.append(f"part of {', '.join(near)}" + (f"; above: {', '.join(far)}" if far else ""))
    if page.below:
        lines.append(f"{count(len(page.below), 'company', 'companies')} below: {', '.join(map(_named, page.below))}")
    for one in page.advocates:
        at = "" if one.partner_id == page.partner_id else f" at {one.partner_name}"
        lines.append(f"{one.name}{f' ({one.role})' if one.role else ''}{at} speaks for us")
    if not page.advocates:
        lines.append("no advocate yet: who there could speak for us? c adds a contact, * says that they do")
    for covered, where in ((page.covered, "covers"), (page.covered_below, "companies below cover")):
        if covered.referrals:
            lines.append(f"{where} {covered_words(covered)}")
    for name, agreement in page.agreements:
        lines.append(f"{name}: {_agreement_words(agreement, today)}")
    return tuple(lines)


def covered_words(covered: Covered) -> str:
    """`12 referrals in 365 days: 9 seen, 1 lost`."""
    return f"{count(covered.referrals, 'referral')} in {COVERED_DAYS} days: {covered.seen} seen, {covered.lost} lost"


def _named(one: Company) -> str:
    return f"{one.name} (archived)" if one.archived else one.name


def _agreement_words(agreement: Agreement, today: date) -> str:
    kind = "a formal agreement" if agreement.formal else "an informal agreement"
    if agreement.review_on is None:
        return kind
    word = "review due since" if agreement.review_on < today else "next review"
    return f"{kind}, {word} {short_day(agreement.review_on, today)}"
