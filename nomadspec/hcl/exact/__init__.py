"""The exact parser: what is wrong with a text, said where and as Nomad says it.

Valid texts are parsed by the tables that `grammar/hcl.lark` is compiled to. Only a text those refuse comes here, where it is
read once more token by token, so that every error has the place and words Nomad gives it, and as much of the tree as can be
read is still built. After the first error Nomad keeps mostly silent (`recovering`); `parse` then goes on by itself.

Each module reads one part of the language and knows only those below it: characters, reader, templates, expressions, bodies; `parse` is the way in.
A test holds this parser and the tables to the same verdict and the same tree.
"""
