"""Handing over what a member looks after: who receives, what each would get, and then all of it in one change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.hand_over import Held, Receiver, fair_split, share_words, shares, tier_words
from tui_tracker.domain.records import Member
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import Tier
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.lines import Line, fit, wrap
from tui_tracker.widgets.window_list import WindowList

if TYPE_CHECKING:
    from tui_tracker.services.hand_over import Plan

_NAME_WIDTH = (22, 36)
_OTHERS = 40
"""What stands right of a partner's name: tier, and to whom."""
_MARK = "[x] "


class HandOverScreen(ListModal):
    """Who receives, the preview, and the partners one by one. Gives what to say, or None where it was left."""

    EMPTY = ""
    KEYS = "space who receives, moves a partner on · f splits fairly · L has left · ctrl+s hands over · esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "receives or not; the partner goes to the next", id="hand_over.pick"),
        Binding("L", "left", "they have left the team then, or stay", id="hand_over.left"),
        Binding("f", "fair", "split fairly again", show=False, id="hand_over.fair"),
        Binding("ctrl+s", "do_it", "hand over", id="hand_over.do"),
    ]

    def __init__(self, leaving: Member | None, members: Sequence[Member]) -> None:
        super().__init__(f"{leaving.name} hands over" if leaving else "Partners whom nobody looks after")
        self._leaving = leaving
        others = [one.id for one in members if one.active and one != leaving]
        self._others = others
        self._chosen = list(others)
        self._moved: dict[int, int] = {}
        self._leaves = False
        self._plan: Plan | None = None
        self._given: dict[int, int] = {}
        self._busy = False

    def above(self) -> Iterator[Widget]:
        """What there is to hand over."""
        yield Static("", id="about", markup=False)

    async def load(self) -> None:
        """Fetch what there is, and show it split among everybody else."""
        from tui_tracker.services.hand_over import plan_hand_over

        house = self.house()
        leaving = None if self._leaving is None else self._leaving.id
        self._plan = await house.desk(plan_hand_over, leaving, self._others, house.settings)
        self._show()

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter does what space does."""
        self.action_pick()

    def action_pick(self) -> None:
        """A member receives, or not; a partner goes to the next receiver."""
        line = self.listed.current
        if self._plan is None or line is None:
            return
        kind, _, number = str(line.key).partition(":")
        if kind == "to":
            self._toggle_receiver(int(number))
        elif kind == "partner":
            self._move_on(int(number))

    def action_left(self) -> None:
        """With the hand-over they have left the team, or not."""
        if self._leaving is None or not self._leaving.active:
            self.say("Nobody leaves with this." if self._leaving is None else f"{self._leaving.name} has left already.")
            return
        self._leaves = not self._leaves
        self._show()

    def action_fair(self) -> None:
        """Forget the partners that were moved by hand."""
        self._moved.clear()
        self._show()

    def action_do_it(self) -> None:
        """Hand over, as it is shown."""
        if not self._chosen:
            self.say("Choose with space who receives.", bad=True)
        elif self._plan is not None and not self._busy:
            self._busy = True
            self.do(self._do())

    async def _do(self) -> None:
        from tui_tracker.services.hand_over import hand_over

        house = self.house()
        leaving = None if self._leaving is None else self._leaving.id
        try:
            label = await house.desk(
                hand_over, house.doing(), leaving, self._chosen, house.settings, self._given, leaves=self._leaves
            )
        finally:
            self._busy = False
        self.dismiss(f"{label}. u undoes it.")

    def _toggle_receiver(self, member_id: int) -> None:
        if member_id in self._chosen:
            self._chosen.remove(member_id)
            self._moved = {one: to for one, to in self._moved.items() if to != member_id}
        else:
            self._chosen = [one for one in self._others if one in (*self._chosen, member_id)]
        self._show()

    def _move_on(self, partner_id: int) -> None:
        names = [one.id for one in self._receivers()]
        if len(names) < 2:
            self.say("Choose a second member who receives, to move a partner there.")
            return
        self._moved[partner_id] = names[(names.index(self._given[partner_id]) + 1) % len(names)]
        self._show()

    def _receivers(self) -> list[Receiver]:
        assert self._plan is not None
        return [one for one in self._plan.receivers if one.id in self._chosen]

    def _show(self) -> None:
        plan = self._plan
        if plan is None:
            return  # it is still being fetched, and will be shown as things stand then
        receivers = self._receivers()
        weights = self.house().settings.tier_weights
        split = fair_split(plan.partners, receivers, weights)
        self._given = {one: self._moved.get(one, to) for one, to in split.items()}
        self.query_one("#about", Static).update(self._about(plan))
        found = {one.member_id: one for one in shares(plan.partners, receivers, self._given, weights)}
        lines = [Line(None, (("To", "head"),))]
        for one in plan.receivers:
            share = found.get(one.id)
            text = share_words(share) if share else f"{one.name} gets nothing"
            mark = (_MARK, "good") if share else ("[ ] ", "dim")
            first, *rest = wrap(text, self.line_width - len(_MARK))
            lines.append(Line(f"to:{one.id}", (mark, (first, "" if share else "dim"))))
            lines += [Line(None, ((" " * len(_MARK) + part, "" if share else "dim"),)) for part in rest]
        if found:
            loads = ", ".join(f"{one.name} {one.load:,}" for one in found.values())
            told = wrap(f"weighed by tier, they look after then: {loads}", self.line_width)
            lines += [Line(None, ((part, "dim"),)) for part in told]
        names = {one.id: one.name for one in receivers}
        if plan.partners:
            lines += [Line(None, ()), Line(None, (("Partners", "head"), ("  space moves one on", "dim")))]
            lines += [
                self._partner(one, names) for one in sorted(plan.partners, key=lambda one: (fold(one.name), one.id))
            ]
        self.listed.show_all(lines)

    def _partner(self, one: Held, names: dict[int, str]) -> Line:
        to = names.get(self._given.get(one.id, 0))
        notes = "archived" if one.archived else f"tier {one.tier}"
        if one.id in self._moved:
            notes += ", moved"
        goes = (f"to {to}", "") if to else ("to nobody yet", "warn")
        name = max(_NAME_WIDTH[0], min(_NAME_WIDTH[1], self.line_width - _OTHERS))
        return Line(f"partner:{one.id}", ((fit(one.name, name), ""), (f" {fit(notes, 16)}", "dim"), goes))

    def _about(self, plan: Plan) -> str:
        present = [one for one in plan.partners if not one.archived]
        tiers = [sum(one.tier == tier for one in present) for tier in Tier]
        what = [f"{count(len(present), 'partner')}{tier_words(tiers)}"]
        if len(present) < len(plan.partners):
            what.append(f"{len(plan.partners) - len(present)} archived")
        what.append(count(plan.follow_ups, "open follow-up"))
        if plan.leaving is None:
            return f"{', '.join(what)}."
        what.append(count(plan.referrals, "open referral"))
        name = plan.leaving.name
        if not plan.leaving.active:
            after = f"{name} has left."
        else:
            after = (
                f"{name} leaves the team with this (L)." if self._leaves else f"{name} stays on the team (L: leaves)."
            )
        return f"{', '.join(what)}. {after} What {name} did stays theirs."
