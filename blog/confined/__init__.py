"""Programs that open what strangers made, each in a process with limits and without secrets."""
