"""Letters to partners: written from what is known and a template, saved, printed. Nothing of the practice changes."""

import os
import re
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tui_tracker.domain import letters as words
from tui_tracker.domain.errors import NotNow, Refused
from tui_tracker.domain.letters import LetterKind
from tui_tracker.domain.records import Partner, Practice, Referral
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow, PartnerKind, ReferralStage, ReportKind
from tui_tracker.storage.queries import letters as queries
from tui_tracker.storage.queries import partners as partner_queries
from tui_tracker.storage.queries import referrals as referral_queries
from tui_tracker.storage.queries.practice import practice

ENDINGS = (".txt", ".md", ".pdf")
_PRINT_SECONDS = 20
_MOST_NAME = 60
_UNSAID = Practice(1, "", "", "", "", "", "", "")
_ABOUT_ONE = {
    LetterKind.DECLINED: ReferralStage.DECLINED,
    LetterKind.LOST: ReferralStage.LOST,
    LetterKind.HOW_IS_IT_GOING: None,
}


def report_letter(
    referral_id: int, kind: str, parts: Mapping[str, str], day: date, who: str, folder: Path | None
) -> str:
    """A report on a referral as a Markdown letter to its referrer.

    `parts` are texts by name (`reporting.PARTS`; `copied_to` takes the place of the agreement's). `folder` holds the
    practice's own templates (`template`). Raises Refused where there is nobody to write to, or for a bad template.
    """
    chosen = ReportKind(kind)
    referral = _referral(referral_id)
    if referral.partner_id is None:
        raise Refused("This patient came without a partner, so there is nobody to report to.")
    if referral.flow != Flow.INBOUND:
        raise Refused(f"This patient was sent by us; ask {referral.partner_name} how it goes instead.")
    values = _partner_values(_partner(referral.partner_id), day, who)
    values |= words.referral_values(referral, day)
    values |= words.report_values(chosen, parts, *queries.agreed(referral.partner_id))
    return _written(chosen, folder, values)


def partner_letter(
    kind: str, partner_id: int, referral_id: int | None, day: date, who: str, folder: Path | None
) -> str:
    """A note to a partner (`thank_you`, `declined`, `lost`, `how_is_it_going`) as a Markdown letter.

    All but the thank-you are about one referral. Raises Refused as `report_letter`.
    """
    chosen = LetterKind(kind)
    values = _partner_values(_partner(partner_id), day, who)
    if referral_id is not None:
        referral = _referral(referral_id)
        _check(chosen, partner_id, referral)
        values |= words.referral_values(referral, day)
    elif chosen in _ABOUT_ONE:
        raise Refused("This note is about one referral; open that referral and write it from there.")
    return _written(chosen, folder, values)


def address_label(partner_id: int) -> str:
    """Name and address of a partner, at most six lines; where they work if they have no address of their own."""
    partner = _partner(partner_id)
    place = _place(partner)
    if not place:
        raise Refused(f"{partner.name} has no address; add street and town on the partner’s page (e), then try again.")
    return "\n".join(words.label_lines(partner.name, place)) + "\n"


def template(kind: str, folder: Path | None) -> tuple[str, str]:
    """The practice's own template for a letter, `<folder>/<kind>.md`, else ours; with its name for messages.

    Raises Refused, naming the file, for one that cannot be read.
    """
    chosen = LetterKind(kind)
    path = None if folder is None else folder / f"{chosen}.md"
    from tui_tracker.exchange.letters_templates import default_template, read_template

    if path is not None and os.path.lexists(path):
        return read_template(path), str(path)
    return default_template(chosen), f"the program’s own {chosen}.md"


def save_letter(markdown: str, path: Path, *, overwrite: bool = False) -> Path:
    """Write a letter as text, Markdown or PDF, by the ending of `path`; gives the file's full path.

    The file is its owner's only and is there whole or not at all. Raises Refused where it exists already (unless
    `overwrite`), its folder is missing, or the ending is none of ENDINGS.
    """
    from tui_tracker.exchange import letters
    from tui_tracker.exchange.whole_file import write_whole

    path = save_place(str(path))
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Refused(f"End the file’s name in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}, which says what to write.")
    if ending == ".pdf":
        data = letters.as_pdf(markdown)
    else:
        data = (letters.as_text(markdown) if ending == ".txt" else markdown).encode()
    return write_whole(path, data, overwrite=overwrite)


