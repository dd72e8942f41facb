"""Rendering: contents and a template in, one PDF out; the same bytes every time.

Pure: no models, no database, no clock, no network, no files but the shipped fonts and templates.
"""

from certificates.rendering.content import CertificateContent, Run
from certificates.rendering.designs import pale
from certificates.rendering.pdf import Page, merge, pages, render, single, single_from
from certificates.rendering.pictures import clean_png, digests
from certificates.rendering.template import (
    Decision,
    Rule,
    Signer,
    TemplateDefinition,
    TemplateFault,
    TemplateInvalid,
)

__all__ = [
    "CertificateContent",
    "Decision",
    "Page",
    "Rule",
    "Run",
    "Signer",
    "TemplateDefinition",
    "TemplateFault",
    "TemplateInvalid",
    "clean_png",
    "digests",
    "merge",
    "pages",
    "pale",
    "render",
    "single",
    "single_from",
]
