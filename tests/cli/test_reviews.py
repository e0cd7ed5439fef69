"""`tui-tracker stats` and `tui-tracker report`, on both engines."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tests.factories import hostile_practice
from tests.reviews import safe_page
from tui_tracker.cli import run
from tui_tracker.domain.insights.lens import EVERYTHING
from tui_tracker.domain.insights.monthly import PARTS
from tui_tracker.domain.insights.page import Theme
from tui_tracker.domain.insights.periods import read_period
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold, has_unsafe
from tui_tracker.exchange.map_cells import measure
from tui_tracker.exchange.report_formats import ReviewFormat
from tui_tracker.services.insights import reporting, themes
from tui_tracker.services.opening import close_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Gift, Incident, Member, Partner, Practice, Referral, Touchpoint

FEBRUARY = "2026-02"


def make_practice(doing) -> None:
    """Two partners; in February four referrals from one and one by an advert, of which one is lost and two wait."""
    with changing(doing, "Made") as unit:
        unit.insert(Practice, id=1, name="Harbor PT")
        ann = unit.insert(Member, name="Ann")
        named = {"specialty": "Podiatry", "area": "Bath", "added_on": date(2025, 1, 1)}
        lee = unit.insert(Partner, name="=Lee", search="=lee", member=ann, **named)
        kim = unit.insert(Partner, name="Bo Kim", search=fold("Bo Kim"), added_on=date(2025, 1, 1))
        for number, stage in enumerate(("received", "seen", "lost", "seen")):
            day = date(2026, 2, 3 + number)
            reached = {"seen_on": day + timedelta(4)} if stage == "seen" else {}
            reached |= {"aside_on": day + timedelta(9), "aside_reason": "moved away"} if stage == "lost" else {}
            unit.insert(
                Referral,
                partner=lee,
                day=day,
                stage=stage,
                stage_on=day,
                patient_ref=f"JD-{number}",
                revenue_cents=5000,
                **reached,
            )
        by_advert = {"source": "advert", "patient_ref": "AD-1", "stage": "received"}
        unit.insert(Referral, day=date(2026, 2, 9), stage_on=date(2026, 2, 9), **by_advert)
        unit.insert(
            Referral, partner=kim, day=date(2026, 1, 9), stage="received", stage_on=date(2026, 1, 9), patient_ref="KX-1"
        )
        unit.insert(Touchpoint, partner=lee, day=date(2026, 2, 4), channel="call", note="JD-0 was unhappy")
        unit.insert(Incident, partner=lee, kind="complaint", opened_on=date(2026, 2, 4), facts="JD-0 waited long")
        unit.insert(Gift, partner=lee, day=date(2026, 2, 4), what="Ledger lunch", amount_cents=98_765)


@pytest.fixture
def ask(sqlite_practice, doing, capsys):
    """Runs a command on the practice; gives exit code, output and errors."""
    make_practice(doing)
    close_practice()

    def asked(*words):
        code = run([words[0], "--db", sqlite_practice, "--on", TODAY.isoformat(), *words[1:]])
        out, errors = capsys.readouterr()
        close_practice()
        return code, out, errors

    return asked


def test_the_review_of_a_month_says_what_happened_in_it(ask):
    code, out, errors = ask("report", "--month", FEBRUARY)

    assert (code, errors) == (0, "")
    assert out.startswith("Harbor PT: review of Feb 2026\nBeside the period before, Jan 2026. Made on")
    lines = {line.split("  ")[0]: line.split() for line in out.splitlines()}
    assert lines["Referrals received"][2:] == ["5", "1", "+4"]
    assert lines["From partners"][2:] == ["4", "1", "+3"]
    assert lines["Completion rate"][2:7] == ["50", "%", "2", "of", "4"]
    assert lines["=Lee"][1:] == ["4", "100", "%", "0", "4"]
    assert ask("report")[1] == out, "the last month that is over, where none is named"
    assert all(measure(line) <= 80 for line in out.splitlines())


def test_every_page_is_told_in_three_forms(practice, doing):
    make_practice(doing)
    found = reporting.everything(read_period(FEBRUARY, TODAY), EVERYTHING, TODAY, Settings())
    text, every = reporting.written(found, ReviewFormat.TEXT), reporting.written(found, ReviewFormat.CSV)
    told = json.loads(reporting.written(found, ReviewFormat.JSON))

    assert [one["key"] for one in told["sections"]] == [*Theme, "partners"]
    for section in told["sections"]:
        for table in section["tables"]:
            assert f"\n{section['key']}.{table['name']}," in every
        if section["key"] in list(Theme):
            assert f"\n{section['title']}\n====" in text
    received = next(one for one in told["figures"] if one["key"] == "received")
    assert (received["value"], received["before"]["value"], received["trend"][-1]["value"]) == (5, 1, 5)

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(reporting.table_csv(found, name))))

    figures = {row["key"]: row for row in rows("figures")}
    assert (figures["completion"]["value"], figures["completion"]["part"]) == ("0.5", "2")
    assert (figures["lost"]["value"], figures["touchpoints"]["value"]) == ("1", "1")
    senders = rows("top_senders")
    assert (senders[0]["partner"], senders[0]["referrals"]) == ("'=Lee", "4"), "a spreadsheet shall not run it"
    assert {row["partner"]: row["referrals"] for row in rows("scoreboard")} == {"'=Lee": "4", "Bo Kim": "0"}
    safe_page(reporting.written(found, ReviewFormat.HTML))


def test_stats_print_text_json_and_tables(ask):
    assert ask("stats", "--period", FEBRUARY)[1].startswith("Harbor PT: figures of Feb 2026\n")
    assert json.loads(ask("stats", "--json")[1])["period"]["name"] == "Apr 2025 to Mar 2026"
    assert ask("stats", "--csv")[1].startswith("figures,All figures\r\ntheme,key,name,")
    assert ask("stats", "--csv", "top_senders")[1].startswith("partner,referrals,share,")


def test_a_table_that_is_named_with_its_page_is_counted_alone(ask, monkeypatch):
    whole = {name: ask("stats", "--csv", name)[1] for name in ("top_senders", "figures")}
    counted = []
    page, board = themes.page, reporting.scoreboard
    monkeypatch.setattr(themes, "page", lambda theme, *rest: counted.append(theme) or page(theme, *rest))
    monkeypatch.setattr(reporting, "scoreboard", lambda *rest: counted.append("partners") or board(*rest))
    monkeypatch.setattr(reporting, "overview", None)

    assert ask("stats", "--csv", "sources.top_senders") == (0, whole["top_senders"], "")
    assert ask("stats", "--csv", "scoreboard") == ask("stats", "--csv", "partners.scoreboard")
    assert counted == [Theme.SOURCES, "partners", "partners"]
    assert "there are figures, times.reports" in ask("stats", "--csv", "times.nix")[2]
    monkeypatch.undo()
    assert ask("stats", "--csv", "figures")[1] == whole["figures"]


def test_they_can_be_narrowed(ask):
    def received(*words):
        code, out, errors = ask("report", "--month", FEBRUARY, "--format", "json", *words)
        assert (code, errors) == (0, "")
        return next(one["value"] for one in json.loads(out)["figures"] if one["key"] == "received")

    assert received("--channel", "advert") == 1
    assert received("--member", "ann") == 4
    assert received("--specialty", "podiatry", "--area", "bath") == 4
    assert "Narrowed to: Podiatry." in ask("report", "--month", FEBRUARY, "--specialty", "podiatry")[1]
    assert received("--specialty", "-") == received("--area=-") == 0
    assert received("--member", "ann", "--area", "bath") == 4
    code, out, errors = ask("report", "--member", "nobody called so")
    assert (code, out) == (1, "")
    assert errors.startswith("tui-tracker: There is no member")
    assert "--member" in errors, "in the words of the shell"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stats", "--period", "soon"), "“soon” is no period; write 2026-10"),
        (
            ("stats", "--specialty", ""),
            "--specialty names nothing; give it a name, write - for those of none, or leave",
        ),
        (("stats", "--payer", " "), "--payer names nothing; give it a name, or leave it out."),
        (("report", "--period", ""), "“” is no period; write 2026-10"),
        (("report", "--month", "2026-Q1"), "--month takes a month, such as 2026-10; --period takes any other."),
        (("report", "--month", "2026-11"), "Nov 2026 is still to come"),
        (("stats", "--csv", "nix"), "There is no table “nix”; there are figures,"),
        (("report", "-o", "x.pdf"), "End the file’s name in .html"),
    ],
)
def test_what_cannot_be_done_is_said(ask, words, said):
    code, out, errors = ask(*words)

    assert (code, out) == (1, "")
    assert said in errors


def test_a_file_is_its_owners_and_never_written_over_by_chance(ask, tmp_path):
    path = tmp_path / "review.html"
    code, out, _errors = ask("report", "--month", FEBRUARY, "-o", str(path))

    assert (code, out) == (0, f"Wrote the review of Feb 2026 to {path}.\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>\n<html")
    path.write_text("mine", "utf-8")
    assert ask("report", "-o", str(path))[2].endswith("name another file, or add --force to write over it.\n")
    assert path.read_text("utf-8") == "mine"
    assert ask("report", "-o", str(path), "--force")[0] == 0
    table = tmp_path / "review.csv"
    ask("report", "-o", str(table))
    assert table.read_bytes().startswith(b"\xef\xbb\xbf"), "else a spreadsheet takes it for another encoding"


def test_patients_stand_in_it_only_where_asked_for_and_gift_money_never(sqlite_practice, doing):
    make_practice(doing)
    period = read_period(FEBRUARY, TODAY)
    every = reporting.everything(period, EVERYTHING, TODAY, Settings())
    plain, listed = (
        reporting.monthly_review(period, EVERYTHING, TODAY, Settings(), patients=patients) for patients in (False, True)
    )

    for form in ReviewFormat:
        without = reporting.written(every, form) + reporting.written(plain, form)
        assert not any(ref in without for ref in ("JD-", "AD-1", "KX-1")), form
        out = reporting.written(listed, form)
        # JD-0 and AD-1 wait, JD-2 is lost, the reports on JD-1 and JD-3 are past due; KX-1 came in January.
        assert all(ref in out for ref in ("JD-0", "AD-1", "JD-1", "JD-2", "JD-3")), form
        assert "KX-1" not in out
        assert "moved away" in out.lower()
        assert "987.65" not in without + out
        assert "98765" not in without + out
        assert "Ledger" not in without + out


def test_the_shell_says_that_patients_stand_in_a_file(ask, tmp_path):
    path = tmp_path / "with.txt"

    assert ask("report", "--patients", "-o", str(path))[1].endswith("; it holds patient references, keep it safe.\n")
    assert "JD-2" in path.read_text("utf-8")
    ask("report", "-o", str(path), "--force")
    assert "JD-2" not in path.read_text("utf-8")


def test_a_practice_without_anything_has_a_review_too(sqlite_practice):
    found = reporting.monthly_review(read_period("last month", TODAY), EVERYTHING, TODAY, Settings(), patients=True)

    for form in ReviewFormat:
        assert reporting.written(found, form)
    text = reporting.written(found, ReviewFormat.TEXT)
    assert text.startswith("Review of Feb 2026\n")
    assert "no data" in text
    assert "No targets are set.\n" in text
    assert ":gaps" not in text, "nobody types on paper"


def test_what_the_review_names_is_there(practice, doing):
    make_practice(doing)
    steps = []
    period = read_period(FEBRUARY, TODAY)
    found = reporting.monthly_review(
        period, EVERYTHING, TODAY, Settings(), tick=lambda done, of: steps.append((done, of))
    )

    assert steps == [(number, len(PARTS) + 1) for number in range(1, len(PARTS) + 2)]
    assert len(list(found.charts)) == 6
    for part in PARTS:
        page = themes.page(part.theme, period, EVERYTHING, TODAY, Settings())
        assert set(part.charts) <= {chart.name for chart in page.charts}
        assert set(part.tables) <= {table.name for table in page.tables} | {"gaps"}, (
            "no gaps where there are no targets"
        )


def test_nothing_hostile_gets_out(sqlite_practice):
    hostile_practice(TODAY)
    found = reporting.monthly_review(read_period("12m", TODAY), EVERYTHING, TODAY, Settings(), patients=True)

    assert {"not_seen", "reports_due", "lost"} <= {table.name for _name, table in found.tables}
    safe_page(reporting.written(found, ReviewFormat.HTML))
    for form in ReviewFormat:
        assert not has_unsafe(reporting.written(found, form).replace("\r\n", "\n"))
    assert all(measure(line) <= 80 for line in reporting.written(found, ReviewFormat.TEXT).splitlines())
