"""Read-only queries. Each runs a fixed number of SQL statements, however many rows it returns."""
