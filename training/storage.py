"""How static files are named when served: by content, modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names for styles, scripts and the modules that scripts import."""

    support_js_module_import_aggregation = True
    # A page must not fail because one picture was renamed; the build does (see tests/house).
    manifest_strict = False
