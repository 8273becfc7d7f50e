"""Pages: routes, templates, catalogues of words, and what the browser is given beside them."""
