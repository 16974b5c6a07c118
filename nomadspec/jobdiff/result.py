"""What `diff` returns: the tree, and the text that Nomad prints of it."""

from __future__ import annotations

from nomadspec.jobdiff.diff_tree import JobTree


class JobDiff(JobTree):
    """The difference between two jobs: `to_api` gives the API's tree, `to_text` what `nomad job plan` prints."""

    def to_text(self, verbose: bool = False) -> str:
        """What `nomad job plan -no-color` prints above "Scheduler dry-run:", without a final newline."""
        from nomadspec.jobdiff.diff_text import job_lines
        from nomadspec.source.styled_text import plain

        return plain(job_lines(self, verbose=verbose)).strip()

    def __repr__(self) -> str:
        return f"<JobDiff {self.id!r} {self.type}>"
