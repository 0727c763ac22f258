"""The rounds of a year: set, opened late, how far the units are in them, 一上 and 二上 side by side."""
