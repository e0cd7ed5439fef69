"""What the storage hands up: frozen records, never rows.

Days are local calendar days of the practice. Moments are UTC, as `2026-11-21T19:16:00Z`. Money is in cents.
Words are the strings of `words`. An `id` is never used twice, not even after an undo.
"""

from datetime import date

from tui_tracker.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Practice:
    """Us, with what letters carry at their head."""

    id: int
    name: str
    specialty: str
    time_zone: str
    address: str
    phone: str
    fax: str
    email: str


@dataclass(frozen=True, slots=True)
class Member:
    """One of our team."""

    id: int
    name: str
    role: str
    active: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whose relationship we look after, with every field that can be edited.

    `standing_on` is the day on which the standing was last asked; `likes` are the kinds of gives (`words.GiveKind`)
    that they value.
    """

    id: int
    kind: str
    name: str
    specialty: str
    area: str
    tier: str
    stage: str
    standing: str | None
    cadence_days: int | None
    fit_values: int | None
    fit_respect: int | None
    fit_personal: int | None
    inner_rank: int | None
    cares_about: str
    npi: str | None
    phone: str
    email: str
    address: str
    city: str
    state: str
    postal_code: str
    note: str
    member_id: int | None
    added_on: date
    archived_on: date | None
    standing_on: date | None = None
    likes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner as a list shows it, with the figures beside the name.

    `referrals_90` counts inbound referrals of the 90 days that end today; `touches` counts all touchpoints.
    """

    id: int
    name: str
    kind: str
    specialty: str
    area: str
    tier: str
    stage: str
    last_touch: date | None
    touches: int
    referrals_90: int
    archived: bool


@dataclass(frozen=True, slots=True)
class PartnerName:
    """Just enough of a partner to name it and to find it by name."""

    id: int
    name: str
    specialty: str
    area: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in a partner's office."""

    id: int
    partner_id: int
    name: str
    role: str
    phone: str
    email: str
    advocate: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two partners, read from `from_id` to `to_id`."""

    id: int
    kind: str
    from_id: int
    from_name: str
    to_id: int
    to_name: str


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One contact with one partner on a day; touchpoints of one entry share `entry_id`.

    `give` says what was given (`words.GiveKind`); `answer` what came of an ask (`words.Answer`), and when.
    """

    id: int
    entry_id: int
    partner_id: int
    partner_name: str
    day: date
    channel: str
    direction: str
    intents: tuple[str, ...]
    note: str
    member_name: str | None
    contact_id: int | None = None
    contact_name: str | None = None
    give: str | None = None
    answer: str | None = None
    answered_on: date | None = None
    answer_note: str = ""
    occasion_id: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A promised next step with a due day, by a member; open while neither done nor dropped."""

    id: int
    partner_id: int
    partner_name: str
    due_on: date
    text: str
    done_on: date | None
    dropped_on: date | None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """A patient sent to us or by us. `day` is the day received or sent; a stage that was skipped has no day."""

    id: int
    flow: str
    source: str
    partner_id: int | None
    partner_name: str | None
    patient_ref: str
    reason: str
    urgency: str
    payer_id: int | None
    payer_name: str | None
    member_id: int | None
    stage: str
    day: date
    contacted_on: date | None
    scheduled_on: date | None
    accepted_on: date | None
    seen_on: date | None
    in_care_on: date | None
    closed_on: date | None
    aside_on: date | None
    aside_reason: str
    alternative: str
    visit_on: date | None
    settled: bool
    appropriate: str | None
    adherence: str | None
    outcome: str | None
    revenue_cents: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """What we sent the referrer about a referral: its parts (`reporting.PARTS`), and the letter as it went out."""

    id: int
    referral_id: int
    kind: str
    sent_on: date
    channel: str
    note: str
    member_name: str | None = None
    findings: str = ""
    plan: str = ""
    timeline: str = ""
    surgical_options: str = ""
    red_flags: str = ""
    outcome: str = ""
    recommendations: str = ""
    copied_to: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a partner expects and we promised; a figure of None leaves the practice's own default in force."""

    id: int
    partner_id: int
    formal: bool
    how_to_refer: str
    first_contact_days: int | None
    acknowledgement_days: int | None
    thank_you_days: int | None
    first_visit_days: int | None
    initial_report_days: int | None
    progress_report_days: int | None
    final_report_days: int | None
    format: str
    channel: str | None
    copied_to: str
    consent: str
    review_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A difficult situation; it awaits our reply until `answered_on`."""

    id: int
    partner_id: int
    partner_name: str
    referral_id: int | None
    kind: str
    opened_on: date
    facts: str
    reply: str
    offered: str
    answered_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A networking event: `goal` in words, `wanted` how many people we mean to meet, `met` how many partners we met."""

    id: int
    name: str
    day: date
    place: str
    skill: str
    note: str
    goal: str
    wanted: int | None
    met: int


@dataclass(frozen=True, slots=True)
class Gift:
    """An entry of the gift ledger: money spent on a partner. It stands apart from everything that counts referrals."""

    id: int
    partner_id: int
    partner_name: str
    day: date
    what: str
    amount_cents: int
    member_name: str | None


@dataclass(frozen=True, slots=True)
class Spotlight:
    """Who has the practice's spotlight in a month (its first day); `touchpoint_id` is the give that it became."""

    id: int
    month: date
    partner_id: int
    partner_name: str
    title: str
    touchpoint_id: int | None


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter over the Board, kept by name."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the journal. `kind` is `do`, `undo` or `redo`; `undone` tells whether it is taken back now."""

    id: int
    at: str
    who: str
    label: str
    kind: str
    reverts_id: int | None
    undone: bool
    rows: int


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What one change did to one row; `before` is None for a new row, `after` for a removed one."""

    table: str
    row_id: int
    before: dict[str, object] | None
    after: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something, when (UTC, `2026-11-21T19:16:00Z`), and which local day that is."""

    who: str
    at: str
    today: date
