"""Asking: the library of questions and any query, their answers, and where the text says what they say."""
