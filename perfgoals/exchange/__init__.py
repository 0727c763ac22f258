"""What goes in and out: files read into records, records printed into files."""
