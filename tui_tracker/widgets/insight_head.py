"""What stands above a page of Insights: the pages with the present one marked; the period and what is narrowed."""

from rich.cells import cell_len

from tui_tracker.domain.insights.periods import Period
from tui_tracker.widgets.lines import Line, Piece, fit


def pages_line(names: tuple[str, ...], present: int, width: int) -> Line:
    """The pages in a row, the present one in brackets; where they do not all fit, those around it."""
    first, last = 0, len(names)
    while sum(len(name) + 2 for name in names[first:last]) + 2 > width:
        if present - first > last - 1 - present:
            first += 1
        else:
            last -= 1
    pieces: list[Piece] = [("‹" if first else " ", "dim")]
    for place in range(first, last):
        here = place == present
        pieces.append((f"[{names[place]}]" if here else f" {names[place]} ", "head" if here else "dim"))
    if last < len(names):
        pieces.append(("›", "dim"))
    return Line(None, tuple(pieces))


def span_line(period: Period, narrowed: str, said: str, width: int) -> Line:
    """The period, the one beside it, what part of the practice is measured; `said` stands at the right end."""
    pieces: list[Piece] = [(f" {period.name}{', so far' if period.running else ''}", "title")]
    if narrowed:
        pieces.append((f"  {narrowed}", "match"))
        pieces.append(("  esc shows all", "dim"))
    else:
        pieces.append((f"  before: {period.before_name}", "dim"))
    left = width - cell_len(said) - 1
    text_width = sum(cell_len(text) for text, _look in pieces)
    if said and text_width < left:
        pieces += [(" " * (left - text_width), ""), (said, "key")]
    elif said:
        pieces = [(fit(pieces[0][0], min(cell_len(pieces[0][0]), left)), "title"), (f" {said}", "key")]
    return Line(None, tuple(pieces))
