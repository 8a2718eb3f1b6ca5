"""The demonstration: a visit told in TOML, and performed through the newsroom."""
