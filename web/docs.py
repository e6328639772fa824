"""The page of the interface, made from its OpenAPI document: readable without JavaScript."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from web.policy import everyone, person_of
from web.render import page

router = APIRouter(dependencies=[Depends(everyone)], include_in_schema=False)


@router.get("/api/docs")
def documentation(request: Request) -> HTMLResponse:
    request.state.person = person_of(request)
    return page(request, "schnittstelle.html", operations=operations(request.app.openapi()))


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation with its parameters, bodies and answers, in the document's order."""
    return [
        {
            "id": f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
            "method": method.upper(),
            "path": path,
            "text": one.get("description") or one.get("summary", ""),
            "parameters": one.get("parameters", []),
            "bodies": [(kind, _shape(body.get("schema", {}), document)) for kind, body in _content(one).items()],
            "answers": [(status, _answer(answer, document)) for status, answer in sorted(one["responses"].items())],
        }
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]


def _content(operation: dict[str, Any]) -> dict[str, Any]:
    return operation.get("requestBody", {}).get("content", {})


def _answer(answer: dict[str, Any], document: dict[str, Any]) -> str:
    schemas = [_name(body.get("schema", {})) for body in answer.get("content", {}).values()]
    return ", ".join(filter(None, schemas)) or answer.get("description", "")


def _name(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"Liste von {_name(schema.get('items', {}))}"
    if "anyOf" in schema:
        return " oder ".join(dict.fromkeys(_name(one) or one.get("type", "") for one in schema["anyOf"]))
    return schema.get("type", "")


def _shape(schema: dict[str, Any], document: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """The fields of a body: name, type, whether it must be there."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][_name(schema)]
    required = schema.get("required", [])
    return [(name, _name(one), name in required) for name, one in schema.get("properties", {}).items()]
