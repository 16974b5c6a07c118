"""Every command and option of the command line, once, as data.

Both parsers of the command line are built from this table: the light one in `arguments.py`, which every command uses, and the
typer app of `app.py`, which prints help and completes words in a shell. A test reads the same command lines with both.
"""

from __future__ import annotations

from nomadspec.reporting.formats import FORMATS
from nomadspec.source import SEVERITIES
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Option:
    """An option of a command.

    `flags` as written, the long one first; each long one may also be written with one dash, as Nomad does. `kind`: "flag" (may be given
    `=true` or `=false`), "value", or "many" (repeatable). `choices`: the values allowed. `completes`: what a shell offers as the value
    where there are no choices (a name of `completion.VALUES`).
    """

    __slots__ = ("choices", "completes", "default", "flags", "help", "kind", "metavar", "name")

    def __init__(
        self,
        flags: str,
        kind: str,
        help: str,
        *,
        metavar: str = "VALUE",
        choices: tuple[str, ...] = (),
        default: str | None = None,
        name: str = "",
        completes: str = "",
    ) -> None:
        self.flags: Final = tuple(flags.split(" "))
        self.name: Final = name or self.flags[0].lstrip("-").replace("-", "_")
        self.kind: Final = kind
        self.help: Final = help
        self.metavar: Final = metavar
        self.choices: Final = choices
        self.default: Final = default
        self.completes: Final = completes


class Command(Record):
    """A command, or one action of a command (`state capture`).

    `module` of `nomadspec.cli.commands` runs it, with the function `run`, or for an action the one with the action's name.
    `positional`: the arguments (`PATH…` for any number, `[X]` for one that may be missing). `completes`: as for an option.
    `actions`: of a command that only groups them; it has no module and no options of its own.
    """

    name: str
    module: str
    positional: str
    help: str
    options: tuple[Option, ...] = ()
    completes: str = ""
    actions: tuple[Command, ...] = ()


O = Option  # noqa: E741 - the table reads better

SHELLS: Final = ("bash", "zsh", "fish")

#: Options of the program itself, in place of a command.
PROGRAM: Final = (
    O("--version -V", "flag", "Print the version, and the Nomad release it supports."),
    O("--show-completion", "value", "Print the script that completes commands in a shell.", metavar="SHELL", choices=SHELLS),
    O("--install-completion", "value", "Install that script for a shell.", metavar="SHELL", choices=SHELLS),
)

COMMON: Final = (
    O("--color", "value", "Color the output: auto, always or never.", metavar="WHEN", choices=("auto", "always", "never"), default="auto"),
    O("--no-color", "flag", "The same as --color never."),
    O("--quiet -q", "flag", "Print results only, no notes."),
    O("--verbose -v", "flag", "Print more details."),
    O("--config", "value", "Use this configuration file instead of the nearest one.", metavar="FILE"),
    O("--no-plugins", "flag", "Do not load plugins."),
)

EXCLUDE: Final = O("--exclude", "many", "Skip files that match this pattern, instead of those skipped by default.", metavar="GLOB")
STDIN_FILENAME: Final = O("--stdin-filename", "value", "File name to use for standard input.", metavar="NAME")
MAX_SECONDS: Final = O("--max-seconds", "value", "Stop after this many seconds, and report what was not finished.", metavar="SECONDS")
FILES: Final = (
    MAX_SECONDS,
    STDIN_FILENAME,
    EXCLUDE,
    O("--extend-exclude", "many", "Skip files that match this pattern, in addition to those skipped by default.", metavar="GLOB"),
    O("--force-exclude", "flag", "Also skip excluded files that are named on the command line."),
)

VALUES: Final = (
    O("--var", "many", "Set an input variable.", metavar="NAME=VALUE"),
    O("--var-file", "many", "Read input variables from a file.", metavar="FILE"),
    O("--json", "flag", "Read jobs in the API's JSON."),
    O("--hcl2-strict", "flag", "Reject values for variables that are not declared (the default); =false ignores them.", default="true"),
    O("--no-fs", "flag", "Do not let file functions read any file."),
    O("--fs-root", "value", "Let file functions read only below this folder.", metavar="DIR"),
)

