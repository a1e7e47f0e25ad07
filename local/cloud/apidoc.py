"""
Writes docs/api.md from openapi.yaml: `apidoc.py write openapi.yaml docs/api.md`; with `check`, tells whether it is up to date.

Runs in the SAM CLI's virtual environment, which reads YAML.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

_KEYS = {"administratorKey": "the administrator key", "secretKey": "the project's secret key", "publishableKey": "the project's publishable key"}
_VARIABLES = {"administratorKey": "$ADMIN_KEY", "secretKey": "$SECRET_KEY", "publishableKey": "$PUBLISHABLE_KEY"}
_METHODS = ("get", "post", "put", "patch", "delete", "options", "head")
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_SCHEMAS = "#/components/schemas/"

Node = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Dates stay the text that they are in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main(arguments: list[str]) -> int:
    what, document, page = arguments[0], Path(arguments[1]), Path(arguments[2])
    text = rendered(yaml.load(document.read_text(encoding="utf-8"), _Loader))
    if what == "write":
        page.write_text(text, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != text:
        print(f"{page} does not say what {document} says: make api-docs", file=sys.stderr)
        return 1
    return 0


def rendered(document: Node) -> str:
    """The whole page."""
    operations = [
        (method, path, item[method]) for path, item in document["paths"].items() for method in _METHODS if method in item
    ]
    known = {tag["name"] for tag in document["tags"]}
    for method, path, operation in operations:
        if not known.issuperset(operation["tags"]):
            raise ValueError(f"{_title(method, path)} has a tag that is not described")
    parts = [
        "<!-- Written by make api-docs from openapi.yaml: change that. -->",
        f"# The HTTP API of {document['info']['title']}",
        str(document["info"]["description"]).strip(),
        "The examples are what the tests send; `$BASE_URL`, `$ADMIN_KEY`, `$SECRET_KEY` and `$PUBLISHABLE_KEY` stand for a deployment's and a\n"
        "project's own. This page is made from [openapi.yaml](../openapi.yaml), which is what tools should read.",
    ]
    for tag in document["tags"]:
        of_tag = [operation for operation in operations if tag["name"] in operation[2]["tags"]]
        parts.append(f"**{tag['name'].capitalize()}.** {tag['description']}")
        parts.append("\n".join(f"- [`{_title(method, path)}`](#{_anchor(_title(method, path))}) {operation['summary']}" for method, path, operation in of_tag))
    for tag in document["tags"]:
        parts.append(f"## Operations: {tag['name']}")
        for method, path, operation in operations:
            if tag["name"] in operation["tags"]:
                parts += _operation(method, path, operation)
    parts.append("## Schemas")
    for name, schema in document["components"]["schemas"].items():
        parts += _schema(name, schema)
    return "\n\n".join(parts) + "\n"


def _title(method: str, path: str) -> str:
    return f"{method.upper()} {path}"


def _operation(method: str, path: str, operation: Node) -> list[str]:
    parts = [f"### {_title(method, path)}", f"{operation['summary']}.".replace("..", ".")]
    if "description" in operation:
        parts.append(str(operation["description"]).strip())
    parts.append(f"**Key:** {_keys(operation)}")
    rows = [
        (f"`{it['name']}`", it["in"], _type(it["schema"]), "yes" if it.get("required") else "", _said(it, it["schema"]))
        for it in operation.get("parameters", [])
    ]
    if rows:
        parts.append(_table(("parameter", "in", "type", "required", "meaning"), rows))
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"**Body:** {_type(content['schema'])}, `{media_type}`")
        if "$ref" not in content["schema"]:
            parts += _properties(content["schema"])
    parts.append(_request(method, path, operation))
    parts.append(_table(
        ("answer", "body", "meaning"),
        [(status, _bodies(response), _said(response)) for status, response in sorted(operation["responses"].items())],
    ))
    for status, response in sorted(operation["responses"].items()):
        for media_type, content in response.get("content", {}).items():
            if "example" in content and media_type.endswith("json"):
                parts.append(f"An answer {status}:\n\n```json\n{_json(content['example'])}\n```")
    return parts


def _keys(operation: Node) -> str:
    names = [name for choice in operation.get("security", []) for name in choice]
    return " or ".join(_KEYS[name] for name in names) if names else "none"


def _request(method: str, path: str, operation: Node) -> str:
    """What to type in a shell."""
    variables = [_VARIABLES[name] for choice in operation.get("security", []) for name in choice]
    query = "&".join(f"{it['name']}=…" for it in operation.get("parameters", []) if it["in"] == "query" and it.get("required"))
    url = "$BASE_URL" + re.sub(r"{(\w+)}", r"<\1>", path) + (f"?{query}" if query else "")
    lines = [f'curl -X {method.upper()} "{url}"']
    if variables:
        lines.append(f'-H "Authorization: Bearer {variables[0]}"')
    lines += [f'-H "{it["name"]}: …"' for it in operation.get("parameters", []) if it["in"] == "header" and it.get("required")]
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if media_type == _FORM:
            lines += [f"--data-urlencode '{name}={value}'" for name, value in content["example"].items()]
        else:
            lines.append(f'-H "Content-Type: {media_type}"')
            lines.append("-d '" + _json(content["example"]).replace("'", "'\\''") + "'")
    return "```sh\n" + " \\\n  ".join(lines) + "\n```"


def _bodies(response: Node) -> str:
    return ", ".join(
        _type(content["schema"]) if media_type.endswith("json") else f"`{media_type}`" for media_type, content in response.get("content", {}).items()
    )


def _schema(name: str, schema: Node) -> list[str]:
    parts = [f"### {name}"]
    if "description" in schema:
        parts.append(str(schema["description"]).strip())
    if "properties" in schema:
        parts += _properties(schema)
    else:
        parts.append(_type(schema))
    return parts


def _properties(schema: Node) -> list[str]:
    rows = list(_rows("", schema))
    return [_table(("property", "type", "required", "meaning"), rows)] if rows else []


def _rows(prefix: str, schema: Node) -> list[tuple[str, ...]]:
    """The properties, and those of objects in them that have no name of their own."""
    rows: list[tuple[str, ...]] = []
    for name, property_ in schema.get("properties", {}).items():
        full = f"{prefix}{name}"
        rows.append((f"`{full}`", _type(property_), "yes" if name in schema.get("required", []) else "", _said(property_)))
        inner = property_.get("items", property_)
        rows += _rows(f"{full}[]." if "items" in property_ else f"{full}.", inner)
    return rows


def _type(schema: Node) -> str:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_SCHEMAS)
        return f"[{name}](#{_anchor(name)})"
    for kind, word in (("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")):
        if kind in schema:
            return word.join(_type(choice) for choice in schema[kind])
    if "enum" in schema:
        kind = " or ".join(f"`{value}`" for value in schema["enum"])
    elif schema.get("type") == "array":
        kind = f"list of {_type(schema.get('items', {}))}"
    else:
        kind = str(schema.get("type", "any value"))
        if "format" in schema:
            kind += f" ({schema['format']})"
    return f"{kind} or null" if schema.get("nullable") else kind


def _said(*nodes: Node) -> str:
    """The description, and the bounds of the value."""
    said = [str(node["description"]).strip() for node in nodes if "description" in node][:1]
    for node in nodes:
        said += [f"Default: `{json.dumps(node['default'], ensure_ascii=False)}`."] if "default" in node else []
        said += [f"Pattern: `{node['pattern']}`."] if "pattern" in node else []
        said += [_bounds(node, *bound) for bound in _BOUNDS if bound[0] in node or bound[1] in node]
    return " ".join(said)


_BOUNDS = (("minLength", "maxLength", "characters"), ("minItems", "maxItems", "of them"), ("minimum", "maximum", ""))


def _bounds(node: Node, least: str, most: str, what: str) -> str:
    if least in node and most in node:
        text = f"{node[least]} to {node[most]}"
    else:
        text = f"at least {node[least]}" if least in node else f"at most {node[most]}"
    return f"{text} {what}".strip().capitalize() + "."


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _anchor(title: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _json(value: object) -> str:
    """Short lists and objects on one line, as people write them."""
    return _lines(value, "")


def _lines(value: object, indent: str) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(short) <= 100 and (indent or not isinstance(value, (dict, list))) or not isinstance(value, (dict, list)) or not value:
        return short
    further = indent + "  "
    if isinstance(value, dict):
        inside = [f"{further}{json.dumps(name, ensure_ascii=False)}: {_lines(it, further)}" for name, it in value.items()]
        return "{\n" + ",\n".join(inside) + f"\n{indent}}}"
    return "[\n" + ",\n".join(f"{further}{_lines(it, further)}" for it in value) + f"\n{indent}]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
