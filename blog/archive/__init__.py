"""Archives a visit as static files. `export` writes the pages, `document` the JSON, `reading` loads it again."""
