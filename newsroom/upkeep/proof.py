"""What an archive says of itself: every revision and every source carries the hash of what it holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Revision, SourceText

AT_A_TIME = 200


@dataclass
class Proof:
    """How many revisions and sources were found to hold what their hashes say, and the first that did not."""

    revisions: int = 0
    sources: int = 0
    broken: str = ""


def prove(alias: str) -> Proof:
    """Hashes every revision and every source again. The database must have the newest tables."""
    proof = Proof()
    kept = Revision.objects.using(alias).order_by("pk").values_list("article_id", "number", "snapshot", "sha256")
    for article, number, snapshot, sha256 in kept.iterator(chunk_size=AT_A_TIME):
        if Snapshot.from_json(snapshot).sha256 != sha256:
            proof.broken = proof.broken or f"revision {number} of article {article}"
        proof.revisions += 1
    sources = SourceText.objects.using(alias).order_by("pk").values_list("pk", "data", "sha256")
    for key, data, sha256 in sources.iterator(chunk_size=AT_A_TIME // 10):
        if hashlib.sha256(bytes(data)).hexdigest() != sha256:
            proof.broken = proof.broken or f"source {key}"
        proof.sources += 1
    return proof
