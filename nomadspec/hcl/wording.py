"""Errors in plain words: from Nomad's text, "Summary; detail", a sentence that says what is wrong and another that says what to do.

Nomad's text stays with the diagnostic as `nomad`; what people read first is made here. A row of `WORDS` is a pattern for the detail, the
message and the help; groups of the pattern stand in both as `{0}`, `{1}`. A text without a row loses its summary: the first sentence of the
detail is the message, the rest the help. Loaded when something is wrong, never before.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    Row = tuple[str, str, str]

_VALUE: Final = "A value is a string in double quotes, a number, true, false, null, a list `[…]`, a map `{…}`, a reference or a function call."
_BLOCK: Final = 'A block is `type "label" {`, its items on lines of their own, and `}`.'
_ITEM: Final = 'An item is `name = value`, or `type "label" {` with its `}` on a line of its own.'
_ONE_LINE: Final = "Write the block over several lines, one argument on each."
_QUOTED: Final = r'"((?:[^"\\]|\\.)*)"'

#: summary → rows, of which the first that matches the start of the detail counts. An empty help: what is left of Nomad's own.
WORDS: Final[dict[str, tuple[Row, ...]]] = {
    # --- syntax
    "Argument or block definition required": (
        (r".*To set an argument", "an equals sign and a value are missing, or the block's brace", _ITEM),
        ("", "expected an argument or a block here", _ITEM),
    ),
    "Invalid expression": ((r"Expected the start of an expression", "expected a value here, and this does not begin one", _VALUE),),
    "Missing expression": (("", "a value is missing here", _VALUE),),
    "Invalid character": (
        (r"Single quotes", "strings stand in double quotes, not in single ones", "Write \"…\" in place of '…'."),
        (
            r'"Curly',
            "strings stand in straight double quotes, not in curly ones",
            'Replace the character by a straight ". Word processors and chats put curly ones in.',
        ),
        (r"This character", "this character means nothing in HCL", ""),
        (r'The ";"', "arguments end with a line, not with a semicolon", "Put each argument on a line of its own; items of a list are separated by commas."),
    ),
    "Invalid multi-line string": (
        ("", "this string is not closed on its line", 'Add the closing quote; for text of several lines use "\\n" or a heredoc (<<EOF … EOF).'),
    ),
    "Invalid argument name": (
        ("", "the name of an argument stands without quotes", 'Remove them. A name that needs quotes stands in a map only: `env = { "a b" = "c" }`.'),
    ),
    "Unclosed configuration block": (("", "this block is never closed", "Add the missing `}`; braces further down may be out of step, too."),),
    "Attribute redefined": ((rf"The argument {_QUOTED}", "{0} is set twice in this block", "Remove one of the two."),),
    "Missing newline after argument": (
        ("", "something follows the value of an argument on its line", "Put it on a line of its own, or join it to the value with an operator."),
    ),
    "Unexpected comma after argument": (("", "arguments of a block are separated by lines, not by commas", "Remove the comma, and start a new line."),),
    "Invalid block definition": (
        (r"Either a quoted", 'expected a label in quotes or the "{" that opens the block', _BLOCK),
        ("", 'the "{" of a block stands on the same line as its name', _BLOCK),
    ),
    "Invalid single-argument block definition": (
        (r"An argument definition on the same line", "a block that begins with an argument on its first line has to end on that line", _ONE_LINE),
        ("", "a block on one line holds one argument, and this is more", _ONE_LINE),
    ),
    "Argument definition required": (
        (
            r".*define argument " + _QUOTED,
            "a block on one line holds one argument and no blocks",
            f"{_ONE_LINE[:-1]}; if {{0}} is an argument, it needs an equals sign.",
        ),
        ("", "a block on one line holds one argument and no blocks", _ONE_LINE),
    ),
    "Missing newline after block definition": (("", 'something follows the "}" of a block on its line', "Put it on a line of its own."),),
    "Missing item separator": (("", "a comma is missing between two items, or the bracket that closes the list", ""),),
    "Missing argument separator": (("", "a comma is missing between two arguments of the call, or its closing parenthesis", ""),),
    "Missing attribute separator": (("", "a comma or a new line is missing between two entries of the map, or its closing brace", ""),),
    "Missing key/value separator": (("", "an equals sign is missing between the key of the map and its value", ""),),
    "Invalid character encoding": (("", "this is no UTF-8", "Save the file as UTF-8."),),
    "Invalid attribute name": (("", "a name is missing after the dot", ""),),
    "Invalid string literal": (
        (
            r"Template sequences",
            "a label is plain text: ${…} and %{…} are not allowed in it",
            "Use a dynamic block for labels that are worked out, or `$${` for the characters themselves.",
        ),
    ),
    "Unterminated template string": (
        ("", "a string or heredoc is still open at the end of the file", "Add the closing quote, or a line that holds the heredoc's marker alone."),
    ),
    "Extra characters after interpolation expression": (
        ("", "only one value fits between ${ and }", "If the text is for a shell or another language, write $${…} and HCL leaves it alone."),
    ),
    "Invalid escape sequence": (
        (
            rf"The symbol {_QUOTED}",
            'a backslash before "{0}" means nothing',
            'Write two backslashes for one; known are \\n, \\r, \\t, \\", \\\\, \\uXXXX and \\UXXXXXXXX.',
        ),
    ),
    "Root value must be object": (("", "a jobspec in JSON is an object, or a list of objects", ""),),
    "Missing value": (("", "the JSON ends too early: a value is missing", ""),),
    # --- names, types, values
    "Unsupported attribute": (
        (r"This object does not have an attribute named " + _QUOTED, 'there is no "{0}" in this object', ""),
        (r"Can't access attributes on a primitive-typed value \((.*)\)", "a {0} has no attributes", ""),
    ),
    "Invalid index": (
        (r"The given key does not identify an element in this collection value: (.*)\.$", "nothing has this index in the collection: {0}", ""),
        (r"The given key does not", "nothing has this index in the collection", ""),
        (r"This value does not have any indices", "this value has no elements to choose from", ""),
    ),
    "Unknown variable": ((rf"There is no variable named {_QUOTED}", 'there is no "{0}" to refer to', ""),),
    "Variables not allowed": (("", "a reference is not allowed here: the value has to be written out", ""),),
    "Invalid operand": (
        (r"Unsuitable value for (\w+) operand: (an? \w+) is required", "the {0} operand must be {1}", ""),
        (r"Unsuitable value for (\w+) operand: (\w+) required, but have (\w+)", "the {0} operand must be a {1}, and this is a {2}", ""),
        (r"Unsuitable value for (\w+) operand: (.*)\.$", "the {0} operand does not suit: {1}", ""),
    ),
    "Operation failed": ((r"Error during operation: (.*)\.$", "this cannot be worked out: {0}", ""),),
    "Inconsistent conditional result types": ((r".*consistent types\. (.*)\.$", "both results of a condition have to be of one type: {0}", ""),),
    "Null condition": (("", "the condition is null, and has to be true or false", ""),),
    "Incorrect condition type": (("", "the condition has to be true or false", ""),),
    "Invalid template interpolation value": (
        (r"The expression result is null", "null cannot be put into a text", "Give it a value, or choose one with coalesce(…)."),
        (
            r"Cannot include the given value in a string template: (.*)\.$",
            "this value cannot be put into a text: {0}",
            "Use jsonencode(…) or join(…) to make text of it.",
        ),
    ),
    "Call to unknown function": ((rf"There is no function named {_QUOTED}", "there is no function {0}()", ""),),
    "Not enough function arguments": (
        (rf"Function {_QUOTED} expects (.*) argument\(s\)\. Missing value for {_QUOTED}", "{0}() takes {1} argument(s), and {2} is missing", ""),
    ),
    "Too many function arguments": ((rf"Function {_QUOTED} expects only (\d+)", "{0}() takes no more than {1} argument(s)", ""),),
    "Invalid function argument": ((rf"Invalid value for {_QUOTED} parameter: ([\s\S]*?)\.?$", "the argument {0} does not suit: {1}", ""),),
    "Error in function call": ((rf"Call to function {_QUOTED} failed: ([\s\S]*?)\.?$", "{0}() failed: {1}", ""),),
    "Unset variable": (
        ("", "variable {name} has no value and no default", "Give one with --var {name}=…, --var-file FILE or NOMAD_VAR_{name}, or write a default."),
    ),
    "Undefined -var variable": ((rf"A {_QUOTED} variable", "no variable {0} is declared, and --var gives it a value", 'Declare it: `variable "{0}" { … }`.'),),
    "Undefined variable": (
        (rf"[^\"]*{_QUOTED} variable", "no variable {0} is declared, and a var file gives it a value", 'Declare it: `variable "{0}" { … }`.'),
    ),
    "Invalid default value for variable": ((r"This default value .* constraint: ([\s\S]*)\.$", "the default does not suit the variable's type: {0}", ""),),
    "Invalid value for variable": (
        (
            r"The value for (\S+) is not compatible with the variable's type constraint: ([\s\S]*)\.$",
            "the value given for variable {0} does not suit its type: {1}",
            "",
        ),
    ),
    "Duplicate variable": ((r"Duplicate (\S+) variable", "variable {0} is declared twice", "Remove one of the two."),),
    "Unsupported argument": ((rf"An argument named {_QUOTED}", 'there is no argument "{0}" here', ""),),
    "Unsupported block type": ((rf"Blocks of type {_QUOTED}", 'there is no block "{0}" here', ""),),
    "Missing required argument": ((rf"The argument {_QUOTED}", "{0} is missing", ""),),
    "Validation failed": ((r"([\s\S]*?)\n\nThis was checked", "{0}", ""),),
    "Ambiguous attribute key": (("", "this key could be a reference or a name", "Put a reference in parentheses, a name in quotes."),),
    "Missing job block": (("", "there is no job in this file", 'A jobspec has one `job "name" { … }` at the top.'),),
    "Duplicate job block": (("", "a file holds one job, and this is a second one", "Put it into a file of its own."),),
    "Extraneous JSON object property": ((rf"No argument or block type is named {_QUOTED}", 'there is no argument or block "{0}" here', ""),),
}

#: summary → patterns for the line of the error, with the place marked by U+0000, and what to do when one matches: habits from elsewhere.
HABITS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "Invalid character": ((r".*\0\$\{\s*([\w.]+)\s*\}", 'Write `{0}` alone, or put the whole into double quotes: "${{0}}".'),),
    "Argument or block definition required": (
        (r"\s*\0([\w-]+)\s*:", "HCL has an equals sign, no colon: `{0} = …`."),
        (r"\s*\0([\w-]+)(?:\.[\w-]+)+\s*=", 'A name with dots stands in quotes, in a map: `env = { "a.b" = … }`.'),
    ),
    "Invalid block definition": ((r'\s*([\w-]+)\s+("[^"]*")\0?\s*\0?\s*$', "If {0} is an argument, it needs an equals sign: `{0} = {1}`."),),
}
#: A longer line is not looked at for habits.
MAX_LINE: Final = 400


def habit(summary: str, before: str, behind: str) -> str | None:
    """What to do about an error whose line, up to the place and from it on, shows where the writer comes from."""
    line = f"{before}\0{behind}"
    if len(line) <= MAX_LINE:
        for pattern, help in HABITS.get(summary, ()):
            match = re.match(pattern, line)
            if match is not None:
                values = {str(i): value for i, value in enumerate(match.groups())}
                return re.sub(_HOLE, lambda hole, values=values: values[hole[1]], help)  # type: ignore[misc]
    return None


#: The end of a sentence; what stands in quotes has none.
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
