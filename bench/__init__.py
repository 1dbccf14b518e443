"""Benchmarks: the same film blog built by Matinee and by other generators. How to run them is in CONTRIBUTING.md."""
