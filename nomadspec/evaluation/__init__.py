"""From syntax to values: expressions, operators, functions, variables, locals; an unknown value is one of them."""
