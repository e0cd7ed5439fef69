"""The tables of RULES section 1. Rows of these models never leave the storage layer."""

from typing import Any

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from tui_tracker.domain import words
from tui_tracker.storage.candidate_models import Candidate as Candidate
from tui_tracker.storage.fields import FoldedField
from tui_tracker.storage.journal_models import Change as Change
from tui_tracker.storage.journal_models import ChangeRow as ChangeRow
from tui_tracker.storage.model_base import Base as Base
from tui_tracker.storage.model_base import between, one_of

PATIENT = "lower(replace(replace(patient_ref, ' ', ''), '-', ''))"
"""A patient reference as it is compared: `JD-4411`, `jd 4411` and `JD4411` are one patient."""


class Practice(Base):
    name = TextField(default="")
    specialty = TextField(default="")
    time_zone = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    fax = TextField(default="")
    email = TextField(default="")

    class Meta:
        constraints = [Check("id = 1")]


class Member(Base):
    name = TextField(unique=True)
    role = TextField(default=words.MemberRole.COORDINATOR.value)
    active = BooleanField(default=True)

    class Meta:
        constraints = [one_of("role", words.MemberRole)]


class Partner(Base):
    """`standing_on` is the day on which the standing was last asked; `likes` holds kinds of gives, blanks between."""

    kind = TextField(default=words.PartnerKind.CLINICIAN.value)
    name = TextField()
    search = FoldedField()
    specialty = TextField(default="")
    area = TextField(default="")
    tier = CharField(max_length=1, default=words.Tier.B.value)
    stage = TextField(default=words.Stage.PROSPECT.value)
    standing = TextField(null=True)
    cadence_days = IntegerField(null=True)
    fit_values = IntegerField(null=True)
    fit_respect = IntegerField(null=True)
    fit_personal = IntegerField(null=True)
    inner_rank = IntegerField(null=True, unique=True)
    cares_about = TextField(default="")
    npi = TextField(null=True, unique=True)
    phone = TextField(default="")
    email = TextField(default="")
    address = TextField(default="")
    city = TextField(default="")
    state = TextField(default="")
    postal_code = TextField(default="")
    note = TextField(default="")
    member: Any = ForeignKeyField(Member, null=True, backref="partners", on_delete="RESTRICT")
    added_on = DateField()
    archived_on = DateField(null=True)
    standing_on = DateField(null=True)
    likes = TextField(default="")

    class Meta:
        indexes = (
            (("archived_on", "search", "id"), False),
            (("search", "id"), False),
            (("specialty", "area"), False),
            (("stage", "search", "id"), False),
        )
        constraints = [
            one_of("kind", words.PartnerKind),
            one_of("tier", words.Tier),
            one_of("stage", words.Stage),
            one_of("standing", words.Standing, null=True),
            Check("name <> ''"),
            Check("cadence_days IS NULL OR cadence_days > 0"),
            between("fit_values", 1, 5),
            between("fit_respect", 1, 5),
            between("fit_personal", 1, 5),
            between("inner_rank", 1, 10),
        ]


class Contact(Base):
    partner: Any = ForeignKeyField(Partner, backref="contacts", on_delete="RESTRICT")
    name = TextField()
    role = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    advocate = BooleanField(default=False)
    active = BooleanField(default=True)

    class Meta:
        constraints = [Check("name <> ''")]


class Link(Base):
    kind = TextField()
    from_partner: Any = ForeignKeyField(Partner, backref="links_out", on_delete="RESTRICT")
    to_partner: Any = ForeignKeyField(Partner, backref="links_in", on_delete="RESTRICT")

    class Meta:
        indexes = ((("from_partner", "to_partner", "kind"), True),)
        constraints = [one_of("kind", words.LinkKind), Check("from_partner_id <> to_partner_id")]


class Occasion(Base):
    """`wanted` is how many people we mean to meet there."""

    name = TextField()
    day = DateField(index=True)
    place = TextField(default="")
    skill = TextField(default="")
    note = TextField(default="")
    goal = TextField(default="")
    wanted = IntegerField(null=True)

    class Meta:
        constraints = [Check("name <> ''"), Check("wanted IS NULL OR wanted > 0")]


