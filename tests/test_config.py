"""The configuration file: every rule's number may be set; what is wrong is named."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from tui_tracker.clock import local_today, utc_now
from tui_tracker.config import Config, letters_folder, load_config, parse_config
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.settings import Settings


def test_without_a_file_the_defaults_hold() -> None:
    assert load_config() == Config()


def test_a_file_sets_numbers_keys_and_the_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        'member = "Ann"\ndb = "/data/p.db"\nprint_command = "lpr -P x"\nagenda_size = 9\ntier_weights = [5, 2, 1]\n'
        '[promises]\nthank_you = 3\n[cadence]\na = 21\n[slow]\nfactor = 3\n[keys]\nquick_log = "l"\n'
    )
    monkeypatch.setenv("TUI_TRACKER_CONFIG", str(path))

    config = load_config()

    assert (config.settings.member, config.db, config.settings.agenda_size) == ("Ann", "/data/p.db", 9)
    assert config.settings.tier_weights == (5, 2, 1)
    assert (config.settings.promises.thank_you, config.settings.promises.first_visit) == (3, 14)
    assert (config.settings.cadence.a, config.settings.cadence.b) == (21, 60)
    assert (config.settings.slow.factor, config.settings.slow.least_stays) == (3, 10)
    assert config.keys == {"quick_log": "l"}
    assert (config.print_command, Config().print_command) == ("lpr -P x", "lp")
    assert letters_folder() == tmp_path / "letters"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"agenda": 9}, "agenda is not a setting"),
        ({"agenda_size": "nine"}, "agenda_size takes a number"),
        ({"agenda_size": True}, "agenda_size takes a number"),
        ({"agenda_size": -1}, "agenda_size takes a number"),
        ({"agenda_size": 10**10}, "agenda_size takes a number from 0 to 1,000,000,000"),
        ({"stale_days": 4_000_000}, "stale_days takes a number from 0 to 3,650"),
        ({"cadence": {"a": 3_651}}, "cadence.a takes a number from 0 to 3,650"),
        ({"member": 3}, "member takes text"),
        ({"promises": 3}, "promises takes a table"),
        ({"promises": {"thanks": 3}}, "promises.thanks is not a setting"),
        ({"tier_weights": [1, 2]}, "takes 3 numbers"),
        ({"tier_weights": [1, 2, "x"]}, "takes 3 numbers"),
        ({"keys": {"quick_log": 3}}, "keys"),
        ({"db": 3}, "db takes a path"),
        ({"print_command": 3}, "print_command takes a command"),
    ],
)
def test_what_is_wrong_is_named(data: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse_config(data, "config.toml")


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("TUI_TRACKER_CONFIG", str(path))
    for content in (b"member = ", b"\xff\xfe\x00"):
        path.write_bytes(content)
        with pytest.raises(Refused, match=r"config\.toml"):
            load_config()


def test_the_clock_knows_the_practice_s_time_zone() -> None:
    assert isinstance(local_today(""), date)
    apart = local_today("Pacific/Kiritimati") - local_today("Pacific/Pago_Pago")
    assert apart.days in (1, 2)  # 25 hours: two days for one hour of each
    assert utc_now().endswith("Z")
    for name in ("Mars/Olympus", "../etc/passwd", "/etc/passwd"):
        with pytest.raises(Refused, match="time_zone"):
            local_today(name)


def test_the_docs_show_every_setting_at_its_default() -> None:
    docs = (Path(__file__).parent.parent / "docs" / "settings.md").read_text("utf-8")
    shown = tomllib.loads(docs.split("```toml\n", 1)[1].split("```", 1)[0])

    parsed = parse_config(dict(shown), "docs")

    assert parsed.settings == replace(Settings(), member="Ann", time_zone="America/New_York")
    assert shown.keys() == {one.name for one in fields(Settings)} | {"db", "print_command", "keys"}
    for name, group in shown.items():
        if isinstance(group, dict) and name != "keys":
            assert group.keys() == {one.name for one in fields(getattr(Settings(), name))}, name
