"""What a report says, and its letter; the practice's letterhead; filters kept by name; patients found by reference."""

_COLUMNS = {
    "practice": ("address", "phone", "fax", "email"),
    "report": (
        "findings",
        "plan",
        "timeline",
        "surgical_options",
        "red_flags",
        "outcome",
        "recommendations",
        "copied_to",
        "letter",
    ),
}
_STATEMENTS = """
CREATE TABLE "saved_filter" (
    "id" {key},
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CHECK (name <> ''),
    CHECK (text <> '')
);
CREATE UNIQUE INDEX "saved_filter_name" ON "saved_filter" ("name");
CREATE INDEX referral_patient ON referral (lower(replace(replace(patient_ref, ' ', ''), '-', '')))
"""


def up(migrator, db):
    """Add the columns, the table and the index."""
    sqlite = type(db).__name__ == "SqliteDatabase"
    key = "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT" if sqlite else "SERIAL NOT NULL PRIMARY KEY"
    for table, columns in _COLUMNS.items():
        for column in columns:
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" TEXT NOT NULL DEFAULT \'\'')
    for statement in _STATEMENTS.format(key=key).split(";\n"):
        db.execute_sql(statement.strip())
