"""What is asked about a letter: when and how it was sent, and where to save it."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.words import Channel
from tui_tracker.screens.base import style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.move_form import read_past
from tui_tracker.services import letters as letter_service
from tui_tracker.widgets.form import Field, word_choices

SENT_BY = (
    Channel.LETTER,
    Channel.FAX,
    Channel.EMAIL,
    Channel.CALL,
    Channel.TEXT,
    Channel.CARD,
    Channel.VIDEO,
    Channel.VISIT,
    Channel.OTHER,
)
"""How a letter or a note reaches a partner."""

_MOST_NUMBER = 1_000


class SentForm(FormModal):
    """When and how it was sent; gives what `sent` gives: the sentence that says so."""

    CSS_PATH = [style_file("form"), style_file("letter")]

    def __init__(
        self,
        title: str,
        sent: Callable[[date, str, str], Awaitable[str]],
        channel: str = Channel.LETTER,
        *,
        note: bool = False,
    ) -> None:
        super().__init__(title)
        self._sent = sent
        self._channel = channel
        self._note = note

    def fields(self) -> Sequence[Field]:
        """Day and channel; a note where it is asked for."""
        channel = self._channel if self._channel in SENT_BY else Channel.LETTER
        fields = (
            Field("day", "Sent on", "today", hint="today, yesterday, fri, -3d, 11/18 or 2026-11-18"),
            Field("channel", "By", channel, choices=word_choices(SENT_BY)),
        )
        return (*fields, Field("note", "Note", hint="may stay empty")) if self._note else fields

    async def save(self, values: dict[str, str]) -> str:
        """Note it. Raises Refused for the field that is wrong."""
        day = read_past(values["day"], self.house().today)
        return await self._sent(day, values["channel"], values.get("note", ""))


class SaveLetter(FormModal):
    """Where to save a letter; gives the sentence that says where it is."""

    CSS_PATH = [style_file("form"), style_file("letter")]

    def __init__(self, markdown: str, name: str) -> None:
        super().__init__("Save the letter")
        self._markdown = markdown
        self._name = name
        self._replacing = ""

    def fields(self) -> Sequence[Field]:
        """One path."""
        return (Field("path", "File", str(free_place(f"{self._name}.txt")), hint="ends in .txt, .md or .pdf"),)

    async def save(self, values: dict[str, str]) -> str:
        """Write it. Raises Refused for a path that cannot be used; one that is taken is replaced when asked twice."""
        typed = values["path"].strip()
        if not typed:
            raise Refused("Write where to save it, such as ~/letter.txt.", "path")
        try:
            path = letter_service.save_place(typed)
        except Refused as refused:
            raise Refused(refused.message, "path") from None
        if path.is_file() and self._replacing != typed:
            self._replacing = typed
            raise Refused(f"{path.name} is there already; enter again replaces it, or write another name.", "path")
        try:
            saved = await self.house().desk(
                lambda: letter_service.save_letter(self._markdown, path, overwrite=self._replacing == typed)
            )
        except Refused as refused:
            raise Refused(refused.message, "path") from None
        return f"Saved as {saved}."


def free_place(name: str) -> Path:
    """Where to save a file of this name, with a number where one is there already."""
    here = Path.cwd() if os.access(".", os.W_OK) else Path.home()
    path = first = here / name
    number = 1
    while path.exists() and number < _MOST_NUMBER:
        number += 1
        path = first.with_stem(f"{first.stem}-{number}")
    return path
