"""Referrals: adding, moving, reporting, thanking; and reading them for the board, in windows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_tracker.domain.board import Card
from tui_tracker.domain.records import Doing, Referral, Report
from tui_tracker.domain.settings import Settings

if TYPE_CHECKING:
    from tui_tracker.domain.drafts_referral import ReferralDraft


def add_referral(doing: Doing, draft: ReferralDraft | Mapping[str, Any]) -> int:
    """Add a referral in its first stage; gives its id. Raises Refused with the field that is wrong.

    A partner who is a prospect, connected or building and refers a patient becomes `referring` in the same change.
    """
    raise NotImplementedError


def edit_referral(doing: Doing, referral_id: int, draft: ReferralDraft | Mapping[str, Any]) -> bool:
    """Change what was written about a referral, not its stage; tells whether anything differs. Raises Refused."""
    raise NotImplementedError


def move_referral(
    doing: Doing, referral_id: int, stage: str, day: date, reason: str = "", alternative: str = ""
) -> str:
    """Move a referral to a stage on a day; gives the change's label. `declined` and `lost` need a reason. Raises Refused."""
    raise NotImplementedError


def add_report(doing: Doing, referral_id: int, kind: str, day: date, channel: str = "letter", note: str = "") -> int:
    """Note a report that was sent, with the touchpoint it is; gives its id. Raises Refused."""
    raise NotImplementedError


def thank_partner(doing: Doing, partner_id: int, day: date, channel: str = "card", note: str = "") -> int:
    """Note a thank-you; gives the touchpoint's id. It answers all of the partner's referrals received up to that day."""
    raise NotImplementedError


def settle_before(doing: Doing, day: date) -> int:
    """Take everything owed on referrals received or sent before a day as kept, in one change; gives how many."""
    raise NotImplementedError


def referral(referral_id: int) -> Referral | None:
    """One referral."""
    raise NotImplementedError


def reports_of(referral_id: int) -> list[Report]:
    """What was sent about one referral, oldest first."""
    raise NotImplementedError


def board_column(
    flow: str, stage: str, offset: int, length: int, filter_text: str, today: date, settings: Settings
) -> list[Card]:
    """A window on one column: who waits longest first; closed, declined and lost newest first."""
    raise NotImplementedError


def board_counts(flow: str, filter_text: str = "") -> dict[str, int]:
    """How many cards each stage of a flow holds, every stage named."""
    raise NotImplementedError


def referrals_of(partner_id: int, offset: int, length: int, today: date, settings: Settings) -> list[Card]:
    """A window on one partner's referrals, both ways, newest first."""
    raise NotImplementedError


def card(referral_id: int, today: date, settings: Settings) -> Card | None:
    """One card, as it stands now."""
    raise NotImplementedError
