"""The table of candidates: who stands in a provider file and may become a partner one day."""

from peewee import Check, DateField, TextField

from tui_tracker.domain import words
from tui_tracker.storage.fields import FoldedField
from tui_tracker.storage.model_base import Base, one_of


class Candidate(Base):
    """Nobody's relationship yet: no stage, no cadence, on no agenda. `source` is the file that told of them."""

    kind = TextField(default=words.PartnerKind.CLINICIAN.value)
    npi = TextField(null=True, unique=True)
    name = TextField()
    search = FoldedField()
    specialty = TextField(default="")
    area = TextField(default="")
    city = TextField(default="")
    state = TextField(default="")
    postal_code = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    note = TextField(default="")
    source = TextField(default="")
    added_on = DateField()

    class Meta:
        indexes = (
            (("search", "id"), False),
            (("specialty", "search", "id"), False),
        )
        constraints = [one_of("kind", words.PartnerKind), Check("name <> ''")]
