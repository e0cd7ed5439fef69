"""The form for the practice itself: who we are, and what our letters carry at their head."""

from __future__ import annotations

from collections.abc import Sequence

from tui_tracker.domain.records import Practice
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.widgets.form import Field

_ADDRESS_LINES = 4


class PracticeForm(FormModal):
    """Who we are. Gives what to say."""

    def __init__(self, practice: Practice | None, zones: Sequence[str], own_zone: str) -> None:
        super().__init__("Our practice", kept_as="practice")
        self._practice = practice
        self._zones = tuple(zones)
        self._own_zone = own_zone

    def fields(self) -> Sequence[Field]:
        """Its name, its letterhead, and its time zone."""
        here = f"this machine goes by {self._own_zone}" if self._own_zone else "empty: as the machine says"
        return [
            Field("name", "Name", self._of("name"), hint="Casco Bay Shoulder Clinic"),
            Field("specialty", "Specialty", self._of("specialty"), hint="Orthopedic surgery"),
            Field("", "At the head of letters"),
            Field("address", "Address", self._of("address"), lines=_ADDRESS_LINES),
            Field("phone", "Phone", self._of("phone"), hint="207-555-0100"),
            Field("fax", "Fax", self._of("fax"), hint="207-555-0101"),
            Field("email", "Email", self._of("email"), hint="office@example.org"),
            Field("", "Which day it is"),
            Field(
                "time_zone",
                "Time zone",
                self._of("time_zone"),
                hint=f"America/New_York; {here}",
                suggestions=self._zones,
            ),
        ]

    async def save(self, values: dict[str, str]) -> str:
        """Keep what was changed. Raises Refused for the field that is wrong."""
        from tui_tracker.services.practice import set_practice

        house = self.house()
        changed = await house.desk(set_practice, house.doing(), self.form.changes())
        await house.find_time_zone()
        return "Saved our practice. u undoes it." if changed else "Nothing was changed."

    def _of(self, name: str) -> str:
        return "" if self._practice is None else str(getattr(self._practice, name))
