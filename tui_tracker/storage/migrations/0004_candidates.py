"""Candidates: who stands in a provider file and is no partner yet."""

_STATEMENTS = """
CREATE TABLE "candidate" (
    "id" {key},
    "kind" TEXT NOT NULL,
    "npi" TEXT,
    "name" TEXT NOT NULL,
    "search" TEXT{bytewise} NOT NULL,
    "specialty" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "added_on" DATE NOT NULL,
    CHECK (kind IN ('clinician', 'practice', 'payer', 'employer', 'community', 'other')),
    CHECK (name <> '')
);
CREATE UNIQUE INDEX "candidate_npi" ON "candidate" ("npi");
CREATE INDEX "candidate_search_id" ON "candidate" ("search", "id");
CREATE INDEX "candidate_specialty_search_id" ON "candidate" ("specialty", "search", "id")
"""


def up(migrator, db):
    """Add the table and its indexes."""
    sqlite = type(db).__name__ == "SqliteDatabase"
    key = "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT" if sqlite else "SERIAL NOT NULL PRIMARY KEY"
    bytewise = "" if sqlite else ' COLLATE "C"'
    for statement in _STATEMENTS.format(key=key, bytewise=bytewise).split(";\n"):
        db.execute_sql(statement.strip())