class Touchpoint(Base):
    """One row a partner; the rows of one entry carry the id of its first as `entry`.

    `give` says what was given where the intents say that something was; `answer` is what came of an ask, and when.
    """

    entry = IntegerField(null=True, index=True)
    partner: Any = ForeignKeyField(Partner, backref="touchpoints", on_delete="RESTRICT", index=False)
    day = DateField(index=True)
    channel = TextField()
    direction = TextField(default=words.Direction.OURS.value)
    intents = IntegerField(default=0)
    note = TextField(default="")
    member: Any = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
    occasion: Any = ForeignKeyField(Occasion, null=True, on_delete="RESTRICT")
    contact: Any = ForeignKeyField(Contact, null=True, on_delete="RESTRICT")
    give = TextField(null=True)
    answer = TextField(null=True)
    answered_on = DateField(null=True)
    answer_note = TextField(default="")

    class Meta:
        indexes = ((("partner", "day"), False),)
        constraints = [
            one_of("channel", words.Channel),
            one_of("direction", words.Direction),
            Check("intents >= 0 AND intents < 128"),
            one_of("give", words.GiveKind, null=True),
            one_of("answer", words.Answer, null=True),
        ]


for _name, _bit in (("thanks", words.THANK_BIT), ("gives", words.GIVE_BIT), ("asks", words.ASK_BIT)):
    Touchpoint.add_index(
        Touchpoint.index(
            Touchpoint.partner,
            Touchpoint.day,
            where=SQL(f"(intents & {_bit}) <> 0 AND direction = 'ours'"),
            name=f"touchpoint_{_name}",
        )
    )


class FollowUp(Base):
    partner: Any = ForeignKeyField(Partner, backref="follow_ups", on_delete="RESTRICT")
    due_on = DateField()
    text = TextField(default="")
    member: Any = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
    touchpoint: Any = ForeignKeyField(Touchpoint, null=True, on_delete="RESTRICT")
    done_on = DateField(null=True)
    dropped_on = DateField(null=True)

    class Meta:
        indexes = ((("done_on", "dropped_on", "due_on"), False),)
        constraints = [Check("done_on IS NULL OR dropped_on IS NULL")]


class Referral(Base):
    """`day` is the day received or sent; `stage_on` the day on which the present stage was reached."""

    flow = TextField(default=words.Flow.INBOUND.value)
    source = TextField(default=words.Source.PARTNER.value)
    partner: Any = ForeignKeyField(Partner, null=True, backref="referrals", on_delete="RESTRICT", index=False)
    patient_ref = CharField(max_length=20)
    reason = TextField(default="")
    urgency = TextField(default=words.Urgency.ROUTINE.value)
    payer: Any = ForeignKeyField(Partner, null=True, backref="covered", on_delete="RESTRICT")
    member: Any = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
    stage = TextField()
    stage_on = DateField()
    day = DateField(index=True)
    contacted_on = DateField(null=True)
    scheduled_on = DateField(null=True)
    accepted_on = DateField(null=True)
    seen_on = DateField(null=True)
    in_care_on = DateField(null=True)
    closed_on = DateField(null=True)
    aside_on = DateField(null=True)
    aside_reason = TextField(default="")
    alternative = TextField(default="")
    visit_on = DateField(null=True)
    settled = BooleanField(default=False)
    appropriate = TextField(null=True)
    adherence = TextField(null=True)
    outcome = TextField(null=True)
    revenue_cents = IntegerField(null=True)
    import_key = TextField(null=True, unique=True)

    class Meta:
        indexes = (
            (("partner", "flow", "day"), False),
            (("flow", "stage", "stage_on", "id"), False),
            (("patient_ref",), False),
        )
        constraints = [
            one_of("flow", words.Flow),
            one_of("source", words.Source),
            one_of("urgency", words.Urgency),
            one_of("stage", words.ReferralStage),
            one_of("appropriate", words.Appropriate, null=True),
            one_of("adherence", words.Adherence, null=True),
            one_of("outcome", words.Outcome, null=True),
            Check("patient_ref <> '' AND length(patient_ref) <= 20"),
            Check("revenue_cents IS NULL OR revenue_cents >= 0"),
            Check("partner_id IS NOT NULL OR (flow = 'inbound' AND source <> 'partner')"),
        ]


Referral.add_index(Referral.index(SQL(PATIENT), name="referral_patient"))