def save_place(typed: str, example: str = "~/letter.txt") -> Path:
    """The path that somebody typed, `~` read. Raises Refused for one that no file can have, or with signs unseen.

    `example` is a path that such a file may have.
    """
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in typed):
        raise Refused(f"This name holds signs that are not seen; write it anew, such as {example}.")
    try:
        path = Path(typed).expanduser()
        path.is_file()
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "there is no such home folder"
        raise Refused(f"This file cannot be written ({why}); write another name, such as {example}.") from None
    return path


def letter_name(*parts: str) -> str:
    """A file's name, without folder and ending, from some words: letters and digits of ASCII, joined by `-`."""
    folded = "-".join(fold(part).replace("ł", "l").replace("ø", "o").replace("đ", "d") for part in parts)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_MOST_NAME].strip("-") or "letter"


def print_letter(markdown: str, command: Sequence[str] | str) -> None:
    """Give the text of a letter to a print command, on its standard input. Raises Refused where it does not work."""
    import shlex

    from tui_tracker.exchange.letters import as_text

    try:
        argv = shlex.split(command) if isinstance(command, str) else list(command)
    except ValueError:
        raise Refused("The setting print_command has an open quote; mend it in the configuration.") from None
    if not argv:
        raise Refused('There is no print command; set print_command = "lp" in the configuration, or save the letter.')
    name = argv[0]
    try:
        done = subprocess.run(  # noqa: S603 - the command is the user's own, from the configuration, without a shell
            argv, input=as_text(markdown).encode(), capture_output=True, timeout=_PRINT_SECONDS, check=False
        )
    except FileNotFoundError:
        raise Refused(f"There is no command “{name}”; set print_command in the configuration, or save it.") from None
    except subprocess.TimeoutExpired:
        raise NotNow(f"“{name}” did not finish in {_PRINT_SECONDS} seconds; look at the printer, or save it.") from None
    except (OSError, ValueError):
        raise Refused(f"“{name}” could not be started; set print_command in the configuration, or save it.") from None
    if done.returncode:
        raise NotNow(f"“{name}” could not print ({_why(done)}); look at the printer, or save the letter.")


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what a command complained about."""
    from tui_tracker.domain.text import clean_line

    said = clean_line(done.stderr.decode(errors="replace").strip().split("\n")[0])[:80].rstrip(".")
    return said or f"exit code {done.returncode}"


def _written(kind: str, folder: Path | None, values: words.Values) -> str:
    from tui_tracker.exchange.letters import render

    text, name = template(kind, folder)
    return render(text, values, name)


def _partner_values(partner: Partner, day: date, who: str) -> words.Values:
    from tui_tracker.exchange.letters_greeting import greeting

    hello = greeting(partner.name, person=partner.kind == PartnerKind.CLINICIAN)
    return words.partner_values(practice() or _UNSAID, partner, _place(partner), hello, day, who)


def _place(partner: Partner) -> list[str]:
    """The lines below a partner's name: the own address, else that of the first workplace that has one."""
    own = words.place_lines(partner)
    if own:
        return own
    for work in queries.workplaces(partner.id):
        lines = words.place_lines(work)
        if lines:
            return [work.name, *lines]
    return []


def _check(kind: LetterKind, partner_id: int, referral: Referral) -> None:
    """Refuse a note that does not fit the referral, so that no partner reads of somebody else's patient."""
    if referral.partner_id != partner_id:
        raise Refused("This is not this partner’s referral; choose one of theirs.")
    flow = Flow.OUTBOUND if kind == LetterKind.HOW_IS_IT_GOING else Flow.INBOUND
    if referral.flow != flow:
        way = "whom we sent" if flow == Flow.OUTBOUND else "who was sent to us"
        raise Refused(f"This note is about a patient {way}; choose another referral.")
    stage = _ABOUT_ONE.get(kind)
    if stage is not None and referral.stage != stage:
        raise Refused(f"This referral is not {stage}; move it there first, with the reason.")


def _referral(referral_id: int) -> Referral:
    found = referral_queries.referral(referral_id)
    if found is None:
        raise Refused("This referral is no longer there; look again.")
    return found


def _partner(partner_id: int) -> Partner:
    found = partner_queries.partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; choose another.")
    return found
