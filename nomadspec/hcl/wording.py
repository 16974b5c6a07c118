"""Syntax and evaluation errors in plain words: from Nomad's text, "Summary; detail", one sentence on what is wrong and one on what to do.

The diagnostic keeps Nomad's text as `nomad`; what people read first is made here. A row of `WORDS` is a pattern for the detail, the
message and the help, in which `{0}` and `{1}` are groups of the pattern. A text without a row loses its summary: the first sentence of the
detail is the message, the rest the help. Loaded only when something is wrong.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    Row = tuple[str, str, str]

_VALUE: Final = "A value is a string in double quotes, a number, true, false, null, a list `[…]`, a map `{…}`, a reference or a function call."
_BLOCK: Final = 'Write a block as `type "label" {`, its items on their own lines, and `}`.'
_ITEM: Final = 'Write `name = value`, or `type "label" {` with its `}` on its own line.'
_ONE_LINE: Final = "Write the block on several lines, with one argument per line."
_QUOTED: Final = r'"((?:[^"\\]|\\.)*)"'

#: summary → rows; the first one that matches the start of the detail is used. An empty help: what is left of Nomad's own.
WORDS: Final[dict[str, tuple[Row, ...]]] = {
    # --- syntax
    "Argument or block definition required": (
        (r".*To set an argument", "this name needs an equals sign and a value, or the brace of a block", _ITEM),
        ("", "expected an argument or a block here", _ITEM),
    ),
    "Invalid expression": ((r"Expected the start of an expression", "expected a value here", _VALUE),),
    "Missing expression": (("", "a value is missing here", _VALUE),),
    "Invalid character": (
        (r"Single quotes", "strings must be in double quotes, not single quotes", "Write \"…\" instead of '…'."),
        (
            r'"Curly',
            "strings must be in straight double quotes, not curly ones",
            'Replace it with a straight ". Word processors and chat programs insert curly quotes.',
        ),
        (r"This character", "this character is not used in HCL", ""),
        (r'The ";"', "arguments are separated by newlines, not by semicolons", "Put each argument on its own line. Items of a list are separated by commas."),
    ),
    "Invalid multi-line string": (
        ("", "this string is not closed on its line", 'Add the closing quote. For several lines of text use "\\n" or a heredoc (<<EOF … EOF).'),
    ),
    "Invalid argument name": (("", "argument names must not be quoted", 'Remove the quotes. Only keys of a map can be quoted: `env = { "a b" = "c" }`.'),),
    "Unclosed configuration block": (("", "this block is never closed", "Add the missing `}`. Check the braces further down as well."),),
    "Attribute redefined": ((rf"The argument {_QUOTED}", "{0} is set twice in this block", "Remove one of the two."),),
    "Missing newline after argument": (
        ("", "there is something after the value of this argument on the same line", "Put it on its own line, or join it to the value with an operator."),
    ),
    "Unexpected comma after argument": (("", "arguments of a block are separated by newlines, not by commas", "Remove the comma and start a new line."),),
    "Invalid block definition": (
        (r"Either a quoted", 'expected a label in quotes or the "{" that opens the block', _BLOCK),
        ("", 'the "{" of a block must be on the same line as its name', _BLOCK),
    ),
    "Invalid single-argument block definition": (
        (r"An argument definition on the same line", "a block with an argument on its first line must end on that line", _ONE_LINE),
        ("", "a block on one line can have only one argument", _ONE_LINE),
    ),
    "Argument definition required": (
        (
            r".*define argument " + _QUOTED,
            "a block on one line can have only one argument and no nested blocks",
            f"{_ONE_LINE[:-1]}; if {{0}} is an argument, it needs an equals sign.",
        ),
        ("", "a block on one line can have only one argument and no nested blocks", _ONE_LINE),
    ),
    "Missing newline after block definition": (("", 'there is something after the "}" of this block on the same line', "Put it on its own line."),),
    "Missing item separator": (("", "a comma between two items is missing, or the closing bracket of the list", ""),),
    "Missing argument separator": (("", "a comma between two arguments of the call is missing, or its closing parenthesis", ""),),
    "Missing attribute separator": (("", "a comma or newline between two entries of the map is missing, or its closing brace", ""),),
    "Missing key/value separator": (("", "the equals sign between the key and the value is missing", ""),),
    "Invalid character encoding": (("", "this is not valid UTF-8", "Save the file as UTF-8."),),
    "Invalid attribute name": (("", "a name is missing after the dot", ""),),
    "Invalid type specification": (
        (
            r"(?:The )?[Kk]eyword \"optional\"|Optional attribute modifier",
            "optional() is not supported in the type of a variable",
            "Write the plain type, and give every value all attributes; or leave out `type` and use `merge({ port = 8080 }, var.name)` for defaults.",
        ),
        (r"Primitive type keyword \"(\w+)\"", "type {0} takes no arguments", "Write {0} without parentheses."),
        (
            r"The keyword \"any\"",
            "any is not supported in the type of a variable",
            "Write the exact type, such as string in list(string), or leave out `type` to accept every value.",
        ),
    ),
    "Invalid string literal": (
        (
            r"Template sequences",
            "a label must be a literal string: ${…} and %{…} are not allowed in it",
            "Use a dynamic block for labels that are computed, or `$${` for the characters themselves.",
        ),
    ),
    "Unterminated template string": (
        ("", "a string or heredoc is not closed before the end of the file", "Add the closing quote, or a line with only the heredoc's marker."),
    ),
    "Extra characters after interpolation expression": (
        ("", "only one expression is allowed between ${ and }", "If this is meant for a shell or another language, write $${…}, which HCL leaves as it is."),
    ),
    "Invalid escape sequence": (
        (
            rf"The symbol {_QUOTED}",
            'a backslash before "{0}" is not an escape sequence',
            'Write two backslashes for a literal one. Valid sequences are \\n, \\r, \\t, \\", \\\\, \\uXXXX and \\UXXXXXXXX.',
        ),
    ),
    "Root value must be object": (("", "a jobspec in JSON must be an object or a list of objects", ""),),
    "Missing value": (("", "a value is missing: the JSON ends too early", ""),),
    # --- names, types, values
    "Unsupported attribute": (
        (r"This object does not have an attribute named " + _QUOTED, 'this object has no attribute "{0}"', ""),
        (r"Can't access attributes on a primitive-typed value \((.*)\)", "a {0} has no attributes", ""),
    ),
    "Invalid index": (
        (r"The given key does not identify an element in this collection value: (.*)\.$", "the collection has no element with this index: {0}", ""),
        (r"The given key does not", "the collection has no element with this index", ""),
        (r"This value does not have any indices", "this value has no elements, so it cannot be indexed", ""),
    ),
    "Unknown variable": ((rf"There is no variable named {_QUOTED}", 'unknown reference "{0}"', ""),),
    "Variables not allowed": (("", "references are not allowed here; the value must be a literal", ""),),
    "Invalid operand": (
        (r"Unsuitable value for (\w+) operand: (an? \w+) is required", "the {0} operand must be {1}", ""),
        (r"Unsuitable value for (\w+) operand: (\w+) required, but have (\w+)", "the {0} operand must be a {1}, and this is a {2}", ""),
        (r"Unsuitable value for (\w+) operand: (.*)\.$", "invalid {0} operand: {1}", ""),
    ),
    "Operation failed": ((r"Error during operation: (.*)\.$", "this cannot be evaluated: {0}", ""),),
    "Inconsistent conditional result types": ((r".*consistent types\. (.*)\.$", "both results of a condition must have the same type: {0}", ""),),
    "Null condition": (("", "the condition is null, but must be true or false", ""),),
    "Incorrect condition type": (("", "the condition must be true or false", ""),),
    "Invalid template interpolation value": (
        (r"The expression result is null", "null cannot be used in a string", "Set a value, or use coalesce(…) for a fallback."),
        (
            r"Cannot include the given value in a string template: (.*)\.$",
            "this value cannot be used in a string: {0}",
            "Convert it with jsonencode(…) or join(…).",
        ),
    ),
    "Call to unknown function": ((rf"There is no function named {_QUOTED}", "unknown function {0}()", ""),),
    "Not enough function arguments": (
        (rf"Function {_QUOTED} expects (.*) argument\(s\)\. Missing value for {_QUOTED}", "{0}() takes {1} argument(s), and {2} is missing", ""),
    ),
    "Too many function arguments": ((rf"Function {_QUOTED} expects only (\d+)", "{0}() takes at most {1} argument(s)", ""),),
    "Invalid function argument": ((rf"Invalid value for {_QUOTED} parameter: ([\s\S]*?)\.?$", "invalid value for argument {0}: {1}", ""),),
    "Error in function call": ((rf"Call to function {_QUOTED} failed: ([\s\S]*?)\.?$", "{0}() failed: {1}", ""),),
    "Unset variable": (
        ("", "variable {name} has no value and no default", "Set it with --var {name}=…, --var-file FILE or NOMAD_VAR_{name}, or add a default."),
    ),
    "Undefined -var variable": ((rf"A {_QUOTED} variable", "variable {0} is set with --var, but not declared", 'Declare it: `variable "{0}" { … }`.'),),
    "Undefined variable": ((rf"[^\"]*{_QUOTED} variable", "variable {0} is set in a variable file, but not declared", 'Declare it: `variable "{0}" { … }`.'),),
    "Invalid default value for variable": ((r"This default value .* constraint: ([\s\S]*)\.$", "the default does not match the variable's type: {0}", ""),),
    "Invalid value for variable": (
        (
            r"The value for (\S+) is not compatible with the variable's type constraint: ([\s\S]*)\.$",
            "the value of variable {0} does not match its type: {1}",
            "",
        ),
    ),
    "Duplicate variable": ((r"Duplicate (\S+) variable", "variable {0} is declared twice", "Remove one of the two."),),
    "Unsupported argument": ((rf"An argument named {_QUOTED}", 'unknown argument "{0}"', ""),),
    "Unsupported block type": ((rf"Blocks of type {_QUOTED}", 'unknown block "{0}"', ""),),
    "Missing required argument": ((rf"The argument {_QUOTED}", "{0} is missing", ""),),
    "Validation failed": ((r"([\s\S]*?)\n\nThis was checked", "{0}", ""),),
    "Ambiguous attribute key": (("", "this key could be a reference or a name", "Put parentheses around a reference, or quotes around a name."),),
    "Missing job block": (("", "this file has no job block", 'A jobspec has one top-level `job "name" { … }`.'),),
    "Duplicate job block": (("", "this is the second job in the file; only one is allowed", "Move it to its own file."),),
    "Extraneous JSON object property": ((rf"No argument or block type is named {_QUOTED}", 'unknown argument or block "{0}"', ""),),
}

#: summary → patterns for the line of the error, with the place marked by U+0000, and what to do when one matches: habits from other languages.
HABITS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "Invalid character": (
        (
            r".*(?<!\$)\$\{[^}]*\0'",
            "If the text is for another program, write $${…} and HCL leaves it alone; in an HCL expression, use double quotes.",
        ),
        (r".*\0\$\{\s*([\w.]+)\s*\}", 'Write `{0}` alone, or put double quotes around it: "${{0}}".'),
    ),
    "Invalid string literal": (
        (r"\s*job\s.*\0", "Use a literal label, and set `id` or `name` in the job's block: they may have references."),
        (r"\s*(?:variable|locals)\s.*\0", "Use a literal label: the names of variables and locals cannot be computed."),
    ),
    "Invalid template control keyword": ((r".*(?<!%)%\{[^}]*\0", "If the text is for another program, write %%{…} and HCL leaves it alone."),),
    "Argument or block definition required": (
        (r"\s*\0([\w-]+)\s*:", "Use an equals sign instead of the colon: `{0} = …`."),
        (r"\s*\0([\w-]+)(?:\.[\w-]+)+\s*=", 'A name with dots must be a quoted key of a map: `env = { "a.b" = … }`.'),
    ),
    "Invalid block definition": ((r'\s*([\w-]+)\s+("[^"]*")\0?\s*\0?\s*$', "If {0} is an argument, it needs an equals sign: `{0} = {1}`."),),
}
#: Longer lines are not searched for habits.
MAX_LINE: Final = 400


def habit(summary: str, before: str, behind: str) -> str | None:
    """Help for an error whose line, before and after the place, shows a habit from another language."""
    line = f"{before}\0{behind}"
    if len(line) <= MAX_LINE:
        for pattern, help in HABITS.get(summary, ()):
            match = re.match(pattern, line)
            if match is not None:
                values = {str(i): value for i, value in enumerate(match.groups())}
                return re.sub(_HOLE, lambda hole, values=values: values[hole[1]], help)  # type: ignore[misc]
    return None


#: The end of a sentence; full stops in quotes do not end one.
_SENTENCE: Final = r'(?:"[^"\n]*"|[^"])*?[.?!](?=\s+[A-Z"])'
_HOLE: Final = r"\{(\d|name)\}"


def reworded(summary: str, detail: str, rule: str | None = None) -> tuple[str, str | None]:
    """The message and the help for an error of Nomad's. `rule` names the row of the table where the summary varies."""
    name = re.search(_QUOTED, summary)
    for start, message, help in WORDS.get(summary) or WORDS.get(rule or "", ()):
        match = re.match(start, detail)
        if match is not None:
            values = {str(i): value for i, value in enumerate(match.groups())} | {"name": name[1] if name is not None else ""}
            said, advice = (re.sub(_HOLE, lambda hole, values=values: values[hole[1]], words) for words in (message, help))  # type: ignore[misc]
            return said, advice or None
    first = re.match(_SENTENCE, detail)
    if first is None:
        return _uncapital(detail), None
    return _uncapital(first[0]), detail[first.end() :].strip() or None


def _uncapital(sentence: str) -> str:
    """A sentence as the middle of a line: no full stop, no capital unless it is part of the word."""
    sentence = sentence.strip().removesuffix(".")
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
