"""What a practice sets in its configuration file, and where the program's files stand.

The file is TOML, every key optional; an unknown key or a wrong type is refused with a sentence that names it.
Checked by hand rather than with Pydantic, whose import would double the time to the first screen.
"""

import os
from dataclasses import field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import Settings

APP = "tui-tracker"
PRINT_COMMAND = "lp"
_MOST_DAYS = 3_650
_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration: the rules' numbers, the keys (action id → key), and the practice to open."""

    settings: Settings = field(default_factory=Settings)
    keys: dict[str, str] = field(default_factory=dict)
    db: str = ""
    print_command: str = PRINT_COMMAND


def config_file() -> Path:
    """Where the configuration is looked for: TUI_TRACKER_CONFIG, or the platform's folder."""
    named = os.environ.get("TUI_TRACKER_CONFIG")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_config_path(APP) / "config.toml"


def letters_folder() -> Path:
    """Where the practice's own templates of letters are looked for, beside the configuration; it may be missing."""
    return config_file().parent / "letters"


def default_db() -> str:
    """The file that is opened when none is named, in the platform's data folder."""
    import platformdirs

    return str(platformdirs.user_data_path(APP) / "practice.db")


def state_folder() -> Path:
    """Where drafts of unsent text are kept (0700, made when first written)."""
    import platformdirs

    return platformdirs.user_state_path(APP)


def load_config() -> Config:
    """Read the configuration; defaults where there is no file. Raises Refused where it cannot be used."""
    path = config_file()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read; check that it is a text file that you may read.") from error
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path} is not valid TOML ({error}); mend that line.") from error
    return parse_config(data, str(path))


def parse_config(data: dict[str, Any], name: str) -> Config:
    """A configuration from its parsed file, called `name` in errors. Raises Refused with the key that is wrong."""
    keys = data.pop("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise Refused(f'{name}: [keys] takes lines such as  quick_log = "o".')
    db = data.pop("db", "")
    if not isinstance(db, str):
        raise Refused(f"{name}: db takes a path or a postgresql:// URL.")
    print_command = data.pop("print_command", PRINT_COMMAND)
    if not isinstance(print_command, str):
        raise Refused(f'{name}: print_command takes a command, such as "lp".')
    return Config(_merge(Settings(), data, name, ""), dict(keys), db, print_command)


def _merge(defaults: Any, data: dict[str, Any], name: str, prefix: str) -> Any:
    known = {item.name for item in fields(defaults)}
    changes: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise Refused(f"{name}: {prefix}{key} is not a setting; the settings are {', '.join(sorted(known))}.")
        present = getattr(defaults, key)
        if is_dataclass(present) and isinstance(value, dict):
            changes[key] = _merge(present, value, name, f"{prefix}{key}.")
        elif isinstance(present, tuple):
            changes[key] = _numbers(value, len(present), f"{name}: {prefix}{key}")
        elif type(value) is type(present) and not (isinstance(value, int) and not 0 <= value <= _most(prefix, key)):
            changes[key] = value
        else:
            raise Refused(f"{name}: {prefix}{key} takes {_wanted(present, _most(prefix, key))}.")
    return replace(defaults, **changes)


def _most(prefix: str, key: str) -> int:
    """The largest number that a setting takes: days that reach too far leave the calendar."""
    return _MOST_DAYS if prefix or key.endswith("_days") else _LARGEST


def _wanted(present: Any, most: int) -> str:
    if is_dataclass(present):
        return "a table of its own, with lines such as  key = 3"
    return f"a number from 0 to {most:,}" if isinstance(present, int) else "text"


def _numbers(value: Any, length: int, place: str) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) != length or not all(type(one) is int and one >= 0 for one in value):
        raise Refused(f"{place} takes {length} numbers of 0 or more, such as [3, 2, 1].")
    return tuple(value)
