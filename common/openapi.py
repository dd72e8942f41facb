"""Finishes the OpenAPI document that drf-spectacular makes from the serializers.

Holds only what the generator cannot know; never describes an endpoint.
"""

from typing import Any


def answers_are_complete(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Marks every property of an answer as present: we never leave one out, we send null.

    The generator takes "may be left out of the request" for "may be missing in the answer".
    Components that end with Request are what clients send; they stay as they are.
    """
    for name, schema in _objects(result):
        if not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])
    return result


def bodies_are_closed(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Says of every shape that clients send that it takes no further member (see `Strict`)."""
    for name, schema in _objects(result):
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    return result


def _objects(result: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, schema)
        for name, schema in result["components"]["schemas"].items()
        if schema.get("type") == "object" and "properties" in schema
    ]
