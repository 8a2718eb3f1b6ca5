"""Text processing: pure functions that need neither an app nor a database."""
