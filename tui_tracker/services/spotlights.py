"""The spotlight of the month: whose it was, whose it is, and whose turn comes next (`domain.spotlight`)."""

from dataclasses import dataclass, replace
from datetime import date

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.records import Doing, Partner, Spotlight
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.spotlight import REST_MONTHS, Turn, month_of, months_between, turns, warm_enough
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import GIVE_BIT, Channel, Direction, GiveKind, Stage
from tui_tracker.services.relationship import relationships
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import spotlights as queries
from tui_tracker.storage.queries import touchpoints
from tui_tracker.storage.queries.partners import partner

TITLE_MAX = 200
_WINDOW = 50


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the plan; `published_on` is the day on which its spotlight became a give."""

    month: date
    spotlight: Spotlight | None
    published_on: date | None = None


def plan(today: date, past: int = 11, coming: int = 2) -> tuple[Month, ...]:
    """The months around today's, oldest first: so many past ones, this one, so many to come."""
    months = [month_of(today, by) for by in range(-past, coming + 1)]
    found = {one.month: one for one in queries.spotlights(months[0], months[-1])}
    days = queries.published_days(one.touchpoint_id for one in found.values() if one.touchpoint_id is not None)
    planned = [(month, found.get(month)) for month in months]
    return tuple(
        Month(month, one, days.get(one.touchpoint_id) if one is not None and one.touchpoint_id is not None else None)
        for month, one in planned
    )


def whose_turn(month: date, today: date, settings: Settings, length: int = 5) -> tuple[Turn, ...]:
    """Whose turn it is in a month, and why; at most `length` of them, the first one first."""
    everybody = queries.candidates()
    in_turn = turns([replace(one, warm=True) for one in everybody], month_of(month))
    by_id = {one.id: one for one in everybody}
    found: list[Turn] = []
    for start in range(0, len(in_turn), _WINDOW):  # how warm somebody is is worked out for those whose turn is near
        ids = [turn.partner_id for turn in in_turn[start : start + _WINDOW]]
        known = relationships(ids, today, settings)
        warm = {row_id for row_id, one in known.items() if warm_enough(one.warmth.parts, settings)}
        found += turns([replace(by_id[one], warm=one in warm) for one in ids], month_of(month))
        if len(found) >= length:
            break
    return tuple(found[:length])


def set_spotlight(doing: Doing, month: date, partner_id: int, title: str = "", *, again: bool = False) -> str:
    """Give a month to a partner, or change what it has; gives the label.

    Raises Refused for a partner who is gone, archived or parted and for a month that is published for somebody else;
    Questioned, which `again` answers, for one who has another month within 12.
    """
    month, title = month_of(month), clean_line(title)
    if len(title) > TITLE_MAX:
        raise Refused(f"Shorten the title to {TITLE_MAX} characters.", "title")
    with changing(doing, "") as unit:
        chosen, before = _eligible(partner_id), queries.of_month(month)
        unit.label = f"The spotlight of {short_month(month)} goes to {chosen.name}"
        if before is not None and before.partner_id == partner_id:
            unit.label = f"Changed the spotlight of {short_month(month)}"
            unit.update(models.Spotlight, before.id, title=title)
            return unit.label
        if before is not None:
            _check_not_published(before, doing.today)
            unit.label += f" instead of {before.partner_name}"
        near = [one.month for one in queries.of_partner(partner_id) if months_between(one.month, month) < REST_MONTHS]
        if near and not again:
            had = f"{chosen.name} has the spotlight of {short_month(near[-1])} already"
            raise Questioned(f"{had}; choose somebody else, or {Questioned.AGAIN}.", "partner")
        if before is None:
            unit.insert(models.Spotlight, month=month, partner=partner_id, title=title)
        else:
            unit.update(models.Spotlight, before.id, partner=partner_id, title=title)
    return unit.label


def clear_spotlight(doing: Doing, month: date) -> str:
    """Leave a month open again; gives the label. Raises Refused for one that is open already, or published."""
    month = month_of(month)
    with changing(doing, f"Left the spotlight of {short_month(month)} open") as unit:
        before = _present(month)
        _check_not_published(before, doing.today)
        unit.delete(models.Spotlight, before.id)
    return unit.label


def publish(doing: Doing, month: date, day: date, channel: str = Channel.EMAIL) -> str:
    """Note that a month's spotlight is out: logs it as a give to its partner, in one change; gives the label.

    Raises Refused for a month that is open or published already, a partner archived or parted, and a day to come.
    """
    month = month_of(month)
    if day > doing.today:
        raise Refused("This day is still to come; write the day on which it was published.", "day")
    with changing(doing, "") as unit:
        before = _present(month)
        _check_not_published(before, doing.today)
        chosen = _eligible(before.partner_id)
        unit.label = f"Published the spotlight of {short_month(month)} on {chosen.name}"
        touchpoint = unit.insert(
            models.Touchpoint,
            partner=chosen.id,
            day=day,
            channel=Channel(channel).value,
            direction=Direction.OURS.value,
            intents=GIVE_BIT,
            give=GiveKind.SPOTLIGHT.value,
            note=f"spotlight of {short_month(month)}" + (f": {before.title}" if before.title else ""),
            member=touchpoints.member_called(doing.who),
        )
        unit.update(models.Spotlight, before.id, touchpoint=touchpoint)
        if chosen.stage == Stage.PROSPECT:
            unit.update(models.Partner, chosen.id, stage=Stage.CONNECTED.value)
    return unit.label


def _present(month: date) -> Spotlight:
    found = queries.of_month(month)
    if found is None:
        raise Refused(f"Nobody has the spotlight of {short_month(month)} yet; choose somebody first.")
    return found


def _check_not_published(spotlight: Spotlight, today: date) -> None:
    if spotlight.touchpoint_id is not None:
        day = queries.published_days([spotlight.touchpoint_id])[spotlight.touchpoint_id]
        way = f"remove that touchpoint from the page of {spotlight.partner_name} first"
        raise Refused(f"This spotlight was published on {short_day(day, today)}; {way}.")


def _eligible(partner_id: int) -> Partner:
    found = partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; choose another.", "partner")
    if found.archived_on is not None:
        raise Refused(f"{found.name} is archived; bring them back first, or choose another.", "partner")
    if found.stage == Stage.PARTED:
        raise Refused(f"We have parted with {found.name}; choose another.", "partner")
    return found
