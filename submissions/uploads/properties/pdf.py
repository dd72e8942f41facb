"""PDF: the Info dictionary, XMP, names on annotations and signatures, EXIF of pictures."""

from __future__ import annotations

import io
import re
from typing import IO, BinaryIO, Final, cast

import pikepdf
import pypdfium2

from submissions.uploads.properties import images
from submissions.uploads.properties.found import AUTHOR, WORDS, Found

_PRIVATE: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")
_SIGNED: Final = ("/Name", "/Location", "/Reason", "/ContactInfo", "/Cert", "/Prop_Build")
_OWN: Final = ("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", "/PTEX.Fullbanner")
"""What programs say of themselves."""
_XMP_PEOPLE: Final = re.compile(
    r"<(dc:creator|pdfx?:Author|xmpRights:Owner|photoshop:AuthorsPosition)\b[^>]*>(.*?)</\1>", re.S
)
_MARKUP: Final = re.compile(r"<[^<>]*>")
_XMP_BYTES: Final = 64 * 1024
_PAGES: Final = 60


def cleaned(content: bytes) -> bytes:
    """The document without properties and names; pages look the same."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                _bare(each)
        document.remove_unreferenced_resources()
        document.save(target, fix_metadata_version=False, deterministic_id=True)
    return target.getvalue()


def _bare(each: pikepdf.Object) -> None:
    for key in _PRIVATE:
        if key in each:
            del each[key]
    if "/ByteRange" in each or each.get("/Type") == "/Sig":
        for key in _SIGNED:
            if key in each:
                del each[key]
        if "/Contents" in each:
            each["/Contents"] = pikepdf.String("")
    if _is_note(each) and "/T" in each:
        del each["/T"]
    if each.get("/Subtype") == "/Image" and each.get("/Filter") == "/DCTDecode":
        raw = each.read_raw_bytes()
        bare = images.bare_jpeg(raw)
        if bare != raw:
            each.write(bare, filter=pikepdf.Name.DCTDecode)


def _is_note(each: pikepdf.Object) -> bool:
    """An annotation, whose /T is who made it; that of a form's field is the field's name."""
    return "/Rect" in each and "/Subtype" in each and each.get("/Subtype") != "/Widget"


def look(file: IO[bytes], found: Found, where: str = "") -> None:
    """Info, XMP, annotations, names of files inside, and names in the text of the first pages."""
    with pikepdf.open(cast(BinaryIO, file)) as document:
        for key, value in (document.trailer.get("/Info") or {}).items():
            if key not in _OWN:
                what = AUTHOR if key in {"/Author", "/Company", "/Manager"} else WORDS
                found.add(what, value, f"{where}Info")
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                _look(each, found, where)
    file.seek(0)
    found.add_names(_text(file), where or "PDF")


def _look(each: pikepdf.Object, found: Found, where: str) -> None:
    if each.get("/Type") == "/Metadata" and isinstance(each, pikepdf.Stream):
        words = each.read_bytes()[:_XMP_BYTES].decode("utf-8", "replace")
        for _, value in _XMP_PEOPLE.findall(words):
            found.add(AUTHOR, _MARKUP.sub(" ", value), f"{where}XMP")
    if ("/ByteRange" in each or each.get("/Type") == "/Sig") and "/Name" in each:
        found.add(AUTHOR, each["/Name"], f"{where}Signature")
    if _is_note(each) and "/T" in each:
        found.add(AUTHOR, each["/T"], f"{where}Annotation")
    if each.get("/Type") == "/Filespec":
        found.add(WORDS, each.get("/UF") or each.get("/F") or "", f"{where}Attachment")
    if each.get("/Subtype") == "/Image" and each.get("/Filter") == "/DCTDecode":
        images.look(io.BytesIO(each.read_raw_bytes()), found, f"{where}Image")


def _text(file: IO[bytes]) -> str:
    document = pypdfium2.PdfDocument(file.read())
    try:
        pages = [document[number] for number in range(min(len(document), _PAGES))]
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        document.close()
