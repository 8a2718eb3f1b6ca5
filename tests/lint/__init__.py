"""Linters, formatters and the type check for scripts, styles and templates."""
