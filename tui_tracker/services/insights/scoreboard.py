"""Partners beside each other, by any measure."""

from collections.abc import Callable
from datetime import date, timedelta

from tui_tracker.domain.insights import scoreboard as board
from tui_tracker.domain.insights.funnel import RIPE_DAYS
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.insights.scoreboard import NOTHING, Cell, Score, Scoreboard
from tui_tracker.domain.measures import median
from tui_tracker.domain.quality_share import is_good
from tui_tracker.domain.settings import Settings
from tui_tracker.storage.queries.agreed_days import agreed
from tui_tracker.storage.queries.insights import scoreboard as queries

_Cells = Callable[[int], Cell]
"""The cell of a partner, by its id."""


def scoreboard(period: Period, lens: Lens, today: date, settings: Settings) -> Scoreboard:
    """Every partner of the lens with whom anything happened in the period or in the one before, by name."""
    span = period.span
    flows = queries.flows(span, today - timedelta(RIPE_DAYS), lens, today)
    before = queries.received(period.before, lens)
    touched = {} if lens.of_referrals else queries.touches(span, lens)
    cells = {**_referrals(flows, before), **_outcomes(span, lens, today)}
    cells["initial_report_on_time"] = _initial_reports(span, lens, today, settings)
    cells["touchpoints"] = lambda partner: board.counted(touched.get(partner, (0, 0))[0])
    cells["gives"] = lambda partner: board.counted(touched.get(partner, (0, 0))[1])
    columns = tuple(column for column in board.COLUMNS if not (column.needs_all and lens.of_referrals))
    ordered = [cells[column.key] for column in columns]
    told = flows.keys() | before.keys() | touched.keys()
    rows, quiet = [], 0
    for row_id, name, archived in queries.partners(lens):
        if row_id in told:
            rows.append(Score(row_id, name, archived, tuple(cell(row_id) for cell in ordered)))
        else:
            quiet += not archived
    return Scoreboard(columns, tuple(rows), quiet)


def _referrals(flows: dict[int, queries.Flows], before: dict[int, int]) -> dict[str, _Cells]:
    nothing = queries.Flows(0, 0, 0, 0, 0)
    of = flows.get
    whole = sum(one.received for one in flows.values())
    return {
        "referrals": lambda partner: board.came(of(partner, nothing).received),
        "before": lambda partner: board.came(before.get(partner, 0)),
        "sent": lambda partner: board.counted(of(partner, nothing).sent),
        "share": lambda partner: board.share(of(partner, nothing).received, whole),
        "completion": lambda partner: board.share(of(partner, nothing).seen, of(partner, nothing).old),
        "leakage": lambda partner: board.share(of(partner, nothing).lost, of(partner, nothing).old),
    }


def _outcomes(span: Span, lens: Lens, today: date) -> dict[str, _Cells]:
    waits: dict[int, dict[int, int]] = {}
    for partner, days, number in queries.seen_after(span, lens, today):
        waits.setdefault(partner, {})[days] = number
    seen = {partner: board.measured(median(sizes), sum(sizes.values())) for partner, sizes in waits.items()}
    marked: dict[int, tuple[int, int]] = {}
    for partner, marks, number in queries.marks(span, lens):
        good = is_good(marks)
        if good is not None:
            before = marked.get(partner, (0, 0))
            marked[partner] = before[0] + number * good, before[1] + number
    worth = queries.worth(span, lens)
    return {
        "to_seen": lambda partner: seen.get(partner, NOTHING),
        "quality": lambda partner: board.share(*marked.get(partner, (0, 0))),
        "lifetime_value": lambda partner: _value(*worth.get(partner, (None, 0))),
    }


def _value(cents: int | None, patients: int) -> Cell:
    return NOTHING if cents is None or not patients else board.measured(cents / patients, patients)


def _initial_reports(span: Span, lens: Lens, today: date, settings: Settings) -> _Cells:
    """The share sent in time, by the days agreed with each partner."""
    own = agreed(settings.promises)
    default = settings.promises.initial_report
    counts: dict[int, tuple[int, int]] = {}
    for partner, seen_on, sent_on, aside_on in queries.initial_reports(span, lens):
        days = own[partner].initial_report if partner in own else default
        in_time = board.sent_in_time(seen_on + timedelta(days), sent_on, aside_on, today)
        if in_time is not None:
            good, known = counts.get(partner, (0, 0))
            counts[partner] = good + in_time, known + 1
    return lambda partner: board.share(*counts.get(partner, (0, 0)))
