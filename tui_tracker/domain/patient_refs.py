"""What may stand for a patient: initials or a chart number, at most 20 characters; never who they are."""

import re
import unicodedata
from itertools import groupby

from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.text import clean_line

LONGEST = 20
PHONE_NUMBER = "a phone number"
BIRTH_DATE = "a birth date"
_MAY_BE_CHART_NUMBERS = (BIRTH_DATE, PHONE_NUMBER)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-")
_JOINERS = "\u200c\u200d"
_PHONE = re.compile(r"(?:\+\d[\d\s().-]{7,})|(?:\(?\d{3}\)?[\s.-]+\d{3}[\s.-]+\d{4})|(?:\d{3}[\s.-]\d{4}$)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(?:18|19|20)\d{2}[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")


def patient_reference(text: str) -> str:
    """A patient reference, cleaned, every dash a hyphen. Raises Refused where it is empty, too long, or a name.

    What looks like a birth date or a phone number may be a chart number: it is taken, and `question` asks about it.
    """
    reference = spelled(text)
    if not reference:
        raise Refused("Write the patient's initials or chart number.", "patient_ref")
    what = tells(reference)
    if what and what not in _MAY_BE_CHART_NUMBERS:
        raise Refused(f"This looks like {what}; only initials or a chart number belong here.", "patient_ref")
    if len(reference) > LONGEST:
        raise Refused(f"Initials or a chart number have at most {LONGEST} characters.", "patient_ref")
    return reference


def spelled(text: str) -> str:
    """A text as a reference is kept: cleaned, every dash a hyphen."""
    return clean_line(text).translate(_DASHES)


def question(reference: str) -> str:
    """What to ask about a reference that was taken before it is saved; empty for one that gives nothing away."""
    what = tells(reference)
    if what not in _MAY_BE_CHART_NUMBERS:
        return ""
    return f"This looks like {what}; if it is a chart number, {Questioned.AGAIN}."


def tells(reference: str) -> str:
    """What a text gives away about a patient, in words; empty where it gives nothing away."""
    if "@" in reference:
        return "an email address"
    words = _words(reference)
    named = [word for word in words if len(word) >= 3 or (len(word) == 2 and word.istitle())]
    lone = len(words) == 1 and words[0] == reference and len(reference) >= 5
    if lone or len(named) >= 2 or _IDEOGRAPHS.search(reference):
        return "a name"
    if _is_day(reference):
        return BIRTH_DATE
    return PHONE_NUMBER if _PHONE.search(reference) else ""


def _words(reference: str) -> list[str]:
    """Runs of letters, with the vowel signs that many scripts write as marks of their own."""
    runs = groupby(reference, key=lambda sign: unicodedata.category(sign)[0] in "LM" or sign in _JOINERS)
    return ["".join(signs) for lettered, signs in runs if lettered]


def _is_day(reference: str) -> bool:
    iso = _ISO_DAY.search(reference)
    if iso:
        return _may_be_day(int(iso[1]), int(iso[2]))
    day = _DAY.search(reference)
    return day is not None and (_may_be_day(int(day[1]), int(day[2])) or _may_be_day(int(day[2]), int(day[1])))


def _may_be_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31
