"""Finding a patient by reference, on both engines, by the index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TODAY
from tui_tracker.services.patients import known, plain
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Referral
from tui_tracker.storage.queries import patients


def fill(doing, references) -> None:
    with changing(doing, "Some") as unit:
        rows = [
            {
                "source": "web",
                "patient_ref": reference,
                "stage": "received",
                "stage_on": TODAY,
                "day": TODAY - timedelta(days=n),
            }
            for n, reference in enumerate(references)
        ]
        unit.insert_many(Referral, rows)


@pytest.mark.parametrize("asked", ["JD-4411", "jd 4411", "JD4411", " j-d-4-4-1-1 ", "Jd  4411"])
def test_capitals_blanks_and_dashes_make_no_difference(practice, doing, asked):
    fill(doing, ["JD-4411", "JD-4412", "jd 4411", "XJD-4411"])
    seen = known(asked)
    assert seen is not None
    assert [one.reference for one in seen.referrals] == ["JD-4411", "jd 4411"]
    assert seen.reference == "JD-4411"


@pytest.mark.parametrize("asked", ["JD\u20134411", "jd\u22124411", "ŁÉ-17", "łé 17", "Łé17", "łé\u201017"])
def test_any_dash_and_the_capitals_of_any_script_are_alike_on_both_engines(practice, doing, asked):
    kept = "JD-4411" if "44" in asked else "ŁÉ-17"
    fill(doing, ["JD-4411", "ŁÉ-17", "LE-17"])
    seen = known(asked)
    assert seen is not None
    assert [one.reference for one in seen.referrals] == [kept]
    assert plain(asked) == plain(kept)


@pytest.mark.parametrize("asked", ["", " ", "-", "- -", "JD-44", "JD-4411x", "%", "'", "\x00", "JD.4411"])
def test_nobody_else_is_meant(practice, doing, asked):
    fill(doing, ["JD-4411"])
    assert known(asked) is None


def test_one_referral_can_be_left_out(practice, doing):
    fill(doing, ["JD-4411"])
    seen = known("JD-4411")
    assert seen is not None
    assert known("JD-4411", other_than=seen.latest.id) is None


def test_both_engines_find_a_patient_by_the_index(practice, doing):
    fill(doing, [f"AB-{n}" for n in range(3000)])
    database.execute_sql("ANALYZE")
    sql, params = (
        Referral.select(Referral.id).where(patients.is_patient("ab 17")).sql()  # the condition alone: what it is for
    )
    explain = "EXPLAIN" if "postgres" in practice else "EXPLAIN QUERY PLAN"
    plan = "\n".join(str(row) for row in database.execute_sql(f"{explain} {sql}", params))
    assert "referral_patient" in plan
    assert "Seq Scan" not in plan
    assert "SCAN" not in plan


REFERENCES = st.lists(
    st.text("aAbB1-2 .", min_size=1, max_size=6).filter(lambda text: bool(text.strip(" -"))), max_size=12
)


@given(references=REFERENCES, asked=st.text("aAbB1-2 .", max_size=6))
def test_it_finds_what_a_naive_comparison_finds(practice, doing, references, asked):
    def bare(text: str) -> str:
        return text.replace(" ", "").replace("-", "").lower()

    with database.atomic() as outer:
        fill(doing, references)
        seen = known(asked)
        wanted = [one for one in references if bare(one) and bare(one) == bare(asked)]
        assert [one.reference for one in seen.referrals] == wanted if seen else not wanted
        outer.rollback()
