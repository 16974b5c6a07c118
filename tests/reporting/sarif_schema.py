"""What of SARIF 2.1.0 the reports use, as a JSON Schema: objects are closed, so that a misspelt property is found."""

from __future__ import annotations

from typing import Any


def closed(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


def many(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item, **more}


TEXT = {"type": "string"}
URI = {"type": "string", "pattern": r"^[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*$"}
COUNT = {"type": "integer", "minimum": 0}
FROM_ONE = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = closed("text", text=TEXT)
ARTIFACT = closed("uri", uri=URI, uriBaseId=TEXT)
REGION = closed(
    "startLine startColumn endLine endColumn charOffset charLength",
    startLine=FROM_ONE,
    startColumn=FROM_ONE,
    endLine=FROM_ONE,
    endColumn=FROM_ONE,
    charOffset=COUNT,
    charLength=COUNT,
)
PLACE = closed("artifactLocation region", artifactLocation=ARTIFACT, region=REGION)
LOCATION = closed(
    "physicalLocation",
    id=COUNT,
    message=MESSAGE,
    physicalLocation=PLACE,
    logicalLocations=many(closed("fullyQualifiedName", fullyQualifiedName=TEXT, kind=TEXT)),
)
REPLACEMENT = closed("deletedRegion", deletedRegion=REGION, insertedContent=closed("text", text=TEXT))
FIX = closed(
    "artifactChanges",
    description=MESSAGE,
    artifactChanges=many(closed("artifactLocation replacements", artifactLocation=ARTIFACT, replacements=many(REPLACEMENT, minItems=1)), minItems=1),
)
RESULT = closed(
    "ruleId ruleIndex level message partialFingerprints",
    ruleId=TEXT,
    ruleIndex=COUNT,
    level=LEVEL,
    message=MESSAGE,
    locations=many(LOCATION),
    relatedLocations=many(LOCATION, uniqueItems=True),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    fixes=many(FIX, uniqueItems=True),
)
RULE = closed(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    help=closed("text", text=TEXT, markdown=TEXT),
    defaultConfiguration=closed("level", level=LEVEL),
    properties={"type": "object", "properties": {"tags": many(TEXT, uniqueItems=True), "security-severity": TEXT}},
    helpUri=URI,
)
DRIVER = closed("name", name=TEXT, version=TEXT, semanticVersion=TEXT, informationUri=URI, properties={"type": "object"}, rules=many(RULE, uniqueItems=True))
RUN = closed(
    "tool results",
    tool=closed("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": closed("", description=MESSAGE)},
    results=many(RESULT),
)
SCHEMA = closed("version runs", **{"$schema": URI, "version": {"const": "2.1.0"}, "runs": many(RUN)})
