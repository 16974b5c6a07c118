"""The release of nomadspec, the Nomad release it supports, and where the project is found.

`HOME` is the only address of the project in the code. Without it, no page, schema or hook points to the web: an address that nobody
owns would sooner or later be somebody else's. A release sets it, runs `make generate`, and a test names what else has to follow.
"""

__version__ = "0.1.0"
NOMAD_VERSION = "2.0.6-dev"

#: Address of the repository, such as "https://git.example/org/nomadspec"; its tags are `v` and the version.
HOME: str | None = None


def page_url(path: str) -> str | None:
    """The address of a file of the repository, as it is in this release; None without a home."""
    return f"{HOME}/blob/v{__version__}/{path}" if HOME else None


def rule_url(code: str) -> str | None:
    """The address of a rule's page; None without a home."""
    return page_url(f"docs/rules/{code}.md")


def message_url(code: str) -> str | None:
    """The address of what Nomad itself reports under a code (`NOM…`, `HCL…`, …), on the page that lists them all; None without a home."""
    return page_url(f"docs/rules/nomad.md#{code.lower()}")
