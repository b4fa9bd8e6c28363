"""Cities that are the same to the planner, counted as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from webinars.domain.planner.problems import Attend, PlanCity


@dataclass(frozen=True, slots=True)
class Group:
    """Cities of the same zone, hours and absences; *city* is one of them."""

    city: PlanCity
    names: tuple[str, ...]

    @property
    def attends_all(self) -> bool:
        """Say whether its cities attend every part."""
        return self.city.attend is Attend.ALL


def groups_of(cities: Sequence[PlanCity]) -> tuple[Group, ...]:
    """Return the groups of *cities*, in the order of their first."""
    found: dict[object, list[PlanCity]] = {}
    for city in cities:
        found.setdefault(city.ways, []).append(city)
    return tuple(Group(same[0], tuple(city.name for city in same)) for same in found.values())
