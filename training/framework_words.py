"""The framework's sentences that trainees meet and that we say more plainly in Chinese.

Nothing imports this: the catalogue of this package comes before Django's, and its words are collected from here.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
)
