"""A letter and an envelope become a composed message."""

from services.notifications.adapters.composing.composed import Composed, Envelope, Rendered
from services.notifications.adapters.composing.letter import Letter
from services.notifications.adapters.composing.rendering import Rendering


def compose(letter: Letter, envelope: Envelope) -> tuple[Composed, str]:
    """The message, and the version of what it is made of; the same for the same arguments.

    Raises TemplateMistake.
    """
    rendering = Rendering(letter)
    rendered = Rendered(
        subject=rendering.subject,
        text=rendering.text(),
        html=rendering.html(),
        code=rendering.code,
    )
    return Composed(envelope, rendered, letter.attached), rendering.version
