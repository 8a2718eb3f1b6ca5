"""A SQLite database becomes a copy while it is in use, and a copy becomes the database again.

What is made lies under another name, beside its place, until it is proven and safe on the disk; then one rename
puts it there.
"""
