"""Compile the grammars to the literal tables that the parsers drive: `python -m tools.generate_tables [--check]`.

Lark builds the LALR table; two rewritings make it shorter to walk, without changing what is accepted or built. Both concern unit
rules, `a: b` with nothing to build:

- a token that can only be the whole of a unit rule goes at once where the rule's result would go;
- in a state where the next token makes a unit rule be followed by another one, whatever came before, the last one is written.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: Grammar → the module with its tables.
GRAMMARS = {
    ROOT / "grammar" / "hcl.lark": ROOT / "nomadspec" / "_generated" / "hcl_tables.py",
    ROOT / "grammar" / "hcl1.lark": ROOT / "nomadspec" / "_generated" / "hcl_v1_tables.py",
}
GRAMMAR = ROOT / "grammar" / "hcl.lark"

HEAD = '''"""The parser's tables, generated from grammar/{grammar} by `python -m tools.generate_tables`; not to be edited.

ACTIONS[state][terminal]: n >= 0 goes to state n; n < 0 reduces by RULES[-1 - n]. GOTO[state][nonterminal]: the state behind it.
RULES: (nonterminal, how many symbols, name of what is built; "" passes the only symbol on). The first state is 0.
"""

'''

Action = dict[str, int]


def lark_parser(grammar: Path = GRAMMAR) -> Any:
    """Stock Lark over the grammar, with a lexer that is never used."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        def __init__(self, _conf: object) -> None:
            pass

        def lex(self, _state: object, _parser_state: object) -> Iterator[Any]:
            return iter(())

    return Lark(grammar.read_text(encoding="utf-8"), parser="lalr", lexer=NoLexer, keep_all_tokens=True, maybe_placeholders=False)


def compile_grammar(grammar: Path = GRAMMAR) -> tuple[list[Action], list[Action], list[tuple[str, int, str]]]:
    """ACTIONS, GOTO and RULES as `tables.py` holds them."""
    lark = lark_parser(grammar)
    table = lark.parser.parser._parse_table
    rules = [(str(r.origin.name), len(r.expansion), str(r.alias or "")) for r in lark.rules]
    number = {rule: n for n, rule in enumerate(lark.rules)}
    terminals = {str(t.name) for t in lark.terminals} | {"$END"} | set(map(str, lark.ignore_tokens))
    terminals |= {str(s.name) for rule in lark.rules for s in rule.expansion if s.is_term}
    start = table.start_states["start"]
    order = [start] + sorted(s for s in table.states if s != start)
    renamed = {state: n for n, state in enumerate(order)}
    actions: list[Action] = []
    goto: list[Action] = []
    for state in order:
        here: Action = {}
        behind: Action = {}
        for symbol, (kind, target) in sorted(table.states[state].items()):
            name = str(symbol)
            if kind.name == "Reduce":
                here[name] = -1 - number[target]
            elif name in terminals:
                here[name] = renamed[target]
            else:
                behind[name] = renamed[target]
        actions.append(here)
        goto.append(behind)
    skip_unit_tokens(actions, goto, rules)
    join_unit_rules(actions, goto, rules)
    return drop_unused(actions, goto, rules)


def is_unit(rules: list[tuple[str, int, str]], action: int) -> bool:
    return action < 0 and rules[-1 - action][1:] == (1, "")


def skip_unit_tokens(actions: list[Action], goto: list[Action], rules: list[tuple[str, int, str]]) -> None:
    changed = True
    while changed:
        changed = False
        for state, here in enumerate(actions):
            for terminal, target in here.items():
                if target < 0:
                    continue
                behind = set(actions[target].values())
                if len(behind) == 1 and not goto[target] and is_unit(rules, only := behind.pop()):
                    here[terminal] = goto[state][rules[-1 - only][0]]
                    changed = True


def join_unit_rules(actions: list[Action], goto: list[Action], rules: list[tuple[str, int, str]]) -> None:
    before: dict[int, set[int]] = defaultdict(set)
    for state, (here, behind) in enumerate(zip(actions, goto, strict=True)):
        for target in [*here.values(), *behind.values()]:
            if target >= 0:
                before[target].add(state)
    changed = True
    while changed:
        changed = False
        for state, here in enumerate(actions):
            for terminal, action in here.items():
                if not is_unit(rules, action) or not before[state]:
                    continue
                name = rules[-1 - action][0]
                following = {actions[goto[p][name]].get(terminal) if name in goto[p] else None for p in before[state]}
                if len(following) != 1:
                    continue
                only = following.pop()
                if only is not None and only != action and is_unit(rules, only):
                    here[terminal] = only
                    changed = True


def drop_unused(actions: list[Action], goto: list[Action], rules: list[tuple[str, int, str]]) -> tuple[list[Action], list[Action], list[tuple[str, int, str]]]:
    """Only the states that can still be reached, numbered anew."""
    reached = [0]
    seen = {0}
    for state in reached:
        for target in [*actions[state].values(), *goto[state].values()]:
            if target >= 0 and target not in seen:
                seen.add(target)
                reached.append(target)
    renamed = {state: n for n, state in enumerate(reached)}

    def rename(row: Action) -> Action:
        return {symbol: renamed[target] if target >= 0 else target for symbol, target in row.items()}

    return [rename(actions[s]) for s in reached], [rename(goto[s]) for s in reached], rules


def text(grammar: Path = GRAMMAR) -> str:
    """The text of the tables module."""
    actions, goto, rules = compile_grammar(grammar)
    out = [HEAD.replace("{grammar}", grammar.name)]
    for name, kind, rows in (
        ("ACTIONS", "list[dict[str, int]]", actions),
        ("GOTO", "list[dict[str, int]]", goto),
        ("RULES", "list[tuple[str, int, str]]", rules),
    ):
        out.append(f"{name}: {kind} = [\n")
        out.extend(f"    {row!r},\n" for row in rows)
        out.append("]\n")
    return "".join(out)


def main() -> int:
    stale = 0
    for grammar, tables in GRAMMARS.items():
        wanted = text(grammar)
        if "--check" not in sys.argv[1:]:
            tables.write_text(wanted, encoding="utf-8")
        elif tables.read_text(encoding="utf-8") != wanted:
            print(f"{tables.relative_to(ROOT)} differs from grammar/{grammar.name}; run python -m tools.generate_tables", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
