"""The words under which somebody can be avoided."""

from matching.people import PeerWorker, ServiceUser


def marks(person: ServiceUser | PeerWorker) -> frozenset[str]:
    """Lived experiences by their code, and `trait:value` for every trait that is told."""
    stages = person.stages if isinstance(person, PeerWorker) else {person.stage}
    told = [f"{trait}:{value}" for trait, value in person.traits.items()]
    told += [f"stage:{stage}" for stage in stages if stage]
    return frozenset(told).union(person.experiences)
