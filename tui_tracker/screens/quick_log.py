"""One line in, above any screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical

from tui_tracker.config import state_folder
from tui_tracker.domain.quicklog import Understood
from tui_tracker.domain.quicklog_names import NameAsked
from tui_tracker.domain.quicklog_people import Person
from tui_tracker.domain.records import FollowUp, PartnerName
from tui_tracker.domain.words import Intent
from tui_tracker.screens.base import Helped, LogAbout, MainScreen, Modal, style_file
from tui_tracker.services.text_drafts import LineDraft, TextDrafts, open_drafts
from tui_tracker.widgets.quick_log import QuickLogPanel

"""How long what was logged for an alert keeps it off the agenda: time enough to see whether it helped."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is filled in, and the lines that were left before."""

    partners: tuple[PartnerName, ...]
    follow_ups: tuple[FollowUp, ...]
    contact: Person | None


class QuickLogScreen(Modal):
    """Type a line, see what it says, press enter; gives what was `Logged`, or None.

    What it is `about` is filled in, and `line` is what the line begins with. What is typed is kept at every key, and
    offered the next time: in its place where the same partner is filled in, else with the up key.
    """

    CSS_PATH = style_file("quick_log")
    AUTO_FOCUS = "LogLine"

    def __init__(self, about: LogAbout, *, line: str = "") -> None:
        super().__init__()
        self._partners: tuple[PartnerName, ...] = ()
        if about.partner is not None:
            self._partners = (PartnerName(*about.partner, "", ""),)
        self._draft = LineDraft(
            uuid4().hex,
            "",
            tuple(one.id for one in self._partners),
            tuple(word for word in about.intents if word in set(Intent)),
            tuple(about.follow_up_ids),
            about.quiets,
            None if about.contact is None else about.contact[0],
        )
        self._line = line
        self._drafts: TextDrafts = open_drafts(state_folder())
        self._left: list[LineDraft] = []

    def compose(self) -> ComposeResult:
        """A box with the line in it."""
        with Vertical(id="box"):
            yield QuickLogPanel(self.house().today, self._keep, self._partners, self._draft.intents)

    def on_mount(self) -> None:
        """Name the box; look up who is filled in, and what was left before."""
        self.query_one("#box").border_title = "log a touchpoint"
        self.do(self._begin())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it below the line, which stays as it is."""
        self._panel.say(text)

    def on_quick_log_panel_lookup(self, message: QuickLogPanel.Lookup) -> None:
        """Find who is meant."""
        self.do(self._look_up(message.asked, message.offices))

    def on_quick_log_panel_submitted(self, message: QuickLogPanel.Submitted) -> None:
        """Save what was shown."""
        self.do(self._save(message.understood))

    def on_quick_log_panel_taken_up(self, _message: QuickLogPanel.TakenUp) -> None:
        """Go on with the line that was left last."""
        if self._left:
            self.do(self._take_up(self._left.pop(0)))

    def on_quick_log_panel_left(self, _message: QuickLogPanel.Left) -> None:
        """Go back; what is typed is kept."""
        kept = "" if self._draft.line == self._line else self._draft.line.strip()
        self._drafts.keep(self._draft if kept else replace(self._draft, line=""))
        below = self.app.screen_stack[-2]
        self.dismiss(None)
        if kept and isinstance(below, Helped):
            trouble = self._drafts.problem
            below.say(trouble or "Your line is kept; o brings it back.", bad=bool(trouble))

    @property
    def _panel(self) -> QuickLogPanel:
        return self.query_one(QuickLogPanel)

    def _keep(self, line: str) -> None:
        """Keep the line as it is now."""
        if line != self._draft.line:
            self._draft = replace(self._draft, line=line)
            self._drafts.keep(self._draft)

    async def _begin(self) -> None:
        self._left = [draft for draft in await self.house().desk(self._drafts.load) if draft.key != self._draft.key]
        await self._fill_in()
        again = next((draft for draft in self._left if draft.partner_ids == self._draft.partner_ids), None)
        if self._line and not self._panel.line:
            self._panel.put(self._line)
        elif again is not None and not self._panel.line:
            self._left.remove(again)
            await self._take_up(again)
        self._panel.offer(self._left[0].line if self._left else "")

    async def _take_up(self, draft: LineDraft) -> None:
        """Go on with a line that was left; the one typed here so far is empty."""
        if self._panel.line.strip():
            return
        self._draft = draft
        self._partners = tuple(PartnerName(partner_id, "", "", "") for partner_id in draft.partner_ids)
        await self._fill_in()
        self._panel.put(draft.line)
        self._panel.offer(self._left[0].line if self._left else "")

    async def _fill_in(self) -> None:
        house = self.house()
        prepared = await house.desk(_prepare, self._partners, self._draft.follow_up_ids, self._draft.contact_id)
        self._partners = prepared.partners
        quiets = self._draft.quiets
        until = house.today + timedelta(days=house.settings.momentum.rest) if quiets else None
        self._panel.fill_in(
            prepared.partners,
            prepared.follow_ups,
            self._draft.intents,
            contact=prepared.contact,
            quiets=quiets,
            quiet_until=until,
        )

    async def _look_up(self, asked: tuple[NameAsked, ...], offices: tuple[int, ...]) -> None:
        from tui_tracker.services.names import find_names, find_people

        try:
            found = await self.house().desk(find_names, asked) if asked else {}
            people = await self.house().desk(find_people, offices) if offices else {}
        except Exception:
            self._panel.unanswered(asked, offices)
            raise
        self._panel.learn(found, people)

    async def _save(self, understood: Understood) -> None:
        from tui_tracker.services.touchpoints import log

        house = self.house()
        logged = await house.desk(log, house.doing(), understood)
        self._drafts.forget(self._draft.key)
        opened_on = self.app.screen_stack[0]
        if isinstance(opened_on, MainScreen):
            opened_on.logged()
        self.dismiss(logged)


def _prepare(partners: tuple[PartnerName, ...], follow_up_ids: tuple[int, ...], contact_id: int | None) -> _Prepared:
    """Who is filled in, as the practice knows them now, and the follow-ups that are still open.

    Reads the names meanwhile, so that the first one typed is found without a wait.
    """
    from tui_tracker.services.names import name_book, person
    from tui_tracker.services.touchpoints import open_follow_ups

    book = name_book()
    known = [next(iter(book.find(one.id).names), one) for one in partners]
    contact = None if contact_id is None else person(contact_id)
    return _Prepared(tuple(one for one in known if one.name), tuple(open_follow_ups(follow_up_ids)), contact)
