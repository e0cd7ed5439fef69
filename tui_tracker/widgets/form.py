"""A plain form: labelled fields one under another, each with its own error beside it, driven by keys alone.

How to use it, in a modal (`screens.form_modal.FormModal` does all of this):

    form = Form([
        Field("name", "Name", hint="Dr. Ann Lee"),
        Field("tier", "Tier", "B", choices=(("A", "A"), ("B", "B"), ("C", "C"))),
        Field("", "How to reach them"),                # a heading
        Field("note", "Note", lines=3),
    ])

`form.values()` is what stands in it, by name; `form.show_error("name", "A partner needs a name.")` says what is wrong
beside the field and puts the cursor there. `enter` goes to the next field and, on the last one, submits;
`ctrl+s` submits from anywhere: both post `Form.Submitted`. `Form.Changed` is posted as a field changes.
`up`/`down`, `tab`/`shift+tab` move between fields; in a choice `left`/`right` or a letter choose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_tracker.domain.text import fold
from tui_tracker.widgets.lines import Piece, fit, to_strip

LABEL_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `choices` are (value, what is shown) pairs and make it a choice; `lines` above 1 makes it a box of so many lines;
    `suggestions` complete a line as it is typed (`right` takes one). A field without a name is a heading.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    lines: int = 1


class Choice(Widget, can_focus=True):
    """One of several words: all of them shown where they fit, the chosen one in brackets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", "Next choice", show=False, id="choice.next"),
        Binding("left", "turn(-1)", "Previous choice", show=False, id="choice.previous"),
        Binding("enter", "submit", "Next field", show=False, id="choice.enter"),
    ]

    class Changed(Message):
        """Another word was chosen."""

        def __init__(self, sender: "Choice") -> None:
            super().__init__()
            self.choice = sender

    class Submitted(Message):
        """Enter was pressed."""

        def __init__(self, sender: "Choice") -> None:
            super().__init__()
            self.choice = sender

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._place = 0
        self.set_value(value)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._choices[self._place][0]

    def set_value(self, value: str) -> None:
        """Choose a value; one that is not among the choices leaves everything as it is."""
        for place, (known, _shown) in enumerate(self._choices):
            if known == value:
                self._place = place
                self.refresh()

    def action_turn(self, by: int) -> None:
        """The next word, or the one before; round and round."""
        self._choose((self._place + by) % len(self._choices))

    def action_submit(self) -> None:
        """Done with this field."""
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next word that begins with it."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        for step in range(1, len(self._choices) + 1):
            place = (self._place + step) % len(self._choices)
            if fold(self._choices[place][1]).startswith(fold(event.character)):
                self._choose(place)
                return

    def render_line(self, y: int) -> Strip:
        """The words in a line, or the chosen one and its number where they do not fit."""
        if y:
            return Strip.blank(self.size.width)
        look = "key" if self.has_focus else "bold"
        whole = sum(cell_len(shown) + 2 for _value, shown in self._choices)
        if whole > self.size.width:
            shown = self._choices[self._place][1]
            where = f"  {self._place + 1} of {len(self._choices)}"
            return to_strip((("‹ ", "dim"), (shown, look), (" ›", "dim"), (where, "dim")), self.size.width)
        pieces: list[Piece] = []
        for place, (_value, shown) in enumerate(self._choices):
            pieces.append((f"[{shown}]", look) if place == self._place else (f" {shown} ", ""))
        return to_strip(pieces, self.size.width)

    def on_focus(self, _event: events.Focus) -> None:
        """The chosen word stands out while the cursor is here."""
        self.refresh()

    def on_blur(self, _event: events.Blur) -> None:
        """As on focus."""
        self.refresh()

    def _choose(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.refresh()
            self.post_message(self.Changed(self))


class FormRow(Widget):
    """A label, drawn here, and its control beside it."""

    def __init__(self, label: str, control: Widget) -> None:
        super().__init__(control)
        self._label = label

    def relabel(self, label: str) -> None:
        """Call the field something else."""
        self._label = label
        self.refresh()

    def render(self) -> Content:
        """The label, with a mark where the cursor is."""
        return Content(("> " if self.has_focus_within else "  ") + fit(self._label, LABEL_WIDTH - 3))

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """The mark comes."""
        self.refresh()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """The mark goes."""
        self.refresh()


class Form(VerticalScroll, can_focus=False):
    """The fields, and what stands in them. Scrolls where there are more than fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next field", show=False, id="form.next"),
        Binding("up", "step(-1)", "Previous field", show=False, id="form.previous"),
        Binding("ctrl+s", "submit", "save", id="form.save"),
    ]

    DEFAULT_CSS = """
    Form {
        height: auto; scrollbar-size-vertical: 1; scrollbar-color: ansi_bright_black;
        & FormRow { height: auto; layout: horizontal; }
        & .form-heading { height: 1; margin-top: 1; text-style: bold; }
        & .form-error { height: auto; margin-left: 16; color: ansi_red; text-style: bold; }
        & Input { width: 1fr; margin-left: 16; background: ansi_default; text-style: underline; }
        & Input:focus { background: ansi_default; background-tint: transparent; }
        & Choice { width: 1fr; height: 1; margin-left: 16; }
        & TextArea { width: 1fr; margin-left: 16; background: ansi_default; border: none; padding: 0; }
        & TextArea:focus { background: ansi_default; border: none; }
    }
    """

    class Submitted(Message):
        """The form was sent with these values."""

        def __init__(self, sender: "Form", values: dict[str, str]) -> None:
            super().__init__()
            self.form = sender
            self.values = values

    class Changed(Message):
        """What stands in a field changed."""

        def __init__(self, sender: "Form", name: str, value: str) -> None:
            super().__init__()
            self.form = sender
            self.name = name
            self.value = value

    def __init__(self, fields: Sequence[Field], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fields = tuple(fields)
        self._named = {field.name: field for field in fields if field.name}

    def compose(self) -> ComposeResult:
        """A row a field, its error under it."""
        for field in self._fields:
            if not field.name:
                yield Static(field.label, classes="form-heading", markup=False)
                continue
            yield FormRow(field.label, _control(field))

    @property
    def changed(self) -> bool:
        """True where something else stands in the form than at first."""
        return bool(self.changes())

    def changes(self) -> dict[str, str]:
        """What stands in the fields that hold something else than at first."""
        return {name: value for name, value in self.values().items() if value != self._named[name].value}

    def values(self) -> dict[str, str]:
        """What stands in every field, by name, as it was typed."""
        return {name: self.value(name) for name in self._named}

    def value(self, name: str) -> str:
        """What stands in one field."""
        control = self._control(name)
        text: str = control.value if isinstance(control, Input | Choice) else getattr(control, "text", "")
        return text

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put values into fields; names that the form does not have are left out."""
        for name, value in values.items():
            if name not in self._named:
                continue
            control = self._control(name)
            if isinstance(control, Choice):
                control.set_value(value)
            elif isinstance(control, Input):
                control.value = value
                control.cursor_position = len(value)
            else:
                control.text = value  # type: ignore[attr-defined]

    def offer(self, values: Mapping[str, str]) -> None:
        """Have fields begin with these values; a field in which something else was typed already keeps that."""
        for name, value in values.items():
            field = self._named[name]
            untouched = self.value(name) == field.value
            self._named[name] = replace(field, value=value)
            if untouched and value != field.value:
                self.set_values({name: value})

    def show_field(self, name: str, *, shown: bool = True, label: str = "", hint: str = "", lines: int = 0) -> None:
        """Show or hide a field, with another label, hint and number of lines where given; what stands in it stays."""
        control = self._control(name)
        row = control.parent
        assert isinstance(row, FormRow)
        row.display = shown
        if label:
            row.relabel(label)
        if hint and hasattr(control, "placeholder"):
            control.placeholder = hint
        if lines:
            control.styles.height = lines

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        self._control(name).focus()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.focus_field(self._reachable()[0])

    def show_error(self, name: str | None, message: str) -> bool:
        """Say what is wrong beside a field and put the cursor there; False where the form has no such field."""
        self.clear_errors()
        if name is None or name not in self._reachable():
            return False
        error = Static(f"! {message}", classes="form-error", markup=False)
        row = self._control(name).parent
        assert isinstance(row, FormRow)
        self.mount(error, after=row)
        self.focus_field(name)
        self.call_after_refresh(error.scroll_visible, animate=False)
        return True

    def clear_errors(self) -> None:
        """Take away what was said beside the fields."""
        self.query(".form-error").remove()

    def action_submit(self) -> None:
        """Send what stands in the form."""
        self.post_message(self.Submitted(self, self.values()))

    def action_step(self, by: int) -> None:
        """The next field, or the one before."""
        names = self._reachable()
        here = self._here()
        if here is None:
            self.focus_first()
            return
        place = names.index(here) + by
        if 0 <= place < len(names):
            self.focus_field(names[place])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self._go_on()

    def on_choice_submitted(self, event: Choice.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self._go_on()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell which field changed."""
        event.stop()
        self._tell(event.input)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Tell which field changed."""
        event.stop()
        self._tell(event.choice)

    def on_text_area_changed(self, event: Message) -> None:
        """Tell which field changed."""
        event.stop()
        control = event.control
        if isinstance(control, Widget):
            self._tell(control)

    def _go_on(self) -> None:
        if self._here() == self._reachable()[-1]:
            self.action_submit()
        else:
            self.action_step(1)

    def _reachable(self) -> list[str]:
        """The fields that are shown."""
        return [name for name in self._named if (row := self._control(name).parent) is not None and row.display]

    def _control(self, name: str) -> Widget:
        return self.query_one(f"#field-{name}", Widget)

    def _here(self) -> str | None:
        focused = self.screen.focused
        return next((name for name in self._named if focused is not None and focused.id == f"field-{name}"), None)

    def _tell(self, control: Widget) -> None:
        name = (control.id or "").removeprefix("field-")
        self.post_message(self.Changed(self, name, self.value(name)))


def _control(field: Field) -> Widget:
    name = f"field-{field.name}"
    if field.choices:
        return Choice(field.choices, field.value, id=name)
    if field.lines > 1:
        from textual.widgets import TextArea

        area = TextArea(
            field.value, id=name, compact=True, highlight_cursor_line=False, placeholder=Content(field.hint)
        )
        area.cursor_blink = False
        area.styles.height = field.lines
        return area
    box = Input(
        field.value,
        placeholder=field.hint,
        id=name,
        compact=True,
        select_on_focus=field.value == "today",  # another day takes its place, rather than following it
        suggester=SuggestFromList(field.suggestions, case_sensitive=False) if field.suggestions else None,
    )
    box.cursor_blink = False
    return box


def word_choices(words: Sequence[str], *, unknown: str = "") -> tuple[tuple[str, str], ...]:
    """Choices from stored words; with `unknown`, a first choice of that name whose value is empty."""
    from tui_tracker.domain.words import label

    first = (("", unknown),) if unknown else ()
    return (*first, *((str(word), label(word)) for word in words))
