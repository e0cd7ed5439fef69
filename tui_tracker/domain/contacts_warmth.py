"""How warm each contact of a partner is, and whether all rests on one of them.

The rules are silent about it. Here a contact is warm for as long as their partner's cadence has not passed since the
last touchpoint that names them, cooling until it has passed twice, cold beyond. A contact whom no touchpoint names has
no band: nobody noted with whom we spoke, which is not the same as silence. Nor has one who left, or whose partner has
no cadence (dormant, parted, archived).

A relationship rests on one person where that person's leaving would end it as far as the record shows: they are the
only one whom we know in an office, or every touchpoint of the last 365 days that names a contact, three or more, was
with them. A clinician is a person already, so there the second alone counts, and only where no touchpoint of those
days was with the clinician (one that names nobody). An office whose clinicians are partners of ours as well (linked by
`works_at`) does not rest on one person.
"""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Contact
from tui_tracker.domain.text import count
from tui_tracker.domain.warmth import Band
from tui_tracker.domain.words import PartnerKind

CONTACT_DAYS = 365
"""How many days, today included, the touchpoints with contacts are counted over."""

LEAST_TOUCHES = 3
"""How many touchpoints that name a contact must all be with one, to say that all rests on them."""


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """A contact, the last touchpoint that names them, and how many did in `CONTACT_DAYS`; `band` None without data."""

    contact: Contact
    last_touch: date | None
    touches_365: int
    band: Band | None


def contact_warmth(last_touch_with_them: date | None, cadence_days: int | None, today: date) -> Band | None:
    """How warm a contact is; None where no touchpoint names them, or their partner has no cadence."""
    if last_touch_with_them is None or not cadence_days:
        return None
    silent = (today - last_touch_with_them).days
    if silent <= cadence_days:
        return Band.WARM
    return Band.COOLING if silent <= 2 * cadence_days else Band.COLD


def rests_on_one(kind: str, standings: Sequence[ContactStanding], unnamed: int = 0, clinicians: int = 0) -> str | None:
    """The warning where all rests on one person, in one sentence; None where it does not.

    `kind` is the partner's (`words.PartnerKind`); `unnamed` counts the touchpoints of `CONTACT_DAYS` without a contact,
    `clinicians` the partners who work there.
    """
    if clinicians:
        return None
    named = [one for one in standings if one.touches_365]
    if len(named) == 1 and named[0].touches_365 >= LEAST_TOUCHES and not (kind == PartnerKind.CLINICIAN and unnamed):
        only = named[0]
        touches = count(only.touches_365, "touch", "touches")
        told = f"All {touches} with a named contact in {CONTACT_DAYS} days were with {only.contact.name}"
        return f"{told}{'; who else is there?' if only.contact.active else ', who has left; who is there now?'}"
    active = [one for one in standings if one.contact.active]
    if len(active) == 1 and kind != PartnerKind.CLINICIAN:
        return f"{active[0].contact.name} is the only person whom we know there; who else is there?"
    return None
