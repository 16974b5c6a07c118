"""Task templates: their text, what they read, where they write."""
