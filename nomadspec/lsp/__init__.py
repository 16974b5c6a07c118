"""The language server, `nomadspec lsp`: what compile, lint and the planner know, as an editor asks for it.

    positions      offsets in a text ↔ an editor's lines and characters (UTF-8, UTF-16, UTF-32)
    documents      the texts that are open, changed piece by piece
    outline        blocks, arguments and what is between them by offset, of texts that parse and of those that do not
    session        what happens to texts and when they are linted
    requests       each request with the function that answers it, from values to values; they are modules of their own
    protocol       the only module that knows the library which speaks JSON-RPC

A repository is untrusted: the server opens no network, loads no plugin and runs no command because of what is in one. A fault in one request is
logged and answered with nothing; the server goes on.
"""
