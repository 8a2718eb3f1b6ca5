"""What `flask check` looks at. Each check yields its findings; one that fails is a finding, too."""
