"""Names as a person writes them, from registers that write in CAPITALS."""

from __future__ import annotations

import re


def _words(text: str) -> list[str]:
    return text.split()


_DEGREES = {
    word.upper().replace("-", "").replace(".", ""): word
    for word in _words(
        "MD DO DPM DDS DMD DC OD PA PA-C NP CNP FNP FNP-C FNP-BC APRN ARNP ANP AGNP DNP RN BSN MSN LPN CNM CRNA CNS PT "
        "DPT MPT OT OTR OTD OTR/L SLP CCC-SLP CCC-A AuD PhD PsyD EdD LCSW LICSW LMSW MSW LCPC LPC LMFT LMHC RD LD RDN "
        "MPH MBA MS MA FACS FACP FAAP FACOG FACC FAAOS ATC OCS SCS COMT MBBS MBChB FRCS FRCP PharmD RPh JD ND LAc"
    )
}
_GENERATIONS = {"JR": "Jr", "SR": "Sr", "II": "II", "III": "III", "IV": "IV"}
_CORPORATE = {
    "LLC": "LLC", "PLLC": "PLLC", "LLP": "LLP", "LP": "LP", "PC": "PC", "PA": "PA", "INC": "Inc", "CORP": "Corp",
    "CO": "Co", "LTD": "Ltd", "PLC": "PLC", "USA": "USA", "US": "US", "DBA": "dba", "MD": "MD", "DO": "DO", "VA": "VA",
    "MT": "Mt", "ST": "St", "DR": "Dr", "CTR": "Ctr", "NW": "NW", "NE": "NE", "SW": "SW", "SE": "SE", "II": "II",
    "III": "III", "IV": "IV",
}  # fmt: skip
_SMALL = frozenset(_words("and at by de for from in of on or the to with del"))
_SHORT_WORDS = frozenset(
    _words(
        "ACE AGE AID AIR ALL ANN ARM ART BAY BIG BOX BOY CAN CAR DAN DAY DEL DON EAR EYE FAR FOX GUM HIP IAN JAY JIM "
        "JOE JON KAY KEY KID KIM LAB LEE LEG LEO LOS MAX MED MAY NEW OAK OLD ONE OUR PET RAY RED ROY RUN SAM SAN SEA "
        "SKY SON SUN TED TOM TOP TWO VAN WAY WEB YOU RX LA EL AL MY BE"
    )
)
_KEPT_IN_SPECIALTIES = frozenset(_words("ENT OB GYN OB/GYN HIV ICU IVF MRI CT TMJ ER PM&R PT OT SLP AIDS"))
_ORGANIZATION = re.compile(
    r"\b(?:clinics?|hospitals?|cent(?:er|re)s?|inc|llc|pllc|llp|ltd|corp(?:oration)?|group|associates?|services?|"
    r"health(?:care)?|medical|surgery|surgical|practice|partners|pharmacy|pharmacies|laborator(?:y|ies)|institute|"
    r"university|foundation|agency|network|therapy|rehab(?:ilitation)?|imaging|radiology|orthopa?edics|dental|"
    r"hospice|insurance|department|society)\b",
    re.IGNORECASE,
)


def shouts(text: str) -> bool:
    """True for text with letters that are all capitals, or all small."""
    return (text == text.upper()) != (text == text.lower())


def looks_like_organization(name: str) -> bool:
    """Whether a name reads like a clinic, hospital or company rather than a person."""
    return bool(_ORGANIZATION.search(name)) or "&" in name


def person_name(text: str) -> str:
    """A person's whole name, first name first: `SMITH, ANN M., MD` → `Ann M. Smith, MD`; titles go, degrees stay."""
    name = text.strip(" ,")
    after = name.partition(",")[2].replace(",", " ").split()
    if re.match(r"(?i)(?:dr|mr|mrs|ms|prof)\b\.?", name) or any(_bare(word) not in _DEGREES for word in after):
        name = _reordered(name)
    head, comma, degrees = name.partition(",")
    if not comma:
        head, degrees = _split_degrees(head)
    head = _cased_person(head) if shouts(head) else head
    return _with_degrees(head, degrees)


def joined_name(first: str, middle: str, last: str, suffix: str, degrees: str) -> str:
    """A name from its parts: `SOCRATES`, ``, `PEREZ-RODRIGUEZ`, ``, `MD` → `Socrates Perez-Rodriguez, MD`."""
    first = re.sub(r"(?i)^(?:dr|mr|mrs|ms|prof)\b\.?\s*", "", first) or first
    if len(middle) == 1:
        middle += "."
    head = " ".join(part for part in (_cased_part(first), _cased_part(middle), _cased_part(last)) if part)
    if suffix:
        bare = suffix.upper().strip(". ")
        head = f"{head} {_GENERATIONS.get(bare, suffix)}" if bare in _GENERATIONS else head
        if bare not in _GENERATIONS:
            degrees = f"{suffix}, {degrees}" if degrees else suffix
    return _with_degrees(head, degrees)


