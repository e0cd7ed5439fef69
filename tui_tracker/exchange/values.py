"""Single values as files hold them: days, identifiers, places, outcomes. What cannot be read raises Unreadable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, DecimalException, InvalidOperation

from tui_tracker.domain import patient_refs
from tui_tracker.domain.npi import is_npi
from tui_tracker.domain.text import clean_line, clean_text
from tui_tracker.domain.words import ReferralStage, Source, Urgency


class Unreadable(ValueError):
    """A value cannot be read; the message says why, for the report."""


_NOTHING = frozenset(
    {"", "-", "--", "n/a", "na", "nan", "none", "null", "nil", "not available", "not applicable", "<unavail>"}
    | {"unknown", "#n/a", "nat", "<na>", "."}
)
_NO_NAME = frozenset({"", "-", "--", ".", "n/a", "N/A", "#N/A", "<UNAVAIL>", "nan", "NaN", "<NA>", "None"})
_QUOTED_FORMULA = re.compile(r"^'(?=[=+\-@])")
_POINT_ZERO = re.compile(r"^(\d+)\.0+$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[ T])")
_SLASHED = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?=$|[ T,])")
_NAMED_FIRST = re.compile(r"^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})\b", re.IGNORECASE)
_NAMED_SECOND = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[- /]([A-Za-z]{3,9})\.?[- /,]+(\d{4}|\d{2})\b", re.IGNORECASE)
_COMPACT = re.compile(r"^(19|20)(\d\d)(\d\d)(\d\d)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEL_FIRST, _EXCEL_LAST = 20_000, 70_000
_EXCEL_ZERO = date(1899, 12, 30)
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}$")
_ZIP = re.compile(r"^\d{3,5}(?:-?\d{4})?$")
_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", re.IGNORECASE)


def value(cell: str) -> str:
    """A cell on one line, without control characters; the many ways to write nothing become nothing."""
    text = _clean(cell)
    return "" if text.casefold() in _NOTHING else text


def _clean(cell: str) -> str:
    if cell[:1] != "'" and "  " not in cell and cell.isascii() and cell.isprintable():
        return cell.strip()  # what nearly every cell is; cleaning costs ten times as much
    return clean_line(_QUOTED_FORMULA.sub("", cell))


def name_value(cell: str) -> str:
    """As `value` for a part of a name: Na, Nan and Null are people's names too."""
    text = _clean(cell)
    return "" if text in _NO_NAME else text


def long_value(cell: str) -> str:
    """As `value`, with its line breaks kept."""
    text = clean_text(_QUOTED_FORMULA.sub("", cell))
    return "" if text.casefold() in _NOTHING else text


def number_text(text: str) -> str:
    """An identifier that a spreadsheet took for a number: `1234567893.0` and `1.234567893E9` → `1234567893`."""
    found = _POINT_ZERO.match(text)
    if found:
        return found[1]
    if "e" in text.lower() and text[:1].isdecimal():
        try:
            number = Decimal(text)
            if abs(number.adjusted()) < 30 and number == number.to_integral_value():
                return format(number.to_integral_value(), "f")
        except InvalidOperation:
            pass
    return text


def npi(text: str) -> str | None:
    """A National Provider Identifier, None for nothing. Raises Unreadable where the digits cannot be one."""
    digits = re.sub(r"[\s-]", "", number_text(text))
    if not digits:
        return None
    if not is_npi(digits):
        raise Unreadable(f"“{text}” is no valid NPI: ten digits with a check digit are wanted")
    return digits


def days_are_day_first(texts: Iterable[str]) -> bool:
    """Whether a column writes 25/12/2025: something over 12 stands first somewhere and second nowhere."""
    first = second = False
    for text in texts:
        found = _SLASHED.match(text)
        if found:
            first = first or int(found[1]) > 12
            second = second or int(found[2]) > 12
    return first and not second


def day(text: str, *, day_first: bool = False) -> date | None:
    """A calendar day, None for nothing; times are dropped. `3/4/2025` is March 4 unless `day_first`.

    Raises Unreadable for what is no day.
    """
    if not text:
        return None
    parts = _day_parts(text, day_first)
    if parts is None:
        serial = number_text(text)
        if serial.isdecimal() and _EXCEL_FIRST <= int(serial) <= _EXCEL_LAST:
            return _EXCEL_ZERO + timedelta(days=int(serial))
        raise Unreadable(f"“{text}” is no day; write it as 2026-11-18")
    try:
        found = date(*parts)
    except ValueError as error:
        raise Unreadable(f"“{text}” is no day of the calendar") from error
    if not 1900 <= found.year <= 2200:
        raise Unreadable(f"“{text}” lies outside the years 1900 to 2200")
    return found


