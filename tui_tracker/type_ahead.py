"""Keys strictly one after another, however many arrive in one read.

Textual gives a key at once to what has the focus then. Over a slow line, or from quick fingers, several come together,
and those behind would be given away before the first has had its effect: opened a screen, moved the focus. Here a key
waits until nothing that the one before began is under way. Where nothing is, it is given at once, without a detour.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakSet, ref

from textual import events
from textual.app import ScreenStackError

from tui_tracker.screens.base import Helped, MainScreen

if TYPE_CHECKING:
    from textual._queue import Queue
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.worker import Worker

_PATIENCE = 1.0  # seconds that a key waits for what is under way; it is given then, never lost

BY_WORDS = {"alt+b": "ctrl+left", "alt+f": "ctrl+right"}
"""What a Mac sends for the keys that go by words in a field; elsewhere it is an escape and a letter."""

Typed = events.Key | events.Paste


def letter_with_alt(key: str) -> str:
    """The letter or digit of `alt+e` or `alt+shift+e`; nothing for other keys."""
    name = key.removeprefix("alt+")
    letter = name.removeprefix("shift+").upper() if name.startswith("shift+") else name
    return letter if name != key and len(letter) == 1 else ""


class TypeAhead:
    """Holds keys and pasted text back until their turn, then passes them to `give`, in the app's own task.

    Waited for are the messages of the app and of the screen in front, a screen that is being built, and the workers in
    which that screen carries out what a key asked for. What did not end within a second is not waited for again.
    """

    def __init__(self, app: App[Any], give: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._waiting: deque[Typed] = deque()
        self._at_work = False
        self._front: Callable[[], Screen[Any] | None] = lambda: None
        self._in_text = False
        self._stuck: WeakSet[MessagePump] = WeakSet()
        self._slow: WeakSet[Worker[Any]] = WeakSet()

    async def take(self, event: Typed) -> None:
        """Give it now where nothing is under way, else in its turn. Called while the app handles the event."""
        if self._waiting or self._at_work or self._app_is_pressed() or next(self._under_way(event), None) is not None:
            self._waiting.append(event)
            self._begin()
        else:
            await self._hand_over(event)

    def put_first(self, event: Typed) -> None:
        """Have this come next, when what is being given now has had its effect."""
        self._waiting.appendleft(event)
        self._begin()

    def _begin(self) -> None:
        if not self._at_work:
            self._at_work = True
            self._app.run_worker(self._work_off(), group="keys")

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                await self._settled(self._waiting[0])
                given = asyncio.Event()
                if not self._app.call_later(self._give_next, given):
                    return
                await given.wait()  # without end: while the app itself is held up, no key may overtake another
        finally:
            self._at_work = False

    async def _give_next(self, given: asyncio.Event) -> None:
        try:
            await self._hand_over(self._waiting.popleft())
        finally:
            given.set()

    async def _hand_over(self, event: Typed) -> None:
        try:
            self._front = ref(self._app.screen)
            self._in_text = _is_text(self._app.screen, event)
        except ScreenStackError:
            self._in_text = False
        await self._give(event)

    async def _settled(self, event: Typed) -> None:
        """Wait, though not for ever, until nothing is under way that this key should come after."""
        end = monotonic() + _PATIENCE
        while True:
            first = self._app if not _is_idle(self._app) else next(self._under_way(event), None)
            if first is None:
                return
            left = end - monotonic()
            if left <= 0:
                self._give_up(event)
                return
            await _rest(first, left)

    def _give_up(self, event: Typed) -> None:
        for one in list(self._under_way(event)):
            if _is_worker(one):
                self._slow.add(one)
            else:
                self._stuck.add(one)

    def _app_is_pressed(self) -> bool:
        """Whether more than the message that it handles now awaits the app."""
        app = self._app
        return not app._message_queue.empty() or app._pending_message is not None or bool(app._next_callbacks)

    def _under_way(self, event: Typed) -> Iterator[Any]:
        """The widgets, then the workers, that are not done with what the keys before began."""
        try:
            screen = self._app.screen
        except ScreenStackError:
            return
        for node in screen.walk_children(with_self=True):
            if _is_idle(node):
                self._stuck.discard(node)
            elif node not in self._stuck:
                yield node
        yield from self._workers(screen, event)

    def _workers(self, screen: Screen[Any], event: Typed) -> Iterator[Worker[Any]]:
        """What the screen carries out or, in a form, looks up; its loading where it has just come to the front.

        Text after text in a field does not wait for what is looked up meanwhile; and nothing waits while the database
        is known to be slow.
        """
        if not isinstance(screen, Helped) or (self._in_text and _is_text(screen, event)):
            return
        if any(not worker.is_finished for worker in self._slow):
            return
        groups = ("default",) if self._front() is screen else ("default", "load")
        for worker in self._app.workers:
            # A form fills its fields with what it looks up: what saves or leaves them comes after all of that.
            counts = worker.group in groups or not isinstance(screen, MainScreen)
            if worker.node is screen and counts and not worker.is_finished:
                yield worker


def _is_idle(pump: MessagePump) -> bool:
    """Whether it waits for a message, or takes none any more."""
    if pump._closing or pump._closed:
        return True
    queue: Queue[Any] = pump._message_queue
    waits = bool(queue.ready_event._waiters)  # its task stands nowhere else
    return pump._is_mounted and waits and queue.empty() and not pump._next_callbacks


def _is_text(screen: Screen[Any], event: Typed) -> bool:
    """Whether a field takes it as text."""
    field = screen.focused
    if field is None:
        return False
    return isinstance(event, events.Paste) or field.check_consume_key(event.key, event.character)


def _is_worker(one: Any) -> bool:
    return hasattr(one, "is_finished")


async def _rest(one: Any, seconds: float) -> None:
    """Wait until it got further, at most so long."""
    if _is_worker(one):
        await asyncio.wait({one._task}, timeout=seconds)
        return
    further = asyncio.Event()
    if not one._is_mounted:
        further = one._mounted_event
    elif not one.call_later(further.set):
        return
    try:
        async with asyncio.timeout(seconds):
            await further.wait()
    except TimeoutError:
        return
