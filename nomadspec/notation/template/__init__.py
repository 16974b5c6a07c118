"""Task templates: the text/template language with the functions of consul-template.

    parse(text, left, right) -> Template        raises TemplateError: Nomad's words and line
    dependencies(template) -> [Dependency]      what it reads: keys, services, secrets, variables, environment, files

Nothing is executed here: what is only wrong when a template runs (a wrong number of arguments, a missing template) parses.
"""

from nomadspec.notation.template.nodes import Template
from nomadspec.notation.template.parser import TemplateError, parse
from nomadspec.notation.template.reads import Dependency, dependencies

__all__ = ["Dependency", "Template", "TemplateError", "dependencies", "parse"]
