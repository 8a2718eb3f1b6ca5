"""Real servers and tools for the tests: found on this machine, or fetched by exact version into `.cache/`."""
