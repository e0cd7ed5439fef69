"""What is typed about the practice and its members, checked before it is written. Loads pydantic: import only then."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from tui_tracker.domain.drafts_partner import Email, Line, Name, Phone, Text, word
from tui_tracker.domain.words import MemberRole


class PracticeDraft(BaseModel):
    """The practice as it was typed; only what was given counts. `time_zone` is an IANA name or empty."""

    model_config = ConfigDict(extra="forbid")

    name: Line = ""
    specialty: Line = ""
    address: Text = ""
    phone: Phone = ""
    fax: Phone = ""
    email: Email = ""
    time_zone: Line = ""


class MemberDraft(BaseModel):
    """One of the team as it was typed; only what was given counts."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    role: Annotated[str, word(MemberRole)] = MemberRole.COORDINATOR.value
    active: bool = True