def organization_name(text: str) -> str:
    """A company's name: `VISITING HOME HEALTH SERVICES, INC` → `Visiting Home Health Services, Inc`."""
    if not shouts(text):
        return text
    words = text.split(" ")
    return " ".join(_cased_company_word(word, place in (0, len(words) - 1)) for place, word in enumerate(words))


def specialty(text: str) -> str:
    """A specialty in one style: `CARDIOVASCULAR DISEASE (CARDIOLOGY)` → `Cardiovascular disease (cardiology)`."""
    if not shouts(text):
        return text
    words = []
    for word in text.split(" "):
        bare = word.strip("()")
        kept = bare.upper() in _KEPT_IN_SPECIALTIES or (word != bare and 2 <= len(bare) <= 5)
        words.append(word.upper() if kept else word.lower())
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def place_name(text: str) -> str:
    """A town or street: `SOUTH PORTLAND` → `South Portland`, `22 BRAMHALL ST` → `22 Bramhall St`."""
    if not shouts(text):
        return text
    words: list[str] = []
    for place, word in enumerate(text.split(" ")):
        bare = word.strip(".,#")
        is_state = len(bare) == 2 and place > 0 and words[-1].endswith(",")
        if is_state or bare.upper() in ("NW", "NE", "SW", "SE", "PO", "US", "II", "III"):
            words.append(word.upper())
        elif place and bare.lower() in ("of", "on", "the", "at", "and"):
            words.append(word.lower())
        else:
            words.append(_cased_part(word) if not any(char.isdigit() for char in word) else _numbered(word))
    return " ".join(words)


def same_person(one: str, other: str) -> bool:
    """Whether two folded names share a word of more than one letter."""
    return bool(_name_words(one) & _name_words(other))


def name_key(folded: str) -> str:
    """A folded name without title and degrees, for comparing."""
    words = [word for word in re.split(r"[\s,]+", folded) if word]
    kept = [word for word in words if _bare(word) not in _DEGREES and word.strip(".") not in ("dr", "prof")]
    return " ".join(word.strip(".") for word in kept) or folded


def _name_words(folded: str) -> set[str]:
    return {word for word in re.split(r"[^\w]+", name_key(folded)) if len(word) > 1}


def _bare(word: str) -> str:
    return word.upper().replace(".", "").replace("-", "").replace(",", "")


def _reordered(name: str) -> str:
    from nameparser import HumanName

    parsed = HumanName(name)
    parts = [parsed.first, parsed.middle, parsed.last]
    generation = [part for part in parsed.suffix.split(", ") if _bare(part) in _GENERATIONS]
    degrees = [part for part in parsed.suffix.split(", ") if part and part not in generation]
    head = " ".join(part for part in parts + generation if part)
    if not head:
        return name
    return f"{head}, {', '.join(degrees)}" if degrees else head


def _split_degrees(head: str) -> tuple[str, str]:
    words = head.split(" ")
    degrees: list[str] = []
    while len(words) > 2 and _bare(words[-1]) in _DEGREES and words[-1].upper() not in ("MA", "DO"):
        degrees.insert(0, words.pop())
    return " ".join(words), ", ".join(degrees)


def _with_degrees(head: str, degrees: str) -> str:
    parts = [part.strip(" .") for part in re.split(r"[,;]|\s+(?=\S)", degrees)]
    shown = [_DEGREES.get(_bare(part), part) for part in parts if part]
    return f"{head}, {', '.join(dict.fromkeys(shown))}" if shown and head else head or ", ".join(shown)


def _cased_person(name: str) -> str:
    return " ".join(_cased_part(word) for word in name.split(" "))


def _cased_part(text: str) -> str:
    """One part of a name, which may be hyphenated or hold several words."""
    if not text or not shouts(text):
        return text
    if _bare(text) in _GENERATIONS:
        return _GENERATIONS[_bare(text)]
    return re.sub(r"[^\W\d_]+", lambda found: _capital(found[0]), text.lower())


def _capital(word: str) -> str:
    if len(word) > 4 and word.startswith("mc"):
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def _numbered(word: str) -> str:
    """`31ST` → `31st`, `4B` → `4B`."""
    return word.lower() if re.fullmatch(r"(?i)\d+(?:st|nd|rd|th)[.,]?", word) else word.upper()


def _cased_company_word(word: str, at_end: bool) -> str:
    bare = word.strip(".,()").upper()
    dotted = bare.replace(".", "")
    if not at_end and bare.lower() in _SMALL:
        return word.lower()
    if dotted in _CORPORATE and len(dotted) > 1:
        return word.replace(bare, _CORPORATE[dotted]) if bare == dotted and bare in word else word.upper()
    if any(char.isdigit() for char in bare):
        return _numbered(word)
    vowels = sum(char in "AEIOUY" for char in bare)
    if len(bare) <= 3 and bare.isalpha() and bare not in _SHORT_WORDS and bare.lower() not in _SMALL:
        return word.upper()
    return word.upper() if vowels == 0 else _cased_possessive(word)


def _cased_possessive(word: str) -> str:
    return re.sub(r"(['’])S\b", r"\1s", _cased_part(word.upper()))
