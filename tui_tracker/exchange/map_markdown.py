"""The network as a Markdown outline: a nested list, a line a node.

Below `DEEPEST` levels the list does not go further in, as programs that read Markdown stop there; such a line says
whom it hangs on.
"""

from collections.abc import Iterator

from tui_tracker.exchange.letters import escape
from tui_tracker.exchange.map_nodes import WholeMap, facts, subtitle, title, told

DEEPEST = 8


def as_markdown(whole: WholeMap) -> Iterator[str]:
    """The lines, each with its line break."""
    yield f"# {_line(title(whole))}\n\n{_line(subtitle(whole))}\n\n"
    tree = whole.tree
    for node in range(1, tree.count):
        one = facts(whole, node)
        name = _line(one.name)
        shown = f"**{name}**" if one.limb is not None else name
        said = list(told(one))
        if tree.depth(node) > DEEPEST:
            said.append(f"below {facts(whole, tree.parent(node)).name}")
        depth = min(tree.depth(node), DEEPEST)
        yield f"{'  ' * (depth - 1)}- {shown}{': ' + _line(', '.join(said)) if said else ''}\n"


def _line(text: str) -> str:
    """Text as Markdown that shows it literally, wherever in a line."""
    return escape(text).replace("\n", " ")
