"""Rendering: contents and a template in, one PDF out; the same bytes every time.

Pure: no models, no database, no clock, no network, no files but the shipped fonts.
"""

from certificates.rendering.content import CertificateContent, Run
from certificates.rendering.pdf import Page, merge, pages, render, single, single_from
from certificates.rendering.template import (
    Decision,
    Signer,
    TemplateDefinition,
    TemplateFault,
    TemplateInvalid,
)

__all__ = [
    "CertificateContent",
    "Decision",
    "Page",
    "Run",
    "Signer",
    "TemplateDefinition",
    "TemplateFault",
    "TemplateInvalid",
    "merge",
    "pages",
    "render",
    "single",
    "single_from",
]
