"""Words in, words out: pure functions that need neither an app nor a database."""
