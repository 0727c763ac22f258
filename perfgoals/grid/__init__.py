"""Printed grids: cells with spans, their geometry, and the formats that write and read them.

Pure Python: no Django and no word of the domain in here.
"""
