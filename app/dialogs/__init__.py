"""Dialogs: each asks one thing, and nothing is guessed where it is not known."""
