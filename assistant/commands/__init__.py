"""The commands, a file for each job; assistant/__main__.py puts them together."""
