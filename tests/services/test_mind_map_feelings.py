"""What a node of the map tells of a partner, against what the partner's own page says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tests.services.test_warmth_against_naive import Maker
from tui_tracker.domain.mind_map import Feeling
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind
from tui_tracker.services import agenda, relationship
from tui_tracker.services.mind_map_feelings import feelings
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()
PROMISES = {
    AgendaKind.FIRST_CONTACT,
    AgendaKind.ACKNOWLEDGEMENT,
    AgendaKind.THANK_YOU,
    AgendaKind.FIRST_VISIT,
    AgendaKind.REPORT,
    AgendaKind.FEEDBACK,
    AgendaKind.FOLLOW_UP,
}


@pytest.fixture
def ids(practice, doing):
    with changing(doing, "Made many") as unit:
        maker = Maker(unit, 7, TODAY)
        for number in range(25):
            maker.partner(number)
        found = [row_id for (row_id,) in models.Partner.select(models.Partner.id).tuples()]
        for row_id in found[::3]:
            unit.insert(models.FollowUp, partner=row_id, due_on=TODAY + timedelta(row_id % 40), text="call")
        unit.insert(models.FollowUp, partner=found[0], due_on=TODAY, text="done", done_on=TODAY)
    return found


def test_warmth_and_open_promises_are_those_of_the_partners_page(ids):
    found = feelings(ids, TODAY, SETTINGS)
    assert set(found) == set(ids)
    known = relationship.relationships(ids, TODAY, SETTINGS)
    for partner_id in ids:
        warmth = known[partner_id].warmth
        opened = agenda.open_with(partner_id, TODAY, SETTINGS)
        promises = sum(1 for line in opened if line.kind in PROMISES)
        assert found[partner_id] == Feeling(warmth.points, warmth.band, promises)
    assert any(one.promises > 2 for one in found.values())
    assert any(one.points is None for one in found.values())


def test_who_is_gone_is_left_out_and_nobody_is_asked_about_nobody(ids):
    assert set(feelings([ids[0], 987654], TODAY, SETTINGS)) == {ids[0]}
    assert feelings([], TODAY, SETTINGS) == {}
