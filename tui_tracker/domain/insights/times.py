"""How soon patients are seen and reports sent."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit
from tui_tracker.domain.words import Promise, label

REPORT_KINDS: tuple[Promise, ...] = (
    Promise.ACKNOWLEDGEMENT,
    Promise.INITIAL_REPORT,
    Promise.PROGRESS_REPORT,
    Promise.FINAL_REPORT,
)
"""The promises whose turnaround is measured."""


_FROM: dict[Promise, str] = {
    Promise.ACKNOWLEDGEMENT: "received to the first report of any kind",
    Promise.INITIAL_REPORT: "seen to the initial report",
    Promise.PROGRESS_REPORT: "one report to the next while in care",
    Promise.FINAL_REPORT: "closed to the final report",
}


def _turnaround(kind: Promise) -> tuple[Measure, ...]:
    name = label(kind)
    return (
        Measure(
            f"{kind.value}_median",
            Theme.TIMES,
            f"Time to {name}",
            Unit.DAYS,
            -1,
            f"The median of the days from {_FROM[kind]}, of those promised in the period to partners that were sent.",
            f"{name}s sent",
        ),
        Measure(
            f"{kind.value}_p90",
            Theme.TIMES,
            f"{name.capitalize()}, 90th pct.",
            Unit.DAYS,
            -1,
            f"Nine of ten of the {name}s that were promised in the period and sent took so many days or fewer.",
            f"{name}s sent",
        ),
        Measure(
            f"{kind.value}_on_time",
            Theme.TIMES,
            f"{name.capitalize()} on time",
            Unit.SHARE,
            1,
            f"Sent by the day agreed with the partner, of the {name}s promised in the period that were sent or "
            "are past due today. Settled referrals promise none, and what was declined or lost first drops them.",
            f"{name}s sent or past due",
        ),
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        "to_contacted",
        Theme.TIMES,
        "Time to first contact",
        Unit.DAYS,
        -1,
        "The median of the days from received to contacted, of the inbound referrals of the period that were "
        "contacted.",
        "referrals contacted",
    ),
    Measure(
        "to_contacted_p90",
        Theme.TIMES,
        "First contact, 90th pct.",
        Unit.DAYS,
        -1,
        "Nine of ten of the inbound referrals of the period that were contacted waited so many days or fewer for it.",
        "referrals contacted",
    ),
    Measure(
        "to_seen",
        Theme.TIMES,
        "Time to appointment",
        Unit.DAYS,
        -1,
        "The median of the days from received to seen, of the inbound referrals of the period that were seen.",
        "referrals seen",
    ),
    Measure(
        "to_seen_p90",
        Theme.TIMES,
        "Appointment, 90th pct.",
        Unit.DAYS,
        -1,
        "Nine of ten of the inbound referrals of the period that were seen waited so many days or fewer for it.",
        "referrals seen",
    ),
    Measure(
        "loop_closure",
        Theme.TIMES,
        "Loop closure",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period whose referrer got an initial or final report, of those that "
        "reached “seen”.",
        "partner referrals that reached seen",
    ),
    *(measure for kind in REPORT_KINDS for measure in _turnaround(kind)),
)
