"""The practice's team: who is on it, who looks after whom, and whether the person at the keyboard is among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.records import Member
from tui_tracker.domain.team import member_named
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.domain.words import MemberRole, label
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.form import Field, word_choices
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.window_list import WindowList

if TYPE_CHECKING:
    from tui_tracker.services.members import Caring

_NAME_WIDTH = 21
_NOTE_WIDTH = 21
_COLUMNS = (("partners", 8), ("A", 5), ("B", 5), ("C", 5), ("follow-ups", 11))
_NARROW = sum(width for _word, width in _COLUMNS) + _NAME_WIDTH + _NOTE_WIDTH
"""Lines shorter than this have less room for names and notes; the figures keep theirs."""
NOBODY = "nobody"
"""The key of the last line, and the filter that shows those whom nobody looks after."""
_YES_NO = (("yes", "yes"), ("no", "no"))


class MemberForm(FormModal):
    """One of the team, new or changed. Gives what to say."""

    def __init__(self, member: Member | None, name: str, *, is_me: bool = False) -> None:
        title = "A new member of our team" if member is None else member.name
        super().__init__(title, kept_as=f"member {member.id if member else ''}")
        self._member = member
        self._called = name
        self._is_me = is_me
        self._asked = False

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
        changes, insisted = self.form.changes(), self._asked
        try:
            changed = await house.desk(edit_member, house.doing(), self._member.id, changes, insisted=insisted)
        except Questioned as questioned:
            self._asked = True
            raise Refused(questioned.message, questioned.field) from None
        if not changed:
            return "Nothing was changed."
        if self._is_me and fold(name) != fold(house.who):
            return f'Saved {name}. You are still {house.who} here: write  member = "{name}"  into the settings.'
        return f"Saved {name}. u undoes it."


class MembersScreen(ListModal):
    """The team as a short list, with whom each looks after, and whom nobody does."""

    EMPTY = "Nobody yet: a adds."
    KEYS = "enter their partners · a adds · e edits · h hands over · u undoes · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="members.add"),
        Binding("e", "edit", "edit", id="members.edit"),
        Binding("h", "hand_over", "hand over whom they look after", id="members.hand_over"),
    ]

    def __init__(self) -> None:
        super().__init__("Our team")
        self._caring: dict[int | str, Caring] = {}

    def above(self) -> Iterator[Widget]:
        """Who you are."""
        yield Static("", id="me", markup=False)

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter shows the partners of the member under the cursor, or those whom nobody looks after."""
        found = self._here()
        if found is None:
            return
        if not found.partners:
            self.say(f"{found.member.name if found.member else 'Nobody'} looks after no partner yet; e edits a member.")
            return
        self.dismiss(None)
        self.house().show_partners(member_filter(found.member))

    def action_add(self) -> None:
        """A new member; the person at the keyboard, where they are not among them yet."""
        name = "" if self._me() else self.house().who
        self.app.push_screen(MemberForm(None, name), self.saved)

    def action_edit(self) -> None:
        """The member under the cursor."""
        found = self._here()
        if found is None or found.member is None:
            self.say("There is no member under the cursor; a adds one.")
        else:
            self.app.push_screen(MemberForm(found.member, "", is_me=found.member == self._me()), self.saved)

    def action_hand_over(self) -> None:
        """All that the member under the cursor looks after, or what nobody does, goes to others."""
        from tui_tracker.screens.hand_over import HandOverScreen

        found = self._here()
        if found is None:
            self.say("There is nobody here yet; a adds.")
        elif found.member is None and not found.partners and not found.follow_ups:
            self.say("Every partner is looked after by somebody: there is nothing to hand over here.")
        elif not any(one.active and one != found.member for one in self._members()):
            self.say("There is nobody else to hand over to; a adds a member.")
        else:
            self.app.push_screen(HandOverScreen(found.member, self._members()), self.saved)

    async def load(self) -> None:
        """Fetch who looks after whom."""
        from tui_tracker.services.members import caring

        found = await self.house().desk(caring)
        some = found[:-1] or found[-1].partners
        self._caring = {_key(one): one for one in (found if some else ())}
        me = self._me()
        self.query_one("#me", Static).update(self._who(me))
        text = self._text_widths()
        lines = [_line(one, me is not None and one.member == me, text) for one in self._caring.values()]
        self.listed.show_all([_heading(sum(text)), *lines] if lines else [])

    def _text_widths(self) -> tuple[int, int]:
        """How wide names and notes may be, so that every figure can be seen."""
        if self.line_width >= _NARROW:
            return _NAME_WIDTH, _NOTE_WIDTH
        room = self.line_width - (_NARROW - _NAME_WIDTH - _NOTE_WIDTH)
        name = max(room - 8, min(room, 8))
        return name, room - name

    def _here(self) -> Caring | None:
        line = self.listed.current
        return None if line is None or line.key is None else self._caring.get(line.key)

    def _members(self) -> list[Member]:
        return [one.member for one in self._caring.values() if one.member is not None]

    def _me(self) -> Member | None:
        """The member that the person at the keyboard is."""
        return member_named(self.house().who, self._members())

    def _who(self, me: Member | None) -> str:
        who = clean_line(self.house().who)
        if me is None:
            return f"You are {who}; {who} is not among the members, so what you do is tied to nobody: a adds you."
        if not me.active:
            return f"You are {who}, who has left."
        return f"You are {who}. What you log and send is tied to this name."


def member_filter(member: Member | None) -> str:
    """The filter of the Partners screen that shows whom a member looks after, or whom nobody does."""
    if member is None:
        return NOBODY
    words = fold(member.name).split()
    # A whole name where it is one word: “ann” alone would be Joanna as well.
    return " ".join(f"member:{word}" for word in words) if len(words) > 1 else f"member:={words[0]}"


def _key(one: Caring) -> int | str:
    return NOBODY if one.member is None else one.member.id


def _heading(text: int) -> Line:
    """What the columns mean, right of `text` cells of names and notes."""
    numbers = "".join(fit(word, width, right=True) for word, width in _COLUMNS)
    return Line(None, ((" " * text + numbers, "dim"),))


def _line(one: Caring, is_me: bool, widths: tuple[int, int]) -> Line:
    """A member, or nobody, with the figures; `widths` are those of the name and the notes."""
    figures = (one.partners, *one.tiers, one.follow_ups)
    shown = "".join(
        fit(f"{figure:,}" if figure else "-", width, right=True)
        for figure, (_word, width) in zip(figures, _COLUMNS, strict=True)
    )
    if one.member is None:
        look = "warn" if one.partners else "dim"
        return Line(NOBODY, ((fit("looked after by nobody", sum(widths)), look), (shown, look)))
    notes = [label(one.member.role)]
    if not one.member.active:
        notes.append("has left")
    if is_me:
        notes.append("you")
    name_width, note_width = widths
    if note_width < _NOTE_WIDTH:
        notes = notes[1:]
    left_behind = not one.member.active and bool(one.partners or one.follow_ups)
    name = fit(fit(one.member.name, name_width - 1), name_width)
    return Line(
        one.member.id,
        (
            (name, "" if one.member.active else "dim"),
            (fit(", ".join(notes), note_width), "dim"),
            (shown, "warn" if left_behind else ""),
        ),
    )
