"""Task drivers and security."""
