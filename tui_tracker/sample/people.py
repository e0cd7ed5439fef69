"""Who is in a made-up practice: members, partners and how they are to be simulated, contacts, links, agreements."""

from dataclasses import dataclass, field, replace
from random import Random

from tui_tracker.domain.npi import is_npi
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.sample import names

PHYSICIAN, LIAISON, COORDINATOR, MANAGER, LEAVING = 1, 2, 3, 4, 5
MEMBERS: tuple[tuple[str, str], ...] = (
    ("Lena Brandt, MD", "physician"),
    ("Ann Castellano", "liaison"),
    ("Marisol Vega", "coordinator"),
    ("Tom Keane", "manager"),
    ("Ruth Dwyer", "liaison"),
)
PRACTICE: tuple[str, ...] = (
    "Tidewater Spine & Joint",
    "Orthopedics",
    "",  # its days are those of the machine that makes it
    "12 Wharf Street\nPortland, ME 04101",
    "207-555-0140",
    "207-555-0141",
    "office@tidewater.example",
)

TIER_CADENCE: dict[str, int] = {"A": 30, "B": 60, "C": 90}


@dataclass(slots=True)
class Person:
    """A partner as the simulation sees it; days are ordinals, `rate` and `out_rate` referrals a year."""

    id: int
    kind: str
    name: str
    specialty: str
    town: int
    tier: str = "C"
    stage: str = "connected"
    added: int = 0
    archived: int | None = None
    cadence: int | None = None
    rate: float = 0.0
    out_rate: float = 0.0
    inner_rank: int | None = None
    fades: bool = False
    lapses: bool = False
    days: PromiseDays = field(default_factory=PromiseDays)
    planted: list[str] = field(default_factory=list)

    @property
    def every(self) -> int:
        """Days between touches."""
        return self.cadence or TIER_CADENCE[self.tier]

    @property
    def resting(self) -> bool:
        """Without a cadence: dormant, parted or archived."""
        return self.stage in ("dormant", "parted") or self.archived is not None


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are made up: from `start` to `today`, as ordinals."""

    start: int
    today: int


def looks_after(one: Person) -> int:
    """The member who looks after a partner."""
    if one.tier != "A" and one.id % 6 == 1:
        return LEAVING
    return LIAISON if one.tier != "C" or one.id % 3 else MANAGER


def npi(number: int) -> str:
    """An NPI that passes the check and has been given to nobody."""
    nine = f"2{number:08d}"
    return next(nine + digit for digit in "0123456789" if is_npi(nine + digit))


def make_people(rng: Random, count: int, span: Span) -> list[Person]:
    """Partners of all kinds, ids from 1; tiers, stages and rates are given out so that the busiest come first."""
    people = _named(rng, count)
    _give_roles(rng, people, span)
    _give_rates(rng, people, span)
    return people


def _kinds(count: int) -> list[str]:
    """How many of each kind; payers, employers and community grow slower than the rest."""
    side = (count / 60) ** 0.6
    wanted = {
        "payer": round(4 * side) if count >= 8 else 0,
        "employer": round(4 * side) if count >= 8 else 0,
        "community": round(4 * side) if count >= 8 else 0,
        "other": round(side) if count >= 30 else 0,
        "practice": round(count * 0.16),
    }
    kinds = [kind for kind, number in wanted.items() for _ in range(number)]
    return ["clinician"] * max(0, count - len(kinds)) + kinds


def _named(rng: Random, count: int) -> list[Person]:
    towns = max(8, min(len(names.TOWNS), round(8 * (count / 60) ** 0.4)))
    near = [1.0 / (place + 2) for place in range(towns)]
    specialties = [word for word, _, _ in names.SPECIALTIES]
    weights = [weight for _, weight, _ in names.SPECIALTIES]
    credentials = {word: letters for word, _, letters in names.SPECIALTIES}
    taken: set[str] = set()
    people = []
    for number, kind in enumerate(_kinds(count), 1):
        town = rng.choices(range(towns), near)[0]
        specialty = rng.choices(specialties, weights)[0] if kind == "clinician" else ""
        for attempt in range(40):
            if kind == "clinician":
                name = _clinician(rng, credentials[specialty], attempt)
            else:
                name, specialty = _house(rng, kind, names.TOWNS[town][0], attempt)
            if name not in taken:
                break
        else:
            name = f"{name} {number}"
        taken.add(name)
        people.append(Person(number, kind, name, specialty, town))
    rng.shuffle(people)
    for number, person in enumerate(people, 1):
        person.id = number
    return people


def _clinician(rng: Random, letters: tuple[str, ...], attempt: int) -> str:
    middle = f" {rng.choice('ABCDEGHJKLMNPRSTW')}." if attempt or rng.random() < 0.15 else ""
    last = rng.choice(names.LAST)
    if rng.random() < 0.04:
        last = f"{last}-{rng.choice(names.LAST)}"
    return f"{rng.choice(names.FIRST)}{middle} {last}, {rng.choice(letters)}"


def _house(rng: Random, kind: str, town: str, attempt: int) -> tuple[str, str]:
    """A name and a specialty for what is not a person."""
    place = rng.choice(names.PLACES)
    if attempt > 2:
        place = f"{town} {place}"
    if kind == "practice":
        word, specialty = rng.choice(names.PRACTICE_KINDS)
        return f"{place} {word}", specialty
    if kind == "payer":
        return f"{place} {rng.choice(names.PAYER_KINDS)}", ""
    if kind == "employer":
        return f"{place} {rng.choice(names.EMPLOYER_KINDS)}", ""
    if kind == "community":
        return f"{town} {rng.choice(names.COMMUNITY_KINDS)}" if attempt < 3 else f"{place} Club", ""
    return f"{place} {rng.choice(names.OTHER_KINDS)}", ""


def _give_roles(rng: Random, people: list[Person], span: Span) -> None:
    """Tier, stage, since when; clinicians and practices send, so they come first in the order of importance."""
    count = len(people)
    senders = [one for one in people if one.kind in ("clinician", "practice")]
    others = [one for one in people if one.kind not in ("clinician", "practice")]
    order = senders[: max(10, count // 2)] + others + senders[max(10, count // 2) :]
    inner = min(10, count)
    a_tier = max(inner, round(count * 0.015))
    b_tier = a_tier + round(1.3 * count**0.68)
    for place, one in enumerate(order):
        if place < a_tier:
            one.tier, one.stage = "A", "partner" if rng.random() < 0.6 else "referring"
            one.inner_rank = place + 1 if place < inner else None
        elif place < b_tier:
            one.tier = "B"
            one.stage = rng.choices(("partner", "referring", "building", "connected"), (15, 55, 22, 8))[0]
        else:
            one.stage = rng.choices(("referring", "building", "connected", "dormant", "parted"), (46, 20, 18, 13, 3))[0]
        old = rng.random() < (0.8 if one.tier != "C" else 0.45)
        first = span.start + 30 if old else span.start + rng.randrange(max(1, span.today - span.start - 60))
        one.added = span.start - rng.randrange(400) if old else first
        if one.stage in ("dormant", "parted") and rng.random() < 0.2:
            one.archived = span.today - rng.randrange(20, 300)
            one.added = min(one.added, one.archived - 200)
        elif one.tier == "C" and rng.random() < 0.3:
            one.cadence = rng.choice((120, 180))
    _give_prospects(rng, order[b_tier:], count, span)


def _give_prospects(rng: Random, people: list[Person], count: int, span: Span) -> None:
    """A few that were added lately and not met yet; about a third of them wait for the first contact too long."""
    for place, one in enumerate(people[-max(3, round(count * 0.02)) :]):
        one.stage, one.archived, one.cadence = "prospect", None, None
        one.added = span.today - (rng.randrange(16, 30) if place % 3 == 0 else rng.randrange(12))


def _give_rates(rng: Random, people: list[Person], span: Span) -> None:
    count = len(people)
    years = (span.today - span.start) / 365
    everything = 5.2 * (60 / count) ** 0.19 * count * years
    weight_of = {"A": 12.0, "B": 4.5, "C": 1.6}
    kind_factor = {"clinician": 1.0, "practice": 1.2, "payer": 0.15, "employer": 0.5, "community": 0.25, "other": 0.3}
    weights: list[float] = []
    present: list[float] = []
    for one in people:
        sends = one.stage in ("referring", "partner") or (one.resting and one.stage == "dormant")
        weight = weight_of[one.tier] * kind_factor[one.kind] * rng.lognormvariate(0, 0.5) if sends else 0.0
        weights.append(weight * (0.5 if one.resting else 1.0))
        present.append((span.today - max(one.added, span.start)) / 365)
    total = sum(weight * years_here for weight, years_here in zip(weights, present, strict=True)) or 1.0
    for one, weight in zip(people, weights, strict=True):
        one.rate = weight * 0.78 * everything / total
        takes = one.kind == "clinician" and one.stage in ("referring", "partner", "building")
        one.out_rate = (0.7 if weight else 0.4) * (one.rate + 0.6) * 0.25 if takes else 0.0
        one.lapses = not one.resting and one.stage != "prospect" and one.tier != "A" and rng.random() < 0.11


def partner_row(rng: Random, one: Person) -> tuple[object, ...]:
    """The fields of the partner that are not simulated: contact data, fit, what it cares about."""
    town, postal = names.TOWNS[one.town]
    phone = f"207-555-{one.id % 10_000:04d}"
    slug = "".join(letter for letter in one.name.split(",")[0].lower() if letter.isascii() and letter.isalpha())
    email = f"office@{slug[:24] or 'office'}.example" if rng.random() < 0.7 else ""
    street = f"{rng.randrange(1, 900)} {rng.choice(names.PLACES)} {rng.choice(('Street', 'Road', 'Avenue'))}"
    known = one.tier != "C" and one.stage not in ("prospect",)
    fit = tuple(rng.choice((2, 3, 3, 4, 4, 5)) if known and rng.random() < 0.8 else None for _ in range(3))
    standing = rng.choice(("supplier", "resource", "resource", "partner")) if known else None
    cares = rng.choice(names.CARES_ABOUT) if known or rng.random() < 0.25 else ""
    return (standing, *fit, cares, phone, email, street, town, postal)


AGREEMENT_COLUMNS: tuple[str, ...] = (
    "id",
    "partner_id",
    "formal",
    "how_to_refer",
    "first_contact_days",
    "acknowledgement_days",
    "thank_you_days",
    "first_visit_days",
    "initial_report_days",
    "progress_report_days",
    "final_report_days",
    "format",
    "channel",
    "copied_to",
    "consent",
    "review_on",
    "note",
)


def make_agreements(rng: Random, people: list[Person], span: Span) -> list[list[object]]:
    """Agreements with the strongest partners and the payers, some with figures of their own, which are set on them.

    The last column but one is the review day, an ordinal; one or two of them have passed.
    """
    rows: list[list[object]] = []
    for one in people:
        if one.resting or one.stage == "prospect":
            continue
        if rng.random() > {"A": 0.7, "B": 0.12, "C": 0.01}[one.tier] + (0.4 if one.kind == "payer" else 0):
            continue
        own: dict[str, int] = {}
        if rng.random() < 0.5:
            own["initial_report"] = rng.choice((1, 2, 5, 7))
        if rng.random() < 0.3:
            own["first_visit"] = rng.choice((7, 10, 21))
        if rng.random() < 0.2:
            own["progress_report"] = rng.choice((21, 42))
        one.days = replace(one.days, **own)
        late = len(rows) == 1 or rng.random() < 0.03
        review = span.today - rng.randrange(2, 9) if late else span.today + rng.randrange(25, 340)
        rows.append(
            [
                len(rows) + 1,
                one.id,
                one.kind == "payer" or rng.random() < 0.25,
                rng.choice(("fax, then a call", "secure mail", "portal", "phone, same day for acute injuries")),
                None,
                None,
                None,
                own.get("first_visit"),
                own.get("initial_report"),
                own.get("progress_report"),
                None,
                rng.choice(("one page", "letter", "SOAP note", "")),
                rng.choice(("fax", "email", "letter", None)),
                rng.choice(("", "", "case manager", "primary care doctor")),
                rng.choice(("", "signed release on file", "asked at each visit")),
                review,
                "",
            ]
        )
    return rows


def make_contacts(rng: Random, people: list[Person]) -> list[tuple[object, ...]]:
    """People in the partners' offices: (id, partner, name, role, phone, email, advocate, active)."""
    usual = {"clinician": 0.3, "practice": 1.7, "payer": 1.6, "employer": 1.1, "community": 0.8, "other": 0.6}
    rows: list[tuple[object, ...]] = []
    for one in people:
        number = int(usual[one.kind] + rng.random())
        for place in range(number):
            name = f"{rng.choice(names.FIRST)} {rng.choice(names.LAST)}"
            advocate = (one.kind == "payer" and place == 0) or rng.random() < 0.06
            phone = f"207-555-{(one.id * 7 + place) % 10_000:04d}" if rng.random() < 0.6 else ""
            role = rng.choice(names.CONTACT_ROLES[one.kind])
            rows.append((len(rows) + 1, one.id, name, role, phone, "", advocate, rng.random() > 0.05))
    return rows


