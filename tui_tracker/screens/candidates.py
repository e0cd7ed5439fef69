"""Candidates of provider files: how many of whom are where, and the list from which prospects are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.candidates import Candidate, Group, said
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.text import count, first_of
from tui_tracker.screens.filtered_modal import FilteredModal
from tui_tracker.services import candidates
from tui_tracker.widgets.candidate_lines import candidate_line, detail_texts, group_line
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.lines import Line, text_line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import PAGE, WindowList

_MOST_MARKED = 500
"""So many at once: each prospect is to be met within two weeks."""

_MOST_GROUPS = 200


class CandidatesScreen(FilteredModal):
    """The candidates for a gap, of a group, or all who are not partners, by name. Dismissed with None."""

    EMPTY = "No candidates here."
    KEYS = "space marks · a makes prospects · / filter · u undoes · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "take", "make prospects of those marked, or of this one", id="candidates.take"),
        Binding("space", "mark", "mark", id="candidates.mark"),
        Binding("slash", "filter", "filter", id="candidates.filter"),
    ]

    def __init__(self, wanted: Gap | Group | None = None) -> None:
        super().__init__(_heading(wanted))
        self._wanted = wanted
        self._ids: Sequence[int] = ()
        self._seen: dict[int, Candidate] = {}

    def above(self) -> Iterator[Widget]:
        """How many there are."""
        yield Static("", id="about", markup=False)

    def below(self) -> Iterator[Widget]:
        """What is known of the one under the cursor, and the filter."""
        yield TextPanel(id="more")
        yield FilterLine("words of a name, a specialty, a city or a ZIP", id="filter")

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self.run_worker(self._guarded(self.load()), group="load", exclusive=True, exit_on_error=False)

    def action_mark(self) -> None:
        """Mark the one under the cursor, or take the mark away."""
        self.listed.toggle_mark()

    def action_take(self) -> None:
        """Make prospects."""
        here = self.listed.current
        chosen = [one for one in self.listed.marked if isinstance(one, int)]
        if not chosen and here is not None and isinstance(here.key, int):
            chosen = [here.key]
        if not chosen:
            self.say("There is nobody under the cursor to make a prospect of.")
        elif len(chosen) > _MOST_MARKED:
            self.say(f"These are {len(chosen):,}; take {_MOST_MARKED} at a time at most.", bad=True)
        else:
            self.do(self._take(chosen))

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter makes a prospect as well."""
        self.action_take()

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """Tell more of the one under the cursor."""
        self._tell_more()

    @on(WindowList.Wanted)
    def _feed_later(self, event: WindowList.Wanted) -> None:
        self.do(self._feed(event.offset, event.length))

    async def load(self, *, first: bool = False) -> None:
        """Fetch whom there are and the page around the cursor."""
        house = self.house()
        ids = await house.desk(candidates.candidate_ids, self._wanted, self._text)
        offset = 0 if first else min(self.listed.cursor, max(0, len(ids) - 1)) // PAGE * PAGE
        found = await house.desk(candidates.candidates_of, ids[offset : offset + PAGE])
        self._ids = ids
        self._seen = {one.id: one for one in found}
        present = set(ids)
        self.listed.marked &= present
        self.listed.empty = f"Nobody has “{self._text}”." if self._text else self.EMPTY
        self.listed.reset(len(ids), self._lines(found), offset=offset, cursor=0 if first else None)
        self.query_one("#about", Static).update(self._about())
        self._tell_more()

    async def _feed(self, offset: int, length: int) -> None:
        ids = self._ids
        found = await self.house().desk(candidates.candidates_of, ids[offset : offset + length])
        if ids is self._ids:
            self._seen |= {one.id: one for one in found}
            self.listed.feed(offset, self._lines(found))

    async def _take(self, chosen: Sequence[int]) -> None:
        house = self.house()
        gap = self._wanted if isinstance(self._wanted, Gap) else None
        taken = await house.desk(candidates.take, house.doing(), chosen, gap)
        self.listed.clear_marks()
        left = f" {count(taken.left_out, 'other')} were partners already." if taken.left_out else ""
        await self.reload(f"{taken.label}.{left} u undoes it.")

    def _about(self) -> str:
        number, wanted = len(self._ids), self._wanted
        if self._text or wanted is None:
            with_it = f" with “{self._text}”" if self._text else ""
            return f"{count(number, 'candidate')}{with_it}, {'no partner' if number == 1 else 'not partners'} yet."
        if isinstance(wanted, Group):
            return f"{said(number, wanted.kind, wanted.specialty, wanted.place)}."
        return f"{said(number, '', wanted.specialty, wanted.area)}. Whom you take is a prospect for it."

    def _lines(self, found: Sequence[Candidate]) -> list[Line]:
        return [candidate_line(one, self.line_width) for one in found]

    def _tell_more(self) -> None:
        here = self.listed.current
        one = self._seen.get(here.key) if here is not None and isinstance(here.key, int) else None
        texts = ("", "") if one is None else detail_texts(one)
        self.query_one("#more", TextPanel).show([text_line(None, text, "dim") for text in texts])


