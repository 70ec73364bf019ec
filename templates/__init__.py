"""The question set and the pages, shipped as files."""
