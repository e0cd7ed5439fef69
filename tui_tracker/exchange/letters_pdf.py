"""Markdown as a PDF, through Typst; its own fonts have Latin, Greek, Cyrillic, Vietnamese, Hebrew and Arabic letters.

All text goes to Typst in string literals, never as its markup, so that nothing in a letter can be a command there.
Which fonts may be used is said one by one: left to itself Typst takes whatever has most of a word, and draws it wrong.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange.letters_text import parsed

_HEAD = """\
#set document(title: "Letter")
#set page(paper: "us-letter", margin: (x: 1in, y: 0.9in))
#set text(font: (FONTS), fallback: false, size: 11pt, lang: "en")
#set par(leading: 0.65em, spacing: 1.5em)
#show heading: set block(above: 1.7em, below: 0.7em)
#show heading.where(level: 1): set text(size: 14pt)
#show heading.where(level: 2): set text(size: 11pt)
"""
# PDF/A refuses a letter that no font has, where plain PDF draws a box; but it wants the day on which it was made, and
# two PDFs of one letter would differ. So a letter is tried as PDF/A, and made without.
_STRICT = ["a-2b"]
_NO_FONT = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_UNDATED = b"#set document(date: none)\n"
_OWN_FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
_EMOJI_FONTS = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Twemoji Mozilla", "Noto Emoji")
# Made for mathematics, or with a box for every letter.
_UNFIT = re.compile(r"Computer Modern|Math|LastResort|Last Resort|Blank|Emoji|Symbol|Dingbats", re.IGNORECASE)
_PICTURE = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_DRESSED = f"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = re.compile(
    f"(?:{_DRESSED}\u200d)+{_DRESSED}|{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]+|[\U0001f000-\U0001faff]+"
)
_NOT_SEEN = ("Cf", "Zs", "Zl", "Zp", "Cc")
_LONG_WORD = re.compile(r"\S{61,}")
_PIECE = 20
_MOST_SHOWN = 8
_MOST_MARKS = 30  # on one sign, as Unicode's own Stream-Safe Text Format; Typst takes minutes over thousands

_OPENED = {
    "paragraph_open": "par({",
    "blockquote_open": "quote(block: true, {",
    "bullet_list_open": "list(",
    "list_item_open": "{",
    "strong_open": "strong({",
    "em_open": "emph({",
}
_CLOSED = {
    "paragraph_close": "})",
    "heading_close": "})",
    "blockquote_close": "})",
    "bullet_list_close": ")",
    "ordered_list_close": ")",
    "list_item_close": "},",
    "strong_close": "})",
    "em_close": "})",
    "link_close": "})",
}


def pdf(markdown: str) -> bytes:
    """The PDF of a letter, the same bytes for the same letter and fonts; nothing of the letter is in its metadata.

    Raises Refused where the extra is missing, or where no font on this machine has a letter, naming it.
    """
    try:
        import typst
    except ImportError:
        raise Refused("A PDF needs one more piece: install tui-tracker[pdf], or save the letter as .txt.") from None
    tokens = parsed(markdown)
    if _has_heap(markdown):
        raise Refused(f"A sign of this letter has more than {_MOST_MARKS} marks on it; take them out.")
    try:
        if not _EMOJI.search(markdown):
            return _compiled(typst, tokens, _OWN_FONTS, "")
    except typst.TypstError:
        pass  # the machine's fonts make it slower, and are others on another machine: they come second
    families = typst.Fonts(include_system_fonts=True).families()
    emoji = next((one for one in _EMOJI_FONTS if one in families), "")
    found = _EMOJI.search(markdown)
    if found and not emoji:
        raise Refused(_no_font(found[0]))
    try:
        return _compiled(typst, tokens, _chosen(families), emoji)
    except typst.TypstError as error:
        missing = _NO_FONT.search(str(error))
        if missing is not None:
            raise Refused(_no_font(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), missing[1]))) from None
        raise Refused(
            "This letter cannot be made a PDF; save it as .txt or .md, or take out lists and quotes within each other."
        ) from None


def _chosen(families: Sequence[str]) -> tuple[str, ...]:
    """Ours first, then those of the machine that are made for reading, the broadest first."""
    fit = sorted({name for name in families if not _UNFIT.search(name)} - set(_OWN_FONTS))
    broad = [name for name in fit if name.startswith(("Noto Sans", "DejaVu Sans"))]
    return (_OWN_FONTS[0], *broad, *(name for name in fit if name not in broad), _OWN_FONTS[1])


def _compiled(typst: Any, tokens: Sequence[Any], fonts: Sequence[str], emoji: str) -> bytes:
    head = _HEAD.replace("FONTS", "".join(f"{_quoted(name)}, " for name in fonts))
    letter = "#{\n" + "\n".join(_code(tokens, emoji)) + "\n}\n"
    own = tuple(fonts) == _OWN_FONTS
    tried = head + _signs_alone(tokens, emoji) + letter
    typst.compile(tried.encode(), format="pdf", ignore_system_fonts=own, pdf_standards=_STRICT)
    made: bytes = typst.compile(_UNDATED + (head + letter).encode(), format="pdf", ignore_system_fonts=own)
    return made


def _signs_alone(tokens: Sequence[Any], emoji: str) -> str:
    """Each sign of the letter by itself: within a word, a sign that no font has may be dropped without a word."""
    text = "".join(child.content for token in tokens for child in (token.children or (token,)))
    pictures = set("".join(_EMOJI.findall(text)))
    seen = [char for char in sorted(set(text)) if unicodedata.category(char) not in _NOT_SEEN and char != "\ufe0f"]
    boxes = (f"box({_pinned(char, emoji) if char in pictures else _quoted(char)})" for char in seen)
    return "#{\n" + "\n".join(boxes) + "\n}\n#pagebreak(weak: true)\n"


def _has_heap(text: str) -> bool:
    """Is there a sign with more marks upon it than any writing has?"""
    marks = 0
    for char in text:
        marks = marks + 1 if not char.isascii() and unicodedata.category(char) in ("Mn", "Me", "Mc") else 0
        if marks > _MOST_MARKS:
            return True
    return False


def _no_font(text: str) -> str:
    """The refusal that names what no font has."""
    text = text[:_MOST_SHOWN]
    code = " ".join(f"U+{ord(char):04X}" for char in text)
    name = unicodedata.name(text, "") if len(text) == 1 else ""
    shown = f"“{text}” ({code}{', ' + name if name else ''})" if text.isprintable() or len(text) > 1 else code
    return f"No font here has {shown}; install a font that has it, or save the letter as .txt."


def _code(tokens: Sequence[Any], emoji: str) -> list[str]:
    """Markdown's tokens as Typst's code."""
    found: list[str] = []
    for token in tokens:
        kind = token.type
        if kind == "inline":
            found.extend(_code(token.children or (), emoji))
        elif kind == "heading_open":
            found.append(f"heading(level: {int(token.tag[1:])}, outlined: false, bookmarked: false, {{")
        elif kind == "ordered_list_open":
            found.append(f"enum(start: {int(token.attrs.get('start', 1))},")
        elif kind == "link_open":
            found.append(f"link({_quoted(str(token.attrs.get('href', '')) or '#')}, {{")
        elif kind in ("paragraph_open", "paragraph_close") and token.hidden:
            continue  # in a tight list
        elif kind in ("softbreak", "hardbreak"):
            found.append("linebreak()")
        elif kind == "hr":
            found.append("line(length: 100%)")
        elif kind in ("code_block", "fence", "code_inline"):
            block = "false" if kind == "code_inline" else "true"
            found.append(f"raw(block: {block}, {_quoted(token.content)})")
        elif kind in _OPENED:
            found.append(_OPENED[kind])
        elif kind in _CLOSED:
            found.append(_CLOSED[kind])
        elif token.content:
            found.extend(_words(token.content, emoji))
    return found


def _words(text: str, emoji: str) -> list[str]:
    """The literals of a text: pictures in a font of their own, and long words with places to break, or they run off."""
    text = _LONG_WORD.sub(
        lambda word: "\u200b".join(word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE)), text
    )
    found, end = [], 0
    for picture in _EMOJI.finditer(text):
        found += [_quoted(text[end : picture.start()]), _pinned(picture[0], emoji)]
        end = picture.end()
    return [*found, _quoted(text[end:])]


def _pinned(text: str, font: str) -> str:
    return f"text(font: {_quoted(font)}, {_quoted(text)})"


def _quoted(text: str) -> str:
    """A text as a string literal of Typst."""
    return '"' + "".join(_sign(char) for char in text) + '"'


def _sign(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return char if char.isprintable() or ord(char) > 0x9F else f"\\u{{{ord(char):x}}}"
