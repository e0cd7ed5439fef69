"""Run a shell line in a terminal of its own, wait for Today, press q, and fail unless it ends well."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

READY = b"to do today"
MINUTES = 15


def main() -> int:
    """Give 0 where the program showed Today and left cleanly after q."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
        os.execvp("bash", ["bash", "-c", sys.argv[1]])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen, ready, deadline = b"", False, time.monotonic() + MINUTES * 60
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 1.0)[0]:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
        if not ready and READY in seen:
            ready = True
            os.write(terminal, b"q")
    else:
        os.kill(pid, 9)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if ready and code == 0:
        sys.stdout.write("Today was shown; q left with exit code 0.\n")
        return 0
    sys.stdout.write(f"Today shown: {ready}; exit code {code}. The last of its output:\n")
    sys.stdout.write(seen[-3000:].decode(errors="replace") + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
