"""Who stands behind the figures of touchpoints, and of give and take.

Touchpoints are listed by partner, each with how many they were: the numbers add up to the figure.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.give_and_take import Known
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Group, Listed, Listing, listing_of
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.touch_page import NOT_SAID
from tui_tracker.domain.insights.touches import Manner, wanted
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Answer, label
from tui_tracker.services.insights.balances import balances, window
from tui_tracker.storage.queries.insights import touches as queries

_BY_ANSWER: tuple[tuple[str, str], ...] = (
    ("", "No answer yet"),
    (Answer.LATER.value, "Later"),
    (Answer.NO.value, "No"),
    (Answer.YES.value, "Yes"),
)


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span. Raises Refused for a key of another theme.

    Beside the measures: those of `touches.wanted`, `progress:3` (who stands at so many days), and `partner:ID` (what
    went to and fro with a partner).
    """
    word, _, value = key.partition(":")
    if key in ("we_owe", "one_sided"):
        return _out_of_balance(key, span, lens, settings)
    if key == "reciprocity" or word == "partner":
        return _to_and_fro(int(value) if value else None, window(span.last, settings), lens)
    if key == "seven_touches":
        return _seventh(span, lens, settings, today)
    if word == "progress":
        return _standing_at(int(value), span, lens, settings)
    return _touched(key, span, lens, today)


def progress(until: date, partners: Mapping[int, Known], lens: Lens) -> dict[int, int]:
    """With whom we were in touch on how many days, up to one; of those whom we looked after on it, by name."""
    days = queries.days_in_touch(until, lens)
    return {
        row_id: days.get(row_id, 0)
        for row_id, one in partners.items()
        if one.until >= until and (one.added_on <= until or row_id in days)
    }


def _out_of_balance(key: str, span: Span, lens: Lens, settings: Settings) -> Listing:
    (balance,), _most = balances([span], queries.partners(lens), lens, settings)
    found: Sequence[tuple[int, Reciprocity]] = balance.owed if key == "we_owe" else balance.one_sided
    notes = tuple(one.why for _row_id, one in found)
    return _partners(MEASURES[key].name, Group(MEASURES[key].name, tuple(row_id for row_id, _one in found), notes))


def _to_and_fro(partner_id: int | None, days: Span, lens: Lens) -> Listing:
    inbound, outbound = queries.referrals(days, lens, partner_id)
    if partner_id is not None and not inbound and not outbound:
        return _partners("No referrals either way", Group("Whom it is about", (partner_id,)))
    groups = (Group("Received", tuple(inbound)), Group("Sent to them", tuple(outbound)))
    title = f"Received and sent in {count(days.days, 'day')}"
    return listing_of(title, Listed.REFERRALS, groups)


def _seventh(span: Span, lens: Lens, settings: Settings, today: date) -> Listing:
    days = max(settings.touches_wanted, 1)
    found = [one for one in queries.reached(days, span.last, lens) if one[0] in span]
    found.reverse()
    notes = tuple(f"on {short_day(day, today)}" for day, _row_id in found)
    title = f"Reached {count(days, 'day')} in touch"
    return _partners(title, Group(title, tuple(row_id for _day, row_id in found), notes))


def _standing_at(days: int, span: Span, lens: Lens, settings: Settings) -> Listing:
    most = max(settings.touches_wanted, 1)
    found = progress(span.last, queries.partners(lens), lens)
    ids = tuple(row_id for row_id, number in found.items() if min(number, most) == days)
    words = f"{days} days or more" if days == most else count(days, "day") if days else "no day"
    notes = tuple(count(found[row_id], "day") for row_id in ids) if days == most else ()
    return _partners(f"In touch on {words}", Group(f"In touch on {words}", ids, notes))


class _Mine(NamedTuple):
    """The touchpoints with one partner that were asked for, the newest first."""

    days: list[date]
    manners: list[Manner]


def _touched(key: str, span: Span, lens: Lens, today: date) -> Listing:
    try:
        counts = wanted(key)
    except KeyError:
        raise Refused("There is no list behind this line; choose another.") from None
    found: dict[int, _Mine] = {}
    for row_id, day, manner in queries.by_partner(span, lens, today):
        if counts(manner):
            mine = found.setdefault(row_id, _Mine([], []))
            mine.days.append(day)
            mine.manners.append(manner)
    places = {row_id: place for place, row_id in enumerate(queries.partners(lens))}
    ordered = sorted(found, key=lambda row_id: (-len(found[row_id].days), places.get(row_id, -1)))
    number = sum(len(mine.days) for mine in found.values())
    title = f"{number:,} {_what(key, number)}"
    asked = key in ("asks", "asks_yes")
    groups = _by_answer(ordered, found) if asked else [("Most first", ordered)]
    note: Callable[[_Mine], str] = _asked_words if asked else lambda mine: _words(mine.days, today)
    return listing_of(
        title,
        Listed.PARTNERS,
        (Group(words, tuple(ids), tuple(note(found[row_id]) for row_id in ids)) for words, ids in groups),
    )


def _by_answer(ordered: Sequence[int], found: Mapping[int, _Mine]) -> list[tuple[str, list[int]]]:
    """A partner stands where the first of these fits any of the asks: what still waits for an answer comes first."""
    answers = {row_id: {one.answer or "" for one in found[row_id].manners} for row_id in ordered}
    stands = {row_id: next(key for key, _words in _BY_ANSWER if key in answers[row_id]) for row_id in ordered}
    return [(words, [row_id for row_id in ordered if stands[row_id] == key]) for key, words in _BY_ANSWER]


def _asked_words(mine: _Mine) -> str:
    """`3 asks: 1 yes, 2 no answer yet`."""
    answers = [one.answer or "" for one in mine.manners]
    parts = [f"{answers.count(key)} {words.lower()}" for key, words in reversed(_BY_ANSWER) if key in answers]
    return f"{count(len(answers), 'ask')}: {', '.join(parts)}"


def _words(days: Sequence[date], today: date) -> str:
    last = short_day(days[0], today)
    return last if len(days) == 1 else f"{len(days):,}, last {last}"


def _what(key: str, number: int) -> str:
    """What is listed, after its number: `touchpoints`, `gives, article`."""
    word, _, value = key.partition(":")
    noun, more = {
        "gives": ("give", ""),
        "thanks": ("thank-you", ""),
        "asks": ("ask", ""),
        "asks_yes": ("ask", ", answered"),
        "ours": ("touchpoint", " of ours"),
        "theirs": ("touchpoint", " of theirs"),
        "channel": ("touchpoint", f", {label(value)}"),
        "member": ("touchpoint", " of ours"),
        "kind": ("give", f", {label(value) or NOT_SAID}"),
        "answer": ("ask", f", {label(value) or 'no answer yet'}"),
    }.get(word, ("touchpoint", ""))
    return f"{noun}{'' if number == 1 else 's'}{more}"


def _partners(title: str, group: Group) -> Listing:
    return listing_of(title, Listed.PARTNERS, (group,))
