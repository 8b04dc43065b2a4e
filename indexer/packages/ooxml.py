"""What the packages of Office files have in common: relations between parts, and the title."""

from __future__ import annotations

import base64
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

from indexer.packages.parcel import Parcel, parse_xml

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION_ID = f"{RELATIONS}id"
Relations = Mapping[str, Mapping[str, str]]
"""Kind of a relation → its id → name of the part."""
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CORE = "docProps/core.xml"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)")


def part(parcel: Parcel, name: str) -> etree._Element:
    """The root of a part; the names of Strict files are made those of all others.

    Raises:
        DocumentError: there is no such part, or it is not well formed.
    """
    data = parcel.read(name)
    if b"purl.oclc.org" in data:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006", data)
    return parse_xml(data, name)


def packed(data: bytes) -> bytes:
    """A flat package, all parts in one XML file, as the ZIP file that it stands for.

    Raises:
        DocumentError: it is not well formed.
    """
    out = io.BytesIO()
    parts = list(parse_xml(data, "pkg:package").iterchildren(f"{_PACKAGE}part"))
    types = " ".join(element.get(f"{_PACKAGE}contentType") or "" for element in parts)
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", types)
        for element in parts:
            xml = element.find(f"{_PACKAGE}xmlData")
            binary = element.findtext(f"{_PACKAGE}binaryData") or ""
            name = (element.get(f"{_PACKAGE}name") or "").lstrip("/")
            if xml is not None and len(xml):
                made.writestr(name, etree.tostring(xml[0], with_tail=False))
            else:
                made.writestr(name, base64.b64decode(re.sub(r"\s", "", binary) + "=="))
    return out.getvalue()


def main_part(parcel: Parcel) -> str | None:
    """The name of the part that holds the document, None where the package names none."""
    if "_rels/.rels" in parcel:
        for relation in part(parcel, "_rels/.rels").iter(_RELATION):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
    return None


def relations(parcel: Parcel, source: str) -> dict[str, dict[str, str]]:
    """The parts that a part names: kind → relation id → name; what lies outside is left out."""
    folder, name = posixpath.split(source)
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    out: dict[str, dict[str, str]] = {}
    if rels not in parcel:
        return out
    for relation in part(parcel, rels).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
        path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        out.setdefault(kind, {})[relation.get("Id") or target] = posixpath.normpath(path)
    return out


def targets(related: Relations) -> dict[str, str]:
    """The part that each relation id means, of whatever kind."""
    return {id_: name for held in related.values() for id_, name in held.items()}


def title(parcel: Parcel) -> str | None:
    """What the package calls its document, None where it has no name."""
    if _CORE not in parcel:
        return None
    found = part(parcel, _CORE).find(_TITLE)
    return None if found is None else found.text
