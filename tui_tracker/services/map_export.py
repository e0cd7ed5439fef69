"""The network taken along: the map as text, Markdown, a picture, Graphviz or JSON, to read on paper and elsewhere.

The whole map is written, not what a window shows, down to the level that is asked for. Contacts stay out: they are
people of an office, not of the network; so does everything about patients, of whom the map knows nothing.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.map_looks import opened_to
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import Known
from tui_tracker.domain.mind_map import BranchPath, View, moods
from tui_tracker.domain.settings import Settings
from tui_tracker.exchange.map_nodes import ENDINGS, MapFormat, WholeMap
from tui_tracker.services import mind_map
from tui_tracker.services.mind_map_feelings import feelings
from tui_tracker.storage.queries import map_links
from tui_tracker.storage.queries.exporting import one_moment

FILE_WIDTH = 120
"""Columns of a map in a file, where nobody says."""


def whole_map(
    view: View,
    today: date,
    settings: Settings,
    *,
    level: int | None = None,
    opened: Collection[BranchPath] | None = None,
    focus: BranchPath | None = None,
    links: bool = False,
) -> WholeMap:
    """Read all that a file of the map says: `level` levels of it, or what is `opened`; all where neither is given.

    With `focus` that branch alone, and what stands above it. `links` are the links between partners, for Graphviz.
    """
    with one_moment():
        return _read(view, today, settings, level, opened, focus, links)


def _read(
    view: View,
    today: date,
    settings: Settings,
    level: int | None,
    opened: Collection[BranchPath] | None,
    focus: BranchPath | None,
    links: bool,
) -> WholeMap:
    outline = mind_map.outline(view, today, settings)
    ids = mind_map.ids_below(view, [(), *(limb.path for limb in outline.limbs)], today)
    if opened is None:
        opened = {limb.path for limb in outline.limbs} if level is None else opened_to(outline, level)
    tree = Tree(outline, opened, ids, {}, focus)
    everybody = {one for below in ids.values() for one in below}
    everybody.update(limb.partner_id for limb in outline.limbs if limb.partner_id is not None)
    shown = tree.partner_ids(range(tree.count))
    known = Known(outline, settings)
    known.leaves.update(mind_map.leaves(view, shown, today))
    known.feelings.update(feelings(everybody, today, settings))
    known.moods.update(moods(outline, ids, known.feelings))
    return WholeMap(tree, known, today, tuple(map_links.links()) if links else ())


def written(
    whole: WholeMap,
    form: MapFormat,
    *,
    width: int = FILE_WIDTH,
    ascii_only: bool = False,
    spelled: Callable[[str], str] = str,
) -> Iterator[str]:
    """The map in a format, piece by piece.

    `width` (columns) is for text, `ascii_only` for the signs of text and for JSON; `spelled` gives a text with the
    signs that its reader has, before it is measured.
    """
    match form:
        case MapFormat.TEXT:
            from tui_tracker.exchange.map_text import as_text

            return as_text(whole, width, ascii_only=ascii_only, spelled=spelled)
        case MapFormat.MARKDOWN:
            from tui_tracker.exchange.map_markdown import as_markdown

            return as_markdown(whole)
        case MapFormat.SVG:
            from tui_tracker.exchange.map_svg import as_svg

            return as_svg(whole)
        case MapFormat.DOT:
            from tui_tracker.exchange.map_dot import as_dot

            return as_dot(whole)
        case MapFormat.JSON:
            from tui_tracker.exchange.map_json import as_json

            return as_json(whole, ascii_only=ascii_only)


def format_of(name: str) -> MapFormat:
    """The format that a file's name asks for by its ending. Raises Refused where it says none."""
    found = ENDINGS.get(Path(name).suffix.lower())
    if found is None:
        *others, last = ENDINGS
        raise Refused(f"End the file’s name in {', '.join(others)} or {last}, or name the format.", "path")
    return found


def ending_of(form: str) -> str:
    """The ending that a file of this format is given."""
    return next(ending for ending, found in ENDINGS.items() if found == form)


def draws_links(form: MapFormat) -> bool:
    """Whether a format shows the links between partners."""
    return form is MapFormat.DOT


def save_map(
    whole: WholeMap,
    form: MapFormat,
    path: Path,
    *,
    width: int = FILE_WIDTH,
    ascii_only: bool = False,
    overwrite: bool = False,
) -> Path:
    """Write the map to a file that only its owner may read, there whole or not at all; gives its full path.

    Raises Refused where a file of this name exists (unless `overwrite`), or it cannot be written.
    """
    from tui_tracker.exchange.whole_file import write_whole

    text = "".join(written(whole, form, width=width, ascii_only=ascii_only))
    return write_whole(path, text.encode(), overwrite=overwrite)
