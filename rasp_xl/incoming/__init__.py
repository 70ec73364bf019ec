"""A folder comes back: is it safe, what does it say, is it right, which file counts."""
