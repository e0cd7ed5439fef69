"""What is said of a gap, a target that is met, or a suggestion: in words, with the figures that it comes from."""

from datetime import date

from tui_tracker.domain.candidates import said as said_of
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.growth import Growth, HeldTarget, NonTraditional, Suggestion
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count

Row = HeldTarget | Suggestion | NonTraditional


def name_of(row: Row) -> str:
    """What it is about."""
    return row.gap.name if isinstance(row, HeldTarget) else row.name


def words_of(row: Row) -> tuple[str, str]:
    """The specialty and the area that it is about; an empty area is anywhere."""
    if isinstance(row, HeldTarget):
        return row.gap.specialty, row.gap.area
    return (row.name, "") if isinstance(row, NonTraditional) else (row.specialty, row.area)


def gap_of(row: Row) -> Gap:
    """What would be a gap there: what candidates are looked for with."""
    if isinstance(row, HeldTarget):
        return row.gap
    if isinstance(row, NonTraditional):
        return Gap(row.name, "", 1, 0, 0)
    return Gap(row.specialty, row.area, row.wanted, row.active, row.coming)


def about(found: Growth, settings: Settings) -> str:
    """One or two sentences about the whole."""
    if not found.partners and not found.gaps:
        return "No partners yet: a adds the first, + sets a target of how many you want."
    targets = len(found.gaps) + len(found.met)
    met = f"{len(found.met)} of {count(targets, 'target')} met" if targets else "No targets yet, + sets one"
    said = [f"{met}; active is who sent a patient within {count(settings.active_days, 'day')}."]
    if not targets and not found.suggested and not found.aside:
        least, days = settings.growth.least, settings.growth.days
        said.append(f"One is suggested where few partners send much: {count(least, 'patient')} or more in {days} days.")
    if found.aside:
        said.append(f"{count(len(found.aside), 'suggestion')} put aside; S brings back.")
    return " ".join(said)


def told(row: Row, found: Growth, today: date) -> str:
    """Everything about one line: what is wanted or suggested, why, and from how many."""
    if isinstance(row, HeldTarget):
        text = _gap(row.gap, today)
    elif isinstance(row, Suggestion):
        text = f"{row.specialty} {row.why}. Suggested: a target of {row.wanted:,}{_has(row)}."
    else:
        text = (
            f"Among {count(found.partners, 'partner')} none is one, by specialty or name. They may matter: {row.why}."
        )
    words = words_of(row)
    return f"{text}{_candidates(found.candidates_for(*words), *words)}"


def _has(row: Suggestion) -> str:
    """What there is already; in an area the reason says that there is nobody."""
    if row.area:
        return ""
    active = {0: "none is active now", 1: "1 is active now"}.get(row.active, f"{row.active:,} are active now")
    return f"; {active}{_works(row.coming)}"


def _gap(gap: Gap, today: date) -> str:
    if gap.missing <= 0:
        return f"Met: {gap.active:,} active where {gap.wanted:,} are wanted{_works(gap.coming)}."
    said = f"{count(gap.missing, 'more active partner')} wanted: {gap.active:,} of {gap.wanted:,} active"
    said += f"{_works(gap.coming) or ', nobody in the works'}."
    if gap.since is not None:
        said += f" One fewer since {short_day(gap.since, today)}."
    return f"{said} Enough are in the works to fill it." if gap.covered else said


def _works(coming: int) -> str:
    return f", {coming:,} in the works" if coming else ""


def _candidates(number: int, specialty: str, area: str) -> str:
    return f" {said_of(number, '', specialty, area)}." if number else ""
