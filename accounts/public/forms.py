"""What residents are asked."""

from django import forms


class CheckForm(forms.Form):
    account = forms.CharField(
        label="Link or name of the account",
        help_text="Copy the link from your browser or app, or type the name, for example "
        "@townhall. One at a time",
        error_messages={"required": "Paste the link, or type the name, of the account"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
