"""The schemas of the API and of the archive."""
