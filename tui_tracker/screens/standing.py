"""Who are we to them today? A short questionnaire: one question a step, one save at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_tracker.domain.records import Partner
from tui_tracker.domain.standing import FITS, Answers, answers_of
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import GiveKind, Standing
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.form_modal import form_drafts
from tui_tracker.services.form_drafts import FormDrafts
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.standing_lines import STEPS, Option, options, question, summary
from tui_tracker.widgets.window_list import WindowList

_GUTTER = 2
_STEP = "step"


class StandingQuestions(Modal):
    """Gives what to say once it is saved, else None.

    What was chosen is kept at every key, on disk too, with the step: a line that drops loses nothing.
    """

    CSS_PATH = style_file("standing")
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "choose", show=False, id="standing.mark"),
        Binding("escape", "back", "a step back", id="standing.back"),
    ]

    def __init__(self, partner: Partner) -> None:
        super().__init__()
        self._partner = partner
        self._kept_as = f"standing {partner.id}"
        self._chosen = _texts(answers_of(partner))
        self._step = 0
        self._touched: set[str] = set()
        self._over = False

    def compose(self) -> ComposeResult:
        """Which step it is, the question, what may be chosen or typed, and the keys."""
        with Vertical(id="box"):
            yield Static(f"Who are we to {self._partner.name} today?", id="heading", markup=False)
            yield Static("", id="step", markup=False)
            yield Static("", id="question", markup=False)
            box = Input(id="text", compact=True, select_on_focus=False, placeholder="what they talk about gladly")
            box.cursor_blink = False
            yield box
            yield WindowList(empty="", id="options")
            yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Go on where it was interrupted."""
        self._show()
        self.do(self._read_kept())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A digit chooses."""
        lines = self.query_one(WindowList)
        shown = [lines.line_at(place) for place in range(lines.count)] if lines.has_focus else []
        found = next((one for one in shown if isinstance(one, Option) and one.digit == event.character), None)
        if found is None:
            super().on_key(event)
            return
        event.stop()
        self._choose(found)

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter takes what the cursor is on and goes on; what is chosen by marks is done with then."""
        if self._asked == "summary":
            self.do(self._save())
        elif isinstance(message.line, Option) and self._asked != "likes":
            self._choose(message.line)
        else:
            self._go(1)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed."""
        event.stop()
        if self._asked == "cares_about":
            self._set("cares_about", event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on."""
        event.stop()
        self._go(1)

    def action_mark(self) -> None:
        """Take what the cursor is on, or leave it."""
        line = self.query_one(WindowList).current
        if isinstance(line, Option):
            self._choose(line)

    def action_back(self) -> None:
        """The question before; from the first one back to the page, with everything kept for the next time."""
        if self._step:
            self._go(-1)
            return
        self._over = True
        if self._drafts.problem:
            self.app.notify(self._drafts.problem, markup=False, severity="error")
        self.dismiss(None)

    @property
    def _asked(self) -> str:
        return STEPS[self._step]

    @property
    def _drafts(self) -> FormDrafts:
        return form_drafts(self.app)

    def _choose(self, option: Option) -> None:
        if self._asked == "likes":
            liked = set(self._chosen["likes"].split()) ^ {option.value}
            self._set("likes", " ".join(kind for kind in GiveKind if kind in liked))
            self._show(at=option.digit)
        else:
            self._set(self._asked, option.value)
            self._go(1)

    def _set(self, name: str, text: str) -> None:
        self._chosen[name] = text
        self._touched.add(name)
        self._keep()

    def _go(self, by: int) -> None:
        self._step = min(max(0, self._step + by), len(STEPS) - 1)
        self._keep()
        self._show()

    def _keep(self) -> None:
        """Keep what differs from what is known already, and the step."""
        if self._over:
            return
        known = _texts(answers_of(self._partner))
        changed = {name: text for name, text in self._chosen.items() if text != known[name]}
        place = {_STEP: str(self._step)} if self._step else {}
        self._drafts.keep(self._kept_as, {**changed, **place})

    async def _read_kept(self) -> None:
        kept = await self.house().desk(self._drafts.load, self._kept_as)
        if not kept or self._over:
            return
        self._chosen.update({name: text for name, text in kept.items() if name in set(self._chosen) - self._touched})
        if self._touched:
            self._keep()  # keys came before what was kept; both count
            return
        step = kept.get(_STEP, "0")
        self._step = min(int(step) if step.isdecimal() else 0, len(STEPS) - 1)
        self._show()
        self.say(f"This is what you had chosen before. {self._keys()}")

    def _show(self, *, at: str = "") -> None:
        name = self._asked
        self.query_one("#step", Static).update(f"{self._step + 1} of {len(STEPS)}")
        self.query_one("#question", Static).update(question(name))
        box, choices = self.query_one("#text", Input), self.query_one(WindowList)
        typed = name == "cares_about"
        box.display, choices.display = typed, not typed
        if typed:
            with box.prevent(Input.Changed):
                box.value = self._chosen["cares_about"]
            box.cursor_position = len(box.value)
            box.focus()
        else:
            choices.show_all(lines := self._lines(), cursor=self._start(lines, at))
            choices.focus()
        self.say(self._keys())

    def _lines(self) -> list[Line]:
        width = max(20, min(self.size.width, 100) - 2 - _GUTTER)
        if self._asked == "summary":
            return summary(self._answers(), width)
        return options(self._asked, self._chosen[self._asked], width)

    def _start(self, lines: Sequence[Line], at: str) -> int:
        """Where the cursor begins: at the option of this digit, else at what is chosen already."""
        chosen = self._chosen.get(self._asked, "")
        places = {one.digit: place for place, one in enumerate(lines) if isinstance(one, Option)}
        taken = {one.value: place for place, one in enumerate(lines) if isinstance(one, Option)}
        return places.get(at, taken.get(chosen, 0))

    def on_resize(self, _event: events.Resize) -> None:
        """The lines are made for the width that they have."""
        self._show()

    def _keys(self) -> str:
        back = "esc back" if self._step else "esc leaves, what you chose is kept"
        if self._asked == "summary":
            return f"enter saves · {back}"
        if self._asked == "cares_about":
            return f"type it, or leave it empty · enter goes on · {back}"
        if self._asked == "likes":
            return f"a digit or space chooses, again takes it away · enter goes on · {back}"
        return f"a digit chooses, or j k and enter · {back}"

    def _answers(self) -> Answers:
        chosen = self._chosen
        fits = {name: int(chosen[name]) if chosen[name] in {"1", "2", "3", "4", "5"} else None for name in FITS}
        return Answers(
            standing=chosen["standing"] if chosen["standing"] in set(Standing) else None,
            cares_about=clean_line(chosen["cares_about"]),
            likes=tuple(kind.value for kind in GiveKind if kind in chosen["likes"].split()),
            **fits,
        )

    async def _save(self) -> None:
        from tui_tracker.services.standing import set_standing

        house = self.house()
        known = answers_of(self._partner)
        done = await house.desk(set_standing, house.doing(), self._partner.id, self._answers(), known)
        self._over = True
        self._drafts.forget(self._kept_as)
        self.dismiss(f"{done}. u undoes it.")


def _texts(found: Answers) -> dict[str, str]:
    """Answers as they are kept while the questions are open."""
    fits = {name: str(getattr(found, name) or "") for name in FITS}
    return {
        "standing": found.standing or "",
        **fits,
        "cares_about": found.cares_about,
        "likes": " ".join(found.likes),
    }
