"""Explaining: proofs as people read them, each asserted triple with its place in the files and in the text."""