def make_links(rng: Random, people: list[Person]) -> list[tuple[object, ...]]:
    """Ties between partners: (id, kind, from, to), each at most once."""
    by_kind: dict[str, list[Person]] = {}
    for one in people:
        by_kind.setdefault(one.kind, []).append(one)
    clinicians = by_kind.get("clinician", [])
    found: dict[tuple[str, int, int], None] = {}
    houses: dict[str, list[Person]] = {}
    for house in by_kind.get("practice", []):
        houses.setdefault(house.specialty, []).append(house)
    everywhere = by_kind.get("practice", [])
    for one in clinicians:
        if not everywhere or rng.random() > 0.85:
            continue
        for _ in range(2 if rng.random() < 0.1 else 1):
            house = rng.choice(houses.get(one.specialty, everywhere))
            found["works_at", one.id, house.id] = None
    for _ in range(len(people) // 7 if len(clinicians) > 1 else 0):
        kind = rng.choice(("introduced", "introduced", "colleague"))
        first, second = rng.sample(clinicians, 2)
        found[kind, first.id, second.id] = None
    payers = by_kind.get("payer", [])
    for place, one in enumerate(payers[1:]):
        if rng.random() < 0.3 or place == 0:
            found["part_of", one.id, payers[0].id] = None
    return [(number, *key) for number, key in enumerate(found, 1)]
