"""A referral as a card of the board shows it, and what a filter over cards asks for."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.stays import Slow
from tui_tracker.domain.text import clean_line, fold


@dataclass(frozen=True, slots=True)
class Card:
    """One referral in a column, with what is owed next: `owed` is a `words.Promise`, None where nothing is.

    `days_late` belongs to `owed_due`: above 0 late, 0 due today, below 0 days left. `stage_on` is the day on which the
    present stage was reached, `day` the day received or sent, `visit_on` the day the first visit is booked for. `slow`
    where it has been in the stage for longer than is usual.
    """

    id: int
    flow: str
    stage: str
    stage_on: date
    partner_id: int | None
    partner_name: str | None
    source: str
    patient_ref: str
    reason: str
    urgency: str
    day: date
    visit_on: date | None
    member_name: str | None
    owed: str | None
    owed_due: date | None
    days_late: int
    slow: Slow | None = None

    @property
    def late(self) -> bool:
        """True where something owed is past its day."""
        return self.owed is not None and self.days_late > 0


@dataclass(frozen=True, slots=True)
class CardFilter:
    """Which cards are wanted; several together narrow.

    Each of `words` stands in the partner's or payer's name or in the patient reference; each of `partners`, `payers`
    and `members` in that name (`NONE`: there is none; after a `=` it is the whole name); all are folded. `late` wants
    something owed past its day, `week` something owed by Sunday or a visit this week, `new` what came since Monday.
    `flow`, `stage`, `partner_id` and `since` (came on that day or after) of None mean any; `patient` is a whole
    reference, however it is written.
    """

    words: tuple[str, ...] = ()
    late: bool = False
    urgent: bool = False
    flow: str | None = None
    stage: str | None = None
    partner_id: int | None = None
    partners: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    week: bool = False
    new: bool = False
    since: date | None = None
    patient: str = ""

    @property
    def owed(self) -> bool:
        """True where what is owed must be known to tell which cards are wanted."""
        return self.late or self.week


NONE = "-"
"""The value of a filter that wants cards without a partner, payer or member."""

_PART = re.compile(r"""(?:(partner|payer|member):|(@))?(?:["“”]([^"“”]*)["“”]?|(\S+))?\s*""")
_FLAGS = ("late", "urgent", "week", "new")


def read_filter(text: str, flow: str | None = None, stage: str | None = None, who: str = "") -> CardFilter:
    """A filter as it is typed; whatever it is, something is understood.

    `late`, `urgent`, `week` and `new` mean that; `@lee` or `partner:lee`, `payer:bcbs` and `member:ann` look in that
    name; `mine` is the member called `who`, `nobody` is `member:-`. Every other word, and every one in quotes, is
    looked for in all names and the reference. A name with blanks is quoted: `@"ann lee"`.
    """
    words: list[str] = []
    flags: set[str] = set()
    named: dict[str, list[str]] = {"partner": [], "payer": [], "member": []}
    for key, at, quoted, bare in _PART.findall(fold(clean_line(text))):
        kind = "partner" if at else key
        value = (quoted or bare).strip()
        if kind:
            named[kind] += [value] if value else []
        elif bare in _FLAGS:
            flags.add(bare)
        elif bare == "nobody" or (bare == "mine" and who):
            named["member"].append(NONE if bare == "nobody" else f"={fold(clean_line(who))}")
        elif value:
            words.append(value)
    return CardFilter(
        words=tuple(dict.fromkeys(words)),
        late="late" in flags,
        urgent="urgent" in flags,
        flow=flow,
        stage=stage,
        partners=tuple(dict.fromkeys(named["partner"])),
        payers=tuple(dict.fromkeys(named["payer"])),
        members=tuple(dict.fromkeys(named["member"])),
        week="week" in flags,
        new="new" in flags,
    )


def understood(chosen: CardFilter, name: Callable[[str, str], str] = lambda _kind, value: value) -> str:
    """A filter in words: `late · payer: Blue Cross`; `name` gives what a value of a kind stands for."""
    found = [word for word, on in (("late", chosen.late), ("urgent", chosen.urgent)) if on]
    found += ["due or visiting this week"] if chosen.week else []
    found += ["new this week"] if chosen.new else []
    for kind, values in (("partner", chosen.partners), ("payer", chosen.payers), ("member", chosen.members)):
        found += [f"no {kind}" if value == NONE else f"{kind}: {name(kind, value).lstrip('=')}" for value in values]
    return " · ".join([*found, *(f"“{word}”" for word in chosen.words)])


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of a day's week."""
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def initials(name: str, most: int | None = 3) -> str:
    """`LB` for Lena Brandt, MD: the first letters of the words before a comma, at most so many."""
    words = [word for word in re.split(r"[\s./-]+", name.partition(",")[0]) if word[:1].isalnum()]
    return "".join(word[0] for word in words[:most]).upper()
