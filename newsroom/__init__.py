"""A digital archive and correction desk for a Chinese-language newspaper."""
