"""The road of a table from its author to 批复: states and acts as data, decisions that happen once, points of a return, the log."""
