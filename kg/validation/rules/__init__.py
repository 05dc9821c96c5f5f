"""Rules in Python on terms, names, words and passages: a module for each kind, facts in and findings out."""
