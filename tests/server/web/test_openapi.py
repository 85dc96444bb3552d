"""The document of the API is made from the declarations, and is sound."""

import re

from jsonschema import Draft202012Validator

from device.live.messages import TOPICS
from device.reps.metrics import METRICS
from device.reps.plan import SetPlan
from server.access.identity import Role
from server.api.table import ROUTES
from server.web.openapi import document
from server.web.schemas import PLAN_FIELDS


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
    schemas = document(ROUTES)["components"]["schemas"]
    for schema in (*schemas.values(), *(r.body for r in ROUTES if r.body)):
        Draft202012Validator.check_schema(schema)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(document(ROUTES))))
    assert references <= set(schemas)
    assert references == set(schemas), "a schema that nobody uses"


def test_a_set_refers_to_its_reps_and_each_metric_says_what_it_means():
    schemas = document(ROUTES)["components"]["schemas"]
    assert schemas["Set"]["properties"]["reps"]["items"] == {"$ref": "#/components/schemas/Rep"}
    for metric in METRICS:
        field = schemas["Rep"]["properties"][metric.name]
        assert metric.meaning in field["description"]
        assert ("null" in field["type"]) == (metric.empty is not None)


def test_every_field_of_every_object_has_its_sentence():
    for name, schema in document(ROUTES)["components"]["schemas"].items():
        assert schema["description"], name
        for field, value in schema["properties"].items():
            assert value["description"].endswith("."), (name, field)


def test_the_stream_names_an_object_for_each_topic_and_for_its_beginning():
    operation = document(ROUTES)["paths"]["/api/v1/stream"]["get"]
    events = operation["responses"]["200"]["content"]["text/event-stream"]["x-events"]
    assert set(events) == {*TOPICS, "state"}


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
