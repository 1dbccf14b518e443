"""Markdown: what an author writes (`posts`), and the safe part of it that readers write (`comments`)."""
