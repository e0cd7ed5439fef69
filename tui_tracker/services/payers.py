"""Payers and employers: parent companies, who speaks for us there, whom they cover, what is agreed above them."""

from datetime import date, timedelta

from tui_tracker.domain.payers import COVERED_DAYS, KINDS, Company, PayerPage, reached
from tui_tracker.domain.text import fold
from tui_tracker.storage.queries import payers as queries


def payer_page(partner_id: int, today: date) -> PayerPage | None:
    """What the page of a payer or employer shows beside every partner's; also of anybody who is part of another.

    None for all others, and where there is no such partner.
    """
    kind = queries.kind_of(partner_id)
    if kind is None:
        return None
    above = reached(partner_id, queries.parents_of)
    below = {one: steps for one, steps in reached(partner_id, queries.parts_of).items() if one not in above}
    if kind not in KINDS and not above and not below:
        return None
    names = queries.names_of({*above, *below})
    companies = [
        tuple(
            sorted(
                (Company(one, names[one][0], steps, names[one][1]) for one, steps in side.items() if one in names),
                key=lambda company: (company.steps, fold(company.name), company.id),
            )
        )
        for side in (above, below)
    ]
    after = today - timedelta(COVERED_DAYS)
    agreed = queries.agreements_with(above)
    return PayerPage(
        partner_id=partner_id,
        above=companies[0],
        below=companies[1],
        advocates=tuple(queries.advocates_at({partner_id, *above, *below})),
        covered=queries.covered_by((partner_id,), after, today),
        covered_below=queries.covered_by(below, after, today),
        agreements=tuple((one.name, agreed[one.id]) for one in companies[0] if one.id in agreed),
    )
