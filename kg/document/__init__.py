"""The document: its text, the places of its passages in it, and what each of its units became."""
