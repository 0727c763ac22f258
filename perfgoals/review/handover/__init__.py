"""工作移交: what a person holds, and all of it given to another in one act."""
