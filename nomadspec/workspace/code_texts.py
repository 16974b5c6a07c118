"""Manual pages of the codes that no rule module documents: syntax, evaluation, decoding, agents, and what concerns nomadspec itself.

code → (Nomad's text where the tables of the rooms have none, "" where Nomad says nothing of the kind; when it is reported; what to do).
The pages of checks (`NOM…`) are made of `checks/check_catalog.py`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LIST: Final = "Add the missing comma or bracket. Every opening bracket needs its closing one."
_MAP: Final = 'Write a map as `{ key = value, "other key" = value }`, or with one entry per line.'
_DIRECTIVE: Final = "Directives are `%{ if … }…%{ else }…%{ endif }` and `%{ for x in list }…%{ endfor }`; write `%%{` for a literal `%{`."
_FOR: Final = "Write `[for x in list : value if condition]`, or `{for key, value in map : key => value}` for a map."
_TEXT: Final = "Convert the value, for instance with tostring(…), tonumber(…) or tolist(…)."
_NULL: Final = "Set a value, or choose one with coalesce(…)."
_BLOCKS: Final = "Use one of the names in the message, or see Nomad's documentation of the block."
_PORTS: Final = "Ports are numbers from 0 to 65536; a range is `20000-20100`, and several are separated by commas."
_TLS: Final = "Set http = true and rpc = true in the tls block, with ca_file, cert_file and key_file."

#: code → (Nomad's text, cause, remedy).
CODE_TEXTS: Final[dict[str, tuple[str, str, str]]] = {
    # --- syntax
    "HCL004": (
        "",
        "The file contains a character that is not valid in HCL, such as a single quote, a curly quote or a semicolon.",
        "Remove it, or put it inside a string in double quotes.",
    ),
    "HCL007": ("", "The operator does not exist in HCL.", "HCL supports + - * / % == != < > <= >= && || ! and `condition ? a : b`."),
    "HCL015": ("", "A block on one line contains something other than a single argument.", "Write one argument per line."),
    "HCL017": ("", "A conditional has no second result.", "Write `condition ? value : other`."),
    "HCL018": ("", "A parenthesis is not closed.", "Add the missing `)`."),
    "HCL019": ("", "There is no name after a dot.", "Write the name of the attribute after the dot, or an index in brackets."),
    "HCL020": ("", "An index after a dot is not a valid number.", "Write it in brackets: `list[0]`."),
    "HCL021": ("", "A splat `.*` follows another one.", "Use a for expression: `[for x in list : x.name]`."),
    "HCL022": ("", "The bracket of a splat `[*]` is not closed.", "Write `list[*].name`."),
    "HCL023": ("", "The bracket of an index is not closed.", "Add the missing `]`."),
    "HCL024": ("", "A call to a namespaced function has no function name.", "Write the name of the function. Nomad's functions have no namespace."),
    "HCL025": ("", "The name of a namespaced function is not followed by a parenthesis.", "Write `name(arguments)`."),
    "HCL026": ("", "Something follows `...` in a call.", "Write `...` after the last argument, just before the `)`."),
    "HCL027": ("", "A call is not closed before the end of the file.", "Add the missing `)`."),
    "HCL028": ("", "Two arguments of a call are not separated, or the call is not closed.", "Add the missing comma or `)`."),
    "HCL029": ("", "A list is not closed before the end of the file.", _LIST),
    "HCL030": ("", "Two items of a list are not separated, or the list is not closed.", _LIST),
    "HCL031": ("", "A map is not closed before the end of the file.", _MAP),
    "HCL032": ("", "A map entry has a key but no value.", _MAP),
    "HCL033": ("", "A map entry has no equals sign (or colon) between key and value.", _MAP),
    "HCL034": ("", "Two entries of a map are not separated by a comma or a new line.", _MAP),
    "HCL035": ("", "A for expression is incomplete.", _FOR),
    "HCL037": ("", "A label in quotes is not closed on its line.", "Add the closing quote."),
    "HCL039": ("", "A `${` is not closed.", "Add the missing `}`, or write `$${` for a literal `${`."),
    "HCL041": ("", "A `%{ … }` directive is not valid.", _DIRECTIVE),
    "HCL042": ("", "A `%{ for }` directive is incomplete.", _DIRECTIVE),
    "HCL043": ("", "A directive begins with an unknown keyword.", _DIRECTIVE),
    "HCL044": ("", "Something follows a directive before its closing brace.", _DIRECTIVE),
    "HCL046": ("", "A `%{ if }` or `%{ for }` is not ended within its string.", _DIRECTIVE),
    "HCL047": ("", "A `%{ else }`, `%{ endif }` or `%{ endfor }` has no matching `%{ if }` or `%{ for }`.", _DIRECTIVE),
    "HCL048": (
        "",
        "Something follows an expression that must stand alone, such as the value of --var.",
        "Remove what follows, or quote the whole value.",
    ),
    "HCL050": ("", "A number is not valid.", "Write digits with at most one decimal point and one exponent: `12`, `0.5`, `1e6`."),
    "HCL060": (
        "",
        "The file is not valid JSON. The message shows what is missing and where.",
        "Check the commas, quotes and brackets at the reported position.",
    ),
    "HCL090": ("", "Blocks or expressions are nested too deeply for nomadspec. Nomad has no such limit.", "Flatten the nesting."),
    "HCL091": ("", "The text is too long for nomadspec. Nomad has no such limit.", "Split the file."),
    # --- evaluation
    "EVA001": (
        "",
        "The value has no attribute of this name.",
        "Check the spelling. An object only has the attributes in its definition.",
    ),
    "EVA002": ("", "The map has no such key.", "Check the key, or use lookup(map, key, default)."),
    "EVA003": ("", "The value is null and has no attributes.", _NULL),
    "EVA004": ("", "The value is null and has no elements.", _NULL),
    "EVA005": (
        "",
        "The index or key does not exist in the collection, or the value is not a collection.",
        "Check the index. The first element of a list has index 0.",
    ),
    "EVA006": ("", "A splat is applied to null.", _NULL),
    "EVA007": (
        "",
        "The name does not exist here.",
        "Write `var.name` for variables and `local.name` for locals. For values that only the client knows, write `${attr.…}`, `${meta.…}`, `${node.…}` or `${NOMAD_…}` in a string.",
    ),
    "EVA008": ("", "A reference is used where only a fixed value is allowed, such as a variable's default.", "Write a literal value, or use a local."),
    "EVA009": ("", "A string is used as a number but is not one.", "Write digits with at most one decimal point and one exponent."),
    "EVA020": ("", "An operand of an operator has the wrong type.", _TEXT),
    "EVA021": ("", "An operation has no result, such as a division by zero.", "Check the operands."),
    "EVA022": ("", "The two results of a conditional have types that cannot be unified.", "Use the same type for both results."),
    "EVA023": ("", "The condition of a conditional is null.", _NULL),
    "EVA024": ("", "The condition of a conditional is not true or false.", "Compare explicitly, such as `var.count > 0`."),
    "EVA030": ("", "A null, a list or a map is used inside a string.", "Use coalesce(…), join(…) or jsonencode(…)."),
    "EVA031": ("", "A key of a map is null.", _NULL),
    "EVA032": ("", "A key of a map cannot be converted to a string.", _TEXT),
    "EVA034": ("", "A for expression or dynamic block iterates over null.", "Use coalesce(list, [])."),
    "EVA035": ("", "A for expression or dynamic block iterates over something that is not a list, set or map.", "Put a single value into a list: `[value]`."),
    "EVA036": ("", "The `if` of a for expression is null.", _NULL),
    "EVA037": ("", "The `if` of a for expression is not true or false.", "Compare explicitly."),
    "EVA038": ("", "The key in a for expression for a map is null or not a string.", _TEXT),
    "EVA039": ("", "A for expression creates the same key twice.", "Make the keys different, or group the values with `...` after the value."),
    "EVA040": ("", "A map contains the same key twice.", "Remove one of the two."),
    "EVA041": ("", "The key of a map is an expression that cannot be a key.", "Put it in parentheses, or quote it."),
    "EVA050": ("", "There is no function with this name.", "Use the name in the message, or another function of Nomad's HCL2."),
    "EVA051": ("", "A function is called where only a fixed value is allowed.", "Write a literal value."),
    "EVA052": ("", "A call has too few arguments.", "Add the argument named in the message."),
    "EVA053": ("", "A call has too many arguments.", "Remove the extra arguments, or pass them as a list followed by `...`."),
    "EVA054": ("", "An argument of a call has the wrong type.", _TEXT),
    "EVA055": ("", "A function cannot process its argument. The message gives the reason.", "Check the arguments."),
    "EVA056": ("", "`...` follows a value that is not a list.", "Use a list, a set or a tuple."),
    "EVA057": ("", "The type of a variable is not valid.", "Use string, number, bool, any, list(…), set(…), map(…), tuple([…]) and object({…})."),
    "EVA070": ("", "A variable has no value and no default.", "Set one with --var, --var-file or NOMAD_VAR_name, or add a default."),
    "EVA071": ("", "--var or NOMAD_VAR_… sets a variable that is not declared.", 'Declare it with `variable "name" { … }`, or remove the value.'),
    "EVA072": (
        "",
        "A variable file sets a variable that is not declared.",
        'Declare it with `variable "name" { … }`, remove the value, or use -hcl2-strict=false.',
    ),
    "EVA073": ("", "A variable file contains a variable block.", "Declare variables in the jobspec. A variable file only assigns values: `name = value`."),
    "EVA074": ("", "The default of a variable does not match its type.", "Change the default or the type."),
    "EVA075": ("", "The value of a variable does not match its type.", "Set a value of the declared type."),
    "EVA076": (
        "",
        "The value of --var cannot be converted to the variable's type.",
        "Write lists and maps in HCL, and quote them for the shell: --var 'names=[\"a\"]'.",
    ),
    "EVA077": ("", "The name of a variable is not an identifier.", "Use letters, digits, dashes and underscores, beginning with a letter or an underscore."),
    "EVA079": ("", "The condition of a validation cannot be evaluated.", "Refer to the variable itself, and return true or false."),
    "EVA080": ("", "The validation of a variable refers to something other than the variable.", "Refer to `var.name` of the same variable only."),
    "EVA081": ("", "The condition of a validation is not true or false.", "Return a boolean, such as `length(var.name) > 0`."),
    "EVA082": (
        "",
        "The error_message of a validation is missing or not a full sentence.",
        "Begin it with an uppercase letter and end it with a period or a question mark.",
    ),
    "EVA083": ("", "A value does not satisfy the validation of its variable. The message comes from the jobspec.", "Use another value."),
    "EVA085": ("", "A value has a type that is not allowed here.", _TEXT),
    "EVA086": ("", "A variable file cannot be read.", "Check the path passed to --var-file."),
    "EVA087": ("", "A validation block has no condition.", "Add `condition = …`."),
    "EVA090": ("", "A variable block has an unknown argument.", "Use type, default, description and sensitive."),
    "EVA091": ("", "A variable block contains an unknown block.", "Only validation blocks are allowed."),
    "EVA092": ("", "A locals block contains a block.", "Write locals as arguments: `name = value`."),
    "EVA093": ("", "A variable or validation block lacks a required argument.", "Add the argument named in the message."),
    "EVA094": ("", "A variable block has no name.", 'Write `variable "name" { … }`.'),
    "EVA095": ("", "A variable or locals block has too many labels.", "Remove the extra label."),
    "EVA098": (
        "",
        "Evaluating the file exceeds nomadspec's limit for a single file. Nomad has no such limit.",
        "Reduce the size of ranges, repeated strings and nested loops.",
    ),
    "EVA099": ("", "Expressions are nested too deeply for nomadspec. Nomad has no such limit.", "Flatten the nesting."),
    # --- decoding of jobspecs
    "EVA201": ('Unsupported argument; An argument named "{name}" is not expected here.', "A block has an unknown argument.", _BLOCKS),
    "EVA202": ('Unsupported block type; Blocks of type "{name}" are not expected here.', "A block contains an unknown block.", _BLOCKS),
    "EVA203": (
        "Duplicate {name} block; Only one {name} block is allowed. Another was defined at {place}.",
        "A block that may appear only once appears twice.",
        "Keep one of the two, or merge them.",
    ),
    "EVA204": ("Missing {label} for {name}", "A block has too few labels.", 'Write the label between the name and the brace: `task "name" {`.'),
    "EVA205": ("", "A block has too many labels.", "Remove the extra label."),
    "EVA206": (
        'Missing required argument; The argument "{name}" is required, but no definition was found.',
        "A required argument is missing.",
        "Add it.",
    ),
    "EVA207": ("Unsuitable value type; {reason}", "The value of an argument has the wrong type.", _TEXT),
    "EVA208": (
        "Unsuitable value type; Unsuitable value: null value is not allowed",
        "The value of an argument is null where null is not allowed.",
        "Set a value, or leave the argument out.",
    ),
    "EVA209": ("Incorrect attribute value type; {reason}", "The value of an argument has the wrong type or form.", _TEXT),
    "EVA210": (
        "Missing dynamic content block",
        "A dynamic block is not allowed here, or has no content block.",
        'Write `dynamic "name" { for_each = … content { … } }`.',
    ),
    "EVA211": ("Invalid dynamic for_each value; {reason}", "The for_each of a dynamic block is not a collection.", "Use a known list, set or map."),
    "EVA212": ("", "A label of a dynamic block is not a string.", "Use as many strings as the block has labels."),
    "EVA213": (
        "Invalid dynamic iterator name; Dynamic iterator must be a single variable name.",
        "The iterator of a dynamic block is not a name.",
        "Write a bare name: `iterator = item`.",
    ),
    "EVA214": ("", "Dynamic blocks expand to too many blocks for nomadspec. Nomad has no such limit.", "Reduce the collection of for_each."),
    "EVA215": (
        "Invalid group scaling type",
        "The scaling block of a group or task is not valid.",
        'In a group, set min, max and policy. In a task, add the label "cpu" or "mem".',
    ),
    "EVA220": (
        "Missing job block; A job block is required",
        "The file has no job.",
        'Write one `job "name" { … }` at the top level. Other kinds of files have their own commands.',
    ),
    "EVA221": ("Duplicate job block", "The file contains two jobs.", "Move the second one to another file."),
    "EVA222": (
        "",
        "A block is used where only arguments are allowed.",
        "If it is a map, write it as an argument with `=`.",
    ),
    "EVA230": ("", "The API JSON of a job is not valid.", "Use the output of `nomad job inspect` or `nomad job run -output`."),
    "EVA231": (
        "Invalid job options: cannot use variables with JSON files.",
        "Variables are set for a job in the API's JSON, which has no variables.",
        "Remove --var and --var-file, or use the jobspec in HCL.",
    ),
    "EVA232": ("Error converting job: {reason}", "A number is too large for the API's JSON.", "Use a smaller number."),
    "EVA240": ("", "The file cannot be read. The message gives the reason.", "Check the path and its permissions."),
    "EVA241": ("", "The file is not UTF-8 text.", "Save it as UTF-8."),
    "EVA242": ("", "The file is too large for nomadspec.", "Check whether it is a jobspec. Move large strings to separate files."),
    "EVA243": ("", "The file is nested too deeply for nomadspec.", "Flatten the nesting."),
    "EVA244": (
        "",
        "A file function read a file from the jobspec's folder. Nomad looks in the working folder, which has no such file.",
        "Run Nomad in the jobspec's folder, or write the path relative to the folder in which Nomad runs.",
    ),
    "EVA250": (
        "",
        "A JSON jobspec contains something that its schema does not allow here.",
        "Compare it with the HCL form: blocks are objects under their names, and labels are nested keys.",
    ),
    # --- loading agent configuration
    "SPC001": ("", "A volume, namespace, quota, variable or other specification cannot be parsed.", "Fix the syntax at the reported position."),
    "SPC002": ("", "A value of a specification has a type that the command cannot convert.", "Use a value of the type named in the message."),
    "SPC003": ("invalid key: {key}", "The command that reads the file does not support this key here.", "Remove it, or correct its spelling."),
    "SPC004": ("", "The specification lacks something required.", "Add it."),
    "SPC005": ("", "A name contains characters that Nomad does not accept here, or is reserved.", "Choose another name."),
    "SPC006": ("", "A value is not one of those that Nomad accepts here.", "Use one of the values in the message."),
    "SPC007": ("", "Two values contradict each other, or a value must not be set.", "Change or remove one of them."),
    "SPC008": ("", "Nomad cannot use a constraint of a host volume.", "Fix or remove the constraint."),
    "SPC009": ("", "A string is longer than Nomad accepts.", "Shorten it."),
    "SPC010": ("", "The file is not a known kind of specification.", "Set the kind, or use the command for this kind of file."),
    "AGT001": ("", "A file of the configuration is not valid HCL 1 or JSON.", "Fix the syntax at the reported position."),
    "AGT002": (
        "Error loading configuration from {path}: {reason}",
        "A file or folder of the configuration cannot be read.",
        "Check the path and its permissions.",
    ),
    "AGT003": (
        "unexpected keys {names}",
        "The configuration has unknown keys.",
        "Check the spelling, and whether the key is in the right block.",
    ),
    "AGT004": ("", "The value of a key has the wrong type.", "Use a value of the type named in the message."),
    "AGT005": ("", "A duration is not valid.", 'Write a number with a unit, such as "30s", "5m" or "1h30m".'),
    "AGT006": (
        "No configuration loaded from {path}",
        "A folder given to the agent contains no file that ends in .hcl or .json.",
        "Check the path, or the names of its files: subfolders are not read.",
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
        "Set in_memory_collection_interval below in_memory_retention_period (10s and 1m by default).",
    ),
    "AGT104": (
        "Error when parsing TLS configuration: open {path}: no such file or directory",
        "One of the configured TLS files does not exist on this machine.",
        "Check the path. If the files are on another machine, run `agent lint --root` with its image.",
    ),
    "AGT105": ("mTLS is not configured - Nomad is not secure without mTLS!", "The agent's HTTP or RPC traffic is not encrypted.", _TLS),
    "AGT106": ("Invalid encryption key: {reason}", "server.encrypt is not base64.", "Use a key from `nomad operator gossip keyring generate`."),
    "AGT107": ("{name} must be given as an absolute path: got {path}", "A folder of the agent is a relative path.", "Use an absolute path."),
    "AGT108": ("Invalid Client.Meta key: {key}", "A key of the client's meta begins or ends with a dot, or has two in a row.", "Rename the key."),
    "AGT109": ("invalid scheduler algorithm: {name}", "Unknown scheduler algorithm.", "Use binpack or spread."),
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
        "The range of dynamic ports is outside 0 to 65536 or reversed.",
        "Set min_dynamic_port to at most max_dynamic_port (20000 and 32000 by default).",
    ),
    "AGT114": ('reserved.reserved_ports "{ports}" invalid: {reason}', "A list of reserved ports is not valid.", _PORTS),
    "AGT115": (
        "client.artifact block invalid: {reason}",
        "A limit for artifacts is not valid or negative.",
        'Write times as "30m" and sizes as "100GB"; 0 removes a limit.',
    ),
    "AGT116": ("Invalid preferred-address-family value: {value} (valid values: ipv4, ipv6)", "Unknown preferred address family.", "Use ipv4 or ipv6."),
    "AGT118": (
        "eventlog block invalid: eventlog.level must be one of INFO, WARN, or ERROR",
        "Unknown level of the Windows event log.",
        "Use INFO, WARN or ERROR.",
    ),
    "AGT119": ('Must specify "data_dir" config option or "data-dir" CLI flag', "The agent has no data directory.", "Set data_dir to an absolute path."),
    "AGT120": (
        "Bootstrap mode enabled! Potentially unsafe operation.",
        "bootstrap_expect is 1 or an even number, which does not tolerate failures well.",
        "Use 3 or 5 servers, and the same bootstrap_expect on each.",
    ),
    "AGT121": (
        'server.oidc_issuer = "{url}" is not using https. Many OIDC implementations require https.',
        "The issuer of workload identities does not use https.",
        "Use an https address.",
    ),
    "AGT122": ("Please remove deprecated protocol_version field from config.", "protocol_version is set but no longer used.", "Remove it."),
    "AGT123": (
        'keyring "{name}" invalid: unknown keyring provider: "{provider}"',
        "A keyring block names an unknown provider.",
        "Use aead, awskms, azurekeyvault, gcpckms or transit.",
    ),
    # --- nomadspec itself
    "LNT001": (
        "",
        "",
        "Report it with the line of the rule in the message, and ignore the rule until it is fixed.",
    ),
    "LNT002": ("", "No finding matches its codes.", "Remove it (`--fix` does this), or correct the code."),
    "LNT003": ("", "", "Write `# nomadspec: ignore[CODE] reason`."),
    "LNT004": ("", "", "Write a reason after the bracket."),
    "LNT005": (
        "",
        "The contract is described in docs/plugins.md.",
        "Fix or uninstall the plugin, or use --no-plugins to run without plugins.",
    ),
    "LNT006": (
        "",
        "Its markers are not valid HCL. It is an error if the file was named on the command line, and advice if it was found in a folder.",
        "Render it first and lint the result, or exclude it with extend-exclude.",
    ),
    "LNT007": (
        "",
        "",
        "Report it with the place in the message.",
    ),
    "LNT008": (
        "",
        "If they came back, they would be accepted.",
        "Run the same command with --prune-baseline.",
    ),
    "LNT009": (
        "",
        "The kind is determined by the names at the top level. It is an error if the file was named on the command line, and advice if it was found in a folder.",
        "Use the command in the message, or exclude the file.",
    ),
    "LNT010": (
        "",
        "The files are listed in `rule-files` in the configuration. All other rules still run.",
        "Fix the rule at the reported position.",
    ),
    "LNT011": (
        "",
        "The option --max-seconds gives a run its time. Files that were finished are reported as usual; rules over all files do not run without the rest.",
        "Give the run more time, or find out with --profile what takes it.",
    ),
    # --- what an upgrade changes
    "UPG001": ("", "Reported by `lint --upgrade-to`.", "If they must not share a node, add a constraint to both jobs, for example on node metadata."),
    "UPG002": ("", "Reported by `lint --upgrade-to`.", "Add a consul block to the task, or to its group."),
    "UPG003": ("", "Reported by `lint --upgrade-to`.", "Usually nothing. To move allocations, run `nomad job restart`."),
    "UPG004": ("", "Reported by `lint --upgrade-to`.", "Check the update block: settings that were ignored can now delay or revert an update."),
    "UPG005": ("", "Reported by `lint --upgrade-to`.", "Remove it."),
    "UPG006": ("", "Reported by `lint --upgrade-to`.", "Use ${NOMAD_TASK_DIR} and similar variables instead of paths such as /local."),
    "UPG007": ("", "Reported by `lint --upgrade-to`.", "Check the reschedule block: its delay and attempts now also apply after lost_after."),
    # --- environments of tasks
    "ENV001": (
        "",
        "There is no such group or task, or parts of the job are unknown.",
        "Check --group and --task, and set all variables that have no value.",
    ),
    "ENV002": (
        "",
        "The client evaluates the driver's config block as HCL. A reference that cannot be evaluated fails the task when it starts.",
        "Correct the reference, or write `$${` for a literal `${`.",
    ),
    "ENV003": ("", "A template or artifact path is outside the task's folders, which fails the task.", "Use a path below local/, secrets/ or alloc/."),
    "ENV004": (
        "",
        "An unknown reference is left as literal text. It is a warning if the name looks like one of Nomad's own.",
        "Check the name against docs/references.md.",
    ),
    # --- tests of placement
    "TST001": (
        "",
        "A test file, or one test in it, cannot be run: it does not have the format described in docs/tests.md, or its state or jobspec cannot be used.",
        "Fix the problem in the message. Other tests in the file still run.",
    ),
    "TST002": (
        "",
        "The condition of an assertion is false. The values it refers to are shown below.",
        "Change the jobspec, the cluster, or the test.",
    ),
}
