"""Patients who were here before, found by reference."""

from tui_tracker.domain.patients import PatientSeen
from tui_tracker.domain.text import clean_line
from tui_tracker.storage.queries import patients as queries


def known(reference: str, other_than: int | None = None) -> PatientSeen | None:
    """What is known of a patient; None where nobody with this reference was here, or only in `other_than`.

    Capitals, blanks and dashes make no difference.
    """
    text = clean_line(reference)
    found = queries.seen(text, other_than) if text.strip(" -") else ()
    return PatientSeen(found) if found else None


def plain(reference: str) -> str:
    """A reference without what makes no difference; two that are alike here are one patient."""
    return clean_line(reference).replace(" ", "").replace("-", "").lower()
