"""A site as editors see it: diagnostics, completion and hover by the language server protocol."""
