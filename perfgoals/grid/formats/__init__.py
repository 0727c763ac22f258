"""One module per file format, each with ``write(grids, ...)`` and, where the format can be read, ``read(data)``."""
