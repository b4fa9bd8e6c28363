"""What a letter that cannot be written raises."""

from jinja2 import TemplateError

from webinars.domain.errors import Refusal

# A template that fails, a value that is not there or makes no sense, a rule that says no: that letter alone.
# Anything else is a mistake in the program and may end the process.
UNWRITABLE = (TemplateError, ValueError, LookupError, Refusal)
