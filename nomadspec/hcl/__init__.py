"""The language: lexer, parser, syntax tree, JSON syntax, formatter, and the words for what is wrong with a text."""
