"""Finding: analysis, index, engine, facets, highlighting, and the proof that the index agrees with the database."""
