"""The document of the API is made from the declarations, and is sound."""

import re

import pytest
from jsonschema import Draft202012Validator

from device.objects.sets import PlanObject, SetObject
from device.objects.stream import StateMessage
from device.reps.plan import SetPlan
from server.access.identity import Role
from server.api.table import ROUTES
from server.web.openapi import document
from server.web.schemas import COMPONENTS, PLAN_FIELDS


def test_every_documented_route_is_there_with_its_role_and_its_errors():
    paths = document(ROUTES)["paths"]
    for route in ROUTES:
        if not route.documented:
            continue
        address = re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", route.path)
        operation = paths[address][route.method.lower()]
        assert operation["summary"]
        assert ("security" in operation) == (route.role > Role.VIEWER)
        assert str(int(route.status)) in operation["responses"]


def test_operations_have_names_of_their_own():
    paths = document(ROUTES)["paths"]
    names = [operation["operationId"] for item in paths.values() for operation in item.values()]
    assert len(names) == len(set(names))


def test_every_schema_is_valid_and_every_reference_leads_somewhere():
    for schema in (*COMPONENTS.values(), *(r.body for r in ROUTES if r.body)):
        Draft202012Validator.check_schema(schema)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(document(ROUTES))))
    assert references <= set(COMPONENTS)
    assert references | {"Problem"} == set(COMPONENTS), "a schema that nobody uses"


@pytest.mark.parametrize(
    ("component", "message", "optional"),
    [
        ("Plan", PlanObject, set()),
        ("Set", SetObject, set()),
        ("State", StateMessage, {"v", "run", "seq", "t_ns"}),
    ],
)
def test_schemas_name_the_fields_of_the_messages(component, message, optional):
    ours = set(COMPONENTS[component]["properties"]) - {"device_online", "role"}
    assert ours <= set(message.__annotations__) | ours & optional
    assert set(message.__required_keys__) - optional <= ours


def test_what_a_plan_takes_is_what_a_plan_is():
    assert set(PLAN_FIELDS) == set(SetPlan.__dataclass_fields__) - {"reference_rom_m"}


def test_the_documents_and_docs_name_the_same_addresses():
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs" / "live.md").read_text()
    for route in ROUTES:
        if route.documented:
            address = re.sub(r"<[^>]*>", "<id>", route.path)
            step = re.sub(r"calibration/\w+$", "calibration/<step>", address)
            assert {address, step} & set(re.findall(r"/[\w./<>-]*", text)), address
