"""A model of many processes, fed with what `tests.bench` measured of one: how late readers are, and what holds them up.

`python -m tests.bench.scale` plays it. Where each number comes from, `costs` says; what is assumed, `Assumed` in
`world` says.
"""
