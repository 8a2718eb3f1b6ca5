"""The demonstration: what happens in it is data; how it happens is the newsroom's."""
