"""How long Insights counts: every page, the scoreboard, the longest list; of twelve months, a month, and everything.

Run by hand, on a practice of the size wanted (a file, or a PostgreSQL database that `demo` filled):

    tui-tracker demo --no-open --db FILE_OR_URL --partners 10000 --years 5 --on 2026-11-21
    python -m benchmarks.insights FILE_OR_URL --on 2026-11-21
    python -m benchmarks.insights FILE_OR_URL --on 2026-11-21 --narrow specialty:podiatry

The practice is not changed, and nothing is kept between looks. Beside the milliseconds of the quickest look by the
clock and of CPU (with PostgreSQL Python's own) stands how many times as long it takes as counting all referrals by the
day in the same run, which is as fast as the machine happens to be. At last, what the event loop does by itself: sorting
the scoreboard and making the lines of a page.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Behind, Theme
from tui_tracker.domain.insights.periods import Period, Step, days_period, earlier, period
from tui_tracker.domain.insights.scoreboard import ranked
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights import themes
from tui_tracker.services.insights.lenses import read_lens
from tui_tracker.services.insights.overview import overview
from tui_tracker.services.insights.scoreboard import scoreboard
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.queries.insights.referrals import by_day
from tui_tracker.widgets.insight_page import page_lines

LIMIT_MS = 1000
LOOP_MS = 50
SETTINGS = Settings()
Look = Callable[[], Any]


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("practice", help="a file or a postgresql:// URL")
    parser.add_argument("--on", type=date.fromisoformat, default=date.today(), help="the day to take as today")
    parser.add_argument("--since", type=date.fromisoformat, default=date(2022, 1, 1), help="where everything begins")
    parser.add_argument("--narrow", default="", metavar="WORDS", help="as typed after / on the screen")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="looks at each (3)")
    args = parser.parse_args()
    open_practice(args.practice, create=False)
    today = args.on
    lens = read_lens(args.narrow) if args.narrow else EVERYTHING
    periods = (
        period(Step.TWELVE, today, today),
        earlier(period(Step.MONTH, today, today), today),
        days_period(args.since, today, today),
    )
    counted, _cpu = _quickest(lambda: by_day(args.since, today, EVERYTHING), args.repeat)
    print(f"Counting all referrals by the day: {counted:.0f} ms")
    for one in periods:
        _tell(one, lens, today, args.repeat, counted)
    _tell_loop(periods[-1], lens, today, args.repeat)
    close_practice()


def _tell(one: Period, lens: Lens, today: date, repeat: int, counted: float) -> None:
    print(f"\n{one.name + (f', {lens.name}' if lens.name else ''):<44} {'ms':>7} {'CPU ms':>7} {'ratio':>6}")
    for name, look in _looks(one, lens, today).items():
        ms, cpu = _quickest(look, repeat)
        late = "" if ms <= LIMIT_MS else f"  NOT within {LIMIT_MS:,} ms"
        print(f"  {name:<42} {ms:>7.0f} {cpu:>7.0f} {ms / counted:>6.1f}{late}")


def _looks(one: Period, lens: Lens, today: date) -> dict[str, Look]:
    found: dict[str, Look] = {"overview": lambda: overview(one, lens, today, SETTINGS)}
    for theme in Theme:
        found[theme.value] = partial(themes.page, theme, one, lens, today, SETTINGS)
    found["scoreboard"] = lambda: scoreboard(one, lens, today, SETTINGS)
    for theme, key in ((Theme.REFERRALS, "received"), (Theme.TIMES, "progress_report_on_time")):
        behind = Behind(theme, key, one.span)
        found[f"list behind {key}"] = partial(themes.listing, behind, lens, today, SETTINGS)
    return found


def _tell_loop(one: Period, lens: Lens, today: date, repeat: int) -> None:
    """What the event loop does in one go; keys wait meanwhile."""
    board = scoreboard(one, lens, today, SETTINGS)
    pages = [themes.page(theme, one, lens, today, SETTINGS) for theme in Theme]
    names = (one.name, one.before_name)

    def lines(width: int) -> list[float]:
        return [
            _quickest(partial(page_lines, told, names, width, blocks=True, lines=True), repeat)[1] for told in pages
        ]

    print(f"\n{'On the event loop, CPU ms':<44} {'the most':>7}")
    sorts = [_quickest(partial(ranked, board, key.key), repeat)[1] for key in board.columns]
    for name, most in (
        (f"sorting {len(board.rows):,} partners", max(sorts)),
        ("the lines of a page of 80 columns", max(lines(78))),
        ("the lines of a page of 200 columns", max(lines(198))),
    ):
        print(f"  {name:<42} {most:>7.1f}{'' if most <= LOOP_MS else f'  NOT within {LOOP_MS} ms'}")


def _quickest(look: Look, repeat: int) -> tuple[float, float]:
    """The milliseconds of the quickest look, by the clock and in CPU of this thread."""
    walls, cpus = [], []
    for _ in range(repeat):
        began, cpu = time.perf_counter(), time.thread_time()
        look()
        cpus.append((time.thread_time() - cpu) * 1000)
        walls.append((time.perf_counter() - began) * 1000)
    return min(walls), min(cpus)


if __name__ == "__main__":
    main()
