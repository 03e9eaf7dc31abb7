"""Meaning: a vector for every scene and window of speech, and what is near a text or a scene."""
