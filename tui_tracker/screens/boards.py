"""The three boards: where their columns and cards come from, and what moving a card means on each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from tui_tracker.domain.moves import aside_stages, next_stage, previous_stage, stages
from tui_tracker.domain.words import Flow, Stage
from tui_tracker.services import board as board_service
from tui_tracker.services import cards
from tui_tracker.widgets.board_cards import partner_card, referral_card
from tui_tracker.widgets.board_columns import Draw

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker


class Board(Protocol):
    """What the Board screen needs to know of a board. `stage` is a column's name, `filter_text` what is looked for."""

    name: str
    title: str
    stages: tuple[str, ...]
    asides: tuple[str, ...]
    empty: tuple[str, ...]

    async def counts(self, filter_text: str) -> Mapping[str, int]:
        """How many cards each stage has."""

    async def page(self, stage: str, offset: int, length: int, filter_text: str) -> Sequence[Any]:
        """A window on the cards of a stage."""

    async def place(self, item_id: int, filter_text: str) -> tuple[str, int] | None:
        """The stage of a card and its place there; None where it is not on the board or filtered out."""

    async def stages_of(self, item_ids: Collection[int], filter_text: str) -> Mapping[int, str]:
        """The stages of those among some cards that are on the board and not filtered out."""

    async def tell(self, filter_text: str) -> str:
        """What a filter is understood as here."""

    async def beside(self, item_id: int, stage: str, by: int) -> str | None:
        """The stage that one step to the right (`by` 1) or left (-1) leads to; None where the board ends."""

    async def move(self, moves: Mapping[int, str]) -> str:
        """Move cards to stages today, in one change; gives its label. Raises Refused."""

    def draw(self) -> Draw:
        """What draws a card."""

    def partner(self, item: Any) -> tuple[int, str] | None:
        """The partner that a card is about."""


class ReferralBoard:
    """Inbound or outbound referrals."""

    def __init__(self, house: TuiTracker, flow: str) -> None:
        self._house = house
        self.flow = flow
        self.name = flow
        self.title = f"{flow.capitalize()} referrals"
        self.asides = tuple(str(stage) for stage in aside_stages(flow))
        self.stages: tuple[str, ...] = (*(str(stage) for stage in stages(flow)), *self.asides)
        way = "came in" if flow == Flow.INBOUND else "went out"
        self.empty: tuple[str, ...] = (
            f"No referral {way} yet.",
            "",
            "r                          writes down the first one",
            "tui-tracker import FILE    takes them from a spreadsheet (in the shell)",
        )

    async def counts(self, filter_text: str) -> Mapping[str, int]:
        """How many cards each stage has."""
        house = self._house
        return await house.desk(cards.board_counts, self.flow, filter_text, house.today, house.settings, house.who)

    async def page(self, stage: str, offset: int, length: int, filter_text: str) -> Sequence[Any]:
        """A window on the cards of a stage."""
        house = self._house
        return await house.desk(
            cards.board_column, self.flow, stage, offset, length, filter_text, house.today, house.settings, house.who
        )

    async def place(self, item_id: int, filter_text: str) -> tuple[str, int] | None:
        """Where a card stands."""
        house = self._house
        return await house.desk(
            cards.board_place, self.flow, item_id, filter_text, house.today, house.settings, house.who
        )

    async def stages_of(self, item_ids: Collection[int], filter_text: str) -> Mapping[int, str]:
        """Where cards stand now."""
        house = self._house
        return await house.desk(
            cards.board_stages, self.flow, item_ids, filter_text, house.today, house.settings, house.who
        )

    async def tell(self, filter_text: str) -> str:
        """What a filter is understood as."""
        return await self._house.desk(cards.tell_filter, filter_text, self._house.who) if filter_text else ""

    async def beside(self, item_id: int, stage: str, by: int) -> str | None:
        """The next stage, the one before, or for a card that stands aside the one it had reached."""
        if by > 0:
            following = self.stages.index(stage) + 1
            return next_stage(self.flow, stage) or (self.stages[following] if following < len(self.stages) else None)
        if stage in self.asides:
            return await self._house.desk(board_service.stage_before_aside, item_id)
        return previous_stage(self.flow, stage)

    async def move(self, moves: Mapping[int, str]) -> str:
        """Move referrals today."""
        house = self._house
        return await house.desk(board_service.move_referrals, house.doing(), moves, house.today)

    def draw(self) -> Draw:
        """Draws a referral as of today."""
        today = self._house.today
        return lambda card, width, lines: referral_card(card, width, lines, today)

    def partner(self, item: Any) -> tuple[int, str] | None:
        """Who referred, or to whom."""
        return None if item.partner_id is None else (item.partner_id, item.partner_name or "")


class PartnerBoard:
    """Partners by the stage of the relationship."""

    name = "partners"
    title = "Partners by stage"
    asides: tuple[str, ...] = ()
    stages: tuple[str, ...] = tuple(str(stage) for stage in Stage)
    empty: tuple[str, ...] = (
        "No partners yet.",
        "",
        "2 then a                   adds the first one",
        "tui-tracker import FILE    takes them from a spreadsheet (in the shell)",
    )

    def __init__(self, house: TuiTracker) -> None:
        self._house = house

    async def counts(self, filter_text: str) -> Mapping[str, int]:
        """How many partners each stage has."""
        return await self._house.desk(board_service.partner_stage_counts, filter_text, self._house.who)

    async def page(self, stage: str, offset: int, length: int, filter_text: str) -> Sequence[Any]:
        """A window on the partners of a stage."""
        return await self._house.desk(
            board_service.partners_in_stage, stage, offset, length, filter_text, self._house.today, self._house.who
        )

    async def place(self, item_id: int, filter_text: str) -> tuple[str, int] | None:
        """Where a partner stands."""
        return await self._house.desk(board_service.partner_place, item_id, filter_text, self._house.who)

    async def stages_of(self, item_ids: Collection[int], filter_text: str) -> Mapping[int, str]:
        """Where partners stand now."""
        return await self._house.desk(board_service.partner_stages, item_ids, filter_text, self._house.who)

    async def tell(self, filter_text: str) -> str:
        """What a filter is understood as, of what counts for partners."""
        if not filter_text:
            return ""
        return await self._house.desk(cards.tell_filter, filter_text, self._house.who, of_partners=True)

    async def beside(self, item_id: int, stage: str, by: int) -> str | None:
        """The stage beside."""
        place = self.stages.index(stage) + by
        return self.stages[place] if 0 <= place < len(self.stages) else None

    async def move(self, moves: Mapping[int, str]) -> str:
        """Move partners."""
        return await self._house.desk(board_service.set_stages, self._house.doing(), moves)

    def draw(self) -> Draw:
        """Draws a partner as of today."""
        today = self._house.today
        return lambda line, width, lines: partner_card(line, width, lines, today)

    def partner(self, item: Any) -> tuple[int, str] | None:
        """The partner itself."""
        return (item.id, item.name)


def boards(house: TuiTracker) -> tuple[Board, ...]:
    """The boards in the order in which `tab` shows them."""
    return (ReferralBoard(house, Flow.INBOUND), ReferralBoard(house, Flow.OUTBOUND), PartnerBoard(house))
