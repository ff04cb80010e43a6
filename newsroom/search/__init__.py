"""Finding: analysis, index, engine, facets, highlighting, and the proof that the index agrees with the database.

Read from the bottom up:

- Chinese text, without Django: folding, analysis (lookalikes: newsroom.language).
- The index, made of Whoosh's segments and of arrays beside them, the only place that knows Whoosh: schema, analyzer,
  codec, pool, arrays, segments, postings, view, writer.
- A search tree, and what answers it: nodes, query, matching, ranking, facets, spelling, highlight.
- All of that as a Haystack engine, for any Haystack project: lookups, results, engine.
- The newsroom's articles in the index: documents, vocabulary, outbox, rebuilding, health, signals.
- What readers ask, through Haystack: params, filters, nearest, labels, related, archive.
"""
