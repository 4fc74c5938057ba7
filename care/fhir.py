"""Answers to measures as HL7 FHIR R4 (4.0.1): QuestionnaireResponse resources in one Bundle.

https://hl7.org/fhir/R4/questionnaireresponse.html: `status` and every item's `linkId` are required;
an answer is one value[x]. https://hl7.org/fhir/R4/bundle.html: `type` is required, and each entry
has a `fullUrl` of its own. Dates are left out: an extension says the day since somebody entered.
The words of items are not in it, since some measures do not allow that; `linkId` names the item.
"""

import json
from collections.abc import Mapping
from typing import Any

from care.forms import Given
from care.measures import Measure

HEAD = '{"resourceType":"Bundle","type":"collection","entry":['
TAIL = "]}"
URN = "urn:pairwell"
DAY_URL = f"{URN}:day-since-entering"
ROLE_URL = f"{URN}:role"


def questionnaire_response(
    measure: Measure,
    given: Mapping[str, Given],
    *,
    uuid: str,
    study_id: str,
    role: str,
    day: int,
    version: int,
) -> dict[str, Any]:
    """One entry of the bundle; own words are never in it."""
    return {
        "fullUrl": f"urn:uuid:{uuid}",
        "resource": {
            "resourceType": "QuestionnaireResponse",
            "id": uuid,
            "extension": [
                {"url": DAY_URL, "valueInteger": day},
                {"url": ROLE_URL, "valueCode": role},
            ],
            "questionnaire": f"{URN}:measure:{measure.code}|{version}",
            "status": "completed",
            "subject": {"identifier": {"system": f"{URN}:study", "value": study_id}},
            "item": _items(measure, given),
        },
    }


def as_text(entry: Mapping[str, Any]) -> str:
    """An entry as it stands in the bundle."""
    return json.dumps(entry, separators=(",", ":"))


def _items(measure: Measure, given: Mapping[str, Given]) -> list[dict[str, Any]]:
    found = []
    for item in measure.items:
        answer = given.get(item.code)
        if item.own_words or answer is None:
            continue
        told: dict[str, Any] = {"linkId": item.code}
        known = {choice.code for choice in item.choices}
        if answer.settled and answer.value is not None and str(answer.value) in known:
            told["answer"] = [_value(measure, item.code, str(answer.value), scale=item.is_scale)]
        found.append(told)
    return found


def _value(measure: Measure, item: str, code: str, *, scale: bool) -> dict[str, Any]:
    if scale:
        return {"valueInteger": int(code)}
    return {"valueCoding": {"system": f"{URN}:measure:{measure.code}:{item}", "code": code}}
