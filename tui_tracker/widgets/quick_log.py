"""The quick log: a line, and below it what it says, as it is typed.

The panel reads the line itself, at every key; names that it does not know yet it asks for with `Lookup`, and is told
with `learn`. Nothing here waits for a disk. `Submitted` carries exactly what the preview shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from tui_tracker.domain.quicklog import NameSeen, PersonSeen, Problem, Trouble, Understood, parse
from tui_tracker.domain.quicklog_names import Found, KnownNames, NameAsked, choose
from tui_tracker.domain.quicklog_people import KnownPeople, Person
from tui_tracker.domain.records import FollowUp, PartnerName
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.lines import fit
from tui_tracker.widgets.quick_log_lines import TYPING_SHOWN, Mode, Shown, below, keys
from tui_tracker.widgets.text_panel import TextPanel


class LogLine(Input):
    """The line. The panel is offered every key first."""

    def __init__(self) -> None:
        super().__init__(id="line", select_on_focus=False, compact=True)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        panel = self.parent
        if isinstance(panel, QuickLogPanel) and panel.take_key(event.key, event.character):
            event.stop()
            event.prevent_default()

    def watch_value(self, value: str) -> None:
        """Hand the line on before it is painted: what can be seen is kept."""
        panel = self.parent
        if isinstance(panel, QuickLogPanel):
            panel.keep(value)

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one: nothing of what is pasted is lost."""
        event.stop()
        event.prevent_default()
        text = clean_line(event.text)
        if text:
            self.replace(text, *sorted(self.selection))


