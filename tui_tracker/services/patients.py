"""Patients who were here before, found by reference."""

from tui_tracker.domain.patient_refs import spelled
from tui_tracker.domain.patients import PatientSeen
from tui_tracker.storage.queries import patients as queries


def known(reference: str, other_than: int | None = None) -> PatientSeen | None:
    """What is known of a patient; None where nobody with this reference was here, or only in `other_than`.

    Capitals, blanks and dashes make no difference.
    """
    text = spelled(reference)
    found = queries.seen(text, other_than) if text.strip(" -") else ()
    return PatientSeen(found) if found else None


def plain(reference: str) -> str:
    """A reference without what makes no difference; two that are alike here are one patient."""
    return spelled(reference).replace(" ", "").replace("-", "").lower()
