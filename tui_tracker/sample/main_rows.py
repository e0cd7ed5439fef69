"""The rows of members, partners, touchpoints, referrals, reports and agreements, from what was simulated."""

from random import Random

from tui_tracker.domain.text import fold
from tui_tracker.sample.courses import Course
from tui_tracker.sample.people import (
    AGREEMENT_COLUMNS,
    MEMBERS,
    PHYSICIAN,
    Person,
    looks_after,
    npi,
    partner_row,
)
from tui_tracker.sample.relations import Relations
from tui_tracker.sample.tables import IsoDays, Rows, Table
from tui_tracker.sample.touches import Touch, Touches


def member_table() -> Table:
    """Our team, one of whom is about to leave."""
    rows: Rows = [(number, name, role, True) for number, (name, role) in enumerate(MEMBERS, 1)]
    return Table("member", ("id", "name", "role", "active"), rows)


def partner_table(rng: Random, people: list[Person], relations: Relations, iso: IsoDays) -> Table:
    """Partners with what was not simulated: contact data, fit, what they care about and value, who looks after them."""
    rows: Rows = []
    for one in people:
        standing, values, respect, personal, cares, phone, email, street, town, postal = partner_row(rng, one)
        number = _npi_of(one)
        rows.append(
            (
                one.id, one.kind, one.name, fold(one.name), one.specialty, town, one.tier, one.stage, standing,
                one.cadence, values, respect, personal, one.inner_rank, cares, number, phone, email, street, town,
                "ME", postal, "", looks_after(one), iso(one.added), iso.maybe(one.archived),
                iso.maybe(relations.standing_day(one, standing)), " ".join(relations.likes[one.id]),
            )
        )  # fmt: skip
    columns = (
        "id", "kind", "name", "search", "specialty", "area", "tier", "stage", "standing", "cadence_days",
        "fit_values", "fit_respect", "fit_personal", "inner_rank", "cares_about", "npi", "phone", "email",
        "address", "city", "state", "postal_code", "note", "member_id", "added_on", "archived_on",
        "standing_on", "likes",
    )  # fmt: skip
    return Table("partner", columns, rows)


def _npi_of(one: Person) -> str | None:
    """Clinicians and most practices have one."""
    return npi(one.id) if one.kind == "clinician" or (one.kind == "practice" and one.id % 4) else None


def touchpoint_table(
    made: Touches, relations: Relations, touches: list[Touch], occasions: Table, iso: IsoDays
) -> Table:
    """Touchpoints, numbered already, with their notes."""
    called = {row[0]: str(row[1]) for row in occasions.rows}
    note = made.note
    rows: Rows = [
        (
            touch.id, touch.entry, touch.person, iso(touch.day), touch.channel,
            "theirs" if touch.theirs else "ours", touch.intents,
            relations.note(touch, "" if touch.extra else note(touch, called.get(touch.occasion, ""))),
            touch.member, touch.occasion, touch.contact, touch.give, touch.answer, iso.maybe(touch.answered),
            touch.answer_note,
        )
        for touch in touches
    ]  # fmt: skip
    columns = (
        "id", "entry", "partner_id", "day", "channel", "direction", "intents", "note", "member_id", "occasion_id",
        "contact_id", "give", "answer", "answered_on", "answer_note",
    )  # fmt: skip
    return Table("touchpoint", columns, rows)


def referral_table(rng: Random, courses: list[Course], payers: list[int], iso: IsoDays) -> Table:
    """Referrals, numbered already; what is closed has its quality and revenue."""
    columns = (
        "id", "flow", "source", "partner_id", "patient_ref", "reason", "urgency", "payer_id", "member_id",
        "stage", "stage_on", "day", "contacted_on", "scheduled_on", "accepted_on", "seen_on", "in_care_on",
        "closed_on", "aside_on", "aside_reason", "alternative", "visit_on", "settled", "appropriate", "adherence",
        "outcome", "revenue_cents", "import_key",
    )  # fmt: skip
    return Table("referral", columns, [_referral(rng, course, payers, iso) for course in courses])


def _referral(rng: Random, one: Course, payers: list[int], iso: IsoDays) -> tuple[object, ...]:
    maybe = iso.maybe
    payer = rng.choice(payers) if payers and rng.random() < 0.85 else None
    appropriate = adherence = outcome = revenue = None
    if one.flow == "inbound" and one.closed is not None:
        if rng.random() < 0.85:
            appropriate = rng.choices(("yes", "partly", "no"), (82, 13, 5))[0]
            adherence = rng.choices(("full", "partial", "none"), (68, 26, 6))[0]
            outcome = rng.choices(("goal_met", "improved", "unchanged", "worse"), (48, 38, 11, 3))[0]
        revenue = round(rng.lognormvariate(11.0, 0.7)) // 100 * 100
    return (
        one.id, one.flow, one.source, one.person, one.ref, one.reason, one.urgency, payer,
        PHYSICIAN if rng.random() < 0.8 else None, one.stage, iso(one.stage_on), iso(one.day),
        maybe(one.contacted), maybe(one.scheduled), maybe(one.accepted), maybe(one.seen), maybe(one.in_care),
        maybe(one.closed), maybe(one.aside), one.aside_reason, one.alternative, maybe(one.visit), False,
        appropriate, adherence, outcome, revenue, None,
    )  # fmt: skip


def report_table(rng: Random, courses: list[Course], iso: IsoDays) -> Table:
    """Every report that was sent, by day."""
    sent = [(day, course.id, kind) for course in courses for kind, day in course.reports]
    sent.sort(key=lambda report: report[0])
    channels, weights = ("fax", "letter", "email", "call"), (45, 25, 25, 5)
    rows: Rows = [
        (number, referral, kind, iso(day), rng.choices(channels, weights)[0], PHYSICIAN, "", None)
        for number, (day, referral, kind) in enumerate(sent, 1)
    ]
    columns = ("id", "referral_id", "kind", "sent_on", "channel", "member_id", "note", "touchpoint_id")
    return Table("report", columns, rows)


def agreement_table(agreements: list[list[object]], iso: IsoDays) -> Table:
    """Agreements, their review days written out."""
    place = AGREEMENT_COLUMNS.index("review_on")
    rows: Rows = []
    for row in agreements:
        day = row[place]
        assert isinstance(day, int)
        rows.append((*row[:place], iso(day), *row[place + 1 :]))
    return Table("agreement", AGREEMENT_COLUMNS, rows)
