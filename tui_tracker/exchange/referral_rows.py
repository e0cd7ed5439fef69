"""Rows of a log of referrals or appointments, as referrals or a reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Adherence, Appropriate, Flow, Outcome, ReferralStage, Source
from tui_tracker.exchange import readable, values
from tui_tracker.exchange.drafting import Cells, SetAside
from tui_tracker.exchange.mapping import Mapping, normal
from tui_tracker.exchange.tables import Row
from tui_tracker.exchange.values import Unreadable

DAY_FIELDS = ("day", "visit_on", "seen_on", "contacted_on", "scheduled_on", "closed_on")
REMARK_BOOKING = "had no booking day; the appointment less the waiting days was taken"
REMARK_WAIT = "give waiting days that do not agree with the two days; the days were taken"
_LONGEST_WAIT = 3_650
_ORDER = (
    ("day", "booking"),
    ("contacted_on", "first contact"),
    ("scheduled_on", "scheduling"),
    ("accepted_on", "acceptance"),
    ("seen_on", "visit"),
    ("in_care_on", "start of care"),
    ("closed_on", "closing"),
)
_OUTBOUND = {
    ReferralStage.RECEIVED: ReferralStage.SENT,
    ReferralStage.CONTACTED: ReferralStage.SENT,
    ReferralStage.SCHEDULED: ReferralStage.ACCEPTED,
    ReferralStage.IN_CARE: ReferralStage.SEEN,
    ReferralStage.DECLINED: ReferralStage.LOST,
}


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral as a file tells of it. `record` holds columns of the referral; who referred and who pays are named."""

    row: Row
    key: str
    npi: str | None
    partner: str
    payer: str
    record: dict[str, object]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a log is read: the day it is read on, before which day nothing is owed, and the name of its source."""

    today: date
    settled_before: date | None = None
    source: str = ""


def referral_rows(mapping: Mapping, reading: Reading) -> Iterator[ReferralRow | SetAside]:
    """Every row of the file, as a referral or set aside."""
    places = mapping.places()
    id_name = normal(mapping.name_of("id")) or "id"
    day_first = {field for field in DAY_FIELDS if field in places and _day_first(mapping, places[field])}
    for row in mapping.rows:
        try:
            yield _Reader(row, Cells(row, mapping, places), reading, day_first).read(id_name)
        except Unreadable as error:
            yield SetAside(row, str(error))


def _day_first(mapping: Mapping, place: int) -> bool:
    return values.days_are_day_first(row.cells[place].strip() for row in mapping.rows if place < len(row.cells))


class _Reader:
    """One row, read step by step; every step raises Unreadable with what is wrong."""

    def __init__(self, row: Row, cells: Cells, reading: Reading, day_first: set[str]) -> None:
        self.row = row
        self.cells = cells
        self.reading = reading
        self.day_first = day_first
        self.remarks: list[str] = []

    def read(self, id_name: str) -> ReferralRow:
        source, npi, partner = self._referrer()
        days = {field: self._day(field) for field in DAY_FIELDS}
        self._work_out_booking(days)
        flow = self._flow()
        record = self._staged(flow, days)
        record |= {
            "flow": flow,
            "source": str(source),
            "patient_ref": self._patient(),
            "reason": values.long_value(self.cells.raw("reason"))[:500],
            "urgency": str(values.urgency(self.cells.line("urgency"))),
            "revenue_cents": values.cents(self.cells.line("revenue")),
            "appropriate": self._one_of("appropriate", Appropriate),
            "adherence": self._one_of("adherence", Adherence),
            "outcome": self._one_of("outcome", Outcome),
        }
        day = record["day"]
        assert isinstance(day, date)
        record["settled"] = self.reading.settled_before is not None and day < self.reading.settled_before
        return ReferralRow(
            row=self.row,
            key=self._key(id_name, record, npi, partner),
            npi=npi,
            partner=partner,
            payer=readable.organization_name(values.payer(self.cells.line("payer"))),
            record=record,
            remarks=tuple(self.remarks),
        )

    def _referrer(self) -> tuple[Source, str | None, str]:
        npi = values.npi(self.cells.line("partner_npi"))
        name, said = self.cells.name("partner_name"), self.cells.line("source")
        source = values.source(said) if said else None
        if said and source is None and not name and npi is None:
            name = said
        if source in (None, Source.PARTNER):
            of_name = values.source(name) if name and npi is None else None
            source = of_name if of_name not in (None, Source.PARTNER) else Source.PARTNER
            if source != Source.PARTNER:
                return source, None, ""
        elif npi is None and not name:
            return source, None, ""
        if npi is None and not name:
            raise Unreadable("nothing says who referred the patient")
        organization = readable.looks_like_organization(name)
        shown = readable.organization_name(name) if organization else readable.person_name(name)
        return Source.PARTNER, npi, shown

    def _patient(self) -> str:
        reference, name = self.cells.line("patient_ref"), self.cells.name("patient_name")
        return values.patient_reference(reference) if reference or not name else values.initials(name)

    def _flow(self) -> Flow:
        said = fold(self.cells.line("flow"))
        if said in ("", "in", "inbound", "incoming", "received"):
            return Flow.INBOUND
        if said in ("out", "outbound", "outgoing", "sent"):
            return Flow.OUTBOUND
        raise Unreadable(f"the direction “{said}” is not known; use inbound or outbound")

    def _day(self, field: str) -> date | None:
        return values.day(self.cells.line(field), day_first=field in self.day_first)

    def _one_of(self, field: str, words: type[StrEnum]) -> str | None:
        said = fold(self.cells.raw(field)).replace(" ", "_")
        if said in ("", "unknown", "n/a", "-"):
            return None
        if said not in list(words):
            raise Unreadable(f"the {field} “{said}” is not known; use one of {', '.join(words)}")
        return said

    def _work_out_booking(self, days: dict[str, date | None]) -> None:
        """Fill a missing booking day from the waiting days; note where days and waiting days do not agree."""
        wait = values.whole(self.cells.line("wait_days"))
        booking, visit = days["day"], days["visit_on"] or days["seen_on"]
        if booking is None:
            if visit is None:
                raise Unreadable("there is no day received")
            if wait is None:
                raise Unreadable("there is no booking day, and no waiting days to work it out from")
            if not 0 <= wait <= _LONGEST_WAIT:
                raise Unreadable(f"there is no booking day, and the waiting days are {wait}")
            days["day"] = visit - timedelta(days=wait)
            self.remarks.append(REMARK_BOOKING)
        elif visit is not None and visit < booking:
            raise Unreadable(f"the appointment ({visit}) lies before the booking ({booking})")
        elif visit is not None and wait is not None and (visit - booking).days != wait:
            self.remarks.append(REMARK_WAIT)

    def _staged(self, flow: Flow, days: dict[str, date | None]) -> dict[str, object]:
        """The stage and every day of it."""
        stage, reason = self._stage(days)
        day, visit = days["day"], days["visit_on"]
        assert day is not None
        seen = days["seen_on"]
        record: dict[str, date | None] = {name: None for name, _ in _ORDER}
        record |= {"day": day, "contacted_on": days["contacted_on"], "seen_on": seen, "closed_on": days["closed_on"]}
        record |= {"visit_on": visit, "aside_on": None, "scheduled_on": days["scheduled_on"]}
        if stage in (ReferralStage.SEEN, ReferralStage.IN_CARE, ReferralStage.CLOSED):
            record["seen_on"] = seen or visit
            if stage == ReferralStage.CLOSED:
                record["closed_on"] = days["closed_on"] or seen or visit
                if record["closed_on"] is None:
                    raise Unreadable("it is marked closed, but no day says when")
            elif record["seen_on"] is None:
                raise Unreadable("it is marked completed, but no day says when the patient came")
            if stage == ReferralStage.IN_CARE:
                record["in_care_on"] = record["seen_on"]
        elif stage in (ReferralStage.LOST, ReferralStage.DECLINED):
            record["aside_on"] = self._aside_day(reason, days)
        elif stage == ReferralStage.SCHEDULED:
            record["scheduled_on"] = days["scheduled_on"] or day
        elif stage == ReferralStage.CONTACTED:
            record["contacted_on"] = days["contacted_on"] or day
        if flow == Flow.OUTBOUND:
            stage = _OUTBOUND.get(stage, stage)
            self._to_outbound(stage, record)
        elif stage == ReferralStage.ACCEPTED:
            stage = ReferralStage.RECEIVED
        self._check_days(stage, record)
        reached = {ReferralStage.LOST: "aside_on", ReferralStage.DECLINED: "aside_on"}.get(stage, f"{stage}_on")
        aside = self.cells.line("aside_reason") or reason
        return {
            **record,
            "stage": str(stage),
            "stage_on": record.get(reached) or day,
            "aside_reason": aside if record["aside_on"] is not None else "",
        }

    def _to_outbound(self, stage: ReferralStage, record: dict[str, date | None]) -> None:
        if stage == ReferralStage.ACCEPTED:
            record["accepted_on"] = record["scheduled_on"] or record["day"]
        record |= {"contacted_on": None, "scheduled_on": None, "in_care_on": None}

    def _stage(self, days: dict[str, date | None]) -> tuple[ReferralStage, str]:
        said = self.cells.line("status")
        stage, reason = values.status(said) if said else (ReferralStage.RECEIVED, "")
        if stage == ReferralStage.RECEIVED:
            for field, reached in (
                ("closed_on", ReferralStage.CLOSED),
                ("seen_on", ReferralStage.SEEN),
                ("visit_on", ReferralStage.SCHEDULED),
                ("scheduled_on", ReferralStage.SCHEDULED),
                ("contacted_on", ReferralStage.CONTACTED),
            ):
                if days[field] is not None:
                    return reached, ""
        return stage, reason

    def _aside_day(self, reason: str, days: dict[str, date | None]) -> date:
        """The day on which it was lost: that of the appointment where it is past, else today; without one, the last."""
        visit = days["visit_on"]
        known = [day for day in (days["day"], days["contacted_on"], days["seen_on"], days["closed_on"]) if day]
        if visit is None:
            return max(known)
        if visit > self.reading.today:
            if reason == "did not come":
                raise Unreadable(f"it is marked as no-show, but the appointment ({visit}) is still to come")
            return max([*known, self.reading.today])
        return max([*known, visit])

    def _check_days(self, stage: ReferralStage, record: dict[str, date | None]) -> None:
        before: tuple[str, date] | None = None
        for name, word in _ORDER:
            day = record[name]
            if day is None:
                continue
            if day > self.reading.today:
                if name == "day":
                    raise Unreadable(f"the {word} ({day}) is still to come, so nothing can have been received")
                raise Unreadable(f"it is marked {stage.replace('_', ' ')}, but the {word} ({day}) is still to come")
            if before is not None and day < before[1]:
                raise Unreadable(f"the {word} ({day}) lies before the {before[0]} ({before[1]})")
            before = (word, day)

    def _key(self, id_name: str, record: dict[str, object], npi: str | None, partner: str) -> str:
        """What makes the referral the same in the next file: the file's own id, else what identifies it."""
        own = values.number_text(self.cells.line("id"))
        source = f"{fold(self.reading.source)}/" if self.reading.source else ""
        if own:
            return f"{source}{id_name}:{own}"
        parts = (
            record["flow"],
            npi or fold(partner),
            record["patient_ref"],
            record["day"],
            fold(str(record["reason"])),
        )
        digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
        return f"{source}row:{digest[:32]}"


__all__ = ["REMARK_BOOKING", "REMARK_WAIT", "Reading", "ReferralRow", "referral_rows"]
