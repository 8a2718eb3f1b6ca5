"""Backup and restore of a SQLite database, also while a server uses it.

New files are written under a temporary name in the target's folder, verified and synced to disk; a single rename then
puts them in place.
"""
