#!/usr/bin/env python3
# A provider as Checkbox has them: read like any other, never run.
from plainbox.provider_manager import N_, setup

setup(
    name='com.example:sample-checkbox',
    namespace="com.example.checkbox",
    version='1.0',
    description=N_("Parts of \"providers\" that the other sample lacks"),
    gettext_domain='sample_checkbox',
)