def _day_parts(text: str, day_first: bool) -> tuple[int, int, int] | None:
    if found := _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _COMPACT.match(number_text(text)):
        return int(found[1] + found[2]), int(found[3]), int(found[4])
    if found := _SLASHED.match(text):
        one, two = int(found[1]), int(found[2])
        month, number = (two, one) if (day_first and two <= 12) or one > 12 else (one, two)
        return _year(found[3]), month, number
    if found := _NAMED_FIRST.match(text):
        return _named(found[3], found[1], found[2])
    if found := _NAMED_SECOND.match(text):
        return _named(found[3], found[2], found[1])
    return None


def _named(year: str, month: str, number: str) -> tuple[int, int, int] | None:
    short = month[:3].casefold()
    return (_year(year), _MONTHS.index(short) + 1, int(number)) if short in _MONTHS else None


def _year(text: str) -> int:
    number = int(text)
    if len(text) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def whole(text: str) -> int | None:
    """A whole number of days, None for nothing or what is none."""
    found = re.match(r"^([+-]?\d{1,6})(?:\.0+)?(?: ?days?)?$", text)
    return int(found[1]) if found else None


def cents(text: str) -> int | None:
    """Money in cents: `$1,234.50` → 123450; None for nothing. Raises Unreadable."""
    bare = text.replace("$", "").replace("USD", "").replace(",", "").strip()
    if not bare:
        return None
    try:
        amount = Decimal(bare) * 100
    except DecimalException as error:
        raise Unreadable(f"“{text}” is no amount of money") from error
    if not amount.is_finite() or amount < 0 or amount > 2_000_000_000:
        raise Unreadable(f"“{text}” is no amount of money that can be kept")
    return int(amount.to_integral_value())


def postal_code(text: str, state: str = "", country: str = "") -> str:
    """A ZIP with the zeros that a spreadsheet took: `41023134` → `04102-3134`; others as they are written."""
    bare = number_text(text).replace(" ", "")
    if country.casefold() not in ("", "us", "usa", "united states", "united states of america"):
        return text
    if state and not (len(state) == 2 and state.isalpha()):
        return text
    if bare.isdecimal() and (len(bare) in (7, 8, 9)):
        bare = bare.zfill(9)
        return f"{bare[:5]}-{bare[5:]}".removesuffix("-0000")
    if not _ZIP.match(bare):
        return text
    head, _, tail = bare.partition("-")
    return f"{head.zfill(5)}-{tail}" if tail else head.zfill(5)


def phone(text: str) -> str:
    """A telephone number; ten digits of North America as 207-555-0123, others as they are written."""
    bare = number_text(text)
    digits = re.sub(r"[\s().+-]", "", bare)
    if digits.isdecimal() and len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if digits.isdecimal() and len(digits) == 10 and digits[0] in "23456789":
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return bare


def is_email(text: str) -> bool:
    """Whether a text is written like an e-mail address."""
    return bool(_EMAIL.match(text))


def is_uuid(text: str) -> bool:
    """Whether a text is an identifier of machines, not a name."""
    return bool(_UUID.match(text))


def patient_reference(text: str) -> str:
    """What stands for the patient, at most 20 characters; a name becomes initials. Raises Unreadable."""
    if not text:
        raise Unreadable("there is no patient reference")
    bare = number_text(text)
    words = re.findall(r"[^\W\d_]+", bare)
    letters_only = not re.search(r"\d", bare)
    if letters_only and sum(len(word) > 1 for word in words) >= 2:
        return initials(bare)
    if is_uuid(bare):
        return bare[:18]
    told = patient_refs.tells(bare)
    # Many systems number their patients 123-4567; typed, that is a telephone number more often.
    if told and told != patient_refs.PHONE_NUMBER:
        raise Unreadable(f"the patient reference looks like {told}; a chart number or initials are wanted")
    if len(bare) > 20:
        raise Unreadable("the patient reference is longer than 20 characters")
    return bare


def initials(name: str) -> str:
    """`Smith, John` and `John Smith` → `J.S.`: all that is kept of a patient's name."""
    last, comma, first = name.partition(",")
    ordered = f"{first} {last}" if comma else name
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", ordered)
    return "".join(f"{word[0].upper()}." for word in words[:4])


