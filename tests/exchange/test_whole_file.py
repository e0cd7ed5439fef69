"""A file that is written whole: what stands in its place already, and what does not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange.whole_file import write_whole


def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)

    for path in (pipe, link):
        with pytest.raises(Refused, match="not an ordinary file"):
            write_whole(path, b"x", overwrite=True)

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(os.listdir(tmp_path)) == ["link", "pipe"], "no part is left"


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    kept, link = folder / "review.html", tmp_path / "latest.html"
    kept.write_text("old", "utf-8")
    link.symlink_to(kept)

    with pytest.raises(Refused, match="exists already"):
        write_whole(link, b"new")
    assert write_whole(link, b"new", overwrite=True) == link

    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
