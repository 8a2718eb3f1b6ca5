"""What the product is measured beside: servers that hand the body of a POST to every reader, and nothing else.

None of them is a dependency: each is fetched by exact version into `.cache/bench/` when a run first needs it.
"""
