"""The gift ledger: money spent on partners, against a yearly cap per partner (RULES section 13).

It stands apart. Nothing here knows a referral, a touchpoint or a score, and nothing that counts those knows this.
The cap is the law's figure for one year (`gift_cap_year`); for another year it is used all the same, and said to be
from another year, because a cap that may be a few dollars off protects better than none.

Where the rule is silent: an amount is for each person, so that several partners at one meal are noted in one go with
their share each; exactly at the cap is not past it; an entry is asked about only where it raises a sum that ends past
the cap, so that a slip can always be mended; a cap of 0 lets nothing pass without a question.
"""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.errors import Questioned
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.money import money_text
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count

NEAR, PAST = "near the cap", "past the cap"


@dataclass(frozen=True, slots=True)
class GiftSum:
    """What was spent on one partner in a calendar year, in cents, with how many entries."""

    partner_id: int
    partner_name: str
    year: int
    entries: int
    cents: int


@dataclass(frozen=True, slots=True)
class Against:
    """A sum against the cap: whole percent (None for a cap of 0), what is left in cents (below 0 past it), the state.

    `state` is empty, NEAR from the warning on, or PAST.
    """

    cents: int
    cap_cents: int
    percent: int | None
    left_cents: int
    state: str

    @property
    def words(self) -> str:
        """`450.00 of 535.00, 84 %, near the cap: 85.00 left`."""
        return self._words(f"{money_text(self.cents)} of {money_text(self.cap_cents)}")

    @property
    def brief(self) -> str:
        """As `words`, without the cap: `450.00, 84 %, near the cap: 85.00 left`."""
        return self._words(f"{money_text(self.cents):>9}")

    def _words(self, sums: str) -> str:
        text = sums if self.percent is None else f"{sums}, {self.percent} %"
        if self.state == PAST:
            return f"{text}, {money_text(-self.left_cents)} past the cap"
        return f"{text}, {self.state}: {money_text(self.left_cents)} left" if self.state else text


@dataclass(frozen=True, slots=True)
class Rise:
    """How a sum would change: a partner and year, with the cents before and after."""

    partner_name: str
    year: int
    before: int
    after: int


def against(cents: int, settings: Settings) -> Against:
    """A year's sum against the cap. The percent is rounded down, so that 100 % is never said too early."""
    cap = settings.gift_cap_cents
    percent = cents * 100 // cap if cap else None
    near = cents > 0 and cents * 100 >= settings.gift_warn_percent * cap
    return Against(cents, cap, percent, cap - cents, PAST if cents > cap else NEAR if near else "")


def cap_words(year: int, settings: Settings) -> str:
    """The cap in a sentence, and whether it was given for this year."""
    cap, given = money_text(settings.gift_cap_cents), settings.gift_cap_year
    if year == given:
        return f"The cap for {year} is {cap} for each partner."
    return f"{cap} is the cap of {given}; check that of {year} (gift_cap_cents, gift_cap_year)."


def check_cap(rises: Sequence[Rise], settings: Settings) -> None:
    """Raise Questioned, with every partner named, where a sum is raised and ends past the cap."""
    past = [one for one in rises if one.after > one.before and one.after > settings.gift_cap_cents]
    if not past:
        return
    told = [f"{one.partner_name} comes to {money_text(one.after)}" for one in past[:3]]
    if len(past) > len(told):
        told.append(f"so do {count(len(past) - len(told), 'more partner')}")
    cap, year = money_text(settings.gift_cap_cents), past[0].year
    of = "" if year == settings.gift_cap_year else f" (the cap of {settings.gift_cap_year})"
    raise Questioned(
        f"With this, {', '.join(told)} in {year}, past {cap}{of}; if it is meant, {Questioned.AGAIN}.", "amount"
    )


def year_span(year: int) -> tuple[date, date]:
    """The first and the last day of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)
