"""For forms that are a button only: the key by which a page sent twice is told."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from councilsm.once import NAME

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """The hidden field with a new key: see `councilsm.once`."""
    return format_html('<input type="hidden" name="{}" value="{}">', NAME, uuid4())
