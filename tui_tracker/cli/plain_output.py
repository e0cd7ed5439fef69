"""Output for a terminal or file that is not UTF-8: what it cannot hold is written with the signs that it has."""

import codecs
import sys
import unicodedata

_LIKE = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "·": "-",
    "…": "...",
    "→": "->",
    "←": "<-",
    "×": "x",
    "ß": "ss",
    "Ø": "O",
    "ø": "o",
    "Ł": "L",
    "ł": "l",
}
_NAME = "tui-tracker-plain"


def is_plain() -> bool:
    """Whether standard output cannot hold every sign."""
    return _limited(sys.stdout)


def soften() -> None:
    """Make both outputs write what they can of every text, rather than fail on it."""
    limited = [stream for stream in (sys.stdout, sys.stderr) if _limited(stream)]
    if limited:
        codecs.register_error(_NAME, _plain)
    for stream in limited:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_NAME)


def _limited(stream: object) -> bool:
    encoding = getattr(stream, "encoding", None)
    return encoding is not None and not encoding.lower().replace("-", "").replace("_", "").startswith("utf")


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(_one(sign) for sign in error.object[error.start : error.end]), error.end


def _one(sign: str) -> str:
    if sign in _LIKE:
        return _LIKE[sign]
    base = "".join(part for part in unicodedata.normalize("NFKD", sign) if part.isascii())
    return base or "?"
