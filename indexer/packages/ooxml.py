"""What the packages of Office files have in common: relations between parts, and the title."""

from __future__ import annotations

import posixpath

from indexer.packages.parcel import Parcel, parse_xml

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CORE = "docProps/core.xml"


def main_part(parcel: Parcel) -> str | None:
    """The name of the part that holds the document, None where the package names none."""
    if "_rels/.rels" in parcel:
        for relation in parse_xml(parcel.read("_rels/.rels"), "_rels/.rels").iter(_RELATION):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
    return None


def relations(parcel: Parcel, part: str) -> dict[str, dict[str, str]]:
    """The parts that a part names: kind → relation id → name; what lies outside is left out."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    out: dict[str, dict[str, str]] = {}
    if rels not in parcel:
        return out
    for relation in parse_xml(parcel.read(rels), rels).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
        path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        out.setdefault(kind, {})[relation.get("Id") or target] = posixpath.normpath(path)
    return out


def title(parcel: Parcel) -> str | None:
    """What the package calls its document, None where it has no name."""
    if _CORE not in parcel:
        return None
    found = parse_xml(parcel.read(_CORE), _CORE).find(_TITLE)
    return None if found is None else found.text
