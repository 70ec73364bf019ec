"""The workbook that goes out."""
