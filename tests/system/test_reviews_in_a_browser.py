"""The page of a review as a browser takes it: every chart is drawn, nothing is loaded or run, two sheets at most."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import TODAY
from tests.factories import hostile_practice
from tests.reviews import MAY_STAND, Reader, a_review, hostile_review, stages
from tui_tracker.domain.insights.lens import EVERYTHING
from tui_tracker.domain.insights.monthly import Review, Section
from tui_tracker.domain.insights.page import Chart, ChartKind, Column, Row, Table, Unit
from tui_tracker.domain.insights.periods import read_period
from tui_tracker.domain.settings import Settings
from tui_tracker.exchange.report_formats import ReviewFormat
from tui_tracker.services.demo import make_demo
from tui_tracker.services.insights.reporting import everything, monthly_review, save_review
from tui_tracker.services.opening import close_practice, open_practice

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here: none of {', '.join(NAMES)} is on the path"),
]
# A person's script would be seen: it counts what the browser made of the page, and what the page asked for.
PROBE = """<script>
addEventListener('load', () => {
  const drawn = [...document.querySelectorAll('svg[data-chart]')].map(svg => {
    const box = svg.getBoundingClientRect();
    const marks = [...svg.querySelectorAll('rect, path, circle, polygon')].filter(mark => {
      const one = mark.getBoundingClientRect();
      return one.width + one.height > 0 && one.left >= box.left - 1 && one.right <= box.right + 1
        && one.top >= box.top - 1 && one.bottom <= box.bottom + 1;
    });
    const texts = [...svg.querySelectorAll('text')].filter(text => {
      const one = text.getBoundingClientRect();
      return one.left < box.left - 1 || one.right > box.right + 1;
    });
    return [svg.dataset.chart, Math.round(box.width), marks.length, texts.length].join(':');
  });
  document.title = ['drawn', innerWidth, document.documentElement.scrollWidth,
    performance.getEntriesByType('resource').length, ...drawn].join(' ');
});
</script>"""


def browser(folder: Path, page: Path, *words: str) -> str:
    """What the browser prints of a page; it may reach nothing but the file."""
    base = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    reach = ["--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1024,2000"]
    done = subprocess.run(
        [*base, *reach, *words, page.as_uri()], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def drawn(folder: Path, review: Review, *words: str) -> dict[str, tuple[int, int, int]]:
    """Of each chart its width, its marks inside the sheet, and its texts that run out of it; nothing is loaded."""
    page = save_review(review, ReviewFormat.HTML, folder / "review.html", overwrite=True)
    probed = folder / "probed.html"
    html = page.read_text("utf-8")
    # The page forbids scripts; a copy of it that says otherwise lets the probe in, and is the same beside that.
    probed.write_text(
        html.replace("default-src 'none'", "script-src 'unsafe-inline'").replace("</body>", f"{PROBE}</body>")
    )
    title = re.search(r"<title>drawn (.*?)</title>", browser(folder, probed, "--dump-dom", *words))
    assert title is not None
    inner, width, loaded, *charts = title[1].split()
    assert int(width) <= int(inner), "no sideways scrolling"
    assert loaded == "0"
    return {name: tuple(map(int, rest)) for name, *rest in (one.split(":") for one in charts)}  # type: ignore[misc]


def expected(review: Review) -> list[Chart]:
    return [chart for _name, chart in review.charts if not chart.empty]


def printed(folder: Path, review: Review) -> PdfReader:
    page = save_review(review, ReviewFormat.HTML, folder / "printed.html", overwrite=True)
    browser(folder, page, "--no-pdf-header-footer", f"--print-to-pdf={folder / 'review.pdf'}")
    return PdfReader(folder / "review.pdf")


@pytest.fixture
def demo(tmp_path: Path) -> Review:
    path = str(tmp_path / "demo.db")
    make_demo(path, partners=120, years=2, seed=1, today=TODAY)
    open_practice(path)
    found = monthly_review(read_period("2026-02", TODAY), EVERYTHING, TODAY, Settings())
    close_practice()
    return found


def test_the_sample_practices_review_is_drawn_and_printed_on_two_sheets(demo: Review, tmp_path: Path) -> None:
    assert len(expected(demo)) == 6

    found = drawn(tmp_path, demo)

    assert list(found) == [chart.name for chart in expected(demo)]
    for chart in expected(demo):
        width, marks, outside = found[chart.name]
        values = sum(value is not None for one in chart.series for value in one.values)
        assert width > 300
        assert marks >= (values if chart.kind is not ChartKind.COLUMNS else 1), chart.name
        assert outside == 0, f"a text runs out of {chart.name}"
    sheets = printed(tmp_path, demo)
    assert len(sheets.pages) <= 2
    text = " ".join(page.extract_text() for page in sheets.pages)
    assert "review of Feb 2026" in text
    assert "How it is counted" in text


def test_a_narrow_window_moves_wide_tables_alone(tmp_path: Path) -> None:
    columns = tuple(Column(f"n{number}", "Numbers of a kind", Unit.CENTS) for number in range(12))
    wide = Table("wide", "Wide", columns, (Row((123_456_789,) * 12),))
    review = replace(a_review(), sections=(Section("x", "X", charts=(stages(),), tables=(wide,)),))

    assert drawn(tmp_path, review, "--window-size=500,2000")


@pytest.mark.parametrize("review", [a_review(), hostile_review()], ids=["plain", "hostile"])
def test_made_up_reviews_are_drawn(review: Review, tmp_path: Path) -> None:
    found = drawn(tmp_path, review)

    assert list(found) == [chart.name for chart in expected(review)]
    assert all(marks > 0 for _width, marks, _outside in found.values())


def test_a_hostile_practice_runs_and_loads_nothing(sqlite_practice: str, tmp_path: Path) -> None:
    hostile_practice(TODAY)
    for count in (monthly_review, everything):
        review = count(read_period("12m", TODAY), EVERYTHING, TODAY, Settings())
        page = save_review(review, ReviewFormat.HTML, tmp_path / "page.html", overwrite=True)
        dom = browser(tmp_path, page, "--dump-dom")

        assert set(Reader(dom).tags) <= MAY_STAND
        assert len(re.findall(r"<svg[^>]*data-chart", dom)) == len(expected(review))
        assert drawn(tmp_path, review)
