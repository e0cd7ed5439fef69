"""All difficult situations, of one partner or of all: what happened, what we told and offered, and how it went on."""

from __future__ import annotations

from tui_tracker.screens.base import Modal


class IncidentsScreen(Modal):
    """The incidents of a partner, (id, name), or of all; gives None."""

    def __init__(self, partner: tuple[int, str] | None = None) -> None:
        super().__init__()
        self._partner = partner
