"""A progress bar on standard error, for what takes longer than a moment; silent where nobody watches."""

import sys
import time
from types import TracebackType

_WIDTH = 30
_EVERY = 0.1  # seconds between two drawings


class ProgressBar:
    """Use as a context manager; hand `tell` to what reports progress as (done, total)."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()
        self._last = 0.0
        self._drawn = False

    def __enter__(self) -> "ProgressBar":
        return self

    def tell(self, done: int, total: int) -> None:
        """Draw how much of how much is done, at most ten times a second."""
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY and done < total):
            return
        self._last = now
        self._drawn = True
        full = _WIDTH * done // total if total else _WIDTH
        share = 100 * done // total if total else 100
        bar = "#" * full + "." * (_WIDTH - full)
        sys.stderr.write(f"\r{self._label} [{bar}] {share:3d} %")
        sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * (len(self._label) + _WIDTH + 10) + "\r")
            sys.stderr.flush()
