"""How likely a difference between two periods is by chance alone, by exact tests.

Both tests ask the same: of everything that could have come out had nothing changed, how likely is what is no likelier
than that which did? Counts are compared by the conditional test of two Poisson rates (Przyborowski & Wilenski 1940,
as RULES section 7 does), shares by Fisher's exact test (Fisher 1935). Counted in whole numbers of 200 binary digits
from the likeliest outcome outwards, so that every machine decides alike, and 40,000 referrals take a millisecond.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

_ONE = 1 << 200
_ALIKE = 40
"""Outcomes count as equally likely that differ by less than 2 to the power of minus this."""

Ratio = Callable[[int], tuple[int, int]]
"""How much likelier the outcome after one is than that one, as a numerator and a denominator."""


@lru_cache(maxsize=4096)
def rates(now: int, before: int, days: int, days_before: int) -> float:
    """How likely counts are that differ so much or more, had the rate stayed the same; 1 where there are none.

    `now` came in `days` days (at least 1), `before` in `days_before` (at least 1).
    """
    total = now + before
    likeliest = min((total + 1) * days // (days + days_before), total)
    return _chance(now, likeliest, 0, total, lambda one: ((total - one) * days, (one + 1) * days_before))


def shares(part: int, number: int, part_before: int, number_before: int) -> float:
    """How likely shares are that differ so much or more, had the share stayed the same; 1 where either is of nothing.

    `part` of `number` now, `part_before` of `number_before`.
    """
    parts = part + part_before
    low, high = max(0, parts - number_before), min(parts, number)
    likeliest = (parts + 1) * (number + 1) // (number + number_before + 2)

    def ratio(one: int) -> tuple[int, int]:
        return (number - one) * (parts - one), (one + 1) * (number_before - parts + one + 1)

    return _chance(part, min(max(likeliest, low), high), low, high, ratio)


def _chance(found: int, likeliest: int, low: int, high: int, ratio: Ratio) -> float:
    """The part of all outcomes from `low` to `high` that are no likelier than `found`."""
    outcomes = dict(_outcomes(likeliest, low, high, ratio))
    limit = outcomes.get(found, 0)
    limit += limit >> _ALIKE
    return sum(one for one in outcomes.values() if one <= limit) / sum(outcomes.values())


def _outcomes(likeliest: int, low: int, high: int, ratio: Ratio) -> Iterator[tuple[int, int]]:
    """Each outcome that is not next to impossible, and how likely it is beside the likeliest."""
    yield likeliest, _ONE
    size = _ONE
    for one in range(likeliest, high):
        more, less = ratio(one)
        size = size * more // less
        if not size:
            break
        yield one + 1, size
    size = _ONE
    for one in range(likeliest - 1, low - 1, -1):
        more, less = ratio(one)
        size = size * less // more
        if not size:
            break
        yield one, size
