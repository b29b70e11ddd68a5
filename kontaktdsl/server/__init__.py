"""The language server: an editor that thinks along.

One keystroke's way:

    message -> Workspace.change -> Desk -> Analysis -> findings -> message
    edge        workspace           desk    analysis    diagnostics   edge

Every feature is a module with a pure function from an `Analysis` (one version of one document) and
a place to values in the engine's own terms: spans, texts, edits. Only `edge` knows the protocol;
the features run without a server, and without pygls.

What keeps it fast: lines that did not change are not read again (`syntax.reuse`), and an analysis
that a newer version overtakes ends between two checks (`desk`). Requests go before analyses, at the
same places. Everything but the reading of messages happens on one thread, so a version is never
seen half made.
"""
