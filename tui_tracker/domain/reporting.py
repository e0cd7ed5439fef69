"""What each report on a referral holds (RULES section 1), and what of it is known before anybody writes."""

from collections.abc import Sequence

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Report
from tui_tracker.domain.words import ReportKind


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report: the column that holds it, its heading, what belongs there, and a shorter word for forms."""

    name: str
    heading: str
    hint: str
    short: str = ""

    @property
    def label(self) -> str:
        """What stands before its field."""
        return self.short or self.heading


_FINDINGS = Part("findings", "Findings", "what was found, in a sentence or two")
_PLAN = Part("plan", "Plan", "what will be done")
_TIMELINE = Part("timeline", "Timeline", "how long, how often, when you will hear from us again")
_SURGICAL = Part("surgical_options", "Surgical options", "none for now, or which and when", "Surgical opt.")
_RED_FLAGS = Part("red_flags", "Red flags", "what to look out for, or none")

PARTS: dict[str, tuple[Part, ...]] = {
    ReportKind.ACKNOWLEDGEMENT: (Part("timeline", "Next step", "when the patient will be seen, and by whom"),),
    ReportKind.INITIAL: (_FINDINGS, _PLAN, _TIMELINE, _SURGICAL, _RED_FLAGS),
    ReportKind.PROGRESS: (Part("findings", "Progress", "how it goes, measured where it can be"), _PLAN, _TIMELINE,
                          _RED_FLAGS),
    ReportKind.FINAL: (
        Part("outcome", "Outcome", "what was reached, against the goal"),
        Part("recommendations", "Recommendations", "what the patient and you should do from here", "Advice"),
    ),
}  # fmt: skip
"""The parts of each kind, in the order in which they are asked for and written."""

_CARRIED = {
    ReportKind.PROGRESS: ("plan", "timeline", "red_flags"),
}


def prefilled(kind: str, sent: Sequence[Report]) -> dict[str, str]:
    """What a new report may start with: of a progress report the plan, timeline and red flags that were sent last."""
    found: dict[str, str] = {}
    for name in _CARRIED.get(ReportKind(kind), ()):
        found[name] = next((text for report in reversed(sent) if (text := getattr(report, name))), "")
    return {name: text for name, text in found.items() if text}
