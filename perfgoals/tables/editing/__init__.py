"""The editor: the official form filled in where it stands, every change saved at once and kept in the history."""
