"""Data about jobspecs: block types, enums, drivers, attributes, functions. No behaviour."""
