"""The format of a whole practice as JSON, version 4: its sections and their fields.

`docs/format.md` says the same in words. Names of tables and columns are those of the storage; a test holds them equal.
"""

import json
from collections.abc import Callable, Iterable, Mapping
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
    show,
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


_ID = whole("id", 1, LARGEST_ID)
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
        (_ID, text("name"), word("role", words.MemberRole), flag("active")),
        unique=(("name",),),
    ),
    Section(
        "partners",
        "partner",
        (
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
            _ID,
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
    Section("gifts", "gift", (_ID, _PARTNER, day("day"), text("what", least=1), whole("amount_cents", 1), _MEMBER)),
    Section(
        "targets",
        "target",
        (_ID, text("specialty", least=1), text("area"), whole("wanted", 1)),
        unique=(("specialty", "area"),),
    ),
    Section("snoozes", "snooze", (_ID, text("item"), day("until")), unique=(("item",),)),
    Section("filters", "saved_filter", (_ID, text("name", least=1), text("text", least=1)), unique=(("name",),)),
    Section(
        "spotlights",
        "spotlight",
        (_ID, day("month"), _PARTNER, text("title"), reference("touchpoint_id", "touchpoints", null=True)),
        unique=(("month",),),
        rule=_first_of_month,
    ),
    Section(
        "candidates",
        "candidate",
        (
            _ID,
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


def _state(name: str) -> Field:
    """One side of a changed row: an object, or null; what it holds is looked at when its table is known."""

    def take(value: Any) -> Any:
        if value is not None and not isinstance(value, dict):
            raise Wrong(f"{name} is not an object")
        return value

    return Field(name, take, "state", null=True)


def _changed_row(row: dict[str, Any]) -> None:
    if row["before"] is None and row["after"] is None:
        raise Wrong("it has neither before nor after")
    for side in ("before", "after"):
        if row[side] is not None:
            row[side] = _state_to_store(row["table_name"], row["row_id"], row[side], side)


def _state_to_store(table: str, row_id: int, state: dict[str, Any], side: str) -> str:
    """A row as the journal holds it, from that of the file, in any order; it may be from before a column was there."""
    fields = STATE_FIELDS[table]
    odd = min(state.keys() - fields.keys() or _always_there(fields.values()) - state.keys(), default=None)
    if odd is not None:
        raise Wrong(f"{side} has {'no' if odd in fields else 'an unknown'} field “{odd[:40]}”")
    if state["id"] != row_id:
        raise Wrong(f"{side} is that of another row")
    return dump_state({name: fields[name].take(value) for name, value in state.items()})


def _always_there(fields: Iterable[Field]) -> set[str]:
    return {field.name for field in fields if field.since == 1}


def dump_state(state: Mapping[str, Any]) -> str:
    """A row as text, the way the journal stores it."""
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def show_state(table: str, stored: str | None) -> dict[str, Any] | None:
    """A row that the journal holds, as the file has it."""
    if stored is None:
        return None
    fields = STATE_FIELDS[table]
    return {name: show(fields[name], value) for name, value in json.loads(stored).items()}


def _reverting(row: dict[str, Any]) -> None:
    if (row["kind"] == "do") != (row["reverts_id"] is None):
        raise Wrong("reverts id must be given for undo and redo, and for them only")


STATE_FIELDS: dict[str, dict[str, Field]] = {
    section.table: {field.name: field for field in section.fields} for section in SECTIONS
}
for _table in ("partner", "candidate"):
    STATE_FIELDS[_table]["search"] = text("search")

HISTORY: tuple[Section, ...] = (
    Section(
        "changes",
        "change",
        (
            _ID,
            text("at"),
            text("who"),
            text("label"),
            word("kind", ("do", "undo", "redo")),
            reference("reverts_id", "changes", null=True),
            flag("undone"),
            whole("rows"),
        ),
        rule=_reverting,
    ),
    Section(
        "changed_rows",
        "change_row",
        (
            _ID,
            reference("change_id", "changes"),
            whole("seq"),
            word("table_name", STATE_FIELDS),
            whole("row_id", 1, LARGEST_ID),
            _state("before"),
            _state("after"),
        ),
        unique=(("change_id", "seq"),),
        rule=_changed_row,
    ),
)
