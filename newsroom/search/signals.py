"""What happens by itself: index work is picked up when the transaction that asked for it commits."""


def connect() -> None: ...
