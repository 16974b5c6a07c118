"""Pages: reports as HTML, each one file that requests nothing.

`page.py` is the engine: a `Page` (title, sections, findings, drawing, cluster) becomes HTML through one template. Sections are those that become text and
Markdown, so all three have the same figures. A cluster goes into the page as columns of JSON (`cluster_columns.py`), which the page's script lists, filters
and draws. Style and script are the files of `assets/`, put into the page and allowed by their hash alone.
"""
