"""The official forms: the record, its layouts as data, printing it and reading it back. Pure Python, no Django."""