class CandidateGroups(FilteredModal):
    """How many candidates of which specialty are where, the most first. Dismissed with None."""

    EMPTY = "No candidates yet: i brings in a provider file."
    KEYS = "enter lists them · / filter · l all · i import · x remove all · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", id="candidates.filter_groups"),
        Binding("l", "every", "list all by name", id="candidates.every"),
        Binding("i", "import", "import a provider file", id="candidates.import"),
        Binding("x", "clear", "remove all candidates", id="candidates.clear"),
    ]

    def __init__(self) -> None:
        super().__init__("Candidates")
        self._groups: tuple[Group, ...] = ()
        self._loaded = False
        self._kept = 0
        self._sure = False

    def above(self) -> Iterator[Widget]:
        """How many there are, and from which files."""
        yield Static("", id="about", markup=False)

    def below(self) -> Iterator[Widget]:
        """The line under the cursor in words, and the filter."""
        yield Static("", id="detail", markup=False)
        yield FilterLine("words of a specialty, a city or a ZIP", id="filter")

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        if self._loaded:
            self._show()

    def on_key(self, event: events.Key) -> None:
        """Another key than the one that was asked for means no."""
        if event.key != "x":
            self._sure = False

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """List those of a group."""
        if isinstance(message.line.key, int):
            self.app.push_screen(CandidatesScreen(self._groups[message.line.key]), self._back)

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """Say the line under the cursor in words."""
        self._tell()

    def action_every(self) -> None:
        """List all, by name."""
        self.app.push_screen(CandidatesScreen(), self._back)

    def action_import(self) -> None:
        """Bring in a provider file."""
        from tui_tracker.screens.importing import ImportScreen

        self.app.push_screen(ImportScreen(as_="candidates"), self._imported)

    def action_clear(self) -> None:
        """Remove all, after asking."""
        if not self._kept:
            self.say("There are no candidates to remove.")
        elif not self._sure:
            self._sure = True
            self.say(f"x once more removes {count(self._kept, 'candidate')}, and no partner; any other key keeps them.")
        else:
            self._sure = False
            self.do(self._clear())

    async def load(self, *, first: bool = False) -> None:
        """Fetch the groups that the filter lets through."""
        house = self.house()
        self._groups = await house.desk(candidates.groups, _MOST_GROUPS + 1, self._text)
        known = await house.desk(candidates.overview)
        self._kept = known.left + known.partners
        self._loaded = True
        self._show(first=first)
        self.query_one("#about", Static).update(self._about(known))

    def _about(self, known: candidates.Overview) -> str:
        if not self._kept:
            return ""
        more = len(self._groups) > _MOST_GROUPS
        return _overview(known) + (f" The {_MOST_GROUPS} largest groups; / finds the others." if more else "")

    def _show(self, *, first: bool = False) -> None:
        width = self.line_width
        lines = [group_line(group, place, width) for place, group in enumerate(self._groups[:_MOST_GROUPS])]
        self.listed.empty = f"Nobody has “{self._text}”." if self._text else self.EMPTY
        self.listed.show_all(lines, cursor=0 if first else None)
        self._tell()

    def _tell(self) -> None:
        here = self.listed.current
        text = f"{self._groups[here.key].says}." if here is not None and isinstance(here.key, int) else ""
        self.query_one("#detail", Static).update(text)

    async def _clear(self) -> None:
        house = self.house()
        label = await house.desk(candidates.clear_candidates, house.doing())
        await self.reload(f"{label}. u undoes it.")

    def _back(self, _nothing: None) -> None:
        self.do(self.load())

    def _imported(self, imported: object) -> None:
        label = getattr(imported, "label", None)
        if label is not None:
            self.do(self.reload(f"{label}. u undoes it."))


def _heading(wanted: Gap | Group | None) -> str:
    if isinstance(wanted, Gap):
        return f"Candidates for {wanted.name}"
    return "Candidates"


def _overview(known: candidates.Overview) -> str:
    """`1,418 candidates who are not partners yet, 3 more who are; from dac_maine.csv and 2 more.`"""
    are = f", {known.partners:,} more who are" if known.partners else ""
    files = first_of([name for name, _number in known.sources])
    return f"{count(known.left, 'candidate')} who are not partners yet{are}; from {files}."
