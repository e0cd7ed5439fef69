"""Gaps and growth: targets by need, what is suggested beside them and why, and prospects made from either.

Nothing here comes up by itself: the place is opened, each suggestion says from how many it comes, and one that is put
aside stays away for a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.growth import Growth, HeldTarget, NonTraditional, Suggestion
from tui_tracker.domain.growth_words import Row, about, gap_of, name_of, told, words_of
from tui_tracker.domain.text import count
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.services.growth import bring_back, growth, put_aside
from tui_tracker.widgets.lines import Line, fit, text_line
from tui_tracker.widgets.window_list import WindowList

_FIGURES = (("missing", 8), ("active", 12), ("coming", 8), ("candidates", 12))
_NARROW = 60
"""Lines shorter than this leave out who is coming, which stands below in words."""
_LEAST_NAME = 16


def open_growth(screen: Screen[Any], gap: Gap | None = None) -> None:
    """Open the place above a screen, with the cursor on a gap where one is given."""
    screen.app.push_screen(GrowthScreen(gap))


class GrowthScreen(ListModal):
    """The lines: gaps, targets that are met, suggested targets, non-traditional partners. Dismissed with None."""

    EMPTY = "No targets yet: + sets one, such as 2 for Sports medicine."
    KEYS = "+ target · a prospect · u undo · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add a prospect for it", id="growth.add"),
        Binding("plus", "target", "set a target", id="growth.target"),
        Binding("e", "edit", "change the target", id="growth.edit"),
        Binding("d,x", "remove", "remove the target", id="growth.remove"),
        Binding("c", "candidates", "list the candidates for it", id="growth.candidates"),
        Binding("s", "aside", "put the suggestion aside for a year", id="growth.aside"),
        Binding("S", "bring_back", "bring back what was put aside", id="growth.bring_back"),
    ]

    def __init__(self, gap: Gap | None = None) -> None:
        super().__init__("Gaps and growth")
        self._wanted = None if gap is None else gap.key
        self._found = Growth(0)
        self._rows: dict[str, Row] = {}
        self._keys_shown = self._said = ""
        self._loaded = False

    def above(self) -> Iterator[Widget]:
        """How it stands with all of it."""
        yield Static("", id="about", markup=False)

    def below(self) -> Iterator[Widget]:
        """The line under the cursor in full words."""
        yield Static("", id="detail", markup=False)

    def keys(self) -> str:
        """What can be done with the line under the cursor."""
        self._keys_shown = self._keys()
        return self._keys_shown

    def _keys(self) -> str:
        row = self._here()
        if row is None:
            return self.KEYS
        entered, own = self._entered(row), isinstance(row, HeldTarget)
        words = {
            "a": "prospect",
            "e": "change",
            "d": "remove",
            "+": "target",
            "s": "not now",
        }
        order = sorted("aed+" if own else "a+s", key=lambda key: key != entered)
        shown = [f"{'enter/' if key == entered else ''}{key} {words[key]}" for key in order]
        if entered == "c":
            shown.insert(0, f"enter {count(self._candidates(row), 'candidate')}")
        else:
            shown.append("u undo")
        return " · ".join([*shown, "esc back"])

    def _entered(self, row: Row) -> str:
        """The key that enter stands for: the candidates where there are some, else what the line asks for."""
        if self._candidates(row):
            return "c"
        if isinstance(row, HeldTarget) and row.gap.missing <= 0:
            return "e"
        return "+" if isinstance(row, Suggestion) else "a"

    def _here(self) -> Row | None:
        line = self.listed.current if self.is_mounted else None
        return None if line is None else self._rows.get(str(line.key))

    def _candidates(self, row: Row) -> int:
        return self._found.candidates_for(*words_of(row))

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """Another line: what it says, and what can be done with it."""
        row = self._here()
        self.query_one("#detail", Static).update("" if row is None else told(row, self._found, self.house().today))
        if self._said in ("", self._keys_shown):
            self.say(self.keys())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        self._said = text
        super().say(text, bad=bad)

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        if self._loaded:
            self._show()

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter lists the candidates; where there are none it does what the line asks for."""
        row = self._here()
        if row is not None:
            acts = {"c": self.action_candidates, "e": self.action_edit, "+": self.action_target, "a": self.action_add}
            acts[self._entered(row)]()

    def action_add(self) -> None:
        """A prospect for the line: what it says is filled in."""
        self.do(self._add(self._here()))

    def action_target(self) -> None:
        """A target: as it is suggested, else a new one."""
        self.do(self._target(self._here()))

    def action_edit(self) -> None:
        """Change the target under the cursor."""
        row = self._here()
        if isinstance(row, HeldTarget):
            self.do(self._edit(row.id))
        else:
            self.say("There is no target here yet; + sets one.")

    def action_remove(self) -> None:
        """Remove the target under the cursor."""
        row = self._here()
        if isinstance(row, HeldTarget):
            self.do(self._remove(row.id))
        elif row is not None:
            self.say("This is no target but a suggestion; s puts it aside.")

    def action_aside(self) -> None:
        """Put the suggestion under the cursor aside."""
        row = self._here()
        if isinstance(row, Suggestion | NonTraditional):
            self.do(self._aside(row))
        elif row is not None:
            self.say("This is your own target, no suggestion; d removes it.")

    def action_bring_back(self) -> None:
        """Show every suggestion again that was put aside."""
        if self._found.aside:
            self.do(self._bring_back())
        else:
            self.say("No suggestion was put aside.")

    def action_candidates(self) -> None:
        """Who of the imported provider files might fill it."""
        row = self._here()
        if row is None or not self._candidates(row):
            self.say("No candidates for this: esc, then : candidates brings in a provider file.")
            return
        from tui_tracker.screens.candidates import CandidatesScreen

        self.app.push_screen(CandidatesScreen(gap_of(row)), lambda _left: self.do(self._again()))

    async def _add(self, row: Row | None) -> None:
        from tui_tracker.screens.partner_form import PartnerForm, known_words

        known = await self.house().desk(known_words)
        fill: dict[str, str] = {}
        if row is not None:
            specialty, area = words_of(row)
            fill = {"specialty": specialty, "area": area}
        if isinstance(row, NonTraditional):
            fill["kind"] = row.kind
        if self.is_current:
            self.app.push_screen(PartnerForm(known, None, fill=fill), self._added)

    def _added(self, added: Any) -> None:
        if added is not None:
            self.saved(f"{added.label}. u undoes it.")

    async def _target(self, row: Row | None) -> None:
        from tui_tracker.screens.partner_form import known_words
        from tui_tracker.screens.target_form import TargetForm

        known = await self.house().desk(known_words)
        fill: dict[str, str] = {}
        if isinstance(row, Suggestion):
            fill = {"specialty": row.specialty, "area": row.area, "wanted": str(row.wanted)}
        elif isinstance(row, NonTraditional):
            fill = {"specialty": row.name, "wanted": "1"}
        if self.is_current:
            self.app.push_screen(TargetForm(known, fill=fill), self.saved)

    async def _edit(self, target_id: int) -> None:
        from tui_tracker.screens.partner_form import known_words
        from tui_tracker.screens.target_form import TargetForm
        from tui_tracker.services.targets import target

        kept = await self.house().desk(target, target_id)
        known = await self.house().desk(known_words)
        if self.is_current:
            self.app.push_screen(TargetForm(known, kept), self.saved)

    async def _remove(self, target_id: int) -> None:
        from tui_tracker.services.targets import remove_target

        house = self.house()
        await self.reload(f"{await house.desk(remove_target, house.doing(), target_id)}. u undoes it.")

    async def _aside(self, row: Suggestion | NonTraditional) -> None:
        house = self.house()
        await self.reload(f"{await house.desk(put_aside, house.doing(), row.key, row.name)}. u undoes it.")

    async def _bring_back(self) -> None:
        house = self.house()
        await self.reload(f"{await house.desk(bring_back, house.doing(), self._found.aside)}. u undoes it.")

    async def _again(self) -> None:
        """Back from the candidates: some may be prospects now."""
        await self.load()
        self.say(self.keys())

    async def load(self) -> None:
        """Fetch all of it."""
        house = self.house()
        self._found = await house.desk(growth, house.today, house.settings)
        self._loaded = True
        self.query_one("#about", Static).update(about(self._found, house.settings))
        self._show()

    def _show(self) -> None:
        """Draw the lines; at first the cursor goes to the gap that was asked for."""
        found, width = self._found, self.line_width
        self._rows = {
            **{f"target {one.id}": one for one in (*found.gaps, *found.met)},
            **{one.key: one for one in found.suggested},
            **{one.key: one for one in found.absent},
        }
        lines: list[Line] = []
        if found.gaps:
            lines += [_heading("Gaps, where most are missing first", width), *self._targets(found.gaps, width)]
        if found.met:
            lines += [text_line(None, "Targets that are met", "head"), *self._targets(found.met, width)]
        if found.suggested:
            lines.append(text_line(None, "Suggested targets, by what was sent to you", "head"))
            lines += [_suggestion(one.key, f"{one.wanted:>3,} ", one.name, one.why, width) for one in found.suggested]
        if found.absent:
            lines.append(text_line(None, "Beside the usual referrers, there is nobody yet of", "head"))
            lines += [_suggestion(one.key, "", one.name, one.why, width) for one in found.absent]
        self.listed.show_all(lines, cursor=self._begin(lines))

    def _begin(self, lines: list[Line]) -> int | None:
        wanted, rows = self._wanted, self._rows
        if wanted is None or not rows:
            return None
        self._wanted = None
        keys = {key for key, row in rows.items() if gap_of(row).key == wanted}
        return next((place for place, line in enumerate(lines) if line.key in keys), None)

    def _targets(self, held: tuple[HeldTarget, ...], width: int) -> Iterator[Line]:
        for one in held:
            gap = one.gap
            none = "–" if gap.missing > 0 else ""
            figures = {
                "missing": f"{gap.missing:,}" if gap.missing > 0 else "",
                "active": f"{gap.active:,} of {gap.wanted:,}",
                "coming": f"{gap.coming:,}" if gap.coming else none,
                "candidates": f"{self._candidates(one):,}" if self._candidates(one) else none,
            }
            look = "dim" if gap.covered or gap.missing <= 0 else ""
            columns = _columns(width)
            shown = "".join(fit(figures[word], cells, right=True) for word, cells in columns)
            yield Line(f"target {one.id}", ((fit(name_of(one), _name_width(width)), look), (shown, look)))


def _columns(width: int) -> list[tuple[str, int]]:
    return [one for one in _FIGURES if width >= _NARROW or one[0] != "coming"]


def _name_width(width: int) -> int:
    return max(_LEAST_NAME, width - sum(cells for _word, cells in _columns(width)))


def _heading(text: str, width: int) -> Line:
    words = "".join(fit(word, cells, right=True) for word, cells in _columns(width))
    return Line(None, ((fit(text, _name_width(width)), "head"), (words, "dim")))


def _suggestion(key: str, wanted: str, name: str, why: str, width: int) -> Line:
    """`wanted` is how many, with a blank behind; the reason is cut here and stands below in full."""
    room = min(32, max(_LEAST_NAME, width // 2))
    return Line(key, ((wanted, "bold"), (fit(name, room), ""), (f" {why}", "dim")))
