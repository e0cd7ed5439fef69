"""How long the agenda takes: the first items, the complete agenda, a member's, one partner's, on any practice.

Run by hand, on a practice of the size wanted (a file, or a PostgreSQL database that `demo` filled):

    tui-tracker demo --no-open --db FILE_OR_URL --partners 10000 --years 5 --on 2026-11-21
    python -m benchmarks.agenda FILE_OR_URL --on 2026-11-21

The practice is not changed. What is remembered between looks is forgotten before each, so that every figure is that of
a look after somebody's change; what stages usually take is counted on from the journal then, and so it is kept.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

from tui_tracker.domain.settings import Settings
from tui_tracker.services import agenda
from tui_tracker.services.gaps import gaps
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.queries import agenda_relations

LIMIT_MS = 1000


def measured(look: Callable[[], Any], repeat: int) -> tuple[float, float, Any]:
    """The median and the quickest of some looks in ms, and what the last one gave."""
    took = []
    found = None
    for _ in range(repeat):
        agenda._LAST.__init__()  # type: ignore[misc]  # every look is one after a change
        began = time.perf_counter()
        found = look()
        took.append((time.perf_counter() - began) * 1000)
    return median(took), min(took), found


def looks(today: date, settings: Settings) -> dict[str, Callable[[], Any]]:
    """What is measured, by name."""
    every = replace(settings, agenda_size=10**6)
    first = agenda.todays_agenda(today, settings).items
    partner = next((item.partner_id for item in first if item.partner_id is not None), 0)

    def relations() -> None:
        agenda_relations.add_relations(agenda.Facts(), today, settings)

    def against_targets() -> None:
        gaps(today, settings)

    return {
        "first items": lambda: agenda.first_items(today, settings),
        "complete agenda": lambda: agenda.todays_agenda(today, settings),
        "complete agenda, every item in words": lambda: agenda.todays_agenda(today, every),
        "nobody's agenda": lambda: agenda.todays_agenda(today, settings, nobody=True),
        "one partner": lambda: agenda.open_with(partner, today, settings),
        "of it: who sends less, is owed, may be asked": relations,
        "of it: targets, where there are some": against_targets,
    }


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("practice", help="a file or a postgresql:// URL")
    parser.add_argument("--on", type=date.fromisoformat, default=date.today(), help="the day to take as today")
    parser.add_argument("--repeat", type=int, default=7)
    args = parser.parse_args()
    open_practice(args.practice, create=False)
    settings = Settings()
    kinds: dict[str, int] = {}
    for name, look in looks(args.on, settings).items():
        middle, quickest, found = measured(look, args.repeat)
        print(f"{name:<48} {middle:7.1f} ms, quickest {quickest:7.1f}")
        if name == "complete agenda":
            late = "within" if middle <= LIMIT_MS else "NOT within"
            print(f"    {late} {LIMIT_MS} ms; {len(found.items)} items, {found.later:,} later, {found.stale:,} stale")
        if "every item" in name:
            for item in found.items:
                kinds[item.kind.value] = kinds.get(item.kind.value, 0) + 1
            print("    " + ", ".join(f"{number:,} {kind}" for kind, number in kinds.items()))
    close_practice()


if __name__ == "__main__":
    main()
