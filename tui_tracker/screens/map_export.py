"""Where to save the map, and as what: asked on the Network screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.map_looks import look_name
from tui_tracker.domain.mind_map import BranchPath, View
from tui_tracker.exchange.map_nodes import ENDINGS
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.letter_forms import free_place
from tui_tracker.screens.network_map import NetworkMap
from tui_tracker.services import map_export
from tui_tracker.services.letters import letter_name, save_place
from tui_tracker.widgets.form import Field, Form

_FORMATS = (("svg", "picture"), ("text", "text"), ("markdown", "Markdown"), ("dot", "Graphviz"))
_EXAMPLE = "~/network.svg"
_SHOWN, _ALL = "shown", "all"


def open_export(screen: NetworkMap) -> None:
    """Ask above the Network screen, and say there where the map was saved."""
    if screen.data is None:
        screen.say("The map is not read yet; try again in a moment.")
        return
    opened = screen.data.opened(screen.look, screen.shut)

    def saved(said: object) -> None:
        if said is not None:
            screen.say(str(said))

    screen.app.push_screen(SaveMap(screen.data.view, opened, screen.look.focus), saved)


class SaveMap(FormModal):
    """The format, how much of the map, and the file; gives the sentence that says where it is."""

    def __init__(self, view: View, opened: set[BranchPath], focus: BranchPath | None) -> None:
        super().__init__(f"Take the map along: what has “{view.text}”" if view.text else "Take the map along")
        self._view = view
        self._opened = opened
        self._focus = focus
        self._replacing = ""
        self._offered = ""

    def fields(self) -> Sequence[Field]:
        """A picture of everything, unless something else is said."""
        what = ((_ALL, "everything"), (_SHOWN, "what is unfolded"))
        self._offered = self._free("svg")
        return (
            Field("format", "As", "svg", choices=_FORMATS),
            Field("what", "How much", _ALL, choices=what),
            Field("path", "File", self._offered, hint="ends in .svg, .txt, .md or .dot"),
        )

    def on_form_changed(self, event: Form.Changed) -> None:
        """The file is called after its format, whatever else was typed of its name."""
        if event.name != "format":
            return
        typed = self.form.value("path")
        if typed == self._offered:
            self._offered = typed = self._free(event.value)
        elif Path(typed).suffix.lower() in ENDINGS:
            typed = str(Path(typed).with_suffix(map_export.ending_of(event.value)))
        self.form.set_values({"path": typed})

    def _free(self, form: str) -> str:
        """A file that is not there yet, called after what is looked at."""
        return str(free_place(letter_name("network", look_name(self._view)) + map_export.ending_of(form)))

    async def save(self, values: dict[str, str]) -> str:
        """Write it. Raises Refused for a path that cannot be used; one that is taken is replaced when asked twice."""
        typed = values["path"].strip()
        try:
            path = self._place(typed)
            if path.is_file() and self._replacing != typed:
                self._replacing = typed
                raise Refused(f"{path.name} is there already; enter again replaces it, or write another name.")
            return await self._write(path, values, overwrite=self._replacing == typed)
        except Refused as refused:
            raise Refused(refused.message, "path") from None

    def _place(self, typed: str) -> Path:
        if not typed:
            raise Refused(f"Write where to save it, such as {_EXAMPLE}.")
        path = save_place(typed, _EXAMPLE)
        map_export.format_of(path.name)
        return path

    async def _write(self, path: Path, values: dict[str, str], *, overwrite: bool) -> str:
        """Read on the database's thread; the drawing, which takes longer, keeps nobody waiting."""
        house, form = self.house(), map_export.format_of(path.name)
        some = values["what"] == _SHOWN
        whole = await house.desk(
            partial(
                map_export.whole_map,
                self._view,
                house.today,
                house.settings,
                opened=self._opened if some else None,
                focus=self._focus if some else None,
                links=map_export.draws_links(form),
            )
        )
        if whole.is_empty:
            raise Refused("There is nobody on the map yet; leave this with esc.")
        saved = await asyncio.to_thread(map_export.save_map, whole, form, path, overwrite=overwrite)
        return f"Saved as {saved}."
