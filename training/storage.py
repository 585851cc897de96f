"""How static files are named when served: by content, modules included."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]  # Django's own, untyped


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names for styles, scripts and the modules that scripts import."""

    support_js_module_import_aggregation = True
    # Our own modules only: other people's name packages in comments, and are no modules.
    _js_module_import_aggregation_patterns = ("js/*.js", IMPORTS)
    # A page must not fail because one picture was renamed; the build does (see tests/house).
    manifest_strict = False