class QuickLogPanel(Vertical):
    """The line and what it says. `partners` and `intents` are filled in beforehand.

    `keep` is called with the line at every change, before the change is painted; it must not wait for anything.
    """

    DEFAULT_CSS = """
    QuickLogPanel { height: 1fr; }
    QuickLogPanel #line { margin-bottom: 1; }
    QuickLogPanel #below { height: 1fr; }
    QuickLogPanel #keys { height: 1; }
    """

    class Lookup(Message):
        """These names and numbers, and who is at these partners, are to be looked up, and told with `learn`."""

        def __init__(self, asked: tuple[NameAsked, ...], offices: tuple[int, ...] = ()) -> None:
            super().__init__()
            self.asked = asked
            self.offices = offices

    class Submitted(Message):
        """This is to be saved; it is what the preview shows."""

        def __init__(self, understood: Understood) -> None:
            super().__init__()
            self.understood = understood

    class Left(Message):
        """The person goes back; the line is to be kept."""

    class TakenUp(Message):
        """The person takes up the line they left before."""

    def __init__(
        self,
        today: date,
        keep: Callable[[str], None],
        partners: Sequence[PartnerName] = (),
        intents: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.keep = keep
        self._today = today
        self._partners = tuple(partners)
        self._intents = tuple(intents)
        self._follow_ups: tuple[FollowUp, ...] = ()
        self._known = KnownNames()
        self._people = KnownPeople()
        self._asked: set[NameAsked] = set()
        self._visited: set[int] = set()
        self._contact: Person | None = None
        self._quiets: tuple[str, ...] = ()
        self._quiet_until: date | None = None
        self._mode = Mode.LINE
        self._pick: int | None = None
        self._insisted = False
        self._submits = False
        self._saving = False
        self._said = ""
        self._kept = ""
        self._understood = self._read()

    def compose(self) -> ComposeResult:
        """The line, what it says, what the keys do."""
        yield LogLine()
        yield TextPanel(id="below")
        yield TextPanel(id="keys")

    @property
    def understood(self) -> Understood:
        """What the line says now."""
        return self._understood

    @property
    def line(self) -> str:
        """What is typed."""
        return self._input.value if self.is_mounted else ""

    @property
    def _input(self) -> LogLine:
        return self.query_one(LogLine)

    def fill_in(
        self,
        partners: Sequence[PartnerName],
        follow_ups: Sequence[FollowUp],
        intents: Sequence[str],
        *,
        contact: Person | None = None,
        quiets: Sequence[str] = (),
        quiet_until: date | None = None,
    ) -> None:
        """Who it is with, what it keeps, what it is for and what rests until when, without being typed."""
        self._partners, self._follow_ups, self._intents = tuple(partners), tuple(follow_ups), tuple(intents)
        self._contact, self._quiets, self._quiet_until = contact, tuple(quiets), quiet_until
        self._again()

    def put(self, line: str) -> None:
        """Begin with this line."""
        self._input.value = line
        self._input.cursor_position = len(line)

    def offer(self, kept: str) -> None:
        """Tell of a line that was left before; empty for none."""
        self._kept = kept
        self._paint()

    def learn(self, answers: Mapping[NameAsked, Found], people: Mapping[int, Sequence[Person]] | None = None) -> None:
        """What names mean that were asked for, and who is at which partner."""
        self._known.learn(answers)
        for partner_id, there in (people or {}).items():
            self._people.learn(partner_id, there)
        self._again()
        if self._submits and not self._waiting:
            self._submits = False
            self._submit()

    @property
    def _waiting(self) -> bool:
        return bool(self._understood.waiting or self._understood.offices)

    def unanswered(self, asked: Sequence[NameAsked], offices: Sequence[int] = ()) -> None:
        """These could not be looked up; the next change of the line asks again."""
        self._asked.difference_update(asked)
        self._visited.difference_update(offices)
        self._submits = False

    def say(self, text: str) -> None:
        """Say what went wrong; the line stays as it is and may be sent again."""
        self._said = text
        self._saving = False
        self._paint()

    def on_mount(self) -> None:
        """Show what is filled in."""
        self._again()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self.call_after_refresh(self._paint)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read the line anew."""
        event.stop()
        self._to_line()
        self._submits = False
        self._insisted = False
        self._said = ""
        self._again()

    def take_key(self, key: str, character: str | None) -> bool:
        """Act on a key that is not for the line; tells whether it was one."""
        if self._saving:
            return True
        if key == "escape":
            if self._mode is Mode.LINE and self._pick is None:
                self.post_message(self.Left())
            else:
                self._to_line()
                self._paint()
            return True
        if key == "enter":
            self._enter()
            return True
        if key == "tab":
            self._complete()
            return True
        if key in ("up", "down"):
            self._move(1 if key == "down" else -1)
            return True
        return self._number(character)

    def _number(self, character: str | None) -> bool:
        """Choose by number, where numbers are shown."""
        if self._mode is Mode.LINE:
            return False
        about = self._about()
        if about is not None and character is not None and character in "123456789":
            place = int(character) - 1
            if place < len(about.offers):
                self._put_name(about, place)
            return True
        self._to_line()
        self._paint()
        return False

    def _enter(self) -> None:
        about = self._about()
        if about is not None and self._pick is not None:
            self._put_name(about, self._pick)
        elif self._mode is Mode.ADDING:
            self._understood = self._read(add=self._strangers())
            self._submit()
        elif self._waiting:
            self._submits = True
        else:
            self._submit()

    def _submit(self) -> None:
        """Send what is shown, or ask what is open."""
        if self._understood.ready:
            self._saving = True
            self._mode = Mode.LINE
            self.post_message(self.Submitted(self._understood))
            return
        self._insisted = True
        kinds = {problem.kind for problem in self._understood.problems}
        if kinds == {Trouble.UNKNOWN}:
            self._mode = Mode.ADDING
            self._understood = self._read(add=self._strangers())
        else:
            first = next(problem for problem in self._understood.problems if problem.kind is not Trouble.UNKNOWN)
            self._input.cursor_position = first.end
            if first.kind is Trouble.AMBIGUOUS or first.offers:
                self._mode, self._pick = Mode.CHOOSING, 0
        self._paint()

    def _complete(self) -> None:
        about = self._about()
        if about is not None and about.offers:
            self._put_name(about, self._pick or 0)
            return
        whole = self._whole_name()
        seen = self._name_at_cursor() or self._person_at_cursor()
        if whole and seen is not None:
            self._replace(seen.start, seen.end, whole)

    def _move(self, by: int) -> None:
        about = self._about()
        count = 0 if about is None else len(about.offers)
        if count:
            if self._mode is Mode.LINE:
                count = min(count, TYPING_SHOWN)
            self._pick = (0 if by > 0 else count - 1) if self._pick is None else (self._pick + by) % count
            self._paint()
        elif by < 0 and self._kept and not self.line.strip():
            self.post_message(self.TakenUp())

    def _put_name(self, about: Problem, place: int) -> None:
        self._replace(about.start, about.end, about.offers[place][1])

    def _replace(self, start: int, end: int, text: str) -> None:
        line = self.line
        after = line[end:]
        gap = "" if after[:1].isspace() else " "
        self._to_line()
        self._input.value = line[:start] + text + gap + after
        self._input.cursor_position = start + len(text) + 1
        self._again()

    def _to_line(self) -> None:
        was_adding, self._mode, self._pick = self._mode is Mode.ADDING, Mode.LINE, None
        if was_adding:
            self._understood = self._read()

    def _about(self) -> Problem | None:
        """The name that is asked about: the one under the cursor, else the first that is not clear."""
        open_names = [
            problem
            for problem in self._plain_problems()
            if problem.kind in (Trouble.AMBIGUOUS, Trouble.UNKNOWN) or problem.people
        ]
        cursor = self._input.cursor_position
        for problem in open_names:
            if problem.start < cursor <= problem.end:
                return problem
        return open_names[0] if open_names else None

    def _plain_problems(self) -> tuple[Problem, ...]:
        """The problems as they are while nothing is added yet."""
        return self._read().problems if self._mode is Mode.ADDING else self._understood.problems

    def _strangers(self) -> tuple[str, ...]:
        return tuple(one.name for one in self._plain_problems() if one.kind is Trouble.UNKNOWN)

    def _name_at_cursor(self) -> NameSeen | None:
        cursor = self._input.cursor_position
        return next((one for one in self._understood.names if one.start < cursor <= one.end), None)

    def _person_at_cursor(self) -> PersonSeen | None:
        cursor = self._input.cursor_position
        return next((one for one in self._understood.seen_people if one.start < cursor <= one.end), None)

    def _whole_name(self) -> str:
        """What the name under the cursor becomes when it is completed; empty where it is whole, or not clear."""
        person = self._person_at_cursor()
        if person is not None:
            return "" if person.whole == self.line[person.start : person.end] else person.whole
        seen = self._name_at_cursor()
        found = None if seen is None or isinstance(seen.asked, int) else self._known.find(seen.asked)
        if seen is None or found is None or found.total != 1:
            return ""
        whole = choose(found.names[0], found)
        return "" if whole == self.line[seen.start : seen.end] else whole

    def _read(self, add: Sequence[str] = ()) -> Understood:
        return parse(
            self.line,
            self._today,
            self._known,
            self._partners,
            intents=self._intents,
            follow_ups=self._follow_ups,
            add=add,
            people=self._people,
            contact=self._contact,
            quiets=self._quiets,
            quiet_until=self._quiet_until,
        )

    def _again(self) -> None:
        """Read the line, ask for names that are not known, and show what it says."""
        if not self.is_mounted:
            return
        adding = self._mode is Mode.ADDING
        self._understood = self._read(add=self._strangers() if adding else ())
        new = tuple(asked for asked in self._understood.waiting if asked not in self._asked)
        offices = tuple(one for one in self._understood.offices if one not in self._visited)
        if new or offices:
            self._asked.update(new)
            self._visited.update(offices)
            self.post_message(self.Lookup(new, offices))
        self._paint()

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        panel = self.query_one("#below", TextPanel)
        width, height = panel.size
        shown = Shown(
            understood=self._understood,
            empty=not self.line.strip(),
            mode=self._mode,
            about=self._about(),
            strangers=self._strangers(),
            pick=self._pick,
            insisted=self._insisted,
            completes=bool(self._whole_name()),
            said=self._said,
            kept=fit(self._kept, max(10, width - 32)).rstrip() if self._kept and not self.line.strip() else "",
        )
        panel.show(below(shown, width, height))
        self.query_one("#keys", TextPanel).show([keys(shown)])
