"""The round workbook read back, a module for each sheet; whole puts them together."""
