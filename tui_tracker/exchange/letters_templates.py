"""The templates of letters: ours, and a practice's own beside them."""

from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange.letters import MOST_TEMPLATE

_OURS = Path(__file__).with_name("letter_templates")
_MOST_BYTES = 4 * MOST_TEMPLATE


def default_template(kind: str) -> str:
    """The template for a letter that comes with the program."""
    return (_OURS / f"{kind}.md").read_text("utf-8")


def read_template(path: Path) -> str:
    """A template from a file. Raises Refused, naming the file, where it cannot be read or is too large."""
    try:
        if not path.is_file():  # a pipe or a device would be waited for
            raise Refused(f"{path} is not a file; take it away to use the program’s own template.")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    if len(data) > _MOST_BYTES:
        raise Refused(f"{path} is longer than {MOST_TEMPLATE:,} characters; shorten it.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 text; save it as plain UTF-8 text.") from error