class Report(Base):
    """What was sent: the parts that its kind holds (`domain.reporting.PARTS`), and the letter as it went out."""

    referral: Any = ForeignKeyField(Referral, backref="reports", on_delete="RESTRICT", index=False)
    kind = TextField()
    sent_on = DateField()
    channel = TextField(default=words.Channel.LETTER.value)
    member: Any = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
    note = TextField(default="")
    touchpoint: Any = ForeignKeyField(Touchpoint, null=True, on_delete="RESTRICT")
    findings = TextField(default="")
    plan = TextField(default="")
    timeline = TextField(default="")
    surgical_options = TextField(default="")
    red_flags = TextField(default="")
    outcome = TextField(default="")
    recommendations = TextField(default="")
    copied_to = TextField(default="")
    letter = TextField(default="")

    class Meta:
        indexes = ((("referral", "kind", "sent_on"), False),)
        constraints = [one_of("kind", words.ReportKind), one_of("channel", words.Channel)]


class Agreement(Base):
    partner: Any = ForeignKeyField(Partner, unique=True, backref="agreements", on_delete="RESTRICT")
    formal = BooleanField(default=False)
    how_to_refer = TextField(default="")
    first_contact_days = IntegerField(null=True)
    acknowledgement_days = IntegerField(null=True)
    thank_you_days = IntegerField(null=True)
    first_visit_days = IntegerField(null=True)
    initial_report_days = IntegerField(null=True)
    progress_report_days = IntegerField(null=True)
    final_report_days = IntegerField(null=True)
    format = TextField(default="")
    channel = TextField(null=True)
    copied_to = TextField(default="")
    consent = TextField(default="")
    review_on = DateField(null=True, index=True)
    note = TextField(default="")

    class Meta:
        constraints = [
            one_of("channel", words.Channel, null=True),
            *(
                Check(f"{promise}_days IS NULL OR {promise}_days >= 0")
                for promise in (
                    "first_contact",
                    "acknowledgement",
                    "thank_you",
                    "first_visit",
                    "initial_report",
                    "progress_report",
                    "final_report",
                )
            ),
        ]


class Incident(Base):
    """Closed only with a reply recorded."""

    partner: Any = ForeignKeyField(Partner, backref="incidents", on_delete="RESTRICT")
    referral: Any = ForeignKeyField(Referral, null=True, on_delete="RESTRICT")
    kind = TextField()
    opened_on = DateField()
    facts = TextField()
    reply = TextField(default="")
    offered = TextField(default="")
    answered_on = DateField(null=True)
    closed_on = DateField(null=True, index=True)

    class Meta:
        constraints = [
            one_of("kind", words.IncidentKind),
            Check("answered_on IS NULL OR reply <> ''"),
            Check("closed_on IS NULL OR answered_on IS NOT NULL"),
        ]


class Gift(Base):
    """The gift ledger: money spent on a partner, kept apart from everything that counts referrals."""

    partner: Any = ForeignKeyField(Partner, backref="gifts", on_delete="RESTRICT", index=False)
    day = DateField()
    what = TextField()
    amount_cents = IntegerField()
    member: Any = ForeignKeyField(Member, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("partner", "day"), False),)
        constraints = [Check("what <> ''"), Check("amount_cents > 0")]


class Spotlight(Base):
    """Who has the practice's spotlight in a month; `touchpoint` is the give that it became."""

    month = DateField(unique=True)
    partner: Any = ForeignKeyField(Partner, backref="spotlights", on_delete="RESTRICT")
    title = TextField(default="")
    touchpoint: Any = ForeignKeyField(Touchpoint, null=True, on_delete="RESTRICT")


class Target(Base):
    specialty = TextField()
    area = TextField(default="")
    wanted = IntegerField()

    class Meta:
        indexes = ((("specialty", "area"), True),)
        constraints = [Check("specialty <> ''"), Check("wanted > 0")]


class Snooze(Base):
    """Hides one item of the agenda until a day; `item` is the item's own key."""

    item = TextField(unique=True)
    until = DateField()


class SavedFilter(Base):
    """A filter over the Board, kept by name for the whole practice."""

    name = TextField(unique=True)
    text = TextField()

    class Meta:
        constraints = [Check("name <> ''"), Check("text <> ''")]


PRACTICE_MODELS: tuple[type[Base], ...] = (
    Practice,
    Member,
    Partner,
    Contact,
    Link,
    Occasion,
    Touchpoint,
    FollowUp,
    Referral,
    Report,
    Agreement,
    Incident,
    Gift,
    Target,
    Snooze,
    SavedFilter,
    Spotlight,
    Candidate,
)
JOURNAL_MODELS: tuple[type[Base], ...] = (Change, ChangeRow)
MODELS: tuple[type[Base], ...] = PRACTICE_MODELS + JOURNAL_MODELS
BY_TABLE: dict[str, type[Base]] = {model._meta.table_name: model for model in MODELS}
