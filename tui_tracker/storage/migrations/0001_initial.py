"""The first tables: everything RULES section 1 names, and the journal."""

# ruff: noqa: E501

_TABLES = """
CREATE TABLE "practice" (
    "id" {key},
    "name" TEXT NOT NULL,
    "specialty" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    CHECK (id = 1)
);
CREATE TABLE "member" (
    "id" {key},
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "active" {bool} NOT NULL,
    CHECK (role IN ('physician', 'liaison', 'coordinator', 'manager'))
);
CREATE UNIQUE INDEX "member_name" ON "member" ("name");
CREATE TABLE "partner" (
    "id" {key},
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL{folded},
    "specialty" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "tier" VARCHAR(1) NOT NULL,
    "stage" TEXT NOT NULL,
    "standing" TEXT,
    "cadence_days" INTEGER,
    "fit_values" INTEGER,
    "fit_respect" INTEGER,
    "fit_personal" INTEGER,
    "inner_rank" INTEGER,
    "cares_about" TEXT NOT NULL,
    "npi" TEXT,
    "phone" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "member_id" INTEGER,
    "added_on" DATE NOT NULL,
    "archived_on" DATE,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT,
    CHECK (kind IN ('clinician', 'practice', 'payer', 'employer', 'community', 'other')),
    CHECK (tier IN ('A', 'B', 'C')),
    CHECK (stage IN ('prospect', 'connected', 'building', 'referring', 'partner', 'dormant', 'parted')),
    CHECK (standing IS NULL OR standing IN ('supplier', 'resource', 'partner')),
    CHECK (name <> ''),
    CHECK (cadence_days IS NULL OR cadence_days > 0),
    CHECK (fit_values IS NULL OR (fit_values >= 1 AND fit_values <= 5)),
    CHECK (fit_respect IS NULL OR (fit_respect >= 1 AND fit_respect <= 5)),
    CHECK (fit_personal IS NULL OR (fit_personal >= 1 AND fit_personal <= 5)),
    CHECK (inner_rank IS NULL OR (inner_rank >= 1 AND inner_rank <= 10))
);
CREATE UNIQUE INDEX "partner_inner_rank" ON "partner" ("inner_rank");
CREATE UNIQUE INDEX "partner_npi" ON "partner" ("npi");
CREATE INDEX "partner_member_id" ON "partner" ("member_id");
CREATE INDEX "partner_archived_on_search_id" ON "partner" ("archived_on", "search", "id");
CREATE INDEX "partner_search_id" ON "partner" ("search", "id");
CREATE INDEX "partner_specialty_area" ON "partner" ("specialty", "area");
CREATE INDEX "partner_stage_search_id" ON "partner" ("stage", "search", "id");
CREATE TABLE "contact" (
    "id" {key},
    "partner_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "advocate" {bool} NOT NULL,
    "active" {bool} NOT NULL,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    CHECK (name <> '')
);
CREATE INDEX "contact_partner_id" ON "contact" ("partner_id");
CREATE TABLE "link" (
    "id" {key},
    "kind" TEXT NOT NULL,
    "from_partner_id" INTEGER NOT NULL,
    "to_partner_id" INTEGER NOT NULL,
    FOREIGN KEY ("from_partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("to_partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    CHECK (kind IN ('works_at', 'introduced', 'colleague', 'part_of')),
    CHECK (from_partner_id <> to_partner_id)
);
CREATE INDEX "link_from_partner_id" ON "link" ("from_partner_id");
CREATE INDEX "link_to_partner_id" ON "link" ("to_partner_id");
CREATE UNIQUE INDEX "link_from_partner_id_to_partner_id_kind" ON "link" ("from_partner_id", "to_partner_id", "kind");
CREATE TABLE "occasion" (
    "id" {key},
    "name" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "place" TEXT NOT NULL,
    "skill" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    CHECK (name <> '')
);
CREATE INDEX "occasion_day" ON "occasion" ("day");
CREATE TABLE "touchpoint" (
    "id" {key},
    "entry" INTEGER,
    "partner_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "intents" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "member_id" INTEGER,
    "occasion_id" INTEGER,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("occasion_id") REFERENCES "occasion" ("id") ON DELETE RESTRICT,
    CHECK (channel IN ('call', 'email', 'text', 'letter', 'card', 'fax', 'video', 'visit', 'meal', 'event', 'observation', 'article', 'other')),
    CHECK (direction IN ('ours', 'theirs')),
    CHECK (intents >= 0 AND intents < 128)
);
CREATE INDEX "touchpoint_entry" ON "touchpoint" ("entry");
CREATE INDEX "touchpoint_day" ON "touchpoint" ("day");
CREATE INDEX "touchpoint_member_id" ON "touchpoint" ("member_id");
CREATE INDEX "touchpoint_occasion_id" ON "touchpoint" ("occasion_id");
CREATE INDEX "touchpoint_partner_id_day" ON "touchpoint" ("partner_id", "day");
CREATE INDEX "touchpoint_thanks" ON "touchpoint" ("partner_id", "day") WHERE (intents & 4) <> 0 AND direction = 'ours';
CREATE TABLE "follow_up" (
    "id" {key},
    "partner_id" INTEGER NOT NULL,
    "due_on" DATE NOT NULL,
    "text" TEXT NOT NULL,
    "member_id" INTEGER,
    "touchpoint_id" INTEGER,
    "done_on" DATE,
    "dropped_on" DATE,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("touchpoint_id") REFERENCES "touchpoint" ("id") ON DELETE RESTRICT,
    CHECK (done_on IS NULL OR dropped_on IS NULL)
);
CREATE INDEX "follow_up_partner_id" ON "follow_up" ("partner_id");
CREATE INDEX "follow_up_member_id" ON "follow_up" ("member_id");
CREATE INDEX "follow_up_touchpoint_id" ON "follow_up" ("touchpoint_id");
CREATE INDEX "follow_up_done_on_dropped_on_due_on" ON "follow_up" ("done_on", "dropped_on", "due_on");
CREATE TABLE "referral" (
    "id" {key},
    "flow" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "partner_id" INTEGER,
    "patient_ref" VARCHAR(20) NOT NULL,
    "reason" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "payer_id" INTEGER,
    "member_id" INTEGER,
    "stage" TEXT NOT NULL,
    "stage_on" DATE NOT NULL,
    "day" DATE NOT NULL,
    "contacted_on" DATE,
    "scheduled_on" DATE,
    "accepted_on" DATE,
    "seen_on" DATE,
    "in_care_on" DATE,
    "closed_on" DATE,
    "aside_on" DATE,
    "aside_reason" TEXT NOT NULL,
    "alternative" TEXT NOT NULL,
    "visit_on" DATE,
    "settled" {bool} NOT NULL,
    "appropriate" TEXT,
    "adherence" TEXT,
    "outcome" TEXT,
    "revenue_cents" INTEGER,
    "import_key" TEXT,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("payer_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT,
    CHECK (flow IN ('inbound', 'outbound')),
    CHECK (source IN ('partner', 'patient', 'web', 'advert', 'event', 'directory', 'walk_in', 'other')),
    CHECK (urgency IN ('routine', 'urgent', 'emergency')),
    CHECK (stage IN ('received', 'contacted', 'scheduled', 'sent', 'accepted', 'seen', 'in_care', 'closed', 'declined', 'lost')),
    CHECK (appropriate IS NULL OR appropriate IN ('yes', 'partly', 'no')),
    CHECK (adherence IS NULL OR adherence IN ('full', 'partial', 'none')),
    CHECK (outcome IS NULL OR outcome IN ('goal_met', 'improved', 'unchanged', 'worse')),
    CHECK (patient_ref <> '' AND length(patient_ref) <= 20),
    CHECK (revenue_cents IS NULL OR revenue_cents >= 0),
    CHECK (partner_id IS NOT NULL OR (flow = 'inbound' AND source <> 'partner'))
);
CREATE INDEX "referral_payer_id" ON "referral" ("payer_id");
CREATE INDEX "referral_member_id" ON "referral" ("member_id");
CREATE INDEX "referral_day" ON "referral" ("day");
CREATE UNIQUE INDEX "referral_import_key" ON "referral" ("import_key");
CREATE INDEX "referral_partner_id_flow_day" ON "referral" ("partner_id", "flow", "day");
CREATE INDEX "referral_flow_stage_stage_on_id" ON "referral" ("flow", "stage", "stage_on", "id");
CREATE INDEX "referral_patient_ref" ON "referral" ("patient_ref");
CREATE TABLE "report" (
    "id" {key},
    "referral_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sent_on" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "member_id" INTEGER,
    "note" TEXT NOT NULL,
    "touchpoint_id" INTEGER,
    FOREIGN KEY ("referral_id") REFERENCES "referral" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("touchpoint_id") REFERENCES "touchpoint" ("id") ON DELETE RESTRICT,
    CHECK (kind IN ('acknowledgement', 'initial', 'progress', 'final')),
    CHECK (channel IN ('call', 'email', 'text', 'letter', 'card', 'fax', 'video', 'visit', 'meal', 'event', 'observation', 'article', 'other'))
);
CREATE INDEX "report_member_id" ON "report" ("member_id");
CREATE INDEX "report_touchpoint_id" ON "report" ("touchpoint_id");
CREATE INDEX "report_referral_id_kind_sent_on" ON "report" ("referral_id", "kind", "sent_on");
CREATE TABLE "agreement" (
    "id" {key},
    "partner_id" INTEGER NOT NULL,
    "formal" {bool} NOT NULL,
    "how_to_refer" TEXT NOT NULL,
    "first_contact_days" INTEGER,
    "acknowledgement_days" INTEGER,
    "thank_you_days" INTEGER,
    "first_visit_days" INTEGER,
    "initial_report_days" INTEGER,
    "progress_report_days" INTEGER,
    "final_report_days" INTEGER,
    "format" TEXT NOT NULL,
    "channel" TEXT,
    "copied_to" TEXT NOT NULL,
    "consent" TEXT NOT NULL,
    "review_on" DATE,
    "note" TEXT NOT NULL,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    CHECK (channel IS NULL OR channel IN ('call', 'email', 'text', 'letter', 'card', 'fax', 'video', 'visit', 'meal', 'event', 'observation', 'article', 'other')),
    CHECK (first_contact_days IS NULL OR first_contact_days >= 0),
    CHECK (acknowledgement_days IS NULL OR acknowledgement_days >= 0),
    CHECK (thank_you_days IS NULL OR thank_you_days >= 0),
    CHECK (first_visit_days IS NULL OR first_visit_days >= 0),
    CHECK (initial_report_days IS NULL OR initial_report_days >= 0),
    CHECK (progress_report_days IS NULL OR progress_report_days >= 0),
    CHECK (final_report_days IS NULL OR final_report_days >= 0)
);
CREATE UNIQUE INDEX "agreement_partner_id" ON "agreement" ("partner_id");
CREATE INDEX "agreement_review_on" ON "agreement" ("review_on");
CREATE TABLE "incident" (
    "id" {key},
    "partner_id" INTEGER NOT NULL,
    "referral_id" INTEGER,
    "kind" TEXT NOT NULL,
    "opened_on" DATE NOT NULL,
    "facts" TEXT NOT NULL,
    "reply" TEXT NOT NULL,
    "offered" TEXT NOT NULL,
    "answered_on" DATE,
    "closed_on" DATE,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("referral_id") REFERENCES "referral" ("id") ON DELETE RESTRICT,
    CHECK (kind IN ('unsuitable_referral', 'poor_response', 'clinical_disagreement', 'complaint', 'miscommunication')),
    CHECK (answered_on IS NULL OR reply <> ''),
    CHECK (closed_on IS NULL OR answered_on IS NOT NULL)
);
CREATE INDEX "incident_partner_id" ON "incident" ("partner_id");
CREATE INDEX "incident_referral_id" ON "incident" ("referral_id");
CREATE INDEX "incident_closed_on" ON "incident" ("closed_on");
CREATE TABLE "gift" (
    "id" {key},
    "partner_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "what" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "member_id" INTEGER,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT,
    CHECK (what <> ''),
    CHECK (amount_cents > 0)
);
CREATE INDEX "gift_member_id" ON "gift" ("member_id");
CREATE INDEX "gift_partner_id_day" ON "gift" ("partner_id", "day");
CREATE TABLE "target" (
    "id" {key},
    "specialty" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "wanted" INTEGER NOT NULL,
    CHECK (specialty <> ''),
    CHECK (wanted > 0)
);
CREATE UNIQUE INDEX "target_specialty_area" ON "target" ("specialty", "area");
CREATE TABLE "snooze" (
    "id" {key},
    "item" TEXT NOT NULL,
    "until" DATE NOT NULL
);
CREATE UNIQUE INDEX "snooze_item" ON "snooze" ("item");
CREATE TABLE "change" (
    "id" {key},
    "at" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reverts_id" INTEGER,
    "undone" {bool} NOT NULL,
    "rows" INTEGER NOT NULL,
    FOREIGN KEY ("reverts_id") REFERENCES "change" ("id") ON DELETE RESTRICT,
    CHECK (kind IN ('do', 'undo', 'redo'))
);
CREATE INDEX "change_reverts_id" ON "change" ("reverts_id");
CREATE INDEX "change_who_kind_undone_id" ON "change" ("who", "kind", "undone", "id");
CREATE TABLE "change_row" (
    "id" {key},
    "change_id" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "table_name" TEXT NOT NULL,
    "row_id" INTEGER NOT NULL,
    "before" TEXT,
    "after" TEXT,
    FOREIGN KEY ("change_id") REFERENCES "change" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "change_row_change_id_seq" ON "change_row" ("change_id", "seq");
CREATE INDEX "change_row_table_name_row_id_change_id" ON "change_row" ("table_name", "row_id", "change_id")
"""

_SQLITE = {"key": "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "folded": "", "bool": "INTEGER"}
_POSTGRES = {"key": "SERIAL NOT NULL PRIMARY KEY", "folded": ' COLLATE "C"', "bool": "BOOLEAN"}


def up(migrator, db):
    """Create every table and index."""
    words = _SQLITE if type(db).__name__ == "SqliteDatabase" else _POSTGRES
    for statement in _TABLES.format(**words).split(";\n"):
        db.execute_sql(statement.strip())
