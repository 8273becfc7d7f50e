"""What every page is made of is read when the console starts, and not by who asks first."""

from services.console.web.rendering import Renderer


def test_all_templates_are_there_once_it_is_prepared() -> None:
    renderer = Renderer()
    renderer.prepare()
    templates = renderer._templates
    assert templates.cache is not None
    read = {name for _, name in templates.cache}
    assert read == set(templates.list_templates()) > {"debtor.html"}
