"""A pytest plugin that takes away what only POSIX systems have, to see here what Windows would see.

    python -m pytest -p tests.without_posix        `make portable`

Functions of `os` and `signal` are gone for everybody; modules are gone for nomadspec alone, as Python's own library needs them here.
"""

from __future__ import annotations

import builtins
import os
import shutil
import signal
from typing import Any

MODULES = frozenset({"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"})
FUNCTIONS = {
    os: ("chown", "fork", "forkpty", "getpgid", "killpg", "mkfifo", "nice", "setsid", "wait")
    + ("O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK"),
    signal: ("alarm", "pause", "pthread_sigmask", "setitimer", "SIGALRM", "SIGCHLD", "SIGHUP", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIG_BLOCK"),
}

_import = builtins.__import__


def take_away() -> None:
    """From now on, in this process."""
    for module, names in FUNCTIONS.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    builtins.__import__ = _import_elsewhere
    # Python's own rmtree found these functions when it was imported, and needs them from 3.13 on: from now on, it does as on Windows.
    vars(shutil).update(_use_fd_functions=False, _rmtree_impl=vars(shutil)["_rmtree_unsafe"])


def _import_elsewhere(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
    if name in MODULES and str((globals or {}).get("__name__", "")).startswith("nomadspec"):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return _import(name, globals, locals, fromlist, level)


def pytest_configure() -> None:
    take_away()
