"""Manual pages of the codes that no rule module documents: syntax, evaluation, decoding, agents, and what concerns nomadspec itself.

code → (Nomad's text where the tables of the rooms have none, "" where Nomad says nothing of the kind; when it is reported; what to do).
The pages of checks (`NOM…`) are made of `checks/check_catalog.py`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LIST: Final = "Add the missing comma or bracket. Every opening bracket needs its closing one."
_MAP: Final = 'A map is `{ key = value, "other key" = value }`, or one entry a line.'
_DIRECTIVE: Final = "Directives are `%{ if … }…%{ else }…%{ endif }` and `%{ for x in list }…%{ endfor }`; write `%%{` for the characters themselves."
_FOR: Final = "Write `[for x in list : value if condition]`, or `{for key, value in map : key => value}` for a map."
_TEXT: Final = "Convert the value, for instance with tostring(…), tonumber(…) or tolist(…)."
_NULL: Final = "Give it a value, or choose one with coalesce(…)."
_BLOCKS: Final = "See the names that the message offers, or Nomad's documentation of the block."
_PORTS: Final = "Ports are numbers from 0 to 65536; a range is `20000-20100`, and several are separated by commas."
_TLS: Final = "Set http = true and rpc = true in the tls block, with ca_file, cert_file and key_file."

#: code → (Nomad's text, cause, remedy).
CODE_TEXTS: Final[dict[str, tuple[str, str, str]]] = {
    # --- syntax
    "HCL004": (
        "",
        "The file contains a character that means nothing in HCL, such as a single quote, a curly quote or a semicolon.",
        "Remove it, or put it into a string in double quotes.",
    ),
    "HCL007": ("", "An operator of another language is used.", "HCL has + - * / % == != < > <= >= && || ! and `condition ? a : b`."),
    "HCL015": ("", "A block on one line contains something other than a single argument.", "Write the block over several lines, one argument on each."),
    "HCL017": ("", "A conditional has no second result.", "Write `condition ? value : other`."),
    "HCL018": ("", "A parenthesis is not closed.", "Add the missing `)`."),
    "HCL019": ("", "Nothing that could be a name follows a dot.", "Write the name of the attribute after the dot, or an index in brackets."),
    "HCL020": ("", "An index is written as a number after a dot, in a form that cannot be read.", "Write it in brackets: `list[0]`."),
    "HCL021": ("", "A splat `.*` follows another one.", "Use a for expression: `[for x in list : x.name]`."),
    "HCL022": ("", "The bracket of a splat `[*]` is not closed.", "Write `list[*].name`."),
    "HCL023": ("", "The bracket of an index is not closed.", "Add the missing `]`."),
    "HCL024": ("", "A call of a function in a namespace ends before the name.", "Write the name of the function; Nomad's have no namespace."),
    "HCL025": ("", "The name of a function in a namespace is not followed by a parenthesis.", "Write `name(arguments)`."),
    "HCL026": ("", "Something follows `...` in a call.", "`...` stands after the last argument, just before the `)`."),
    "HCL027": ("", "A call is not closed before the end of the file.", "Add the missing `)`."),
    "HCL028": ("", "Two arguments of a call are not separated, or the call is not closed.", "Add the missing comma or `)`."),
    "HCL029": ("", "A list is not closed before the end of the file.", _LIST),
    "HCL030": ("", "Two items of a list are not separated, or the list is not closed.", _LIST),
    "HCL031": ("", "A map is not closed before the end of the file.", _MAP),
    "HCL032": ("", "An entry of a map has a key and no value.", _MAP),
    "HCL033": ("", "There is no equals sign (or colon) between the key and the value of a map's entry.", _MAP),
    "HCL034": ("", "Two entries of a map are not separated by a comma or a new line.", _MAP),
    "HCL035": ("", "A for expression is incomplete.", _FOR),
    "HCL037": ("", "A label in quotes is not closed on its line.", "Add the closing quote."),
    "HCL039": ("", "A `${` is not closed.", "Add the missing `}`, or write `$${` for the characters themselves."),
    "HCL041": ("", "A directive `%{ … }` cannot be read.", _DIRECTIVE),
    "HCL042": ("", "A `%{ for }` directive is incomplete.", _DIRECTIVE),
    "HCL043": ("", "A directive begins with an unknown word.", _DIRECTIVE),
    "HCL044": ("", "Something follows a directive before its closing brace.", _DIRECTIVE),
    "HCL046": ("", "A `%{ if }` or `%{ for }` is not ended within its string.", _DIRECTIVE),
    "HCL047": ("", "A `%{ else }`, `%{ endif }` or `%{ endfor }` has no beginning.", _DIRECTIVE),
    "HCL048": (
        "",
        "A text that has to be one expression, such as a value of --var, has something after it.",
        "Remove what follows, or put all of it into quotes.",
    ),
    "HCL050": ("", "A number cannot be read.", "Write digits with at most one point and one exponent: `12`, `0.5`, `1e6`."),
    "HCL060": ("", "The file is not valid JSON; the message says what is missing and where.", "Check commas, quotes and brackets at the place of the finding."),
    "HCL090": ("", "Blocks or expressions are nested deeper than nomadspec reads. Nomad has no such limit.", "Flatten the nesting."),
    "HCL091": ("", "The text is longer than nomadspec reads. Nomad has no such limit.", "Split the file."),
    # --- evaluation
    "EVA001": (
        "",
        "An attribute is read that the value does not have.",
        "Check the spelling; the attributes of an object are those that its definition lists.",
    ),
    "EVA002": ("", "A key is read that the map does not have.", "Check the key, or use lookup(map, key, default)."),
    "EVA003": ("", "An attribute of null is read.", _NULL),
    "EVA004": ("", "An element of null is read.", _NULL),
    "EVA005": (
        "",
        "The index or key does not exist in the collection, or the value is no collection.",
        "Check the index; the first element of a list has index 0.",
    ),
    "EVA006": ("", "A splat is applied to null.", _NULL),
    "EVA007": (
        "",
        "A name does not exist here.",
        "Variables are `var.name`, locals `local.name`; what only the client knows is `${attr.…}`, `${meta.…}`, `${node.…}` or `${NOMAD_…}` in a string.",
    ),
    "EVA008": ("", "A reference is used where only a fixed value is allowed, such as a variable's default.", "Write the value out, or use a local."),
    "EVA009": ("", "A text is used as a number and is none.", "Write digits with at most one point and one exponent."),
    "EVA020": ("", "An operand of an operator has the wrong type.", _TEXT),
    "EVA021": ("", "An operation has no result, such as a division by zero.", "Check the operands."),
    "EVA022": ("", "The two results of a conditional have types that cannot be unified.", "Make both results the same type."),
    "EVA023": ("", "The condition of a conditional is null.", _NULL),
    "EVA024": ("", "The condition of a conditional is not true or false.", "Compare explicitly, such as `var.count > 0`."),
    "EVA030": ("", "A null, a list or a map is used inside a string.", "Use coalesce(…), join(…) or jsonencode(…)."),
    "EVA031": ("", "A key of a map is null.", _NULL),
    "EVA032": ("", "A key of a map cannot be converted to a string.", _TEXT),
    "EVA034": ("", "A for expression or dynamic block iterates over null.", "Use coalesce(list, [])."),
    "EVA035": ("", "A for expression or dynamic block iterates over something that is no list, set or map.", "Put a single value into a list: `[value]`."),
    "EVA036": ("", "The `if` of a for expression is null.", _NULL),
    "EVA037": ("", "The `if` of a for expression is not true or false.", "Compare explicitly."),
    "EVA038": ("", "The key of a for expression that makes a map is null or no string.", _TEXT),
    "EVA039": ("", "A for expression makes the same key twice.", "Make the keys different, or group the values with `...` after the value."),
    "EVA040": ("", "A map has the same key twice.", "Remove one of the two."),
    "EVA041": ("", "The key of a map is an expression that cannot be a key.", "Put it in parentheses, or quote it."),
    "EVA050": ("", "There is no function of this name.", "See the name that the message offers; the functions are those of Nomad's HCL2."),
    "EVA051": ("", "A function is called where only a fixed value is allowed.", "Write the value out."),
    "EVA052": ("", "A call has too few arguments.", "Add the argument that the message names."),
    "EVA053": ("", "A call has too many arguments.", "Remove the extra arguments, or add `...` to a list that holds them."),
    "EVA054": ("", "An argument of a call has the wrong type.", _TEXT),
    "EVA055": ("", "A function cannot work with the value it got; the message says why.", "Check the arguments."),
    "EVA056": ("", "`...` follows a value that is no list.", "Give a list, a set or a tuple."),
    "EVA057": ("", "The type of a variable cannot be read.", "Types are string, number, bool, any, list(…), set(…), map(…), tuple([…]) and object({…})."),
    "EVA070": ("", "A variable has no value and no default.", "Give one with --var, --var-file or NOMAD_VAR_name, or write a default."),
    "EVA071": ("", "--var or NOMAD_VAR gives a value to a variable that is not declared.", 'Declare it with `variable "name" { … }`, or drop the value.'),
    "EVA072": (
        "",
        "A file of values has a variable that is not declared.",
        'Declare it with `variable "name" { … }`, remove the value, or use -hcl2-strict=false.',
    ),
    "EVA073": ("", "A file of values contains a variable block.", "Declare variables in the jobspec; the file only assigns: `name = value`."),
    "EVA074": ("", "The default of a variable does not suit its type.", "Change the default or the type."),
    "EVA075": ("", "The value given for a variable does not suit its type.", "Give a value of the declared type."),
    "EVA076": (
        "",
        "The value given with --var cannot be read as the variable's type.",
        "Quote it for the shell, and write lists and maps in HCL: --var 'names=[\"a\"]'.",
    ),
    "EVA077": ("", "The name of a variable is not an identifier.", "Use letters, digits, dashes and underscores; begin with a letter or an underscore."),
    "EVA079": ("", "The condition of a validation cannot be evaluated.", "Refer to the variable itself, and return true or false."),
    "EVA080": ("", "The validation of a variable refers to something other than the variable.", "Refer to `var.name` of the same variable only."),
    "EVA081": ("", "The condition of a validation is not true or false.", "Return a boolean, such as `length(var.name) > 0`."),
    "EVA082": (
        "",
        "The error_message of a validation is missing or no full sentence.",
        "Begin it with an uppercase letter and end it with a period or a question mark.",
    ),
    "EVA083": ("", "A value does not satisfy the validation of its variable; the message is the author's.", "Give another value."),
    "EVA085": ("", "A value has a type that is not possible here.", _TEXT),
    "EVA086": ("", "A file of values cannot be read.", "Check the path given with --var-file."),
    "EVA087": ("", "A validation block has no condition.", "Add `condition = …`."),
    "EVA090": ("", "A variable block has an argument that it does not know.", "It takes type, default, description and sensitive."),
    "EVA091": ("", "A variable block contains a block that it does not know.", "It takes validation only."),
    "EVA092": ("", "A block stands in a locals block.", "Locals are arguments: `name = value`."),
    "EVA093": ("", "A variable or validation block lacks an argument that it must have.", "Add the argument that the message names."),
    "EVA094": ("", "A variable block has no name.", 'Write `variable "name" { … }`.'),
    "EVA095": ("", "A variable or locals block has more labels than it takes.", "Remove the extra label."),
    "EVA098": (
        "",
        "Evaluating the file takes more work than nomadspec does for a single file. Nomad has no such limit.",
        "Reduce the size of ranges, repeated texts and nested loops.",
    ),
    "EVA099": ("", "Expressions are nested deeper than nomadspec evaluates. Nomad has no such limit.", "Flatten the nesting."),
    # --- decoding of jobspecs
    "EVA201": ('Unsupported argument; An argument named "{name}" is not expected here.', "A block has an argument that it does not know.", _BLOCKS),
    "EVA202": ('Unsupported block type; Blocks of type "{name}" are not expected here.', "A block contains a block that it does not know.", _BLOCKS),
    "EVA203": (
        "Duplicate {name} block; Only one {name} block is allowed. Another was defined at {place}.",
        "A block that may appear once appears twice.",
        "Keep one of the two, or merge them.",
    ),
    "EVA204": ("Missing {label} for {name}", "A block has fewer labels than it needs.", 'Write the label between the name and the brace: `task "name" {`.'),
    "EVA205": ("", "A block has more labels than it takes.", "Remove the extra label."),
    "EVA206": (
        'Missing required argument; The argument "{name}" is required, but no definition was found.',
        "An argument that has to be written is missing.",
        "Add it.",
    ),
    "EVA207": ("Unsuitable value type; {reason}", "The value of an argument has the wrong type.", _TEXT),
    "EVA208": (
        "Unsuitable value type; Unsuitable value: null value is not allowed",
        "The value of an argument is null where null is not allowed.",
        "Give a value, or leave the argument out.",
    ),
    "EVA209": ("Incorrect attribute value type; {reason}", "The value of an argument has the wrong type or form.", _TEXT),
    "EVA210": (
        "Missing dynamic content block",
        "A dynamic block is used where none is possible, or lacks its content.",
        'Write `dynamic "name" { for_each = … content { … } }`.',
    ),
    "EVA211": ("Invalid dynamic for_each value; {reason}", "The for_each of a dynamic block is no collection.", "Give a list, set or map that is known."),
    "EVA212": ("", "A label of a dynamic block is no string.", "Give as many strings as the block has labels."),
    "EVA213": (
        "Invalid dynamic iterator name; Dynamic iterator must be a single variable name.",
        "The iterator of a dynamic block is no name.",
        "Write a bare name: `iterator = item`.",
    ),
    "EVA214": ("", "Dynamic blocks expand to more blocks than nomadspec makes. Nomad has no such limit.", "Reduce the collection of for_each."),
    "EVA215": (
        "Invalid group scaling type",
        "The scaling block of a group or task cannot be read.",
        'A group\'s has min, max and policy; a task\'s has the label "cpu" or "mem".',
    ),
    "EVA220": (
        "Missing job block; A job block is required",
        "The file has no job.",
        'A jobspec has one `job "name" { … }` at the top. Other kinds of files have commands of their own.',
    ),
    "EVA221": ("Duplicate job block", "The file has two jobs.", "Put the second one into a file of its own."),
    "EVA222": (
        "",
        "A block stands where only arguments are allowed.",
        "Write it as an argument with `=`, if it is a map.",
    ),
    "EVA230": ("", "The API JSON of a job cannot be read.", "Take it from `nomad job inspect` or `nomad job run -output`."),
    "EVA231": (
        "Invalid job options: cannot use variables with JSON files.",
        "Values of variables are given for a job in the API's JSON, which has none.",
        "Drop --var and --var-file, or give the jobspec in HCL.",
    ),
    "EVA232": ("Error converting job: {reason}", "A number is too large for the API's JSON.", "Use a smaller number."),
    "EVA240": ("", "The file cannot be read; the message says why.", "Check the path and its permissions."),
    "EVA241": ("", "The file is not UTF-8 text.", "Save it as UTF-8."),
    "EVA242": ("", "The file is larger than nomadspec reads.", "Check whether it is a jobspec; move large texts into files of their own."),
    "EVA243": ("", "The file is nested deeper than nomadspec reads.", "Flatten the nesting."),
    "EVA244": (
        "",
        "A file function read a file beside the jobspec, because there is none of that name in the working folder, where Nomad looks.",
        "Run Nomad in the folder of the jobspec, or write the path from the folder that it is run in.",
    ),
    "EVA250": (
        "",
        "A jobspec in JSON has something that its schema does not allow at this place.",
        "Compare it with the HCL form: blocks are objects by name, labels are further keys.",
    ),
    # --- loading agent configuration
    "SPC001": ("", "A volume, namespace, quota, variable or other specification cannot be parsed.", "Mend the syntax at the place of the finding."),
    "SPC002": ("", "A value of a specification has a type that the command cannot convert.", "Write a value of the type that the message names."),
    "SPC003": ("invalid key: {key}", "The command that takes the file knows no such key here.", "Remove it, or correct its spelling."),
    "SPC004": ("", "Something is missing that a specification of this kind needs.", "Add it."),
    "SPC005": ("", "A name has characters that Nomad does not take here, or is reserved.", "Choose another name."),
    "SPC006": ("", "A value is none of those that Nomad takes here.", "Use one that the finding names."),
    "SPC007": ("", "Two values contradict each other, or something may not be there at all.", "Change or remove one of them."),
    "SPC008": ("", "Nomad cannot use a constraint of a host volume.", "Correct the constraint, or remove it."),
    "SPC009": ("", "A text is longer than Nomad takes.", "Shorten it."),
    "SPC010": ("", "The text is of no kind of specification that is known.", "Name the kind, or use the command for files of this kind."),
    "AGT001": ("", "A file of the configuration is not valid HCL 1 or JSON.", "Mend the syntax at the place of the finding."),
    "AGT002": (
        "Error loading configuration from {path}: {reason}",
        "A file or folder of the configuration cannot be read.",
        "Check the path and its permissions.",
    ),
    "AGT003": (
        "unexpected keys {names}",
        "The configuration has keys that this place does not know.",
        "Check the spelling against the name that the message offers, and the block that the key is in.",
    ),
    "AGT004": ("", "The value of a key has the wrong type.", "Give a value of the type that the message names."),
    "AGT005": ("", "A time cannot be read.", 'Write a number with a unit, such as "30s", "5m" or "1h30m".'),
    "AGT006": (
        "No configuration loaded from {path}",
        "A folder given to the agent contains no file that ends in .hcl or .json.",
        "Check the path, or the names of its files: folders below it are not read.",
    ),
    # --- validating agent configuration
    "AGT100": (
        "Must specify either server, client or dev mode for the agent.",
        "Neither the server nor the client is enabled.",
        "Set enabled = true in a server or client block, or start with -dev.",
    ),
    "AGT101": ("Region contains invalid characters", "The region contains a null character.", "Use letters, digits, dashes and underscores."),
    "AGT102": (
        "Datacenter contains invalid characters (null or '*')",
        "The datacenter contains a null character or a star.",
        "Use letters, digits, dashes and underscores; stars belong in a job's datacenters.",
    ),
    "AGT103": (
        "telemetry block invalid: {reason}",
        "The interval of in-memory telemetry is not positive, or longer than its retention period.",
        "Keep in_memory_collection_interval below in_memory_retention_period (10s and 1m by default).",
    ),
    "AGT104": (
        "Error when parsing TLS configuration: open {path}: no such file or directory",
        "TLS is configured, and one of its files does not exist on this machine.",
        "Check the path; run `agent lint --root` with the image of the agent's machine where the files are elsewhere.",
    ),
    "AGT105": ("mTLS is not configured - Nomad is not secure without mTLS!", "The agent's HTTP or RPC traffic is not encrypted.", _TLS),
    "AGT106": ("Invalid encryption key: {reason}", "server.encrypt is not base64.", "Use a key from `nomad operator gossip keyring generate`."),
    "AGT107": ("{name} must be given as an absolute path: got {path}", "A folder of the agent is a relative path.", "Write the path from the root."),
    "AGT108": ("Invalid Client.Meta key: {key}", "A key of the client's meta begins or ends with a dot, or has two in a row.", "Rename the key."),
    "AGT109": ("invalid scheduler algorithm: {name}", "The scheduler's algorithm is unknown.", "Use binpack or spread."),
    "AGT110": (
        "Invalid node pool: {reason}",
        "The client's node pool has an invalid name, or is `all`, in which no node can register.",
        "Use up to 128 letters, digits, dashes and underscores.",
    ),
    "AGT111": (
        'Invalid {kind} configuration: invalid name "{name}", must match regex ^[a-zA-Z0-9-_]{1,128}$',
        "The name of a Consul or Vault cluster is invalid. Nomad prints it as an error, but starts.",
        "Use up to 128 letters, digits, dashes and underscores.",
    ),
    "AGT112": ("Missing path in host_volume config", "A host volume has no path.", "Add `path = …` to the host_volume block."),
    "AGT113": (
        "Invalid dynamic port range: {reason}",
        "The range of dynamic ports is outside of 0 to 65536, or ends before it begins.",
        "Keep min_dynamic_port at or below max_dynamic_port (20000 and 32000 by default).",
    ),
    "AGT114": ('reserved.reserved_ports "{ports}" invalid: {reason}', "A list of reserved ports cannot be read.", _PORTS),
    "AGT115": (
        "client.artifact block invalid: {reason}",
        "A limit for artifacts cannot be read, or is negative.",
        'Write times as "30m" and sizes as "100GB"; 0 removes a limit.',
    ),
    "AGT116": ("Invalid preferred-address-family value: {value} (valid values: ipv4, ipv6)", "The preferred address family is unknown.", "Use ipv4 or ipv6."),
    "AGT118": (
        "eventlog block invalid: eventlog.level must be one of INFO, WARN, or ERROR",
        "The level of the Windows event log is unknown.",
        "Use INFO, WARN or ERROR.",
    ),
    "AGT119": ('Must specify "data_dir" config option or "data-dir" CLI flag', "The agent has no folder for its data.", "Set data_dir to an absolute path."),
    "AGT120": (
        "Bootstrap mode enabled! Potentially unsafe operation.",
        "bootstrap_expect is 1, or an even number: one server alone, or a number that cannot outvote itself.",
        "Use 3 or 5 servers, and the same bootstrap_expect on each.",
    ),
    "AGT121": (
        'server.oidc_issuer = "{url}" is not using https. Many OIDC implementations require https.',
        "The issuer of workload identities is not reached over https.",
        "Use an https address.",
    ),
    "AGT122": ("Please remove deprecated protocol_version field from config.", "protocol_version is set, which Nomad no longer reads.", "Remove it."),
    "AGT123": (
        'keyring "{name}" invalid: unknown keyring provider: "{provider}"',
        "A keyring block names an unknown provider.",
        "Use aead, awskms, azurekeyvault, gcpckms or transit.",
    ),
    # --- nomadspec itself
    "LNT001": (
        "",
        "",
        "Report it, with the line of the rule that the message names; ignore the rule until it is mended.",
    ),
    "LNT002": ("", "It covers no finding of the codes that it names.", "Remove it (`--fix` does), or correct the code."),
    "LNT003": ("", "", "Write `# nomadspec: ignore[CODE] reason`."),
    "LNT004": ("", "", "Write the reason after the bracket."),
    "LNT005": (
        "",
        "The contract is described in docs/plugins.md.",
        "Mend or uninstall the plugin; --no-plugins runs without any.",
    ),
    "LNT006": (
        "",
        "Its markers are no HCL. It is an error when the file was named, and advice when it was found in a folder.",
        "Render it first and lint what comes out, or exclude it with extend-exclude.",
    ),
    "LNT007": (
        "",
        "",
        "Report it, with the place that the message names.",
    ),
    "LNT008": (
        "",
        "They would be accepted again if they came back.",
        "Run the same command with --prune-baseline.",
    ),
    "LNT009": (
        "",
        "It is told by the names at its top level. It is an error when the file was named, and advice when it was found in a folder.",
        "Use the command that the finding names, or exclude the file.",
    ),
    "LNT010": (
        "",
        "The files are those that `rule-files` in the configuration names. The other rules run all the same.",
        "Correct the rule at the place of the finding.",
    ),
    # --- what an upgrade changes
    "UPG001": ("", "Reported by `lint --upgrade-to`.", "Name such a constraint in both jobs, for instance by node metadata, where they must not share a node."),
    "UPG002": ("", "Reported by `lint --upgrade-to`.", "Add a consul block to the task, or to its group."),
    "UPG003": ("", "Reported by `lint --upgrade-to`.", "Nothing, or restart the job where allocations have to move: `nomad job restart`."),
    "UPG004": ("", "Reported by `lint --upgrade-to`.", "Check the update block: what was ignored holds back or reverts an update now."),
    "UPG005": ("", "Reported by `lint --upgrade-to`.", "Remove it."),
    "UPG006": ("", "Reported by `lint --upgrade-to`.", "Use ${NOMAD_TASK_DIR} and its like in place of paths such as /local."),
    "UPG007": ("", "Reported by `lint --upgrade-to`.", "Check the reschedule block: its delay and its attempts count after lost_after, too."),
    # --- environments of tasks
    "ENV001": (
        "",
        "There is no such group or task, or the job is not wholly known.",
        "Check --group and --task, and give values for the variables that have none.",
    ),
    "ENV002": (
        "",
        "The client evaluates the driver's block as HCL; a reference there that cannot be evaluated fails the task when it starts.",
        "Correct the reference, or write `$${` for the characters themselves.",
    ),
    "ENV003": ("", "A template or artifact leads out of the task's folders, which fails the task.", "Use a path below local/, secrets/ or alloc/."),
    "ENV004": (
        "",
        "A reference that the client does not know stays text. It is a warning where it names something of Nomad's own.",
        "Check the name against docs/references.md.",
    ),
    # --- tests of placement
    "TST001": (
        "",
        "A test file, or one test of it, cannot be run: the file is not as docs/tests.md describes, or a state or jobspec that it names cannot be used.",
        "Correct what the message names; other tests of the file are run all the same.",
    ),
    "TST002": (
        "",
        "The condition of an assertion is false. The values of its parts are shown below it.",
        "Change the jobspec, the cluster, or the test.",
    ),
}