_STATUSES: dict[str, tuple[ReferralStage, str]] = {
    word: (stage, reason)
    for stage, reason, spelled in (
        (
            ReferralStage.SEEN,
            "",
            "completed complete comp compl done fin finished finish seen arrived attended kept fulfilled show showed "
            "visited checkedout checkout checkedin visitcompleted appointmentcompleted patientseen",
        ),
        (
            ReferralStage.LOST,
            "did not come",
            "noshow noshows ns dna dnka didnotattend didnotcome missed failedtoattend nonattendance notattended "
            "patientnoshow failedappointment",
        ),
        (
            ReferralStage.LOST,
            "cancelled",
            "cancelled canceled cancel cncl cxl cxld canx can cx cancelledbypatient canceledbypatient patientcancelled "
            "cancelledbyoffice cancelledbyclinic cancellation",
        ),
        (
            ReferralStage.LOST,
            "went elsewhere or could not be reached",
            "lost losttofollowup ltfu unabletoreach wentelsewhere unreachable noresponse abandoned withdrawn",
        ),
        (
            ReferralStage.DECLINED,
            "declined",
            "declined rejected refused denied notaccepted notappropriate inappropriate returned",
        ),
        (
            ReferralStage.SCHEDULED,
            "",
            "scheduled booked confirmed upcoming planned rescheduled appointmentmade appointmentbooked appointed",
        ),
        (
            ReferralStage.RECEIVED,
            "",
            "received new pending open requested waiting triage referred sent active submitted awaiting proposed",
        ),
        (ReferralStage.CONTACTED, "", "contacted called reached patientcontacted leftmessage attempted"),
        (ReferralStage.ACCEPTED, "", "accepted approved authorized authorised"),
        (ReferralStage.IN_CARE, "", "incare inprogress intreatment ongoing underway undertreatment intherapy"),
        (ReferralStage.CLOSED, "", "closed discharged resolved discharge loopclosed reportsent reportreceived"),
    )
    for word in spelled.split()
}


def status(text: str) -> tuple[ReferralStage, str]:
    """What became of a referral or appointment: its stage, and why it stands aside. Raises Unreadable."""
    found = _STATUSES.get(re.sub(r"[^a-z]", "", text.casefold()))
    if found is None:
        raise Unreadable(f"the status “{text}” is not known; completed, no-show, cancelled and scheduled are")
    return found


_SELF_PAY = frozenset(
    {"selfpay", "self", "cash", "cashpay", "privatepay", "private", "noinsurance", "uninsured", "patientpay"}
    | {"outofpocket", "selfpaid"}
)


def payer(text: str) -> str:
    """Who pays, or nothing where the patient does."""
    return "" if re.sub(r"[^a-z]", "", text.casefold()) in _SELF_PAY else text


def urgency(text: str) -> Urgency:
    """How soon the patient must be seen; what is not known counts as routine."""
    bare = re.sub(r"[^a-z]", "", text.casefold())
    if bare in ("emergency", "emergent", "stat", "immediate", "emergencies", "critical"):
        return Urgency.EMERGENCY
    if bare in ("urgent", "high", "soon", "asap", "priority", "expedited", "twoweekwait", "cancer"):
        return Urgency.URGENT
    return Urgency.ROUTINE


_SOURCES: dict[str, Source] = {
    word: source
    for source, spelled in (
        (Source.PARTNER, "partner physician doctor provider clinician referral referred professional"),
        (Source.PATIENT, "patient friend family wordofmouth relative formerpatient friendorfamily patientreferral"),
        (Source.WEB, "web website internet google online search facebook socialmedia instagram yelp"),
        (Source.ADVERT, "advert advertisement ad ads radio tv newspaper mailing billboard flyer"),
        (Source.EVENT, "event healthfair talk workshop seminar fair"),
        (Source.DIRECTORY, "directory insurance insurancedirectory yellowpages payerdirectory providerdirectory"),
        (Source.WALK_IN, "walkin walkedin driveby signage"),
        (Source.OTHER, "other selfreferral selfreferred self"),
    )
    for word in spelled.split()
}


def source(text: str) -> Source | None:
    """The channel by which a patient came, None where the word is not known."""
    return _SOURCES.get(re.sub(r"[^a-z]", "", text.casefold()))
