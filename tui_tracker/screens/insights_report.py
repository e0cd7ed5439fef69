"""Where to save the report of a period, and as what: asked on the Insights screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.monthly import Review
from tui_tracker.domain.insights.periods import Period, Step, moved, period
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.insights_counting import Watch
from tui_tracker.screens.letter_forms import free_place
from tui_tracker.services.insights import reporting
from tui_tracker.services.letters import save_place
from tui_tracker.widgets.form import Field, Form

_FORMATS = (("html", "HTML"), ("text", "text"), ("markdown", "Markdown"), ("csv", "CSV"), ("json", "JSON"))
_REVIEW, _ALL = "review", "all"
_WHAT = ((_REVIEW, "the review"), (_ALL, "every page"))
_SHOWN, _MONTH = "shown", "month"
_NO, _YES = "no", "yes"
_PATIENTS = ((_NO, "no"), (_YES, "lists with patient references"))
_EXAMPLE = "~/review-2026-10.html"


class ReportFile(FormModal):
    """The days, how much, the format and the file; gives the sentence that says where it is."""

    def __init__(self, shown: Period, lens: Lens) -> None:
        super().__init__(f"Write the report: {lens.name}" if lens.name else "Write the report")
        self._shown = shown
        self._lens = lens
        self._replacing = ""
        self._offered = ""

    def fields(self) -> Sequence[Field]:
        """The review of the days that are shown, to be printed, unless something else is said."""
        if not self._offered:
            self._offered = self._free(self._shown, "html")
        days = [(_SHOWN, self._shown.name)]
        if self._month != self._shown:
            days.append((_MONTH, self._month.name))
        return (
            Field("days", "Period", _SHOWN, choices=tuple(days)),
            Field("what", "How much", _REVIEW, choices=_WHAT),
            Field("format", "As", "html", choices=_FORMATS),
            Field("patients", "Patients", _NO, choices=_PATIENTS),
            Field("path", "File", self._offered, hint="ends in .html, .txt, .md, .csv or .json"),
        )

    @property
    def _month(self) -> Period:
        """The last whole month, which a monthly review is about."""
        today = self.house().today
        return moved(period(Step.MONTH, today, today), -1, today)

    def _chosen(self) -> Period:
        return self._month if self.form.value("days") == _MONTH else self._shown

    def on_form_changed(self, event: Form.Changed) -> None:
        """The file is called after its days and its format, as long as it has the name that was offered."""
        typed = self.form.value("path")
        if event.name in ("days", "format") and typed == self._offered:
            self._offered = self._free(self._chosen(), self.form.value("format"))
            self.form.set_values({"path": self._offered})
        elif event.name == "format" and typed:
            ending = reporting.ending_of(event.value)
            self.form.set_values({"path": str(Path(typed).with_suffix(ending))})

    def _free(self, one: Period, form: str) -> str:
        return str(free_place(reporting.review_name(one) + reporting.ending_of(form)))

    async def save(self, values: dict[str, str]) -> str:
        """Write it. Raises Refused for a path that cannot be used; one that is taken is replaced when asked twice."""
        if values["what"] == _ALL and values["patients"] == _YES:
            raise Refused("The lists of patients belong to the review; choose the review, or no patients.", "patients")
        typed = values["path"].strip()
        try:
            if not typed:
                raise Refused(f"Write where to save it, such as {_EXAMPLE}.")
            path = save_place(typed, _EXAMPLE)
            reporting.format_of(path.name)
            if path.is_file() and self._replacing != typed:
                self._replacing = typed
                raise Refused(f"{path.name} is there already; enter again replaces it, or write another name.")
            return await self._write(path, values, overwrite=self._replacing == typed)
        except Refused as refused:
            raise Refused(refused.message, "path") from None

    async def _write(self, path: Path, values: dict[str, str], *, overwrite: bool) -> str:
        """Count on the database's thread; the drawing keeps nobody waiting either."""
        watch = Watch(self._heard)
        try:
            review = await self.house().desk(partial(self._count, self._chosen(), values, watch))
        finally:
            watch.wanted = False
        form = reporting.format_of(path.name)
        saved = await asyncio.to_thread(reporting.save_review, review, form, path, overwrite=overwrite)
        return f"Saved as {saved}."

    def _count(self, one: Period, values: dict[str, str], watch: Watch) -> Review:
        house = self.house()
        if values["what"] == _ALL:
            return reporting.everything(one, self._lens, house.today, house.settings, tick=watch.tick)
        patients = values["patients"] == _YES
        return reporting.monthly_review(
            one, self._lens, house.today, house.settings, patients=patients, tick=watch.tick
        )

    def _heard(self, done: int, of: int) -> None:
        self.say(f"Counting… {done} of {of}.")
