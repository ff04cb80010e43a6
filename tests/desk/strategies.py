"""Random article texts for property tests."""

from hypothesis import strategies as st

from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from newsroom.models import Byline

words = st.text("雪山河〇·“” 　\n", max_size=12)
names = st.sampled_from(["石福云", "石榴云", "王浩", "古扎丽·阿布都热西提", "古扎丽•阿布都热西提", "王　　浩"])


@st.composite
def snapshots(draw):
    positions = draw(st.lists(st.integers(1, 4), unique=True, max_size=3))
    return Snapshot(
        **{part: draw(words) for part in ("kicker", "headline", "subhead", "dateline", "body")},
        photos=tuple(PhotoText(position, draw(words), draw(words)) for position in sorted(positions)),
        bylines=tuple(
            BylineText(
                name=draw(names),
                role=draw(st.sampled_from(["", *Byline.Role.values])),
                affiliation=draw(words),
                as_printed=draw(words),
                photo=draw(st.sampled_from([None, *positions])),
            )
            for _ in range(draw(st.integers(0, 4)))
        ),
    )