RELEASE: Final = O(
    "--nomad-version", "value", "Nomad release to check for, or auto for that of the state's servers; by default the newest.", metavar="X.Y[.Z]|auto"
)

#: Of agents, which have no state.
AGENT_RELEASE: Final = O("--nomad-version", "value", "Nomad release of the agent; by default the newest.", metavar="X.Y[.Z]")
SCHEMA_RELEASE: Final = O("--nomad-version", "value", "Nomad release whose jobs the schema describes; by default the newest.", metavar="X.Y[.Z]")
UPGRADE: Final = O("--upgrade-to", "value", "Report only what an upgrade to this release breaks or changes.", metavar="X.Y[.Z]")

ENVIRONMENT: Final = O(
    "--environment", "many", "Use the values, state and server settings of this environment in the configuration.", metavar="NAME", completes="environments"
)

JOBSPECS: Final = FILES + VALUES + (RELEASE, ENVIRONMENT)
STATE: Final = (O("--state", "many", "Cluster state to use: a snapshot file, the address of an agent, live:, git:REV …", metavar="STATE"),)
SNAPSHOT_SOURCE: Final = (
    O("--token-file", "value", "Read the ACL token from this file.", metavar="FILE"),
    O("--timeout", "value", "Give up reading the state after this many seconds.", metavar="SECONDS"),
    O("--concurrency", "value", "Number of requests to send at the same time.", metavar="N"),
)
#: Nomad's options of commands that send a job to a server.
REQUEST: Final = (
    O("--namespace", "value", "Namespace of jobs that set none.", metavar="NAME"),
    O("--region", "value", "Region of jobs that set none.", metavar="NAME"),
    O("--vault-namespace", "value", "Vault namespace to store in the job.", metavar="NAME"),
    O("--policy-override", "flag", "Accepted for compatibility with Nomad; there are no Sentinel policies to override."),
)
#: Nomad's options of all commands that reach a server, in the order of its help. They matter for states that are read from an agent.
CONNECTION: Final = (
    O("--address", "value", "Address of the agent to read the state from, if --state is not given.", metavar="ADDRESS"),
    O("--token", "value", "ACL token for the agent, instead of NOMAD_TOKEN.", metavar="SECRET"),
    O("--ca-cert", "value", "CA certificate for the agent, instead of NOMAD_CACERT.", metavar="FILE"),
    O("--ca-path", "value", "Folder of CA certificates for the agent, instead of NOMAD_CAPATH.", metavar="DIR"),
    O("--client-cert", "value", "Client certificate for the agent, instead of NOMAD_CLIENT_CERT.", metavar="FILE"),
    O("--client-key", "value", "Key of the client certificate, instead of NOMAD_CLIENT_KEY.", metavar="FILE"),
    O("--tls-server-name", "value", "Server name for TLS, instead of NOMAD_TLS_SERVER_NAME.", metavar="NAME"),
    O("--tls-skip-verify", "flag", "Do not verify the agent's certificate."),
    O("--force-color", "flag", "The same as --color always."),
)
REDACT: Final = O("--redact", "flag", "Mask the values of env, templates and secrets.")

#: How options name nodes.
NODES: Final = "NODES: names, ids or id prefixes, class=, pool=, dc=, meta.KEY=, attr.KEY=; each:KEY makes one scenario for each value (each:node)."

LINT_FORMATS: Final = tuple(FORMATS)


def output_format(help: str, *choices: str, default: str | None = None) -> Option:
    """The option `-o` with the formats of a command."""
    return O("--output-format -o", "value", help, metavar="FORMAT", choices=choices, default=default)


