"""Bringing in a provider file as candidates, as the screen and the command do."""

from __future__ import annotations

from typing import Any

from tui_tracker.domain.records import Doing
from tui_tracker.services.importing import CANDIDATES, Imported, Options, import_file


def import_candidates(doing: Doing, path: str, **options: Any) -> Imported:
    return import_file(doing, path, Options(as_=CANDIDATES), **options)
