"""Warmth without Unicode: every band keeps a sign of its own."""

import io
import sys

import pytest

from tui_tracker.domain.warmth import Band, Warmth
from tui_tracker.widgets.partner_relationship import warmth_words
from tui_tracker.widgets.warmth_sign import terminal_signs, warmth_sign

BANDS = (Band.WARM, Band.COOLING, Band.COLD, None)


def speaks(monkeypatch: pytest.MonkeyPatch, encoding: str, term: str = "xterm") -> None:
    monkeypatch.setattr(sys, "__stdout__", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    monkeypatch.setenv("TERM", term)


@pytest.mark.parametrize(("encoding", "signs"), [("utf-8", "▲■▼·"), ("latin-1", "^=v."), ("ascii", "^=v.")])
def test_every_band_has_a_sign_of_its_own(monkeypatch: pytest.MonkeyPatch, encoding: str, signs: str) -> None:
    speaks(monkeypatch, encoding)
    assert "".join(warmth_sign(band)[0] for band in BANDS) == signs


def test_the_page_of_a_partner_has_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    speaks(monkeypatch, "ascii")
    assert warmth_words(Warmth(82, Band.WARM, ())) == ("^ warm 82", "good")
    assert warmth_words(Warmth(None, None, ())) == (". no figure yet", "dim")


def test_the_console_has_an_ascii_cursor_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    speaks(monkeypatch, "utf-8", "linux")
    assert (terminal_signs().cursor, terminal_signs().warm) == (">", "▲")
