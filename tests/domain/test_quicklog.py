"""The quick log's grammar: what a line means, and that no text is too odd for it."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_tracker.domain.quicklog import NOTE_MAX, STEP_MAX, Problem, Step, Trouble, Understood, parse
from tui_tracker.domain.quicklog_names import Found, KnownNames, as_new_name, choose, mention, name_key
from tui_tracker.domain.quicklog_preview import preview
from tui_tracker.domain.quicklog_words import read_channel, read_intent
from tui_tracker.domain.records import FollowUp, PartnerName
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import Channel, Intent

TODAY = date(2026, 3, 16)
LEE = PartnerName(1, "Ann Lee", "Cardiology", "Portland")
KIM = PartnerName(2, "Bo Kim", "", "")
KIMBALL = PartnerName(3, "Jo Kimball", "Surgery", "")


class Few:
    """Finds Lee for certain, two for `kim`, none for anything else."""

    def find(self, asked):
        if asked in ("lee", "Ann Lee", 1):
            return Found((LEE,), 1)
        if asked == "Bo Kim":
            return Found((KIM,), 1)
        if asked == "kim":
            return Found((KIM, KIMBALL), 2)
        if asked == "leex":
            return Found((LEE,), 0)
        return Found()


def read(line, **more) -> Understood:
    return parse(line, TODAY, Few(), **more)


def only_problem(line, **more) -> Problem:
    problems = read(line, **more).problems
    assert len(problems) == 1, problems
    return problems[0]


def test_the_line_of_the_design():
    got = read("lunch @lee yesterday +give brought the shoulder protocol >2w")
    assert got.ready
    assert (got.channel, got.word, got.partners) == ("meal", "lunch", (LEE,))
    assert (got.day, got.intents, got.direction) == (date(2026, 3, 15), ("give",), "ours")
    assert got.note == "lunch: brought the shoulder protocol"
    assert got.follow_ups == (Step(date(2026, 3, 30), ""),)
    assert [(part.about, part.text) for part in preview(got)] == [
        ("with", "Ann Lee · Cardiology, Portland"),
        ("how", "meal (lunch)"),
        ("when", "yesterday, Sun Mar 15"),
        ("for", "give"),
        ("next", "Mon Mar 30, in 2 weeks"),
        ("note", "lunch: brought the shoulder protocol"),
    ]


@pytest.mark.parametrize("word", list(Channel))
def test_every_channel_in_full_and_in_two_letters(word):
    assert read_channel(word).channel is word
    assert read_channel(word.upper()).channel is word
    short = [a + b for a in word.value[0] for b in word.value[1:] if read_channel(a + b).channel is word]
    assert short, f"{word} cannot be written in two letters, and an item of Today not logged in four keys"


@pytest.mark.parametrize(
    ("word", "channel", "said"),
    [
        ("vis", "visit", "visit"),
        ("ca", None, ""),
        ("c", None, ""),
        ("m", "meal", "meal"),
        ("a", "article", "article"),
        ("cl", "call", "call"),
        ("phone", "call", "call"),
        ("Called:", "call", "call"),
        ("coffee", "meal", "coffee"),
        ("lun", "meal", "lunch"),
        ("br", "meal", "meal"),
        ("co", None, ""),
        ("mail", None, ""),
        ("met", None, ""),
        ("lee", None, ""),
    ],
)
def test_channel_words(word, channel, said):
    got = read_channel(word)
    assert (got.channel, got.word) == (channel, said)
    assert bool(got.problem) == (channel is None)


def test_an_unclear_channel_says_which_it_could_be():
    assert only_problem("c @lee").message == "“c” could be call (cl) or card (cd); write a little more."
    assert only_problem("mail @lee").message == "“mail” could be email or letter; write which."
    assert "start with call, email" in only_problem("spoke @lee").message


def test_a_missing_channel_is_said_first():
    problem = only_problem("@lee +give")
    assert problem.kind is Trouble.CHANNEL
    assert (problem.start, problem.end) == (0, 0)
    assert {one.kind for one in read("").problems} == {Trouble.CHANNEL, Trouble.NOBODY}


@pytest.mark.parametrize("word", list(Intent))
def test_every_intent_by_its_first_letter(word):
    assert read_intent(word.value[0]).intent is word


def test_intents():
    assert read("call @lee +u +THANKS, +gi hello +a").intents == ("give", "thank", "update", "ask")
    assert only_problem("call @lee +zap").message.startswith("“+zap” is not one of connect, give")
    assert only_problem("call @lee +").kind is Trouble.INTENT
    assert read("call @lee ring +1-207-555-0100").note == "ring +1-207-555-0100"
    assert read("call @lee", intents=("thank",)).intents == ("thank",)


def test_partners():
    got = read('call @lee @"Bo Kim" @Ann_Lee hello')
    assert got.partners == (LEE, KIM)
    assert got.note == "hello"
    assert read("call @lee,@Bo_Kim; hi").partners == (LEE, KIM)
    assert read("call hi", partners=[KIM]).partners == (KIM,)
    assert read("call @lee hi", partners=[KIM, LEE]).partners == (KIM, LEE)
    assert read('call @"anything"#1').partners == (LEE,)
    assert read("call @x#1").partners == (LEE,)


def test_two_that_match_are_asked_about_and_never_guessed():
    problem = only_problem("call @kim hello")
    assert problem.kind is Trouble.AMBIGUOUS
    assert problem.message == '“kim” could be @"Bo Kim" or @"Jo Kimball"; write which one.'
    assert "call @kim hello"[problem.start : problem.end] == "@kim"
    assert read("call @kim hello").partners == ()


def test_nobody_of_that_name_may_be_added():
    problem = only_problem("call @zed_quark hello")
    assert (problem.kind, problem.name) == (Trouble.UNKNOWN, "Zed Quark")
    got = read("call @zed_quark @Zed_Quark hello", add=["Zed Quark"])
    assert got.ready
    assert got.new_partners == ("Zed Quark",)
    assert preview(got)[0].text == "Zed Quark (new partner, will be added)"
    assert "did you mean" in only_problem("call @leex hello").message
    assert only_problem('call @"von zed"').name == "von zed"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("call @ hello", Trouble.NAME),
        ("call @!!!", Trouble.NAME),
        ('call @"Ann Lee', Trouble.NAME),
        ("call @x#99", Trouble.NAME),
        ("call @lee tomorrow", Trouble.DAY),
        ("call @lee +2w", Trouble.DAY),
        ("call @lee 2026-02-30", Trouble.DAY),
        ("call @lee > send it", Trouble.FOLLOW_UP),
        ("call @lee >yesterday", Trouble.FOLLOW_UP),
        ("call @lee >", Trouble.FOLLOW_UP),
        ("call hello", Trouble.NOBODY),
        ("call @lee " + "x" * (NOTE_MAX + 1), Trouble.TOO_LONG),
        ("call @lee >2w " + "x" * (STEP_MAX + 1), Trouble.TOO_LONG),
        ("call @" + "x" * 200, Trouble.TOO_LONG),
    ],
)
def test_what_cannot_be_saved_yet(line, kind):
    problem = only_problem(line)
    assert problem.kind is kind
    assert problem.message.endswith(".")


def test_a_day_counts_until_the_note_begins():
    assert read("call @lee mon she works fri").day == date(2026, 3, 9)
    assert read("call @lee mon she works fri").note == "she works fri"
    got = read("call @lee left word yesterday")
    assert (got.day, got.note) == (TODAY, "left word yesterday")
    assert got.hint == "“yesterday” is part of the note; to mean the day, write it before the note."
    assert read("call yesterday @lee left word fri").hint == ""
    assert read("call @lee yesterday mon hello").note == "mon hello"
    assert read(r"call @lee \sat with him").note == "sat with him"


def test_follow_ups():
    got = read("call @lee hello >2w send the protocol +give and more >fri >12/1/2026 lunch < @Bo_Kim bye")
    assert got.follow_ups == (
        Step(date(2026, 3, 30), "send the protocol"),
        Step(date(2026, 3, 20), ""),
        Step(date(2026, 12, 1), "lunch"),
    )
    assert got.note == "hello and more bye"
    assert got.direction == "theirs"
    assert read("call @lee > +2w").follow_ups == (Step(date(2026, 3, 30), ""),)


def test_they_contacted_us():
    for line in ("call @lee < hello", "< call @lee hello", "<call @lee hello", "call <@lee hello", "call @lee <hello"):
        got = read(line)
        assert (got.direction, got.partners, got.note) == ("theirs", (LEE,), "hello")
    assert read("call @lee waits <3 weeks").direction == "ours"


def test_a_backslash_makes_a_mark_ordinary():
    got = read(r"call @lee \@home \+more \>5 \<3 \\ \x a@b.c c>d")
    assert got.note == r"@home +more >5 <3 \ \x a@b.c c>d"
    assert got.ready


def test_names_still_on_their_way_wait():
    known = KnownNames()
    got = parse("call @lee @lee @kim", TODAY, known)
    assert got.waiting == ("lee", "kim")
    assert not got.ready
    assert not got.problems
    known.learn({"lee": Found((LEE,), 1), "kim": Found((KIM,), 1)})
    assert parse("call @lee @kim", TODAY, known).ready


def test_what_it_keeps_is_shown():
    kept = FollowUp(7, 1, "Ann Lee", date(2026, 3, 13), "send the protocol", None, None)
    got = read("call sent it", partners=[LEE], follow_ups=[kept])
    assert ("keeps", "send the protocol, due Fri Mar 13") in [(part.about, part.text) for part in preview(got)]


def test_names_as_they_are_compared():
    assert name_key("Dr. Ann-Marie O'Brien, MD, FACS").words == ("ann", "marie", "obrien")
    assert name_key("Dr. Ann-Marie O'Brien, MD, FACS").strong == {"obrien"}
    assert (name_key("Lee, Ann").words, name_key("Lee, Ann").strong) == (("lee", "ann"), {"lee"})
    assert name_key("Minh Do").words == ("minh", "do")
    assert name_key("Do").words == ("do",)
    assert name_key("Portland Sports Clinic").strong == {"portland", "sports", "clinic"}


def test_namesakes_are_written_with_their_number():
    twin = PartnerName(9, "Ann Lee", "Surgery", "")
    assert choose(LEE, Found((LEE, twin, KIM), 3)) == '@"Ann Lee"#1'
    assert choose(KIM, Found((LEE, twin, KIM), 3)) == '@"Bo Kim"'
    assert mention(PartnerName(4, "Cher", "", "")) == "@Cher"
    assert as_new_name("zed_quark".replace("_", " ")) == "Zed Quark"
    assert as_new_name("deSouza") == "deSouza"


_PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [*'@+><\\"#, ', "@lee", "@kim", '@"', '"#', "call", "lunch", "+give", ">2w", ">fri", "< ", "yesterday", "-3d"]
    ),
    st.sampled_from(["\x00", "\x1b[2J", "\u202e", "\ud800", "\u2028", "\x85", "e\u0301", "[@click=app.quit]", "\x1c"]),
)
LINES = st.one_of(
    st.text(max_size=80),
    st.lists(_PIECES, max_size=25).map(" ".join),
    st.lists(_PIECES, max_size=25).map("".join),
    st.lists(_PIECES, max_size=20).map(lambda pieces: "lunch @lee " + " ".join(pieces)),
)


class Anybody:
    """Knows everybody, by the very name that was typed."""

    def find(self, asked):
        return Found((PartnerName(hash(asked) % 1000, str(asked), "", ""),), 1)


@given(LINES, st.dates(), st.sampled_from([Few(), Anybody(), KnownNames()]))
@example("call @lee \\", TODAY, Few())
@example('call @"lee\\', TODAY, Few())
@example("<", TODAY, Few())
def test_any_text_is_read(line, today, names):
    got = parse(line, today, names)
    assert got.day <= today
    assert all(step.due_on >= today for step in got.follow_ups)
    for text in (got.note, *got.new_partners, *(step.text for step in got.follow_ups)):
        assert clean_line(text) == text
    for problem in got.problems:
        assert 0 <= problem.start <= problem.end <= len(line)
        assert problem.message
    for name in got.names:
        assert line[name.start] == "@"
    shown = preview(got)
    assert all(part.about for part in shown)
    if got.ready:
        assert got.channel in set(Channel)
        assert got.whom


@given(st.text(min_size=1, max_size=40).map(clean_line).filter(lambda name: any(c.isalnum() for c in name)))
@example('A "quoted" \\ name')
@example("#1 Clinic")
@example("Ann_Lee")
@example("x@y, z; >2w")
@example("O'Brien-Smith")
def test_a_name_that_is_written_out_is_read_back(name):
    asked = []

    class Ear:
        def find(self, text):
            asked.append(text)
            return Found((PartnerName(5, name, "", ""),), 1)

    plain = parse(f"call {mention(PartnerName(5, name, '', ''))} hello", TODAY, Ear())
    numbered = parse(f"call {mention(PartnerName(5, name, '', ''), numbered=True)} hello", TODAY, Ear())
    assert asked == [name, 5]
    assert (plain.note, numbered.note) == ("hello", "hello")


@given(st.lists(st.text(min_size=1, max_size=10), max_size=12))
def test_escaped_words_are_the_note_word_for_word(words):
    words = [word for word in map(clean_line, words) if word and " " not in word]
    escaped = [f"\\{word}" if word[0] in "@+><\\" else word for word in words]
    got = parse("call @lee x " + " ".join(escaped), TODAY, Few())
    assert got.note == clean_line("x " + " ".join(words))
