"""送审包: what a unit reports together in a round: checked, reported in one act, printed, and its stamped page kept."""
