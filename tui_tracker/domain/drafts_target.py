"""What is typed about targets, checked before it is written. Loads pydantic: import only then."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tui_tracker.domain.drafts_partner import LONGEST_LINE, Line
from tui_tracker.domain.growth import MOST_WANTED
from tui_tracker.domain.text import clean_line


def _specialty(value: Any) -> str:
    text = clean_line(value) if isinstance(value, str) else ""
    if not text:
        raise ValueError("Write a specialty, as it stands with the partners: Sports medicine.")
    if len(text) > LONGEST_LINE:
        raise ValueError(f"This has {len(text)} characters; {LONGEST_LINE} are the most.")
    return text


def _wanted(value: Any) -> int:
    text = clean_line(str(value))
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= MOST_WANTED):
        raise ValueError(f"Write how many are wanted, from 1 to {MOST_WANTED}; d in the list removes a target.")
    return int(text)


class TargetDraft(BaseModel):
    """A target as it was typed; only what was given counts. An empty area means anywhere."""

    model_config = ConfigDict(extra="forbid")

    specialty: Annotated[str, BeforeValidator(_specialty)] = ""
    area: Line = ""
    wanted: Annotated[int, BeforeValidator(_wanted)] = 1
