"""Whom in an office a quick log names with `#`, what was given, and that old lines mean what they meant."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_quicklog import KIM, LEE, TODAY, Few
from tui_tracker.domain.give_words import answer_words, beside, gave
from tui_tracker.domain.quicklog import Trouble, parse
from tui_tracker.domain.quicklog_people import KnownPeople, Person, describe_person, matching, write_person
from tui_tracker.domain.quicklog_preview import preview
from tui_tracker.domain.quicklog_words import read_intent
from tui_tracker.domain.records import Touchpoint
from tui_tracker.domain.words import GiveKind, Intent

MARIA = Person(11, 1, "Maria Lopez", "referral coordinator", "Ann Lee")
MARK = Person(12, 1, "Mark Lopez", "", "Ann Lee")
JO = Person(21, 2, "Jo", "nurse", "Bo Kim")
ODD = Person(13, 1, 'O\'Brien "Bob" @home', "", "Ann Lee")


def office(*people: Person) -> KnownPeople:
    known = KnownPeople()
    for partner_id in (1, 2, 3):
        known.learn(partner_id, [one for one in people if one.partner_id == partner_id])
    return known


def read(line, *people, **more):
    return parse(line, TODAY, Few(), people=office(*(people or (MARIA, MARK, JO))), **more)


def parts(understood):
    return {part.about: part.text for part in preview(understood)}


@pytest.mark.parametrize(
    ("line", "whom", "note"),
    [
        ("lunch @lee #maria talked", (MARIA,), "lunch: talked"),
        ("lunch #maria @lee talked", (MARIA,), "lunch: talked"),
        ("call @lee hello #Maria, and then", (MARIA,), "hello and then"),
        ('call @lee #"Maria Lopez" hello', (MARIA,), "hello"),
        ("call @lee #maria_lopez hello", (MARIA,), "hello"),
        ("call @lee #marai hello", (MARIA,), "hello"),
        ("call @lee #lopez#12 hello", (MARK,), "hello"),
        ('call @lee @"Bo Kim" #jo hello', (JO,), "hello"),
        ('call @lee @"Bo Kim" #jo #maria hello', (JO, MARIA), "hello"),
        ("call @lee #jo hello", (), "#jo hello"),
        ("call @lee #2 is better", (), "#2 is better"),
        ("call @lee room #2 and a#b #", (), "room #2 and a#b #"),
        (r"call @lee \#maria hello", (), "#maria hello"),
        ("call @lee #nobody, hello", (), "#nobody, hello"),
        ('call @lee #"no body", hello', (), '#"no body", hello'),
    ],
)
def test_whom_it_was_with(line, whom, note):
    got = read(line)
    assert got.ready
    assert (got.people, got.note) == (whom, note)
    assert got.contact == (whom[0] if whom else None)


def test_it_is_shown_before_it_is_saved():
    assert parts(read("lunch @lee #maria +article on shoulders")) == {
        "with": "Ann Lee · Cardiology, Portland",
        "whom": "Maria Lopez, referral coordinator, at Ann Lee",
        "how": "meal (lunch)",
        "when": "today, Mon Mar 16",
        "for": "give (article)",
        "note": "lunch: on shoulders",
    }


def test_two_that_match_are_asked_about():
    got = read("call @lee #lopez hello")
    (problem,) = got.problems
    assert (problem.kind, problem.people) == (Trouble.CONTACT, (MARIA, MARK))
    assert problem.message == '“#lopez” could be #"Maria Lopez" or #"Mark Lopez"; write which.'
    assert [written for _, written in problem.offers] == ['#"Maria Lopez"', '#"Mark Lopez"']
    assert "call @lee #lopez hello"[problem.start : problem.end] == "#lopez"


def test_a_touchpoint_holds_one_contact():
    (problem,) = read("call @lee #maria #mark").problems
    assert problem.message.startswith("Maria Lopez is named already; log Mark Lopez on a line of their own")


def test_a_name_that_nobody_there_has_is_said_and_stays():
    got = read("call @lee #zoe hello")
    assert got.ready
    assert got.hint == "“#zoe” is nobody there and stays in the note; there are Maria Lopez and Mark Lopez."
    assert parts(got)["note"] == "#zoe hello"
    assert read("call @lee #zoe", replace(JO, partner_id=2)).hint.endswith("no contact is known there.")


def test_people_are_waited_for():
    got = parse("call @lee #maria hello", TODAY, Few(), people=KnownPeople())
    assert (got.offices, got.ready, got.problems) == ((1,), False, ())
    assert parse("call @lee #2 hello", TODAY, Few(), people=KnownPeople()).ready


def test_a_contact_that_is_filled_in_gives_way_to_one_that_is_typed():
    filled = {"partners": (LEE,), "contact": MARIA}
    assert read("call hello", **filled).people == (MARIA,)
    assert read("call #mark hello", **filled).people == (MARK,)
    assert read("call hello", partners=(KIM,), contact=MARIA).people == ()


def test_what_rests_is_shown():
    got = read("call @lee", quiets=("sending_less:1",), quiet_until=date(2026, 4, 15))
    assert (got.quiets, got.quiet_until) == (("sending_less:1",), date(2026, 4, 15))
    assert parts(got)["rests"] == "“sending less” on Today, until Wed Apr 15"


@pytest.mark.parametrize("one", [MARIA, MARK, ODD, Person(14, 1, "Łukasz", "", "")])
def test_a_person_is_written_so_that_they_alone_are_meant(one):
    everybody = (MARIA, MARK, ODD, Person(14, 1, "Łukasz", "", ""), Person(15, 1, "Maria Lopez", "nurse", ""))
    assert read(f"call @lee {write_person(one, everybody)} hello", *everybody).people == (one,)


def test_a_person_in_words():
    assert describe_person(JO) == "Jo, nurse, at Bo Kim"
    assert matching("", None, (JO,)) == ()


@pytest.mark.parametrize(
    ("word", "intent", "give"),
    [
        ("article", "give", "article"),
        ("ar", "give", "article"),
        ("a", "ask", None),
        ("spotlight", "give", "spotlight"),
        ("s", "give", "spotlight"),
        ("cards", "give", "cards"),
        ("card", "give", "cards"),
        ("c", "connect", None),
        ("INV", "give", "invitation"),
        ("introduced,", "give", "introduction"),
        ("give", "give", None),
        ("in", None, None),
    ],
)
def test_what_was_given_implies_give(word, intent, give):
    got = read_intent(word)
    assert (got.intent, got.give) == (intent, give)


@pytest.mark.parametrize("kind", list(GiveKind))
def test_every_kind_in_full(kind):
    got = read(f"call @lee +{kind} hello")
    assert (got.intents, got.give) == (("give",), kind.value)


def test_one_entry_holds_one_kind():
    (problem,) = read("call @lee +article +cards").problems
    assert problem.message == ("One entry holds one kind of give, and this has article already; log cards in another.")
    assert read("call @lee +article +ar +give").give == "article"
    assert "could be invitation or introduction" in read("call @lee +in").problems[0].message


def test_an_article_given_is_a_give_of_one():
    assert read("article @lee +give").give == "article"
    assert read("article @lee").give is None
    assert read("article @lee +cards").give == "cards"
    assert read("article", partners=(LEE,), intents=("give",)).give == "article"


WORDS = st.sampled_from(
    [
        "call",
        "lunch",
        "@lee",
        '@"Bo Kim"',
        "@kim",
        "+give",
        "+a",
        "yesterday",
        ">2w",
        "<",
        "#2",
        "a#b",
        "#",
        "\\@x",
        "hi,",
    ]
)


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_old_lines_mean_what_they_meant(line):
    assert replace(read(line)) == parse(line, TODAY, Few())


@given(
    st.lists(st.one_of(WORDS, st.sampled_from(["#protocol", "#done,", '#"a', 'b"', '#"x', "#x.y"])), max_size=9).map(
        " ".join
    )
)
def test_a_hash_word_that_is_nobody_is_note_as_before(line):
    new, old = read(line, Person(99, 2, "Zebulon", "", "")), parse(line, TODAY, Few())
    assert (new.note, new.follow_ups, new.channel, new.day, new.intents) == (
        old.note,
        old.follow_ups,
        old.channel,
        old.day,
        old.intents,
    )


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text):
    got = read(text, MARIA, MARK, ODD)
    assert set(got.people) <= {MARIA, MARK, ODD}
    preview(got)


def touch(**more):
    about = Touchpoint(1, 1, 1, "Ann Lee", date(2026, 3, 1), "call", "ours", (Intent.ASK.value,), "", None)
    return replace(about, **more)


def test_what_stands_beside_a_touchpoint():
    said = beside(touch(contact_name="Maria Lopez", give="article", answer="yes", answered_on=date(2026, 3, 3)), TODAY)
    assert said == ("with Maria Lopez", "gave an article", "answer: yes Mar 3")
    assert beside(touch(), TODAY) == ()
    assert gave("cards", "theirs") == "they gave cards"
    assert (
        answer_words("later", date(2025, 12, 1), "after the move", TODAY) == "answer: later Dec 1, 2025, after the move"
    )
