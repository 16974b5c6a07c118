"""The language server, `nomadspec lsp`: the results of compile, lint and the planner for editors.

    running        the two streams, from the first message to the last
    opening        the first messages: an editor connects, opens a text and gets its findings, before the library that answers requests is loaded
    capabilities   what an editor is told that the server can do
    positions      offsets in a text ↔ an editor's lines and characters (UTF-8, UTF-16, UTF-32)
    documents      the texts that are open, changed piece by piece
    outline        blocks, arguments and what is between them by offset, of texts that parse and of those that do not
    session        what happens to texts and when they are linted
    requests       each request with the function that answers it, from values to values; they are modules of their own
    protocol       the only module that uses the JSON-RPC library

A repository is untrusted: its contents cannot make the server open a network connection, load a plugin or run a command. A fault in one request is
logged, its answer is empty, and the server continues.
"""
