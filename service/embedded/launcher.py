"""Becomes another program, as another user if asked, that dies with its parent. Run by path: imports nothing of ours.

A program in between, because code between fork and exec could meet locks that other threads held. Its order matters:
changing user clears the parent's death signal, and a parent that died before it was set would be waited for in vain.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, last_signal: int, uid: int, gid: int, *, command: list[str]) -> None:
    if uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, last_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The process that asked for this one has gone.")
    try:
        os.execv(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    _parent, _signal, _uid, _gid = (int(value) for value in sys.argv[1:5])
    main(_parent, _signal, _uid, _gid, command=sys.argv[5:])
