"""Every field that leaves or enters as JSON, declared once: for the API's answers and for the archive's visit.json."""
