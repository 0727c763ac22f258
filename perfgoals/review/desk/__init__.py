"""The reviewer's desk: what waits for a person, one table after the other, and many passed at once."""
