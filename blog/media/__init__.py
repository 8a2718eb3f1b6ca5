"""Files: where they are kept, what they are, and the sizes of a picture."""
