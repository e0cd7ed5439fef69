"""The monthly review: what of all pages a practice looks at once a month, on one or two sheets of paper.

Where the issue is silent: it holds the ten figures of the first page, what changed beyond chance, and of each theme the
charts and tables that a meeting talks about. Nobody is blamed in it, and no patient stands in it unless asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.page import Chart, Compared, Page, Table, Theme
from tui_tracker.domain.insights.periods import Period

if TYPE_CHECKING:
    from tui_tracker.domain.insights.changes import Change


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a review under a heading; `key` is its name in files, `most` how many rows of a table go on paper.

    With `most` of 0 it is for files of data alone.
    """

    key: str
    title: str
    figures: tuple[Compared, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    says: tuple[str, ...] = ()
    most: int = 12


@dataclass(frozen=True, slots=True)
class Review:
    """A period on paper: the figures of the first page, what changed, and sections.

    `title` names it, `practice` is who we are (empty where nobody said), `narrowed` what part of the practice it tells
    of (empty: all of it), `made_on` the day on which it was made. `patients` says whether references stand in it.
    """

    title: str
    practice: str
    period: Period
    narrowed: str
    made_on: date
    figures: tuple[Compared, ...]
    changes: tuple[Change, ...]
    sections: tuple[Section, ...]
    patients: bool = False

    @property
    def on_paper(self) -> tuple[Section, ...]:
        """The sections that are read, not only kept."""
        return tuple(section for section in self.sections if section.most > 0)

    @property
    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table by its full name: `sources.top_senders`."""
        for section in self.sections:
            for table in section.tables:
                yield f"{section.key}.{table.name}", table

    @property
    def charts(self) -> Iterator[tuple[str, Chart]]:
        """Every chart by its full name."""
        for section in self.sections:
            for chart in section.charts:
                yield f"{section.key}.{chart.name}", chart


class Part(NamedTuple):
    """What the monthly review takes from a theme: the charts and tables of these names, in this order."""

    theme: Theme
    title: str
    charts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    says: bool = False


PARTS: tuple[Part, ...] = (
    Part(Theme.REFERRALS, "Referrals", charts=("referrals_by_month",)),
    Part(Theme.FUNNEL, "How far they came", charts=("stages",), says=True),
    Part(Theme.TIMES, "How soon", charts=("to_seen_days", "initial_report_days"), tables=("reports",)),
    Part(Theme.SOURCES, "Where patients come from", charts=("source_shares",), tables=("top_senders",), says=True),
    Part(Theme.VALUE, "What a patient is worth", charts=("lifetime_value",), says=True),
    Part(Theme.GROWTH, "The network", tables=("sending_less", "gaps", "stopped")),
)
"""The monthly review after its first figures."""


def section_of(part: Part, page: Page) -> Section | None:
    """What a page gives to a part of the review; None where it has nothing of it."""
    charts = _named(part.charts, page.charts)
    tables = _named(part.tables, page.tables)
    says = page.says if part.says else ()
    if not (charts or tables or says):
        return None
    return Section(part.theme.value, part.title, charts=charts, tables=tables, says=says)


_Named = TypeVar("_Named", Chart, Table)


def _named(names: Sequence[str], found: Sequence[_Named]) -> tuple[_Named, ...]:
    by_name = {one.name: one for one in found}
    return tuple(by_name[name] for name in names if name in by_name)
