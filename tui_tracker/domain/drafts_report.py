"""What is about to be written about a report that was sent, checked field by field. Loads pydantic."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tui_tracker.domain.drafts_partner import LONGEST_TEXT, Text, word
from tui_tracker.domain.text import clean_line, clean_text
from tui_tracker.domain.words import Channel, ReportKind

LONGEST_LETTER = 40_000
LONGEST_COPIED = 400


def _letter(value: Any) -> str:
    text = clean_text(value) if isinstance(value, str) else ""
    if len(text) > LONGEST_LETTER:
        raise ValueError(f"The letter has {len(text):,} characters; {LONGEST_LETTER:,} are the most.")
    return text


def _copied(value: Any) -> str:
    text = clean_line(value) if isinstance(value, str) else ""
    if len(text) > LONGEST_COPIED:
        raise ValueError(f"This has {len(text)} characters; {LONGEST_COPIED} are the most.")
    return text


class ReportDraft(BaseModel):
    """A report as it goes out: its parts (each at most LONGEST_TEXT characters), who is copied, and the letter."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, word(ReportKind)]
    channel: Annotated[str, word(Channel)] = Channel.LETTER.value
    note: Text = ""
    findings: Text = ""
    plan: Text = ""
    timeline: Text = ""
    surgical_options: Text = ""
    red_flags: Text = ""
    outcome: Text = ""
    recommendations: Text = ""
    copied_to: Annotated[str, BeforeValidator(_copied)] = ""
    letter: Annotated[str, BeforeValidator(_letter)] = ""


__all__ = ["LONGEST_COPIED", "LONGEST_LETTER", "LONGEST_TEXT", "ReportDraft"]