SELECTION: Final = (
    O("--select", "many", "Run only rules with these codes, code prefixes or names (ALL for all).", metavar="CODES", completes="rules"),
    O("--ignore", "many", "Do not run these rules.", metavar="CODES", completes="rules"),
    O("--extend-select", "many", "Run these rules as well.", metavar="CODES", completes="rules"),
    O("--persona", "value", "How much advice to give: regular or pedantic.", choices=("regular", "pedantic"), metavar="NAME"),
    O(
        "--fail-on",
        "value",
        "Exit with 1 from this severity up: error, warning, info or never.",
        choices=(*SEVERITIES, "never"),
        metavar="SEVERITY",
    ),
)
FINDINGS: Final = (
    output_format("Format of the findings.", *LINT_FORMATS),
    O("--output-file", "many", "Also write the findings to a file.", metavar="FORMAT=PATH", completes="report-files"),
)

COMMANDS: Final = (
    Command(
        "lint",
        "lint",
        "PATH…",
        "Report everything Nomad rejects or warns about, and the mistakes it accepts.",
        COMMON
        + JOBSPECS
        + STATE
        + REQUEST[:2]
        + SELECTION
        + FINDINGS
        + (
            O("--fix", "flag", "Apply safe fixes."),
            O("--unsafe-fixes", "flag", "Also apply fixes that may change the job (with --diff: show them)."),
            O("--diff", "flag", "Print what --fix would change, without writing it."),
            O("--statistics", "flag", "Print the number of findings for each rule instead of the findings."),
            UPGRADE,
            O("--changed-since", "value", "Report only on jobspecs changed since the branch left this git revision.", metavar="REV"),
            O("--write-baseline", "value", "Record the current findings in a file for --baseline.", metavar="FILE"),
            O("--baseline", "value", "Report only findings that are not recorded in this file.", metavar="FILE"),
            O("--prune-baseline", "flag", "Remove findings that no longer occur from the baseline."),
            O("--cache-dir", "value", "Folder of the cache.", metavar="DIR"),
            O("--no-cache", "flag", "Do not use the cache."),
            O("--jobs", "value", "Maximum number of worker processes; 0 chooses automatically.", metavar="N"),
            O("--profile", "flag", "Print where the time went, by phase, rule and file (in one process, without the cache)."),
        ),
    ),
    Command("validate", "validate", "PATH…", "Print what `nomad job validate` would, without a server.", COMMON + JOBSPECS + STATE + REQUEST[:3] + CONNECTION),
    Command(
        "compile",
        "compile",
        "PATH…",
        "Print the API's JSON, exactly as `nomad job run -output` does.",
        COMMON + JOBSPECS + (output_format("json (one file), jsonl (one line per file) or policy (with the place of each value).", "json", "jsonl", "policy"),),
    ),
    Command(
        "plan",
        "plan",
        "PATH…",
        "Show what `nomad job plan` would, without a server, and why.",
        COMMON
        + JOBSPECS
        + STATE
        + REQUEST
        + CONNECTION
        + (
            O(
                "--against",
                "value",
                "Compare with the jobs of a git revision, such as origin/main; the same as --state git:REV before any other --state.",
                metavar="REV[:FOLDER]",
            ),
            O("--diff", "flag", "Print the difference to the stored job (the default); =false leaves it out.", default="true"),
            O("--json-output", "flag", "Print the API's answer to a plan request, as Nomad does."),
            output_format("rich, text (exactly Nomad's), json, markdown or html.", "rich", "text", "json", "markdown", "html"),
            O("--detailed-exitcode", "flag", "Exit with 0 for no change, 1 for an error, 2 for changes, 3 if something cannot be placed."),
            O("--explain", "flag", "Show every node with its filters and scores, for each group."),
            O("--why-not", "value", "Show why nothing is placed on this node.", metavar="NODE"),
            REDACT,
            O("--eval-id", "value", "Evaluation id that seeds the order of nodes.", metavar="UUID"),
            O("--now", "value", "Time of the plan, in RFC 3339.", metavar="TIME"),
            *SNAPSHOT_SOURCE[:2],
        ),
    ),
    Command(
        "what-if",
        "what_if",
        "[PATH…]",
        "Show what the scheduler would do with all jobs after changes to a cluster. Given jobspecs are run as part of the changes.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--drain", "many", f"Drain nodes, as at the end of the deadline. {NODES}", metavar="NODES"),
            O("--drain-system", "flag", "Drain system jobs too (the default); =false keeps them running.", default="true"),
            O("--lose", "many", "Lose nodes, all at once.", metavar="NODES"),
            O("--ineligible", "many", "Make nodes ineligible for new allocations.", metavar="NODES"),
            O("--eligible", "many", "Make nodes eligible again.", metavar="NODES"),
            O("--add", "many", "Add copies of an existing node; fit*NODE adds as few as are needed to place everything.", metavar="COUNT*NODE"),
            O("--set", "many", "Change a value of nodes: class, pool, dc, meta.KEY, attr.KEY, cpu, memory or disk.", metavar="NODES:KEY=VALUE"),
            O(
                "--scheduler",
                "many",
                "Change the scheduler configuration: algorithm, memory_oversubscription, or preemption.service, .batch, .system, .sysbatch.",
                metavar="KEY=VALUE",
            ),
            O("--stop", "many", "Stop a job (NAMESPACE/JOB outside the default namespace).", metavar="JOB"),
            O("--scale", "many", "Change the count of a group.", metavar="JOB/GROUP=N"),
            output_format("text, json, markdown or html.", "text", "json", "markdown", "html"),
            O("--now", "value", "Time of the changes, in RFC 3339.", metavar="TIME"),
            O("--jobs", "value", "Number of processes for scenarios; 0 chooses automatically.", metavar="N"),
            O("--executor", "value", "Run scenarios on a Dask cluster.", metavar="dask://HOST:PORT"),
            *SNAPSHOT_SOURCE[:2],
        ),
    ),
    Command(
        "capacity",
        "capacity",
        "[PATH…]",
        "Show how many more of each group fit into a cluster, and what runs out first. Without a jobspec, show the free resources.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--need", "many", "Exit with 1 if fewer than this number fit.", metavar="[GROUP=]N"),
            O("--group", "value", "Show only this group.", metavar="NAME"),
            O("--most", "value", "Largest count to try; by default 2000.", metavar="N"),
            output_format("text, json, markdown or html.", "text", "json", "markdown", "html"),
            O("--now", "value", "Time of the evaluation, in RFC 3339.", metavar="TIME"),
            *SNAPSHOT_SOURCE[:2],
        ),
    ),
    Command(
        "drift",
        "drift",
        "PATH…",
        "Compare jobspecs with the jobs running in a cluster.",
        COMMON
        + JOBSPECS
        + STATE
        + REQUEST[:2]
        + (
            O("--all", "flag", "Also list stopped jobs, and jobs in namespaces that no file uses."),
            output_format("text, json, markdown or html.", "text", "json", "markdown", "html"),
            REDACT,
            *SNAPSHOT_SOURCE[:2],
        ),
    ),
    Command(
        "test",
        "test",
        "[PATH…]",
        "Run placement tests (*.nomadtest.hcl files).",
        COMMON
        + (
            O("--filter", "value", "Run only tests whose name matches this regular expression.", metavar="PATTERN"),
            O("--var", "many", "Set an input variable of test files and of the jobspecs they name.", metavar="NAME=VALUE"),
            O("--var-file", "many", "Read input variables from a file.", metavar="FILE"),
            RELEASE,
            ENVIRONMENT,
            O("--jobs", "value", "Number of processes that run tests; 0 chooses automatically.", metavar="N"),
            output_format("text, json, junit or github.", "text", "json", "junit", "github"),
            EXCLUDE,
            MAX_SECONDS,
        ),
    ),
    Command(
        "diff",
        "diff",
        "OLD NEW",
        "Compare two jobspecs (files, or REV:path in git).",
        COMMON + VALUES + REQUEST[:2] + (output_format("rich, text, json or markdown.", "rich", "text", "json", "markdown"), REDACT, MAX_SECONDS),
    ),
    Command(
        "fmt",
        "fmt",
        "PATH…",
        "Format jobspecs in place, byte for byte as `nomad fmt`.",
        COMMON
        + FILES
        + (
            O("--check", "flag", "Exit with 1 if a file would change, without writing it."),
            O("--diff", "flag", "Print what would change, without writing it."),
            O("--list", "flag", "Print the names of changed files (the default); =false prints nothing.", default="true"),
            O("--write", "flag", "Write changed files (the default); =false only lists them.", default="true"),
            O("--recursive", "flag", "Accepted for compatibility with Nomad; folders are always searched recursively."),
        ),
    ),
    Command(
        "env",
        "env",
        "[PATH]",
        "Show the environment and configuration that each task gets on a node.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--node", "value", "Node name, id, or id prefix; by default the node where a plan would place the task.", metavar="NODE"),
            O("--alloc", "value", "Show the tasks of this allocation in the state (id or id prefix). Without PATH, use the job from the state.", metavar="ID"),
            O("--group", "value", "Show only this group.", metavar="NAME"),
            O("--task", "value", "Show only this task.", metavar="NAME"),
            O("--redact", "flag", "Mask the values of variables, templates and names that look like secrets."),
            output_format("text, json or dotenv.", "text", "json", "dotenv"),
        ),
    ),
    Command(
        "template",
        "template",
        "PATH",
        "Render a task's templates with given data, and show what they read.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--task", "value", "Task; by default the only one with templates.", metavar="GROUP/TASK"),
            O("--data", "value", "Data file with variables, services, secrets and keys, in HCL or JSON.", metavar="FILE"),
            O("--skeleton", "flag", "Print a data file with everything that the templates read."),
            O("--node", "value", "Node name, id, or id prefix; by default the node where a plan would place the task.", metavar="NODE"),
            output_format("text or json.", "text", "json"),
        ),
    ),
    Command(
        "graph",
        "graph",
        "PATH…",
        "Draw the dependencies between jobs, services, volumes and plugins, and what other specifications describe.",
        COMMON + JOBSPECS + STATE + (output_format("dot, mermaid, json or html.", "dot", "mermaid", "json", "html", default="dot"),),
    ),
    Command(
        "report",
        "report",
        "DIR",
        "Write linked HTML pages about a folder of jobspecs and a cluster: findings, plan, drift, capacity, what-if, dependencies.",
        COMMON
        + JOBSPECS
        + STATE
        + (
            O("--output -O", "value", "Output folder; by default nomadspec-report.", metavar="DIR"),
            O("--now", "value", "Time of the plan, in RFC 3339.", metavar="TIME"),
            *SNAPSHOT_SOURCE[:2],
        ),
    ),
    Command(
        "decompile",
        "decompile",
        "FILE",
        "Convert a job from the API's JSON to HCL.",
        COMMON + (STDIN_FILENAME, O("--full", "flag", "Keep the defaults that a server filled in.")),
    ),
    Command(
        "state",
        "",
        "",
        "Capture, show and compare snapshots of a cluster.",
        actions=(
            Command(
                "state capture",
                "state",
                "[ADDRESS]",
                "Save the state of a live cluster (by default that of NOMAD_ADDR).",
                COMMON
                + (
                    O(
                        "--output -O",
                        "value",
                        "Output file, readable only by you; compressed if its name ends in .gz. By default standard output.",
                        metavar="FILE",
                    ),
                    O("--namespace", "many", "Read only the jobs of this namespace.", metavar="NAME"),
                    O("--redact", "flag", "Replace values of env, templates, config and secret-looking meta with salted hashes."),
                    *CONNECTION,
                    *SNAPSHOT_SOURCE,
                ),
            ),
            Command(
                "state show",
                "state",
                "STATE",
                "Show what is in a state.",
                COMMON + (output_format("text, json or html.", "text", "json", "html"), *SNAPSHOT_SOURCE),
            ),
            Command(
                "state diff",
                "state",
                "OLD NEW",
                "Compare two states; exit with 1 if they differ.",
                COMMON + (output_format("text or json.", "text", "json"), *SNAPSHOT_SOURCE),
            ),
        ),
    ),
    Command(
        "agent",
        "",
        "",
        "Check and merge the configuration of Nomad agents.",
        actions=(
            Command(
                "agent lint",
                "agent",
                "PATH…",
                "Report mistakes in the configuration of one agent (all files together), or of several agents with a folder each.",
                COMMON
                + SELECTION
                + FINDINGS
                + (
                    O("--dev", "flag", "Start from the defaults of -dev."),
                    O("--root", "value", "Look for the configured paths below this folder (an image; / for this machine).", metavar="DIR"),
                    EXCLUDE,
                    AGENT_RELEASE,
                    MAX_SECONDS,
                    UPGRADE,
                    O("--fix", "flag", "Apply safe fixes."),
                ),
            ),
            Command(
                "agent merge",
                "agent",
                "PATH…",
                "Print an agent's merged configuration, and where each value comes from.",
                COMMON
                + (
                    output_format("text or json.", "text", "json"),
                    O("--dev", "flag", "Start from the defaults of -dev."),
                    O("--root", "value", "Look for the configured paths below this folder (an image; / for this machine).", metavar="DIR"),
                    EXCLUDE,
                    AGENT_RELEASE,
                    O("--redact", "flag", "Mask secrets."),
                ),
            ),
        ),
    ),
    Command(
        "acl",
        "",
        "",
        "Explain ACL policies.",
        actions=(
            Command(
                "acl explain",
                "acl",
                "POLICY…",
                "Show what a token with these policies may do, and which block decides it. With --capability, exit with 1 if it is not granted.",
                COMMON
                + (
                    O("--path", "value", "Show only what it may do with the variable at this path.", metavar="PATH"),
                    O("--capability", "value", "Show only whether it has this capability.", metavar="NAME"),
                    O("--namespace", "value", "Namespace for --path and --capability; by default 'default'.", metavar="NAME"),
                    output_format("text or json.", "text", "json"),
                ),
            ),
        ),
    ),
    Command(
        "rule",
        "rule",
        "[CODE]",
        "Explain a rule, or list all rules.",
        COMMON + (O("--new", "value", "Write a starter file with a rule in HCL.", metavar="FILE"), output_format("text or json.", "text", "json")),
        completes="rules",
    ),
    Command(
        "doctor",
        "doctor",
        "PATH…",
        "Show which files, configuration, environments, release and server facts are used, and why.",
        COMMON + (RELEASE, ENVIRONMENT, output_format("text or json.", "text", "json")),
    ),
    Command(
        "schema",
        "schema",
        "NAME",
        "Print a JSON Schema: config, state, jobspec, or the -o json output of a command.",
        (*COMMON, SCHEMA_RELEASE),
        completes="schemas",
    ),
    Command(
        "init",
        "init",
        "[DIR]",
        "Write starter files.",
        (
            *(option for option in COMMON if option.name != "config"),
            O("--config", "flag", "Write nomadspec.toml (the default without other options)."),
            O(
                "--from-state",
                "many",
                "Describe the servers of this cluster in nomadspec.toml; NAME=STATE (repeatable) describes those of an environment.",
                metavar="STATE",
            ),
            O("--pre-commit", "flag", "Write .pre-commit-config.yaml."),
            O("--acl-policy", "flag", "Print the ACL policy that a token needs to read the state of a cluster, without writing files."),
            O("--force", "flag", "Replace existing files."),
        ),
    ),
    Command("lsp", "lsp", "", "Start the language server for editors, on standard input and output.", COMMON),
    Command("help", "help", "[COMMAND…]", "Show the help of a command.", completes="commands"),
)

COMMANDS_BY_NAME: Final = {command.name: command for group in COMMANDS for command in (group, *group.actions)}
