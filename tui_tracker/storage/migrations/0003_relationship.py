"""What a relationship is made of: whom we spoke with, what we gave, what came of asking; spotlights and goals."""

_COLUMNS = (
    ("partner", '"standing_on" DATE'),
    ("partner", "\"likes\" TEXT NOT NULL DEFAULT ''"),
    ("occasion", "\"goal\" TEXT NOT NULL DEFAULT ''"),
    ("occasion", '"wanted" INTEGER CHECK (wanted IS NULL OR wanted > 0)'),
    ("touchpoint", '"contact_id" INTEGER REFERENCES "contact" ("id") ON DELETE RESTRICT'),
    (
        "touchpoint",
        "\"give\" TEXT CHECK (give IS NULL OR give IN ('article', 'spotlight', 'cards', 'invitation', 'introduction'))",
    ),
    ("touchpoint", "\"answer\" TEXT CHECK (answer IS NULL OR answer IN ('yes', 'later', 'no'))"),
    ("touchpoint", '"answered_on" DATE'),
    ("touchpoint", "\"answer_note\" TEXT NOT NULL DEFAULT ''"),
)
_STATEMENTS = """
CREATE INDEX "touchpoint_contact_id" ON "touchpoint" ("contact_id");
CREATE INDEX "touchpoint_gives" ON "touchpoint" ("partner_id", "day") WHERE (intents & 2) <> 0 AND direction = 'ours';
CREATE INDEX "touchpoint_asks" ON "touchpoint" ("partner_id", "day") WHERE (intents & 32) <> 0 AND direction = 'ours';
CREATE TABLE "spotlight" (
    "id" {key},
    "month" DATE NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "touchpoint_id" INTEGER,
    FOREIGN KEY ("partner_id") REFERENCES "partner" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("touchpoint_id") REFERENCES "touchpoint" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "spotlight_month" ON "spotlight" ("month");
CREATE INDEX "spotlight_partner_id" ON "spotlight" ("partner_id");
CREATE INDEX "spotlight_touchpoint_id" ON "spotlight" ("touchpoint_id")
"""


def up(migrator, db):
    """Add the columns, the indexes and the table."""
    sqlite = type(db).__name__ == "SqliteDatabase"
    key = "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT" if sqlite else "SERIAL NOT NULL PRIMARY KEY"
    for table, column in _COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    for statement in _STATEMENTS.format(key=key).split(";\n"):
        db.execute_sql(statement.strip())
