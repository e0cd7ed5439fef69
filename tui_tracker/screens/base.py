"""What the six main screens share: the frame, loading in a worker, and one line to speak in."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tui_tracker.domain.errors import NotNow, Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.widgets.key_bar import KeyBar
from tui_tracker.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker

SCREENS: tuple[str, ...] = ("Today", "Partners", "Board", "Network", "Insights", "History")

_AGAIN_SECONDS = 5.0
_PACKAGE = Path(__file__).parent.parent
_FOCUS = ("app.focus_next", "app.focus_previous")
_KEY_WORDS = {"⏎": "enter", "⌫": "backspace"}


def style_file(name: str) -> Path:
    """A file of `styles/`, which stands inside the package in a wheel and beside it in a checkout."""
    inside = _PACKAGE / "styles" / f"{name}.tcss"
    return inside if inside.exists() else _PACKAGE.parent / "styles" / f"{name}.tcss"


def key_name(screen: Screen[Any], binding: Binding) -> str:
    """How a key is written wherever it is shown: `enter`, `ctrl+r`, as the texts have it and every console can show."""
    shown = screen.app.get_key_display(binding)
    if shown.startswith("^") and len(shown) > 1:
        return f"ctrl+{shown[1:]}"
    return _KEY_WORDS.get(shown, shown)


@dataclass(frozen=True, slots=True)
class LogAbout:
    """What a quick log begins with: the partner and the contact (id, name), the intents, the follow-ups that it keeps.

    `quiets` are the keys of agenda lines that are to rest for a while once it is logged.
    """

    partner: tuple[int, str] | None = None
    intents: tuple[str, ...] = ()
    follow_up_ids: tuple[int, ...] = ()
    quiets: tuple[str, ...] = ()
    contact: tuple[int, str] | None = None


class Helped:
    """Ways to work and to speak that main screens and modals share."""

    def house(self) -> TuiTracker:
        """The app, with its desk, clock and settings."""
        return self.app  # type: ignore[attr-defined,no-any-return]

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line to the person, as plain text."""
        raise NotImplementedError

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Carry out a write in a worker; what is refused is said, nothing is cancelled by what comes after."""
        self.run_worker(self._guarded(work), exit_on_error=False)  # type: ignore[attr-defined]

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> type[Exception] | None:
        """Carry it out and say what was refused; gives the kind of error that it ended in."""
        try:
            await work
        except Refused as refused:
            self.say(refused.message, bad=True)
            return type(refused)
        except Exception as error:
            self.house().note_error(error)
            self.say("Something went wrong; nothing half done was kept. Please report it.", bad=True)
            return type(error)
        return None


class MainScreen(Helped, Screen[None]):
    """One of the six screens: title bar, body, key bar.

    A subclass sets NUMBER (1–6), gives its widgets in `body`, and fills them in `load`, an async method that awaits
    `self.house().desk(service, …)`. It is loaded when first shown, and again when shown after data changed.
    """

    NUMBER: ClassVar[int] = 0
    AUTO_FOCUS: ClassVar[str | None] = "WindowList"

    def __init__(self) -> None:
        super().__init__()
        self._seen_version = -1

    def compose(self) -> ComposeResult:
        """The frame around `body`."""
        yield TitleBar(SCREENS, self.NUMBER - 1)
        yield from self.body()
        yield KeyBar()

    def body(self) -> Iterator[Widget]:
        """The widgets between title and key bar."""
        raise NotImplementedError

    async def load(self) -> None:
        """Fetch what the screen shows and feed the widgets; called in an exclusive worker."""
        raise NotImplementedError

    def current_partner(self) -> tuple[int, str] | None:
        """The partner that the cursor is on, as (id, name), for what is done to “this one”."""
        return None

    def referring_partner(self) -> tuple[int, str] | None:
        """The partner with whom a new referral begins."""
        return self.current_partner()

    def log_about(self) -> LogAbout:
        """What a quick log that is opened here begins with."""
        return LogAbout(self.current_partner())

    def logged(self) -> None:
        """A quick log that was opened here is saved; the screen is loaded again after this."""

    def reload(self) -> None:
        """Load again; an unfinished load is given up."""
        self._seen_version = self.house().version
        self.query_one(TitleBar).show_right(self.house().title_text())
        self.run_worker(self._load, group="load", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _load(self) -> None:
        # Made here, not in `reload`: a load that is given up before it began would leave its coroutine unawaited.
        if await self._guarded(self.load()) is NotNow:
            self._seen_version = -1
            self.set_timer(_AGAIN_SECONDS, self._load_again)

    def _load_again(self) -> None:
        """What could not be read is read when it can be; a screen that is not in front does so when it is shown."""
        if self._seen_version == -1 and self.is_current:
            self.reload()

    def on_mount(self) -> None:
        """Keep the key bar in step with the keys that work now."""
        self.bindings_updated_signal.subscribe(self, lambda _screen: self._show_keys())
        self._show_keys()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Shown first, or again: load where something changed since."""
        if self._seen_version != self.house().version:
            self.reload()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys, until the next key."""
        self.query_one(KeyBar).say(text, bad=bad)

    def hush(self) -> None:
        """Show the keys again."""
        for bar in self.query(KeyBar):
            bar.clear()

    def on_key(self, event: events.Key) -> None:
        """A key that nothing took: say so quietly."""
        if _means_something(self, event):
            return  # bindings are looked up when the key has come up to the app
        if event.is_printable or event.key in ("enter", "space", "tab", "ctrl+s"):
            event.stop()  # the app takes away what was said at every key that reaches it, also at this one
            self.say(f"{event.character if event.is_printable else event.key} does nothing here; ? shows the keys.")

    def _show_keys(self) -> None:
        keys = [
            (key_name(self, active.binding), active.binding.description)
            for active in self.active_bindings.values()
            if active.binding.show and active.enabled and active.binding.description
        ]
        self.query_one(KeyBar).show_keys(list(dict.fromkeys(keys)))


class Modal(Helped, ModalScreen[Any]):
    """A screen above another; what it has to say, its own `say` shows."""

    def on_key(self, event: events.Key) -> None:
        """A key that nothing took: say so quietly."""
        if event._stop_propagation or _means_something(self, event):
            return
        if event.is_printable or event.key in ("enter", "space", "tab", "ctrl+s"):
            self.say(f"{event.character if event.is_printable else event.key} does nothing here; esc goes back.")


def _means_something(screen: Screen[Any], event: events.Key) -> bool:
    """Whether a binding takes the key; `tab` means nothing where there is nowhere to go."""
    for key in (event.key, *event.aliases):
        active = screen.active_bindings.get(key)
        if active is not None:
            return active.binding.action not in _FOCUS or len(screen.focus_chain) != 1
    return False
