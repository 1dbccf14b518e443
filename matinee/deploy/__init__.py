"""A built site goes to the host that its author has: only what changed, never half, and nothing that is private."""
