"""A site kept warm: what a build knows, in memory, brought up to date by what changes. Only its cache is written."""
