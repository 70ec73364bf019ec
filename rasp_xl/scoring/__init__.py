"""Arithmetic only; knows no file and no cell."""
