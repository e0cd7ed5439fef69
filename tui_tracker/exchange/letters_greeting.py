"""How a letter addresses somebody."""

import re
import unicodedata

_DOCTORS = frozenset(("MD", "DO", "DPM", "DDS", "DMD", "DC", "OD", "DVM", "MBBS", "MBCHB", "PHD", "PSYD"))
_TITLES = frozenset(("dr", "doctor"))


def greeting(name: str, *, person: bool) -> str:
    """`Dear Dr. Lee,` for `Ann Lee, MD` and `Dr. Lee`; else `Dear` and the name as it stands.

    `person` tells whether the name is a person's; without it the name is never taken apart.
    """
    last = _doctor(name) if person else ""
    return f"Dear Dr. {last}," if last else f"Dear {name},"


def _doctor(name: str) -> str:
    """The last name of somebody whose name says that they are a doctor; nothing where it is not clear."""
    from nameparser import HumanName

    parsed = HumanName(name)
    titled = parsed.title.rstrip(".").casefold() in _TITLES
    degrees = {degree.upper().replace(".", "").strip() for degree in re.split(r"[,\s]+", parsed.suffix)}
    if not (titled or degrees & _DOCTORS):
        return ""
    last = str(parsed.last or (parsed.first if titled and not parsed.middle else ""))
    plain = all(unicodedata.category(char)[0] in "LM" or char in "-'’. " for char in last)
    return last if plain and last in name else ""
