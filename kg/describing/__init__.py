"""Describing: what the graph says of one thing, for people."""
