"""Pages of the tables: one file per group of addresses."""
