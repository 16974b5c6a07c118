"""Every command and option of the command line, once, as data.

Both readers of the command line are built from this table: the light one of `arguments.py`, which the program runs on, and the
typer app of `app.py`, which prints help and completes in shells. A test reads the same command lines with both.
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Option:
    """An option of a command.

    `flags` as written, the long one first. `kind`: "flag" (may be given `=true` or `=false`), "value", "many" (repeatable).
    `nomad`: Nomad has it too, so its single-dash spelling is taken. `choices`: the values allowed.
    """

    __slots__ = ("choices", "default", "flags", "help", "kind", "metavar", "name")

    def __init__(
        self, flags: str, kind: str, help: str, *, metavar: str = "VALUE", choices: tuple[str, ...] = (), default: str | None = None, name: str = ""
    ) -> None:
        self.flags: Final = tuple(flags.split(" "))
        self.name: Final = name or self.flags[0].lstrip("-").replace("-", "_")
        self.kind: Final = kind
        self.help: Final = help
        self.metavar: Final = metavar
        self.choices: Final = choices
        self.default: Final = default


class Command(Record):
    """A command: the module of `nomadspec.cli.commands` that runs it, its positional arguments (`PATH…` for any number) and options."""

    name: str
    module: str
    positional: str
    help: str
    options: tuple[Option, ...]


O = Option  # noqa: E741 - the table reads better

COMMON: Final = (
    O("--color", "value", "Colour the output: auto, always or never.", metavar="WHEN", choices=("auto", "always", "never"), default="auto"),
    O("--no-color", "flag", "As --color never."),
    O("--quiet -q", "flag", "Only results, no notes."),
    O("--verbose -v", "flag", "Say more."),
    O("--config", "value", "Configuration file instead of the nearest one.", metavar="FILE"),
    O("--no-plugins", "flag", "Load no plugins."),
)

FILES: Final = (
    O("--stdin-filename", "value", "The name of what is read from standard input.", metavar="NAME"),
    O("--exclude", "many", "Skip files that match, instead of the default set.", metavar="GLOB"),
    O("--extend-exclude", "many", "Skip files that match, besides the default set.", metavar="GLOB"),
    O("--force-exclude", "flag", "Apply the exclusions to files named outright, too."),
)

VALUES: Final = (
    O("--var", "many", "Set an input variable.", metavar="NAME=VALUE"),
    O("--var-file", "many", "Read input variables from a file.", metavar="FILE"),
    O("--json", "flag", "The input is a job in the API's JSON."),
    O("--hcl2-strict", "flag", "Values for variables that are not declared are errors (the default); =false ignores them.", default="true"),
    O("--no-fs", "flag", "File functions read nothing."),
    O("--fs-root", "value", "File functions read only below this folder.", metavar="DIR"),
)

JOBSPECS: Final = FILES + VALUES
STATE: Final = (O("--state", "many", "Where the cluster's state comes from: a snapshot file, an address, empty: (see the guide).", metavar="STATE"),)

LINT_FORMATS: Final = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson")
SELECTION: Final = (
    O("--select", "many", "Only rules with these codes, prefixes or names (ALL for all).", metavar="CODES"),
    O("--ignore", "many", "Not these rules.", metavar="CODES"),
    O("--extend-select", "many", "These rules too.", metavar="CODES"),
    O("--persona", "value", "How much advice: regular or pedantic.", choices=("regular", "pedantic"), metavar="NAME"),
    O("--fail-on", "value", "Exit with 1 from this severity up.", choices=("error", "warning", "info", "never"), metavar="SEVERITY"),
)
FINDINGS: Final = (
    O("--output-format -o", "value", "Format of the findings.", metavar="FORMAT", choices=LINT_FORMATS),
    O("--output-file", "many", "Write the findings in a format to a file, too.", metavar="FORMAT=PATH"),
)

COMMANDS: Final = (
    Command(
        "lint",
        "lint",
        "PATH…",
        "All that Nomad would reject or warn about, and the mistakes that it accepts.",
        COMMON
        + JOBSPECS
        + STATE
        + SELECTION
        + FINDINGS
        + (
            O("--fix", "flag", "Apply safe fixes."),
            O("--unsafe-fixes", "flag", "Apply (or with --diff show) fixes that may change the job, too."),
            O("--diff", "flag", "Print what --fix would change; write nothing."),
            O("--statistics", "flag", "Findings per rule instead of the findings."),
            O("--write-baseline", "value", "Record the findings there are, for --baseline.", metavar="FILE"),
            O("--baseline", "value", "Report only findings that this file does not have.", metavar="FILE"),
            O("--cache-dir", "value", "Folder of the cache.", metavar="DIR"),
            O("--no-cache", "flag", "Neither read nor write the cache."),
            O("--jobs", "value", "Processes at most; 0 as many as pay.", metavar="N"),
        ),
    ),
    Command("validate", "validate", "PATH…", "The text and verdict of `nomad job validate`, without a server.", COMMON + JOBSPECS + STATE),
    Command(
        "compile",
        "compile",
        "PATH…",
        "Print the API's JSON, exactly as `nomad job run -output` does.",
        COMMON + JOBSPECS + (O("--output-format -o", "value", "json (one file) or jsonl (a line a file).", metavar="FORMAT", choices=("json", "jsonl")),),
    ),
    Command(
        "plan",
        "plan",
        "PATH…",
        "What `nomad job plan` says, without a server, and why.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--output-format -o", "value", "rich, text (exactly Nomad's), json or markdown.", metavar="FORMAT", choices=("rich", "text", "json", "markdown")),
            O("--detailed-exitcode", "flag", "Exit with 0 no change, 1 error, 2 changes, 3 something cannot be placed."),
            O("--explain", "flag", "For each group: every node, every filter, every score."),
            O("--why-not", "value", "Why nothing is placed on this node.", metavar="NODE"),
            O("--redact", "flag", "Mask values of env, templates and secrets."),
            O("--eval-id", "value", "Evaluation id that seeds the order of nodes.", metavar="UUID"),
            O("--now", "value", "The time of the plan, RFC 3339.", metavar="TIME"),
            O("--token-file", "value", "File that holds the ACL token.", metavar="FILE"),
            O("--timeout", "value", "Seconds that reading the state may take.", metavar="SECONDS"),
        ),
    ),
    Command(
        "diff",
        "diff",
        "OLD NEW",
        "Compare two jobspecs (files, or REV:path in git).",
        COMMON
        + VALUES
        + (
            O("--output-format -o", "value", "rich, text, json or markdown.", metavar="FORMAT", choices=("rich", "text", "json", "markdown")),
            O("--redact", "flag", "Mask values of env, templates and secrets."),
        ),
    ),
    Command(
        "fmt",
        "fmt",
        "PATH…",
        "Format jobspecs in place, byte for byte as `nomad fmt`.",
        COMMON
        + FILES
        + (
            O("--check", "flag", "Write nothing; exit with 1 when something would change."),
            O("--diff", "flag", "Write nothing; print what would change."),
        ),
    ),
    Command(
        "env",
        "env",
        "PATH",
        "The environment and configuration that each task gets on a node.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--node", "value", "Node (name, id or its prefix); without one, where a plan would place it.", metavar="NODE"),
            O("--group", "value", "Only this group.", metavar="NAME"),
            O("--task", "value", "Only this task.", metavar="NAME"),
            O("--output-format -o", "value", "text, json or dotenv.", metavar="FORMAT", choices=("text", "json", "dotenv")),
        ),
    ),
    Command(
        "graph",
        "graph",
        "PATH…",
        "What depends on what: jobs, services, volumes, plugins.",
        COMMON
        + JOBSPECS
        + STATE
        + (O("--output-format -o", "value", "dot, mermaid, json or html.", metavar="FORMAT", choices=("dot", "mermaid", "json", "html"), default="dot"),),
    ),
    Command(
        "decompile", "decompile", "FILE", "A job in the API's JSON as HCL.", COMMON + (O("--stdin-filename", "value", "Name of the input.", metavar="NAME"),)
    ),
    Command(
        "state",
        "state",
        "ACTION…",
        "capture [ADDRESS], show STATE, diff OLD NEW: snapshots of a cluster.",
        COMMON
        + (
            O("--output -O", "value", "File to write.", metavar="FILE"),
            O("--output-format -o", "value", "text or json.", metavar="FORMAT", choices=("text", "json")),
            O("--token-file", "value", "File that holds the ACL token.", metavar="FILE"),
            O("--timeout", "value", "Seconds that everything may take.", metavar="SECONDS"),
            O("--concurrency", "value", "Requests under way at once.", metavar="N"),
        ),
    ),
    Command(
        "agent",
        "agent",
        "ACTION PATH…",
        "lint PATH…, merge PATH…: configuration of Nomad agents.",
        COMMON
        + SELECTION
        + FINDINGS
        + (
            O("--dev", "flag", "Start from the defaults of -dev."),
            O("--root", "value", "Look for the paths of the configuration below this folder (an image; / for this machine).", metavar="DIR"),
            O("--exclude", "many", "Skip files that match.", metavar="GLOB"),
            O("--redact", "flag", "Mask secrets in what merge prints."),
            O("--fix", "flag", "Apply safe fixes."),
        ),
    ),
    Command("rule", "rule", "[CODE]", "Explain a rule, or list all.", COMMON + (O("--output-format -o", "value", "text or json.", choices=("text", "json")),)),
    Command("schema", "schema", "NAME", "Print a JSON Schema: config, state, plan, lint …", COMMON),
    Command(
        "init",
        "init",
        "[DIR]",
        "Write starter files.",
        (
            *(option for option in COMMON if option.name != "config"),
            O("--config", "flag", "Write nomadspec.toml (also without any option)."),
            O("--pre-commit", "flag", "Write .pre-commit-config.yaml."),
            O("--force", "flag", "Replace files that exist."),
        ),
    ),
)

COMMANDS_BY_NAME: Final = {command.name: command for command in COMMANDS}
