from __future__ import annotations


def open_checks(job):
    pass
