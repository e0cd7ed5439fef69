"""The lines around the mind map: what is looked at and what its signs mean, and the node under the cursor in words."""

from collections.abc import Sequence

from rich.cells import cell_len

from tui_tracker.domain.map_words import Known, grouping_name, limb_name, natural
from tui_tracker.domain.mind_map import RECENT_DAYS, Limb, Outline
from tui_tracker.domain.text import count
from tui_tracker.domain.warmth import Band
from tui_tracker.domain.warmth_signs import LOOKS
from tui_tracker.widgets.lines import Line, Piece, cut, fit, wrap


def heading_line(known: Known, focus: Limb | None, width: int) -> Line:
    """What is looked at at the left, what the signs mean at the right as far as there is room for it."""
    left = _looked_at(known.outline, focus)
    used = sum(cell_len(text) for text, _ in left) + 1
    legend: list[Piece] = []
    for part in _legend(known):
        size = sum(cell_len(text) for text, _ in part) + 2
        if used + size > width:
            break
        legend += [("  ", ""), *part]
        used += size
    return Line(None, ((" ", ""), *left, (" " * (width - used), ""), *legend))


def detail_lines(sentences: Sequence[str], width: int, lines: int) -> list[Line]:
    """Sentences one after another in so many lines, the first in bold; where they take more, what is last is cut.

    Where the first alone takes them all, as with a very long name, it is cut: the last line is for the rest.
    """
    room = width - 1
    first, *rest = [sentence for sentence in sentences if sentence] or [""]
    whole = wrap(first, room)
    if rest and len(whole) >= lines > 1:
        whole = [*whole[: lines - 2], cut(" ".join(whole[lines - 2 :]), room)]
        first = " ".join(whole)
        texts = [*whole, *wrap(" ".join(rest), room)]
    else:
        texts = wrap(" ".join([first, *rest]), room)
    if len(texts) > lines:
        texts = [*texts[: lines - 1], fit(" ".join(texts[lines - 1 :]), room)]
    bold = len(first)
    found = []
    for text in texts:
        found.append(Line(None, ((" ", ""), (text[:bold], "bold"), (text[bold:], ""))))
        bold = max(0, bold - len(text) - 1)
    return found


def nothing_text(outline: Outline) -> str:
    """What stands in place of a map that has nothing to show."""
    if outline.view.text:
        return f"No partner and no branch contains “{outline.view.text}”; esc shows all again."
    if not outline.total:
        return "No partners yet: a adds the first one, : import brings in a list."
    if outline.view.inner:
        return "Nobody is in your inner circle yet: C on Partners (2) gives ranks; i shows everybody."
    return "Nobody to show this way; b looks at it another way."


def natural_widths(outline: Outline) -> tuple[int, ...]:
    """How wide nodes like to be: the practice, then each level, the last for those beyond."""
    return natural(outline, cell_len)


def _looked_at(outline: Outline, focus: Limb | None) -> list[Piece]:
    view = outline.view
    by = f"By {', then '.join(grouping_name(one) for one in view.by)}"
    pieces: list[Piece] = [("Inner circle" if view.inner else by, "bold")]
    if focus is not None:
        pieces += [(", only ", "dim"), (limb_name(focus), "match")]
    if view.text:
        pieces += [(" with ", "dim"), (view.text, "match"), (f": {outline.tally.partners:,} of ", "dim")]
        pieces.append((count(outline.total, "partner"), "dim"))
    elif view.inner and outline.reach:
        pieces.append((f", reach {outline.reach:,}", ""))
    return pieces


def _legend(known: Known) -> list[list[Piece]]:
    """The most important first; nothing of gaps where the map shows none."""
    signs = known.signs
    gaps = any(limb.gap is not None for limb in known.outline.limbs)
    return [
        [
            (f"{signs.warm} warm ", LOOKS[Band.WARM]),
            (f"{signs.cooling} cooling ", LOOKS[Band.COOLING]),
            (f"{signs.cold} cold", LOOKS[Band.COLD]),
        ],
        *([[(f"{signs.hollow} gap", "head")]] if gaps else []),
        [("!", "warn"), (" promises", "dim")],
        [(f"in/out of {RECENT_DAYS} days", "dim")],
        [(f"{signs.tie} links", "dim")],
        [("x places", "dim")],
    ]
