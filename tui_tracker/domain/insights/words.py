"""Values of measures as a person reads them."""

from collections.abc import Callable

from tui_tracker.domain.insights.page import Figure, Unit, Value
from tui_tracker.domain.money import money_text

NO_DATA, SAME = "no data", "same"


def value_text(value: Value | str, unit: Unit, *, short: bool = False) -> str:
    """`1,234`, `82 %`, `3.5 days`, `1,234.50`, `0.31`; `short` leaves the word days out. None is `no data`.

    A share that is not quite nothing or not quite all is `<1 %` or `>99 %`.
    """
    if value is None:
        return NO_DATA
    if isinstance(value, str):
        return value
    if unit is Unit.DAYS and short:
        return _days(value)
    return _SPELLED.get(unit, "{:,}".format)(value)


def figure_text(figure: Figure, unit: Unit, *, short: bool = False) -> str:
    """The value of a figure; `not here` where the lens cannot narrow it."""
    return value_text(figure.value, unit, short=short) if figure.applies else "not here"


def change_text(now: Figure, before: Figure, unit: Unit) -> str:
    """By how much it changed: `+12`, `-3 points`, `+1.5 days`, `same`; empty where either has no data."""
    if now.value is None or before.value is None:
        return ""
    change = now.value - before.value
    if unit is Unit.SHARE:
        points = round(now.value * 100) - round(before.value * 100)
        return f"{points:+d} {'point' if abs(points) == 1 else 'points'}" if points else SAME
    shown = value_text(abs(change), unit)
    if shown == value_text(type(change)(0), unit):
        return SAME
    return f"{'+' if change > 0 else '-'}{shown}"


def _percent(value: float) -> str:
    whole = round(value * 100)
    if whole == 0 and value > 0:
        return "<1 %"
    if whole == 100 and value < 1:
        return ">99 %"
    return f"{whole} %"


def _days(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _days_said(value: float) -> str:
    shown = _days(value)
    return f"{shown} {'day' if shown == '1' else 'days'}"


def _money(value: float) -> str:
    return money_text(round(value))


_SPELLED: dict[Unit, Callable[[float], str]] = {
    Unit.SHARE: _percent,
    Unit.DAYS: _days_said,
    Unit.CENTS: _money,
    Unit.RATIO: "{:,.2f}".format,
}
