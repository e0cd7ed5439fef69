"""What is typed about occasions, checked before it is written. Loads pydantic: import only then."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from tui_tracker.domain.drafts_partner import Line, Name, Text, number, or_none

MOST_WANTED = 500


class OccasionDraft(BaseModel):
    """An occasion as it was typed; only what was given counts. `wanted` is how many people we mean to meet."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    day: date = date.min
    place: Line = ""
    goal: Line = ""
    wanted: Annotated[int | None, or_none(number(1, MOST_WANTED))] = None
    skill: Line = ""
    note: Text = ""
