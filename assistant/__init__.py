"""Common Ground: cited answers about who said, signed and proposed what on AI safety."""
