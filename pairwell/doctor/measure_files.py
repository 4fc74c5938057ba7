"""A programme's own measures: each of its files can be used, and says by whose leave."""

from care.measures import Measure
from care.measures.own import own_measures
from care.packs import PackRefused
from pairwell.doctor.check import Check, broken, good
from pairwell.settings import Settings


def check_measure_files(settings: Settings) -> list[Check]:
    """Every file with its permission, or each mistake by file and line; nothing without files."""
    try:
        found = own_measures(settings.programmes_dir)
    except PackRefused as refused:
        return [broken("measures", str(problem)) for problem in refused.problems]
    return [good("measures", f"{one.title}: {_permission(one)}") for one in found]


def _permission(measure: Measure) -> str:
    return f"{measure.licence.notice} ({measure.licence.source})."
