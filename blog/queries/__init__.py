"""What pages ask for. Each question costs a fixed number of SQL statements, whatever the number of rows shown."""
