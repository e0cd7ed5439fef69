"""Letters: values are text in whatever they are made, and a template can do no harm."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.factories import HOSTILE
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.letters import NAMES, LetterKind, empty_values, sample_values
from tui_tracker.domain.text import clean_text
from tui_tracker.exchange.letters import MOST_LETTER, MOST_TEMPLATE, as_text, escape, render
from tui_tracker.exchange.letters_templates import default_template
from tui_tracker.exchange.letters_text import _cut, cells

VALUES = {"x": "one", "y": "", "lines": ["a", "b"]}
MARKUP = (
    "*a* **b** _c_ __d__ ~~e~~",
    "# no heading",
    "### no heading ###",
    "[x](https://example.org) ![y](z) [z]: /u",
    "<b>bold</b> <!-- gone --> <https://example.org> &amp; &#65; a & b",
    "`code` ```fence```",
    "```\nfence\n```\n~~~\nfence\n~~~",
    "1. one\n2) two\n- three\n+ four\n* five\n> six",
    "text\n===\nmore\n---\n***\n- - -\n___",
    "back\\slash \\* \\",
    "    code\n\ttab",
    "| a | b |\n|---|---|\n| c | d |",
    "{{ x }} {% include 'y' %} {# gone #}",
    ". )\n1.\n1)",
    "+1 555 0100",
    "!\n[a]",
)
PLACES = ("{{ x }}", "a {{ x }} b", "So:\n{{ x }}\n{{ x }}", "{{ x }}{{ x }}")


def words(text: str) -> str:
    return "".join(text.split())


def shown(markdown: str) -> str:
    """The text that another program shows of Markdown, made with every rule switched on."""
    parts: list[str] = []
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown):
        for child in token.children or ([token] if token.content else []):
            assert child.type in ("text", "softbreak", "hardbreak"), child.type
            parts.append(child.content)
    return "".join(parts)


@pytest.mark.parametrize("text", [*MARKUP, *HOSTILE])
def test_a_value_is_text(text: str) -> None:
    for before, after in (("", ""), ("Before ", " after"), ("So:\n", ""), ("So:\n\n", "\n\nafter")):
        rendered = render(f"{before}{{{{ x }}}}{after}", {"x": text})
        wanted = words(before + clean_text(text) + after)
        assert words(as_text(rendered, 10_000)) == wanted
        assert words(shown(rendered)) == wanted


@given(text=st.text(st.characters(codec="utf-8"), max_size=60), place=st.sampled_from(PLACES))
@example(text="1. a\n\n    b", place="{{ x }}")
@example(text="&", place="{{ x }}amp;")
def test_any_value_stands_literally(text: str, place: str) -> None:
    rendered = render(place, {"x": text, "y": ""})

    wanted = words(place.replace("{{ x }}", clean_text(text)))
    assert words(as_text(rendered)) == wanted


SIGNS = st.text(st.sampled_from("ab1 \n.)-+*_#>=~`[](){}<>!&|\\:;/\"'@$%^,?é王"), max_size=40)


@given(text=SIGNS, more=SIGNS)
def test_signs_of_markdown_are_no_markup_anywhere(text: str, more: str) -> None:
    for template in ("{{ x }}{{ y }}", "So: {{ x }}\n{{ y }}", "{{ x }} {{ y }}"):
        rendered = render(template, {"x": text, "y": more})
        wanted = words(template.replace("{{ x }}", clean_text(text)).replace("{{ y }}", clean_text(more)))
        assert words(shown(rendered)) == wanted
        assert words(as_text(rendered)) == wanted


def test_line_breaks_are_kept() -> None:
    rendered = render("{{ x }}\n\n{{ lines }}\n", {"x": "one\ntwo\n\nthree", "lines": ["Elm St.", "Portland"]})

    assert as_text(rendered) == "one\ntwo\n\nthree\n\nElm St.\nPortland\n"
    assert MarkdownIt("commonmark").render(rendered).count("<br />") == 2


def test_lines_may_be_gone_through_and_joined() -> None:
    template = (
        "{% for line in lines %}\n- {{ line|upper }}{% if not loop.last %};{% endif %}\n\n{% endfor %}\n\n"
        "{{ lines|join(', ') }}"
    )
    assert as_text(render(template, VALUES)) == "- A;\n- B\n\na, b\n"
    assert (
        render("{{ y or x }} {{ 'yes' if x == 'one' else 'no' }} {{ y|default('none', true) }}", VALUES)
        == "one yes none\n"
    )


BOMBS = (
    ("{% include 'x' %}", "brings in another file"),
    ("{% import 'x' as y %}", "brings in another file"),
    ("{% from 'x' import y %}", "brings in another file"),
    ("{% extends 'x' %}", "brings in another file"),
    ("\n\n{{ x.__class__ }}", r"line 3 reaches inside .*__class__"),
    ("{{ x['__class__'] }}", "reaches inside"),
    ("{{ x[0] }}", "reaches inside"),
    ("{{ x|attr('__class__') }}", "the filter “attr”"),
    ("{{ loop.__class__ }}", "reaches inside"),
    ("{% for a in lines %}{{ loop.__init__ }}{% endfor %}", "reaches inside"),
    ("{{ self }}", "“self”, which is not known"),
    ("{{ range(10**9)|list }}", "calls something|uses the filter"),
    ("{% for i in range(10**9) %}x{% endfor %}", "goes through lines only: lines"),
    ("{% for i in 'xxxx' %}x{% endfor %}", "goes through lines only"),
    ("{% for i in x %}x{% endfor %}", "goes through lines only"),
    ("{% for a in lines %}{% for b in lines %}x{% endfor %}{% endfor %}", "a loop in a loop"),
    ("{% for a in lines recursive %}{{ loop(lines) }}{% endfor %}", "a loop in a loop|calls"),
    ("{{ 'x' * 10**9 }}", "no use for"),
    ("{{ 10 ** 10 ** 10 }}", "no use for"),
    ("{{ '%999999999d' % 1 }}", "no use for"),
    ("{{ 'a' + 'b' }}", "no use for"),
    ("{{ x ~ x }}", "no use for"),
    ("{{ -x }}", "no use for"),
    ("{{ x|center(10**9) }}", "the filter “center”"),
    ("{{ x|format(1) }}", "the filter “format”"),
    ("{{ x|replace('o', 'oooooooooo')|replace('o', 'oooooooooo') }}", "the filter “replace”"),
    ("{{ x|indent(1000000000) }}", "the filter “indent”"),
    ("{{ x|list }}", "the filter “list”"),
    ("{{ x|safe }}", "the filter “safe”"),
    ("{{ x|join('xxxxxxxxx')|join('xxxxxxxxx')|join('xxxxxxxxx') }}", "other than a name"),
    ("{{ x|join(x) }}", "other than a name"),
    ("{{ x.format(x) }}", "calls something"),
    ("{{ '{0.__class__}'.format(x) }}", "calls something"),
    ("{{ cycler('a') }}", "calls something"),
    ("{{ lipsum(n=100000) }}", "calls something"),
    ("{{ namespace() }}", "calls something"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "macro|calls something"),
    ("{% set a = 'x' %}", "sets a value"),
    ("{% set a %}x{% endset %}", "sets a value"),
    ("{% filter upper %}x{% endfilter %}", "no use for"),
    ("{% block a %}{% endblock %}", "no use for"),
    ("{% with a = 1 %}{% endwith %}", "no use for"),
    ("{% autoescape true %}{{ x }}{% endautoescape %}", "no use for|unknown tag"),
    ("{% do x %}", "unknown tag"),
    ("{% if x is callable %}{% endif %}", "uses “is”"),
    ("{{ [x, x] }}", "no use for"),
    ("{{ {'a': x} }}", "no use for"),
    ("{% if x %}", "line 1: .*[Uu]nexpected end"),
    ("\n{{ x", "line 2: "),
    ("{{ x | }}", "line 1: "),
    ("{% for a in lines %}{{ a }}{% endfor %}{{ a }}", "“a”, which is not known; the names are lines, x, y"),
    ("{{ nmae|default('x') }}", "“nmae”, which is not known; the names are lines, x, y"),
    ("{{ " + "(" * 5_000 + "x" + ")" * 5_000 + " }}", "too deeply|unexpected"),
    ("{{ " + "not " * 4_000 + "x }}", "too deeply"),
    ("{{ x" + " and x" * 3_000 + " }}", "too deeply"),
    ("{{ x" + "|upper" * 3_000 + " }}", "too deeply"),
    ("{% if x %}" * 900 + "{% endif %}" * 900, "too deeply"),
    ("{{ " + "9" * 19_000 + " }}", "cannot be used|too"),
    ("x" * (MOST_TEMPLATE + 1), "longer than 20,000"),
)  # fmt: skip


@pytest.mark.parametrize(("template", "words"), BOMBS, ids=[template[:40] for template, _ in BOMBS])
def test_a_template_that_reaches_too_far_is_refused_at_once(template: str, words: str) -> None:
    render("warm", VALUES)
    tracemalloc.start()
    started = time.perf_counter()
    try:
        with pytest.raises(Refused, match=f"our.md.*({words})") as refused:
            render(template, VALUES, "our.md")
        assert time.perf_counter() - started < 5
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert len(refused.value.message) < 700


def test_a_letter_that_grows_too_long_is_refused_while_it_grows() -> None:
    template = "{{ x }}" * (MOST_TEMPLATE // 7)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="more than 100,000 characters"):
            render(template, {"x": "a" * 20_000})
        assert tracemalloc.get_traced_memory()[1] < 400 * MOST_LETTER
    finally:
        tracemalloc.stop()


BUSY = (
    "{% for l in lines %}" + "{% if x|title == 'a' %}{% endif %}" * 500 + "{% endfor %}",
    "{% for l in lines %}" + "{{ x|title|first }}" * 900 + "{% endfor %}",
    "{% for l in lines %}" + "{{ blank }}" * 1_500 + "{% endfor %}",
    "{% for l in lines %}{% if lines|join('" + "ab " * 6_000 + "')|title == 'b' %}{% endif %}{% endfor %}",
)


@pytest.mark.parametrize("template", BUSY, ids=["filters in conditions", "one letter each", "nothing", "joins"])
def test_a_template_that_shows_little_and_works_much_is_refused(template: str) -> None:
    values = {"x": "word " * 4_000, "blank": "", "lines": ["a line " * 2_000] * 200}
    started = time.perf_counter()
    with pytest.raises(Refused, match="goes through more than 1,000,000 characters"):
        render(template, values, "our.md")
    assert time.perf_counter() - started < 10


def test_the_longest_texts_pass_through_a_filter() -> None:
    values = {"x": "word " * 3_900, "lines": ["a line"] * 40}
    assert "WORD" in render("{{ x|upper }}{{ lines|join(', ') }}{{ x|default('none')|trim|length }}", values)


@given(st.text("a王e\u0301\u200b", max_size=60), st.integers(1, 9))
def test_a_word_is_cut_at_the_cells_and_nothing_of_it_is_lost(word: str, room: int) -> None:
    pieces = _cut(word, room)
    assert "".join(pieces) == word
    assert all(cells(piece) <= max(room, 2) and piece for piece in pieces if len(pieces) > 1)


def test_a_word_without_end_is_wrapped_at_once() -> None:
    started = time.perf_counter()
    assert words(as_text("王" * MOST_LETTER)) == "王" * MOST_LETTER
    assert time.perf_counter() - started < 5


PIECES = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "x", "lines", " if ", " for ", " in ", " endif ", " endfor ", " set "),
    *(
        " else ",
        "|",
        "join",
        "upper",
        "(",
        ")",
        "'",
        ".",
        "loop",
        "not",
        "and",
        "1",
        "\n",
        "[",
        "]",
        "*",
        "~",
        "=",
        "-",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_template_gives_a_letter_or_a_refusal(pieces: list[str]) -> None:
    said = ""
    try:
        render("".join(pieces), VALUES)
    except Refused as refused:
        said = refused.message
    assert not said or said.startswith("the template")


def test_only_texts_are_values() -> None:
    with pytest.raises(TypeError):
        render("{{ x }}", {"x": object()})


@pytest.mark.parametrize("kind", list(LetterKind))
def test_our_templates_are_right_with_every_value_and_with_none(kind: LetterKind) -> None:
    sample = sample_values()
    assert list(sample) == list(NAMES)
    full = as_text(render(default_template(kind), sample))
    always = ("day", "who", "partner", "partner_address", "greeting", "patient", "received")
    bare = as_text(render(default_template(kind), {**empty_values(), **{name: sample[name] for name in always}}))

    assert full.count("\n") < 58, "one page"
    for text in (full, bare):
        assert "\n\n\n" not in text
        assert "()" not in text
        assert " ." not in text
        assert max(map(cells, text.split("\n"))) <= 76
    assert "Kind regards,\n\nAnn Łódź\nHarbor Physical Therapy\n" in full


def test_text_is_wrapped_at_the_cells_of_a_terminal() -> None:
    text = as_text(escape("王" * 50 + " " + "é" * 30 + " end") + "\n\n- one " + "two " * 10, 20)

    assert max(map(cells, text.split("\n"))) <= 20
    assert "\n- one two two two\n  two two two two\n  two two two\n" in text
    assert words(text).startswith("王" * 50 + "é" * 30 + "end")


def test_the_forms_of_markdown_in_plain_text() -> None:
    markdown = (
        "# Head\n\nA *b* **c** `d`\nnext [us](https://example.org) <mail@example.org>\n\n## Łódź 王\n\n"
        "1. one\n2. two\n   - deep\n   - er\n3. three\n\nend\n\n> said\n> so\n\n---\n\n    code  x\n\n<b>no</b>\n"
    )
    assert as_text(markdown, 30) == (
        "Head\n====\n\nA b c d\nnext us (https://example.org)\nmail@example.org\n\nŁódź 王\n-------\n\n"
        "1. one\n2. two\n   - deep\n   - er\n3. three\n\nend\n\n> said\n> so\n\n------------------------------\n\n"
        "    code  x\n\n<b>no</b>\n"
    )


def test_the_docs_hold_every_name_and_every_letter() -> None:
    text = (Path(__file__).parents[2] / "docs" / "letters.md").read_text("utf-8")
    for name, meaning in NAMES.items():
        assert f"| `{name}` | {meaning} |" in text
    for kind in LetterKind:
        assert f"| `{kind}` |" in text
