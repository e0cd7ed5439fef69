"""What came of an ask."""

from __future__ import annotations

from collections.abc import Sequence

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.days import needed_day, typed_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Touchpoint
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import Answer
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.widgets.form import Field

_ASK_DAY = "Write the day on which they answered, as yesterday, mon, -3d or 2026-11-18."
_ASK_DUE = "Write the day as 2w, fri, 12/1 or 2026-12-01."
_CHOICES = (("", "none yet"), *((one.value, one.value) for one in Answer))


class AnswerForm(FormModal):
    """The answer to an ask, new or changed, and a follow-up for one of “later”. Gives what to say."""

    def __init__(self, ask: Touchpoint) -> None:
        super().__init__(f"What {ask.partner_name} answered", kept_as=f"answer {ask.id}")
        self._ask = ask

    def fields(self) -> Sequence[Field]:
        """What they said, when, and when to ask again."""
        ask, today = self._ask, self.house().today
        asked = f"asked {short_day(ask.day, today)}" + (f": {ask.note}" if ask.note else "")
        return [
            Field("", asked),
            Field("answer", "They said", ask.answer or "", choices=_CHOICES),
            Field("day", "Day", (ask.answered_on or today).isoformat(), hint="yesterday, mon, -3d or 2026-11-18"),
            Field("note", "In words", ask.answer_note),
            Field("", "A follow-up, where they said later"),
            Field("follow_up_on", "Due", hint="2w, fri, 12/1 or 2026-12-01; empty for none"),
            Field("follow_up", "What", hint="ask again"),
        ]

    async def save(self, values: dict[str, str]) -> str:
        """Note it."""
        from tui_tracker.services.asks import answer

        house = self.house()
        day = needed_day(values["day"], house.today, "day", _ASK_DAY)
        due = typed_day(values["follow_up_on"], house.today, "follow_up_on", _ASK_DUE, coming=True)
        text = values["follow_up"]
        if due is None and clean_line(text):
            raise Refused("Write a day for the follow-up, such as 2w, or leave it empty.", "follow_up_on")

        def note() -> str:
            said = values["answer"] or None
            doing = house.doing()
            return answer(doing, self._ask.id, said, day, values["note"], follow_up_on=due, follow_up=text)

        return f"{await house.desk(note)}. u undoes it."
