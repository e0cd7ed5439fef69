"""The National Provider Identifier's check digit."""

_PREFIX_SUM = 24  # Luhn sum of the constant prefix 80840 (CMS, "NPI check digit calculation")


def is_npi(text: str) -> bool:
    """True for ten digits that begin with 1 or 2 and pass Luhn over `80840` + NPI (CMS)."""
    if len(text) != 10 or not text.isascii() or not text.isdigit() or text[0] not in "12":
        return False
    total = _PREFIX_SUM
    for place, char in enumerate(reversed(text)):
        digit = int(char)
        if place % 2 == 1:
            digit *= 2
            if digit > 9:
                digit -= 9
        total += digit
    return total % 10 == 0
