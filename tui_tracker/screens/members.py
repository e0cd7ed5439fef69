"""The practice's team: who is on it, who has left, and whether the person at the keyboard is among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.records import Member
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.domain.words import MemberRole, label
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.widgets.form import Field, word_choices
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.window_list import WindowList

_KEYS = "a adds · e or enter edits · u undoes · esc back"
_NAME_WIDTH = 36
_YES_NO = (("yes", "yes"), ("no", "no"))


class MemberForm(FormModal):
    """One of the team, new or changed. Gives what to say."""

    def __init__(self, member: Member | None, name: str, *, is_me: bool = False) -> None:
        title = "A new member of our team" if member is None else member.name
        super().__init__(title, kept_as=f"member {member.id if member else ''}")
        self._member = member
        self._called = name
        self._is_me = is_me

    def fields(self) -> Sequence[Field]:
        """The name, the role, and for one who is there already whether they still are."""
        one = self._member
        role = one.role if one else MemberRole.COORDINATOR.value
        found = [
            Field("name", "Name", one.name if one else self._called, hint="as it is to stand in letters"),
            Field("role", "Role", role, choices=word_choices(list(MemberRole))),
        ]
        if one is not None:
            found.append(Field("active", "Still with us", "yes" if one.active else "no", choices=_YES_NO))
        return found

    async def save(self, values: dict[str, str]) -> str:
        """Add or change the member. Raises Refused for the field that is wrong."""
        from tui_tracker.services.practice import add_member, edit_member

        house = self.house()
        name = clean_line(values["name"])
        if self._member is None:
            await house.desk(add_member, house.doing(), values)
            return f"Added {name}. u undoes it."
        if not await house.desk(edit_member, house.doing(), self._member.id, self.form.changes()):
            return "Nothing was changed."
        if self._is_me and fold(name) != fold(house.who):
            return f'Saved {name}. You are still {house.who} here: write  member = "{name}"  into the settings.'
        return f"Saved {name}. u undoes it."


class MembersScreen(Modal):
    """The team as a short list."""

    CSS_PATH = style_file("members")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="members.add"),
        Binding("e", "edit", "edit", id="members.edit"),
        Binding("u", "undo", "undo", id="members.undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="members.redo"),
        Binding("escape,q", "leave", "back", id="members.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._members: dict[int, Member] = {}

    def compose(self) -> ComposeResult:
        """Who you are, the list, and the keys."""
        with Vertical(id="box"):
            yield Static("Our team", id="heading", markup=False)
            yield Static("", id="me", markup=False)
            yield WindowList(empty="Nobody yet: a adds.", id="members")
            yield Static(_KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Fetch them."""
        self.do(self._load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, _event: events.Key) -> None:
        """A key takes away what was said before it."""
        self.say(_KEYS)

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter edits."""
        self.action_edit()

    def action_add(self) -> None:
        """A new member; the person at the keyboard, where they are not among them yet."""
        name = "" if self._me() else self.house().who
        self.app.push_screen(MemberForm(None, name), self._saved)

    def action_edit(self) -> None:
        """The member under the cursor."""
        line = self.query_one(WindowList).current
        member = self._members.get(line.key) if line is not None and isinstance(line.key, int) else None
        if member is None:
            self.say("There is nobody here yet; a adds.")
        else:
            self.app.push_screen(MemberForm(member, "", is_me=member == self._me()), self._saved)

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self.do(self._undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.do(self._redo())

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    def _saved(self, said: Any) -> None:
        if said is not None:
            self.do(self._reload(str(said)))

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        change = await self.house().desk(undo, self.house().doing())
        await self._reload(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        from tui_tracker.services.history import redo

        change = await self.house().desk(redo, self.house().doing())
        await self._reload(f"Done again: {change.label}.")

    async def _reload(self, said: str) -> None:
        self.house().changed()
        await self._load()
        self.say(said)

    async def _load(self) -> None:
        from tui_tracker.services.practice import members

        found = await self.house().desk(members)
        self._members = {one.id: one for one in found}
        me = self._me()
        self.query_one("#me", Static).update(self._who(me))
        self.query_one(WindowList).show_all([_line(one, one == me) for one in found])

    def _me(self) -> Member | None:
        """The member that the person at the keyboard is, as what they do is tied to a member: by name."""
        who = fold(self.house().who)
        same = [one for one in self._members.values() if fold(one.name) == who]
        return next((one for one in same if one.active), same[0] if same else None)

    def _who(self, me: Member | None) -> str:
        who = clean_line(self.house().who)
        if me is None:
            return f"You are {who}; {who} is not among the members, so what you do is tied to nobody: a adds you."
        if not me.active:
            return f"You are {who}, who has left."
        return f"You are {who}. What you log and send is tied to this name."


def _line(one: Member, is_me: bool) -> Line:
    notes = [label(one.role)]
    if not one.active:
        notes.append("has left")
    if is_me:
        notes.append("you")
    return Line(one.id, ((fit(one.name, _NAME_WIDTH), "" if one.active else "dim"), (f"  {', '.join(notes)}", "dim")))
