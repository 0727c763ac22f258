"""How fast reading, printing and the list of tables are, each beside a peer in the same run: ``make bench``."""
