"""The person's own keys: checked before the screens open, because Textual takes any id and any key in silence."""

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterator, Mapping

from textual.binding import Binding
from textual.keys import KEY_ALIASES, Keys, _character_to_key

from tui_tracker import screens, widgets
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

_MODIFIERS = ("ctrl+", "shift+", "alt+")


def all_bindings(app: type) -> dict[str, tuple[str, Binding]]:
    """Every action of the app and the screens that can have another key: id → (the class that has it, its binding)."""
    found: dict[str, tuple[str, Binding]] = {}
    for owner in _owners(app):
        for binding in owner.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found[binding.id] = (owner.__name__, binding)
    return found


def check_keys(keys: Mapping[str, str], app: type) -> None:
    """Raises Refused, with what is wrong, for an action or a key that is none, and for two actions on one key."""
    known = all_bindings(app)
    for name, key in keys.items():
        if name not in known:
            raise Refused(f"[keys] {clean_line(name)} is not an action; docs/keys.md lists them.")
        for one in key.split(","):
            if not _is_key(one.strip()):
                raise Refused(f"[keys] {name}: “{clean_line(one)}” is not a key; write it as l, ctrl+l, f5 or space.")
    _check_clashes(keys, known)


def _check_clashes(keys: Mapping[str, str], known: Mapping[str, tuple[str, Binding]]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for name, (owner, binding) in known.items():
        for one in keys.get(name, binding.key).split(","):
            place = (owner, _long(one.strip()))
            other = taken.setdefault(place, name)
            if other != name and (name in keys or other in keys):
                raise Refused(f"[keys] {name} and {other} would share the key {one.strip()}; give one of them another.")


def _is_key(key: str) -> bool:
    while key.startswith(_MODIFIERS):
        key = key.split("+", 1)[1]
    return len(key) == 1 or key in {one.value for one in Keys} or key in KEY_ALIASES or _is_name(key)


def _is_name(key: str) -> bool:
    try:
        return bool(unicodedata.lookup(key.replace("_", " ").upper()))
    except KeyError:
        return False


def _long(key: str) -> str:
    return _character_to_key(key) if len(key) == 1 else key


def _owners(app: type) -> Iterator[type]:
    yield app
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            for value in vars(loaded).values():
                if isinstance(value, type) and value.__module__ == loaded.__name__:
                    yield value
