"""Referral stages and the moves between them (RULES section 2)."""

from tui_tracker.domain.words import INBOUND_STAGES, OUTBOUND_STAGES, Flow


def stages(flow: str) -> tuple[str, ...]:
    """The main line of stages of a flow, in order."""
    return INBOUND_STAGES if flow == Flow.INBOUND else OUTBOUND_STAGES


def next_stage(flow: str, stage: str) -> str | None:
    """The stage to the right on the board; None at the end and aside."""
    line = stages(flow)
    return line[line.index(stage) + 1] if stage in line[:-1] else None


def previous_stage(flow: str, stage: str) -> str | None:
    """The stage to the left on the board; None at the start and aside."""
    line = stages(flow)
    return line[line.index(stage) - 1] if stage in line[1:] else None
