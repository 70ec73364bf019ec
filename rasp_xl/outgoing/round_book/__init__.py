"""The round workbook written, a module for each sheet; whole puts them together."""
