"""Forms check, actions save."""

import copy

from django import forms


class CheckForm(forms.ModelForm):
    """A ModelForm that only checks. Writing is the work of the app's actions."""

    def __init__(self, *args, instance=None, **kwargs):
        # ModelForm writes cleaned values onto its instance; the view's object must stay untouched.
        super().__init__(*args, instance=copy.copy(instance), **kwargs)

    def save(self, commit=True):
        raise TypeError("A form never saves: pass cleaned_data to an action.")
