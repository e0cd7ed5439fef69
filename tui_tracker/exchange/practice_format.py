"""The format of a whole practice as JSON, version 4: its sections and their fields.

`docs/format.md` says the same in words. Names of tables and columns are those of the storage; a test holds them equal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tui_tracker.domain import words
from tui_tracker.exchange.practice_fields import (
    LARGEST_ID,
    MOST_DAYS,
    Field,
    Wrong,
    day,
    flag,
    intents,
    reference,
    several,
    text,
    whole,
    word,
)

FORMAT = "tui-tracker"
VERSION = 4


@dataclass(frozen=True, slots=True)
class Section:
    """One list of the file and the table that it stands for.

    `unique` lists fields that are unique together; `rule` looks at a whole row, and raises Wrong or puts it right.
    """

    name: str
    table: str
    fields: tuple[Field, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    rule: Callable[[dict[str, Any]], None] | None = None


def _different(row: dict[str, Any]) -> None:
    if row["from_partner_id"] == row["to_partner_id"]:
        raise Wrong("a partner is linked to itself")


def _done_or_dropped(row: dict[str, Any]) -> None:
    if row["done_on"] is not None and row["dropped_on"] is not None:
        raise Wrong("it is both done and dropped")


def _whose(row: dict[str, Any]) -> None:
    if row["partner_id"] is None and (row["flow"] != words.Flow.INBOUND or row["source"] == words.Source.PARTNER):
        raise Wrong("it needs a partner")
    stages = words.INBOUND_STAGES if row["flow"] == words.Flow.INBOUND else words.OUTBOUND_STAGES
    if row["stage"] not in (*stages, *words.ASIDE_STAGES):
        raise Wrong(f"stage “{row['stage']}” does not go with flow “{row['flow']}”")


def _with_reply(row: dict[str, Any]) -> None:
    if row["answered_on"] is not None and not row["reply"]:
        raise Wrong("it is answered without a reply")
    if row["closed_on"] is not None and row["answered_on"] is None:
        raise Wrong("it is closed without a reply")


def _since_2(*fields: Field) -> tuple[Field, ...]:
    return tuple(replace(field, since=2) for field in fields)


def _since_3(*fields: Field) -> tuple[Field, ...]:
    return tuple(replace(field, since=3) for field in fields)


def _first_of_month(row: dict[str, Any]) -> None:
    if not row["month"].endswith("-01"):
        raise Wrong("month is not the first day of one")


ID = whole("id", 1, LARGEST_ID)
"""The id of an entry."""
_MEMBER = reference("member_id", "members", null=True)
_PARTNER = reference("partner_id", "partners")
_AGREED = ("first_contact", "acknowledgement", "thank_you", "first_visit", "initial_report", "progress_report")

SECTIONS: tuple[Section, ...] = (
    Section(
        "practice",
        "practice",
        (
            whole("id", 1, 1),
            text("name"),
            text("specialty"),
            text("time_zone"),
            *_since_2(text("address", lines=True), text("phone"), text("fax"), text("email")),
        ),
    ),
    Section(
        "members",
        "member",
        (ID, text("name"), word("role", words.MemberRole), flag("active")),
        unique=(("name",),),
    ),
    Section(
        "partners",
        "partner",
        (
            ID,
            word("kind", words.PartnerKind),
            text("name", least=1),
            text("specialty"),
            text("area"),
            word("tier", words.Tier),
            word("stage", words.Stage),
            word("standing", words.Standing, null=True),
            whole("cadence_days", 1, MOST_DAYS, null=True),
            whole("fit_values", 1, 5, null=True),
            whole("fit_respect", 1, 5, null=True),
            whole("fit_personal", 1, 5, null=True),
            whole("inner_rank", 1, 10, null=True),
            text("cares_about", lines=True),
            text("npi", null=True),
            text("phone"),
            text("email"),
            text("address"),
            text("city"),
            text("state"),
            text("postal_code"),
            text("note", lines=True),
            _MEMBER,
            day("added_on"),
            day("archived_on", null=True),
            *_since_3(day("standing_on", null=True), several("likes", words.GiveKind)),
        ),
        unique=(("inner_rank",), ("npi",)),
    ),
    Section(
        "contacts",
        "contact",
        (
            ID,
            _PARTNER,
            text("name", least=1),
            text("role"),
            text("phone"),
            text("email"),
            flag("advocate"),
            flag("active"),
        ),
    ),
    Section(
        "links",
        "link",
        (
            ID,
            word("kind", words.LinkKind),
            reference("from_partner_id", "partners"),
            reference("to_partner_id", "partners"),
        ),
        unique=(("from_partner_id", "to_partner_id", "kind"),),
        rule=_different,
    ),
    Section(
        "occasions",
        "occasion",
        (
            ID,
            text("name", least=1),
            day("day"),
            text("place"),
            text("skill"),
            text("note", lines=True),
            *_since_3(text("goal"), whole("wanted", 1, null=True)),
        ),
    ),
    Section(
        "touchpoints",
        "touchpoint",
        (
            ID,
            whole("entry", 1, null=True),
            _PARTNER,
            day("day"),
            word("channel", words.Channel),
            word("direction", words.Direction),
            intents("intents"),
            text("note", lines=True),
            _MEMBER,
            reference("occasion_id", "occasions", null=True),
            *_since_3(
                reference("contact_id", "contacts", null=True),
                word("give", words.GiveKind, null=True),
                word("answer", words.Answer, null=True),
                day("answered_on", null=True),
                text("answer_note", lines=True),
            ),
        ),
    ),
    Section(
        "follow_ups",
        "follow_up",
        (
            ID,
            _PARTNER,
            day("due_on"),
            text("text"),
            _MEMBER,
            reference("touchpoint_id", "touchpoints", null=True),
            day("done_on", null=True),
            day("dropped_on", null=True),
        ),
        rule=_done_or_dropped,
    ),
    Section(
        "referrals",
        "referral",
        (
            ID,
            word("flow", words.Flow),
            word("source", words.Source),
            reference("partner_id", "partners", null=True),
            text("patient_ref", least=1, most=20),
            text("reason", lines=True),
            word("urgency", words.Urgency),
            reference("payer_id", "partners", null=True),
            _MEMBER,
            word("stage", words.ReferralStage),
            day("stage_on"),
            day("day"),
            *(
                day(f"{stage}_on", null=True)
                for stage in ("contacted", "scheduled", "accepted", "seen", "in_care", "closed", "aside")
            ),
            text("aside_reason"),
            text("alternative"),
            day("visit_on", null=True),
            flag("settled"),
            word("appropriate", words.Appropriate, null=True),
            word("adherence", words.Adherence, null=True),
            word("outcome", words.Outcome, null=True),
            whole("revenue_cents", null=True),
            text("import_key", null=True),
        ),
        unique=(("import_key",),),
        rule=_whose,
    ),
    Section(
        "reports",
        "report",
        (
            ID,
            reference("referral_id", "referrals"),
            word("kind", words.ReportKind),
            day("sent_on"),
            word("channel", words.Channel),
            _MEMBER,
            text("note", lines=True),
            reference("touchpoint_id", "touchpoints", null=True),
            *_since_2(
                text("findings", lines=True),
                text("plan", lines=True),
                text("timeline", lines=True),
                text("surgical_options", lines=True),
                text("red_flags", lines=True),
                text("outcome", lines=True),
                text("recommendations", lines=True),
                text("copied_to", lines=True),
                text("letter", lines=True),
            ),
        ),
    ),
    Section(
        "agreements",
        "agreement",
        (
            ID,
            _PARTNER,
            flag("formal"),
            text("how_to_refer", lines=True),
            *(whole(f"{promise}_days", 0, MOST_DAYS, null=True) for promise in (*_AGREED, "final_report")),
            text("format", lines=True),
            word("channel", words.Channel, null=True),
            text("copied_to", lines=True),
            text("consent", lines=True),
            day("review_on", null=True),
            text("note", lines=True),
        ),
        unique=(("partner_id",),),
    ),
    Section(
        "incidents",
        "incident",
        (
            ID,
            _PARTNER,
            reference("referral_id", "referrals", null=True),
            word("kind", words.IncidentKind),
            day("opened_on"),
            text("facts", lines=True),
            text("reply", lines=True),
            text("offered", lines=True),
            day("answered_on", null=True),
            day("closed_on", null=True),
        ),
        rule=_with_reply,
    ),
    Section("gifts", "gift", (ID, _PARTNER, day("day"), text("what", least=1), whole("amount_cents", 1), _MEMBER)),
    Section(
        "targets",
        "target",
        (ID, text("specialty", least=1), text("area"), whole("wanted", 1)),
        unique=(("specialty", "area"),),
    ),
    Section("snoozes", "snooze", (ID, text("item"), day("until")), unique=(("item",),)),
    Section("filters", "saved_filter", (ID, text("name", least=1), text("text", least=1)), unique=(("name",),)),
    Section(
        "spotlights",
        "spotlight",
        (ID, day("month"), _PARTNER, text("title"), reference("touchpoint_id", "touchpoints", null=True)),
        unique=(("month",),),
        rule=_first_of_month,
    ),
    Section(
        "candidates",
        "candidate",
        (
            ID,
            word("kind", words.PartnerKind),
            text("npi", null=True),
            text("name", least=1),
            text("specialty"),
            text("area"),
            text("city"),
            text("state"),
            text("postal_code"),
            text("address"),
            text("phone"),
            text("email"),
            text("note", lines=True),
            text("source"),
            day("added_on"),
        ),
        unique=(("npi",),),
    ),
)
