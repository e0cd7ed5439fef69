"""What is agreed with a partner, checked before it is written. Loads pydantic: import only when writing."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from tui_tracker.domain.drafts_partner import Text, number, or_none, word
from tui_tracker.domain.words import Channel

MOST_DAYS = 3_650

Days = Annotated[int | None, or_none(number(0, MOST_DAYS))]


class AgreementDraft(BaseModel):
    """An agreement as it was typed; only what was given counts. A figure of None leaves the practice's default."""

    model_config = ConfigDict(extra="forbid")

    formal: bool = False
    how_to_refer: Text = ""
    first_contact_days: Days = None
    acknowledgement_days: Days = None
    thank_you_days: Days = None
    first_visit_days: Days = None
    initial_report_days: Days = None
    progress_report_days: Days = None
    final_report_days: Days = None
    format: Text = ""
    channel: Annotated[str | None, or_none(word(Channel).func)] = None
    copied_to: Text = ""
    consent: Text = ""
    review_on: date | None = None
    note: Text = ""
