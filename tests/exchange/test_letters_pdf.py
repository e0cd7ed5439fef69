"""The PDF of a letter says what the letter says, or is refused with the sign that cannot be shown."""

from __future__ import annotations

import io
import sys

import pypdf
import pytest

from tests.factories import HOSTILE
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.letters import LetterKind, sample_values
from tui_tracker.exchange import letters_pdf
from tui_tracker.exchange.letters import as_pdf, escape, render
from tui_tracker.exchange.letters_templates import default_template


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(data).pages)


def words(text: str) -> str:
    return "".join(text.split())


NAMES = (
    "Łódź",
    "Nguyễn Thị Hồng",
    'O\'Brien "Bob"',
    "Ελλάδα",
    "Иванов",
    "محمد",
    "שרה",
    "Őry, Çelik & Åsa",
    "e\u0301\u0323",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_the_pdf(name: str) -> None:
    assert words(escape(name).replace("\\", "")) in words(text_of(as_pdf(f"Dear {escape(name)},\n")))


@pytest.mark.parametrize(
    "text", ["👩🏽‍⚕️", "ab👩🏽‍⚕️cd", "\u2620\u200d\u2695", "\U000130b8", "a\u1abf", "\ue123", "x\U0001fae8"]
)
def test_a_sign_without_a_font_is_named_and_never_a_box(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters_pdf, "_EMOJI_FONTS", ())
    monkeypatch.setattr(letters_pdf, "_chosen", lambda families: letters_pdf._OWN_FONTS)

    with pytest.raises(Refused, match=r"No font here has .*U\+[0-9A-F]{4,5}.*install a font.*\.txt"):
        as_pdf(escape(text))


def test_a_sign_that_typst_would_drop_from_a_word_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters_pdf, "_chosen", lambda families: letters_pdf._OWN_FONTS)
    with pytest.raises(Refused, match="U\\+1ABF, COMBINING LATIN SMALL LETTER W BELOW"):
        as_pdf("a\u1abf")

    # This font has the staff and not the woman: by itself Typst draws the staff alone, and says nothing.
    monkeypatch.setattr(letters_pdf, "_EMOJI_FONTS", letters_pdf._OWN_FONTS)
    with pytest.raises(Refused, match=r"U\+1F469|U\+1F3FD"):
        as_pdf("👩🏽‍⚕️")


def test_pictures_take_a_font_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters_pdf, "_EMOJI_FONTS", ("Nobody’s Emoji", letters_pdf._OWN_FONTS[0]))
    monkeypatch.setattr(letters_pdf, "_EMOJI", letters_pdf.re.compile("Ł+"))

    assert words(text_of(as_pdf("Dear Łódź"))) == "DearŁódź"


MARKUP = (
    "#set page(width: 1pt)",
    '#read("/etc/passwd") $x^2$ @ref <label> // gone /* gone */',
    '\\u{41} \\" " ") } #{ panic("x") }',
    "= no heading\n- no list\n+ none\n/ term: x",
    "*a* _b_ `c` ~ --- ... 'q' \"q\"",
)


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_in_a_letter_is_a_command(text: str) -> None:
    assert words(text_of(as_pdf(escape(text)))) == words(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_a_pdf_or_one_sentence(text: str) -> None:
    try:
        assert as_pdf(escape(text)).startswith(b"%PDF-")
    except Refused as refused:
        said = refused.message
        assert said.startswith("No font here has ")
        assert len(said) < 250


def test_a_long_word_does_not_run_off_the_page() -> None:
    data = as_pdf("x" * 400 + "\n")

    assert "x" * 400 not in text_of(data)
    assert words(text_of(data)).replace("\u200b", "") == "x" * 400


@pytest.mark.parametrize("kind", list(LetterKind))
def test_each_letter_is_one_page_without_patient_detail_beside_it(kind: LetterKind) -> None:
    markdown = render(default_template(kind), sample_values())

    data = as_pdf(markdown)

    assert len(read(data).pages) == 1
    assert [float(side) for side in read(data).pages[0].mediabox[2:]] == [612, 792]
    assert "JD-4411" in text_of(data)
    assert dict(read(data).metadata or {}).keys() <= {"/Title", "/Creator"}
    assert (read(data).metadata or {})["/Title"] == "Letter"
    assert b"JD-4411" not in read(data).trailer["/Root"]["/Metadata"].get_data()
    assert read(data).outline == []
    assert as_pdf(markdown) == data


def test_the_forms_of_markdown_in_a_pdf() -> None:
    markdown = (
        "# Head\n\nA *b* **c** `d`  \nnext [us](https://example.org) [](</>)\n\n"
        "1. one\n2. two\n   - deep\n\n   more\n\n"
        '> said\n\n---\n\n    code "x"\n\n```\nfence\n```\n\n<b>no</b> ![picture](x.png)\n'
    )
    assert words(text_of(as_pdf(markdown))) == 'HeadAbcdnextus1.one2.two•deepmoresaidcode"x"fence<b>no</b>picture'
    assert as_pdf("").startswith(b"%PDF-")


def test_what_is_nested_without_end_is_refused() -> None:
    with pytest.raises(Refused, match=r"save it as \.txt"):
        as_pdf("*" * 4_000 + "a" + "*" * 4_000)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(Refused, match=r"install tui-tracker\[pdf\]"):
        as_pdf("Dear Lee,\n")


def test_a_heap_of_marks_is_refused_at_once() -> None:
    assert as_pdf("e" + "\u0301" * 20).startswith(b"%PDF-")
    with pytest.raises(Refused, match="more than 30 marks"):
        as_pdf("e" + "\u0316" * 20_000)


def test_what_no_font_has_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters_pdf, "_EMOJI_FONTS", ())
    with pytest.raises(Refused, match="No font here has “😀") as refused:
        as_pdf("😀" * 5_000)
    assert len(refused.value.message) < 300
