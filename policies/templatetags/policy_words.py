"""How policies are put into words on a page."""

from django import template

from policies.dates import in_words

register = template.Library()

register.filter("stated", in_words)
