"""The offline file: a workbook to fill in without a connection, and what came of it compared three ways when it comes back."""
