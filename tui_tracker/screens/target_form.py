"""How many active partners are wanted of a specialty in an area: a target, new or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui_tracker.domain.growth import MOST_WANTED, KeptTarget
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.partner_form import Known
from tui_tracker.widgets.form import Field


class TargetForm(FormModal):
    """A target. Gives what to say. `fill` is what the fields of a new one begin with."""

    def __init__(
        self, known: Known, target: KeptTarget | None = None, *, fill: Mapping[str, str] | None = None
    ) -> None:
        title = "A new target" if target is None else f"The target for {target.name}"
        super().__init__(
            title, kept_as=" ".join(("target", *(fill or {}).values())) if target is None else f"target {target.id}"
        )
        self._known = known
        self._target = target
        self._begun = (
            fill or {}
            if target is None
            else {"specialty": target.specialty, "area": target.area, "wanted": str(target.wanted)}
        )

    def fields(self) -> Sequence[Field]:
        """Of what, where, how many."""
        begun = self._begun
        return [
            Field(
                "specialty",
                "Specialty",
                begun.get("specialty", ""),
                hint="Sports medicine; the right arrow takes what is offered",
                suggestions=tuple(self._known.specialties),
            ),
            Field(
                "area",
                "Area",
                begun.get("area", ""),
                hint="the town or district; empty: anywhere",
                suggestions=tuple(self._known.areas),
            ),
            Field("wanted", "Wanted", begun.get("wanted", ""), hint=f"active partners, 1 to {MOST_WANTED}"),
        ]

    async def save(self, values: dict[str, str]) -> str:
        """Set or change it. Raises Refused for the field that is wrong."""
        from tui_tracker.services.targets import set_target

        house = self.house()
        if self._target is None:
            done = await house.desk(set_target, house.doing(), values)
        else:
            done = await house.desk(set_target, house.doing(), self.form.changes(), self._target.id)
        return f"{done}. u undoes it." if done else "Nothing was changed."
