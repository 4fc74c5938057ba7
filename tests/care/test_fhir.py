"""FHIR R4: the fields that the specification requires, and nothing that tells who somebody is.

Cardinalities as on https://hl7.org/fhir/R4/questionnaireresponse.html and bundle.html (4.0.1).
"""

import json
import re

import pytest

from care.fhir import HEAD, TAIL, as_text, questionnaire_response
from care.forms import Given
from care.measures import all_measures, measure

STATUSES = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
FIELDS = {"resourceType", "id", "extension", "questionnaire", "status", "subject", "item"}
UUID = "6f7c7f3e-1f0a-4d3e-9a3b-0d5f5f1e2a3b"


def entry_of(found, given):
    return questionnaire_response(
        found, given, uuid=UUID, study_id="a" * 16, role="service_user", day=16, version=1
    )


def answers_to(found):
    """The first answer to every item, or own words."""
    return {
        item.code: Given(item.choices[0].code if item.choices else "canary own words", settled=True)
        for item in found.items
    }


def check_response(resource):
    assert resource["resourceType"] == "QuestionnaireResponse"
    assert set(resource) <= FIELDS
    assert resource["status"] in STATUSES  # 1..1, required binding
    assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", resource["id"])
    assert re.fullmatch(r"\S+\|\d+", resource["questionnaire"])  # canonical
    assert set(resource["subject"]) <= {"identifier", "display", "type", "reference"}
    for extension in resource["extension"]:
        assert extension["url"]  # 1..1
        assert len([key for key in extension if key.startswith("value")]) == 1
    for item in resource["item"]:
        assert item["linkId"]  # 1..1
        for answer in item.get("answer", []):
            ((kind, value),) = answer.items()  # one value[x]
            if kind == "valueInteger":
                assert type(value) is int
            else:
                assert kind == "valueCoding"
                assert value["system"]
                assert value["code"]


@pytest.mark.parametrize("found", all_measures(), ids=lambda one: one.code)
def test_answers_to_every_measure_have_what_is_required(found):
    entry = entry_of(found, answers_to(found))
    assert entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}"
    check_response(entry["resource"])
    assert "canary" not in json.dumps(entry)


def test_a_skipped_item_has_no_answer_and_no_date_is_told():
    who5 = measure("who5")
    codes = [item.code for item in who5.items]
    given = {codes[0]: Given("3", settled=True), codes[1]: Given(None, settled=True)}
    resource = entry_of(who5, given)["resource"]
    assert resource["item"] == [
        {"linkId": codes[0], "answer": [{"valueInteger": 3}]},
        {"linkId": codes[1]},
    ]
    assert "authored" not in resource


def test_entries_make_a_bundle():
    one = as_text(entry_of(measure("who5"), {}))
    bundle = json.loads(f"{HEAD}{one},{one}{TAIL}")
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    assert [set(entry) for entry in bundle["entry"]] == [{"fullUrl", "resource"}] * 2
