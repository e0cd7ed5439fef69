"""Whom we met at an occasion, in one line: `@lee @"New Person" +give talked about the shoulder protocol >2w send it`.

The line is a quick log whose channel and day are given: an event, on the occasion's day. So a word such as `fri` is
part of the note, a follow-up's day counts from today, and a name that is nobody's may be added.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tui_tracker.domain.quicklog import Trouble, Understood, parse
from tui_tracker.domain.quicklog_names import Names, choose
from tui_tracker.domain.quicklog_preview import preview
from tui_tracker.domain.text import listed
from tui_tracker.domain.words import Channel


def read_meeting(line: str, day: date, today: date, names: Names, add: Collection[str] = ()) -> Understood:
    """What the line says; where things stand in it, `problems` and `names` tell by places in this line.

    `add` holds unknown names that may become new partners. Intents are connect where none is written: one meets to
    connect.
    """
    before = f"{Channel.EVENT} {day.isoformat()} "
    read = parse(before + line, today, names, add=add)
    size = len(before)
    problems = tuple(replace(one, start=max(0, one.start - size), end=max(0, one.end - size)) for one in read.problems)
    seen = tuple(replace(one, start=one.start - size, end=one.end - size) for one in read.names)
    return replace(read, problems=problems, names=seen, intents=read.intents or ("connect",))


def strangers(read: Understood) -> tuple[str, ...]:
    """The names that are nobody's, as new partners would be called."""
    return tuple(one.name for one in read.problems if one.kind is Trouble.UNKNOWN)


def in_the_way(read: Understood) -> str:
    """What must be mended before the line can be saved; empty where nothing must, or only names are unknown."""
    return next((one.message for one in read.problems if one.kind is not Trouble.UNKNOWN), "")


def meeting_words(read: Understood) -> list[str]:
    """What would be saved, line by line, and what is open."""
    told = [f"{part.about:<6}{part.text}" for part in preview(read) if part.about not in ("how", "when")]
    return told + [f"! {one.message}" for one in read.problems if one.kind is not Trouble.NOBODY]


def completed(line: str, cursor: int, read: Understood, names: Names) -> tuple[str, int] | None:
    """The line with the name under the cursor written in full, and where the cursor goes; None where it is not clear.

    Of several that match the first is taken.
    """
    seen = next((one for one in read.names if one.start < cursor <= one.end), None)
    found = names.find(seen.asked) if seen is not None else None
    if seen is None or found is None or not found.names:
        return None
    whole = choose(found.names[0], found)
    if whole == line[seen.start : seen.end]:
        return None
    after = line[seen.end :]
    gap = "" if after[:1].isspace() else " "
    return line[: seen.start] + whole + gap + after, seen.start + len(whole) + 1


def new_words(names: Collection[str]) -> str:
    """`Ann Roe and Bob Poe are new`."""
    every = list(names)
    return f"{listed(every, 'and')} {'is' if len(every) == 1 else 'are'} new here"
