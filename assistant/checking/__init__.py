"""A claim, or a whole draft, judged against the sources."""
