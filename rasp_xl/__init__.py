"""Readiness assessment for councils that share a service, from Excel template to scored workbook."""

__version__ = "0.1.0"
__all__ = ["__version__"]
