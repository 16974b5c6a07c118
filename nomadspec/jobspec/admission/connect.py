from __future__ import annotations


def inject(job):
    pass
