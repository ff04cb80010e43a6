"""``make bench-search`` (SIZE=1k, 10k, 100k): our engine, Haystack's stock Whoosh engine, tantivy where installed."""
