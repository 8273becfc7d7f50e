"""What a check says when something does not hold."""

from collections.abc import Iterable


class Wrong(Exception):
    """Something that must hold does not; `about` are ids whose streams tell how it came."""

    def __init__(self, rule: str, sentence: str, about: Iterable[str] = ()) -> None:
        self.rule, self.sentence = rule, sentence
        self.about = tuple(about)
        super().__init__(f"{rule}: {sentence}")


def must(holds: bool, rule: str, sentence: str, *about: str) -> None:
    """Raises Wrong unless `holds`."""
    if not holds:
        raise Wrong(rule, sentence, about)
