"""The Board screen: referrals by stage, and partners by the stage of the relationship."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.worker import WorkerCancelled, WorkerFailed

from tui_tracker.domain.records import SavedFilter
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import label
from tui_tracker.screens.base import MainScreen, style_file
from tui_tracker.screens.boards import Board, PartnerBoard, ReferralBoard, boards
from tui_tracker.widgets.board_columns import BoardColumns
from tui_tracker.widgets.board_lanes import Column
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.lines import Line, Piece
from tui_tracker.widgets.text_panel import TextPanel

_PATIENCE = 2.0
_MOST_MARKED = 500


class BoardScreen(MainScreen):
    """Three boards on one widget, cycled with `tab`; every column is a window on the data."""

    NUMBER = 3
    AUTO_FOCUS = "BoardColumns"
    CSS_PATH = style_file("board")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L,shift+right", "shift(1)", "Move the card right", show=False, id="board.right"),
        Binding("H,shift+left", "shift(-1)", "move", key_display="H L", id="board.left"),
        Binding("r", "refer", "new", id="board.refer"),
        Binding("m", "jump", "to stage", id="board.jump"),
        Binding("t", "thank", "thank", id="board.thank"),
        Binding("slash", "filter", "filter", key_display="/ f", id="board.filter"),
        Binding("f", "saved_filters", "Saved filters", show=False, id="board.saved_filters"),
        Binding("ctrl+s", "save_filter", "Save the filter by a name", show=False, id="board.save_filter"),
        Binding("tab", "board(1)", "board", id="board.next"),
        Binding("shift+tab", "board(-1)", "Board before", show=False, id="board.previous"),
        Binding("e", "edit", "Edit the referral", show=False, id="board.edit"),
        Binding("v", "quality", "How it went, and its value", show=False, id="board.quality"),
        Binding("asterisk", "mark_column", "Mark the whole column", show=False, id="board.mark_column"),
        Binding("x", "unmark", "Take the marks away", show=False, id="board.unmark"),
        Binding("escape", "leave", "Show all, take marks away", show=False, id="board.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._boards: tuple[Board, ...] = ()
        self._which = 0
        self._filter = ""
        self._filter_name = ""
        self._told = ("", "")
        self._places: dict[str, tuple[str, int]] = {}
        self._follow: int | None = None
        self._columns: tuple[Column, ...] = ()

    @property
    def board(self) -> Board:
        """The board in front."""
        if not self._boards:
            self._boards = boards(self.house())
        return self._boards[self._which]

    def body(self) -> Iterator[Widget]:
        """Which board, the filter where one is being typed, the columns."""
        yield TextPanel(id="which")
        yield FilterLine("late urgent week new mine nobody @partner payer: member: or any word", id="filter")
        yield BoardColumns(id="columns")

    async def load(self) -> None:
        """Count the columns and fetch what of them can be seen; the cursor stays with its card, also when it moved."""
        board, filter_text = self.board, self._filter
        told = await board.tell(filter_text)
        counts = await board.counts(filter_text)
        columns = tuple(Column(stage, label(stage), counts.get(stage, 0)) for stage in board.stages)
        at = await self._place(board, columns, filter_text)
        view = self._view
        items = {}
        for stage, offset, length in view.windows(columns, at):
            items[stage] = (offset, await board.page(stage, offset, length, filter_text))
        marked = tuple(view.marked)
        stages = await board.stages_of(marked, filter_text) if marked else {}
        self._columns, self._told = columns, (filter_text, told)
        self._follow = None
        empty = (f"Nothing matches “{filter_text}”; esc shows all.",) if filter_text else board.empty
        marks = {item_id: stages.get(item_id) for item_id in marked}
        view.show(columns, items, board.draw(), at=at, empty=empty, marks=marks)

    def current_partner(self) -> tuple[int, str] | None:
        """The partner of the card under the cursor."""
        item = self._view.current
        return None if item is None else self.board.partner(item)

    def on_board_columns_wanted(self, message: BoardColumns.Wanted) -> None:
        """Fetch cards as they come into sight."""
        self.do(self._feed(message))

    def on_board_columns_changed(self, _message: BoardColumns.Changed) -> None:
        """Tell which columns are in sight and how many cards are marked."""
        self._show_which()

    def on_board_columns_chosen(self, message: BoardColumns.Chosen) -> None:
        """Enter opens the referral, or the partner."""
        if isinstance(self.board, PartnerBoard):
            self.house().show_partner(message.item.id)
            return
        from tui_tracker.screens.referral_page import ReferralPage

        self.app.push_screen(ReferralPage(message.item.id), self._done)

    def action_board(self, by: int) -> None:
        """The next board."""
        view = self._view
        if view.column is not None:
            self._places[self.board.name] = (view.column, view.index)
        self._which = (self._which + by) % len(self._boards)
        view.forget()
        self.reload()

    async def action_shift(self, by: int) -> None:
        """Move the card, or the marked ones, one column; today."""
        await self._settled()
        chosen = self._chosen()
        if chosen:
            self.do(self._shift(chosen, by))
            await self._settled()

    async def action_jump(self) -> None:
        """Move the card, or the marked ones, to any stage."""
        await self._settled()
        chosen = self._chosen()
        if not chosen:
            return
        self._ask_move(tuple(chosen), None)

    def action_refer(self) -> None:
        """Write down a new referral."""
        from tui_tracker.screens.referral_form import ReferralForm

        board = self.board
        if isinstance(board, ReferralBoard):
            form = ReferralForm(None, flow=board.flow)
        else:
            form = ReferralForm(self.current_partner())

        def added(said: str | None) -> None:
            if form.saved_id is not None:
                self._follow = form.saved_id
            self._done(said)

        self.app.push_screen(form, added)

    async def action_edit(self) -> None:
        """Correct what was written about the referral."""
        await self._settled()
        chosen = self._referral()
        if chosen is not None:
            from tui_tracker.screens.referral_form import edit_form

            self.do(edit_form(self, chosen.id, self._done))

    async def action_quality(self) -> None:
        """Note how the referral went and what it brought."""
        await self._settled()
        chosen = self._referral()
        if chosen is not None:
            self.do(self._quality(chosen.id))

    async def action_thank(self) -> None:
        """Note that the partner of the card was thanked today."""
        await self._settled()
        partner = self.current_partner()
        if partner is None:
            self.say("There is no partner here to thank.")
        else:
            self.do(self._thank(*partner))

    def action_filter(self) -> None:
        """Type what to look for."""
        line = self.query_one(FilterLine)
        line.value = self._filter
        line.cursor_position = len(line.value)
        # The focus at once: over a slow line the first letters arrive together with the slash.
        line.open()
        self._show_which()

    def action_saved_filters(self) -> None:
        """Use one of the saved filters."""
        from tui_tracker.screens.saved_filters import SavedFilters

        def chosen(found: SavedFilter | None) -> None:
            if found is not None:
                self._use_filter(found.text, found.name)

        self.app.push_screen(SavedFilters(), chosen)

    def action_save_filter(self) -> None:
        """Keep the filter in use by a name."""
        line = self.query_one(FilterLine)
        text = clean_line(line.value if line.display else self._filter)
        if not text:
            self.say("There is no filter to save; / types one.")
            return
        from tui_tracker.screens.saved_filters import NameFilter

        def saved(found: SavedFilter | None) -> None:
            if found is not None:
                line.close(clear=False)
                self._use_filter(found.text, found.name)
                self._done(f"Saved the filter {found.name}; f lists them. u undoes it.")

        self.app.push_screen(NameFilter(text, self._filter_name), saved)

    async def action_mark_column(self) -> None:
        """Mark every card of the column, or take all its marks away."""
        await self._settled()
        self.do(self._mark_column())

    def action_unmark(self) -> None:
        """Take the marks away."""
        if self._view.marked:
            self._view.clear_marks()
        else:
            self.say("No card is marked; space marks one.")

    def action_leave(self) -> None:
        """Show all; else take the marks away."""
        if self._filter:
            self._use_filter("")
        else:
            self._view.clear_marks()

    def on_filter_line_filtered(self, message: FilterLine.Filtered) -> None:
        """Filter as it is typed."""
        self._use_filter(message.text)

    def on_filter_line_left(self, _message: FilterLine.Left) -> None:
        """Go to what the filter shows; what it says stands in the line above."""
        self.query_one(FilterLine).display = False
        self.set_focus(self._view)
        self._show_which()

    async def _settled(self) -> None:
        """Wait, though not long, until what was begun is written and shown.

        So keys that come in one burst mean the cards that they were typed for.
        """
        with suppress(TimeoutError, WorkerFailed, WorkerCancelled):
            async with asyncio.timeout(_PATIENCE):
                while busy := [worker for worker in self.workers if worker.node is self and not worker.is_finished]:
                    await asyncio.shield(busy[0].wait())

    @property
    def _view(self) -> BoardColumns:
        return self.query_one(BoardColumns)

    def _use_filter(self, text: str, name: str = "") -> None:
        wanted = clean_line(text)
        if wanted != self._filter:
            self._filter, self._filter_name = wanted, name
            self.reload()
        elif name:
            self._filter_name = name
            self._show_which()

    async def _place(self, board: Board, columns: Sequence[Column], filter_text: str) -> tuple[str, int] | None:
        """Where the cursor is to be: with its card or the one just added, else where a filter finds some.

        None leaves it where it is.
        """
        item = self._view.current
        wanted = self._follow if self._follow is not None else None if item is None else item.id
        found = None if wanted is None else await board.place(wanted, filter_text)
        if found is not None:
            return found
        first = next(((column.name, 0) for column in columns if column.count), None)
        here = self._view.column
        if here is None:
            return self._places.get(board.name) or first
        return first if filter_text and not any(one.count for one in columns if one.name == here) else None

    async def _feed(self, message: BoardColumns.Wanted) -> None:
        items = await self.board.page(message.column, message.offset, message.length, self._filter)
        self._view.feed(message.version, message.column, message.offset, items)

    def _chosen(self) -> dict[int, str]:
        """The marked cards with their columns, or the one under the cursor."""
        view = self._view
        if view.marked:
            return dict(view.marked)
        if view.current is None or view.column is None:
            self.say("There is no card under the cursor.")
            return {}
        return {view.current.id: view.column}

    async def _shift(self, chosen: dict[int, str], by: int) -> None:
        board = self.board
        moves: dict[int, str] = {}
        for item_id, stage in chosen.items():
            target = await board.beside(item_id, stage, by)
            if target is None:
                self.say(f"{label(stage).capitalize()} is the {'last' if by > 0 else 'first'} column.")
                return
            moves[item_id] = target
        asides = {stage for stage in moves.values() if stage in board.asides}
        if not asides:
            self._moved(await board.move(moves), moves)
        elif len(set(moves.values())) == 1:
            self._ask_move(tuple(moves), asides.pop())
        else:
            self.say("The marked cards stand in different columns and some need a reason; m moves them to one stage.")

    def _ask_move(self, ids: tuple[int, ...], stage: str | None) -> None:
        board = self.board
        if isinstance(board, PartnerBoard):
            from tui_tracker.screens.move_form import StagePicker

            def picked(target: str | None) -> None:
                if target is not None:
                    self.do(self._move_all(dict.fromkeys(ids, target)))

            self.app.push_screen(StagePicker.for_partners(len(ids), self._view.column), picked)
            return
        from tui_tracker.screens.move_form import MoveForm

        form = MoveForm(*ids, stage=stage)
        self.app.push_screen(form, lambda said: self._go_on(form.moved, said))

    async def _move_all(self, moves: dict[int, str]) -> None:
        self._moved(await self.board.move(moves), {})

    def _moved(self, change: str, moves: dict[int, str]) -> None:
        """Cards were moved; `moves` are those of referrals, which may ask for more."""
        self._go_on({} if isinstance(self.board, PartnerBoard) else moves, f"{change}. u undoes it.")

    def _go_on(self, moves: dict[int, str], said: str | None) -> None:
        from tui_tracker.screens.after_move import follow

        follow(self, moves, said, self._done)

    async def _quality(self, referral_id: int) -> None:
        from tui_tracker.screens.quality_form import quality_form

        self.app.push_screen(await quality_form(self.house(), referral_id), self._done)

    def _done(self, said: str | None) -> None:
        """Something was written: show it and say so."""
        if said is not None:
            self._view.clear_marks()
            self.house().changed()
            self.say(said)

    async def _thank(self, partner_id: int, name: str) -> None:
        from tui_tracker.services.touchpoints import thank

        house = self.house()
        await house.desk(thank, house.doing(), partner_id, house.today)
        house.changed()
        self.say(f"Thanked {name}. u undoes it.")

    async def _mark_column(self) -> None:
        view = self._view
        column, count = view.column, self._counted(view.column)
        if column is None or not count:
            self.say("There is no card in this column.")
            return
        view.mark_all(await self.board.page(column, 0, _MOST_MARKED, self._filter), column)
        if count > _MOST_MARKED and view.marked:
            self.say(f"The first {_MOST_MARKED} of {count:,} cards are marked; no more are moved at once.")

    def _counted(self, name: str | None) -> int:
        return next((column.count for column in self._columns if column.name == name), 0)

    def _referral(self) -> Any | None:
        if isinstance(self.board, PartnerBoard) or self._view.current is None:
            self.say("There is no referral under the cursor.")
            return None
        return self._view.current

    def _show_which(self) -> None:
        """The board, how many cards it shows, and which columns of it."""
        view, columns = self._view, self._columns
        total = sum(column.count for column in columns)
        seen = view.in_sight
        pieces: list[Piece] = [(f" {self.board.title}", "head"), (f"  {total:,}", "bold")]
        if self._filter:
            name = f"{self._filter_name}: " if self._filter_name else ""
            typing = self.query_one(FilterLine).display
            keys = "ctrl+s saves it" if typing else "esc shows all"
            told = self._told[1] if self._told[0] == self._filter else "…"
            pieces += [(f"  {name}{told or '…'}", "match"), (f"  {keys}", "dim")]
        if view.marked:
            pieces.append((f"  * {len(view.marked):,} marked", "key"))
        if len(seen) < len(columns):
            left = ", ".join(f"{column.title} {column.count}" for column in columns[: seen.start] if column.count)
            right = ", ".join(f"{column.title} {column.count}" for column in columns[seen.stop :] if column.count)
            beyond = (f"  ‹ {left}" if left else "") + (f"  › {right}" if right else "")
            pieces.append((beyond, "dim"))
        self.query_one("#which", TextPanel).show([Line(None, tuple(pieces))])
