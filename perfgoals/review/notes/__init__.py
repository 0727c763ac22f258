"""What stands around a decision and is none: opinions not given yet, phrases used often, advice of an expert, two tables side by side."""
