"""The words under which somebody can be avoided."""

from matching.people import PeerWorker, ServiceUser


def marks(person: ServiceUser | PeerWorker) -> list[str]:
    """Lived experiences by their code, and `trait:value` for every trait that is told."""
    told = [*person.experiences]
    for trait, value in person.traits.items():
        told.append(f"{trait}:{value}")
    if isinstance(person, PeerWorker):
        told += [f"stage:{stage}" for stage in person.stages]
    elif person.stage is not None:
        told.append(f"stage:{person.stage}")
    return told
