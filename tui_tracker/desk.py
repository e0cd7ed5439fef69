"""The one thread that owns the database connection; screens await it, so that nothing else waits for a disk."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from tui_tracker.domain.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """Carries out service functions one after the other: `await desk(function, *arguments)`."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    def start(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a piece of work before there is an event loop to await it."""
        return self._thread.submit(lambda: _carry_out(function, *args, **kwargs))

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Carry out one piece of work and give what it returns; raises what it raises."""
        import asyncio

        return await asyncio.wrap_future(self.start(function, *args, **kwargs))

    def close(self, last: Callable[[], None]) -> None:
        """Finish what is begun, then do one last thing in the thread."""
        self._thread.submit(last)
        self._thread.shutdown(wait=True)


def _carry_out(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One piece of work; what the database could not do is raised as Refused."""
    try:
        return function(*args, **kwargs)
    except Refused:
        raise
    except Exception as error:
        from tui_tracker.services.opening import trouble

        refused = trouble(error)
        if refused is None:
            raise
        raise refused from error
