"""What may stand for a patient: initials or a chart number, at most 20 characters; never who they are."""

import re

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

LONGEST = 20
PHONE_NUMBER = "a phone number"
_WORD = re.compile(r"[^\W\d_]+")
_PHONE = re.compile(r"(?:\+\d[\d\s().-]{7,})|(?:\(?\d{3}\)?[\s.-]+\d{3}[\s.-]+\d{4})|(?:\d{3}[\s.-]\d{4}$)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(?:18|19|20)\d{2}[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")


def patient_reference(text: str) -> str:
    """A patient reference, cleaned. Raises Refused where it is empty, too long, or says who the patient is."""
    reference = clean_line(text)
    if not reference:
        raise Refused("Write the patient's initials or chart number.", "patient_ref")
    what = tells(reference)
    if what:
        raise Refused(f"This looks like {what}; only initials or a chart number belong here.", "patient_ref")
    if len(reference) > LONGEST:
        raise Refused(f"Initials or a chart number have at most {LONGEST} characters.", "patient_ref")
    return reference


def tells(reference: str) -> str:
    """What a text gives away about a patient, in words; empty where it gives nothing away."""
    if "@" in reference:
        return "an email address"
    if _is_day(reference):
        return "a birth date"
    if _PHONE.search(reference):
        return PHONE_NUMBER
    words = _WORD.findall(reference)
    named = [word for word in words if len(word) >= 3 or (len(word) == 2 and word.istitle())]
    lone = len(words) == 1 and words[0] == reference and len(reference) >= 5
    if lone or len(named) >= 2 or _IDEOGRAPHS.search(reference):
        return "a name"
    return ""


def _is_day(reference: str) -> bool:
    iso = _ISO_DAY.search(reference)
    if iso:
        return _may_be_day(int(iso[1]), int(iso[2]))
    day = _DAY.search(reference)
    return day is not None and (_may_be_day(int(day[1]), int(day[2])) or _may_be_day(int(day[2]), int(day[1])))


def _may_be_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31
