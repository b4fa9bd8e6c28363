"""Two cases from real life, as they were announced: a partnership programme, and two cities that learn."""

from dataclasses import dataclass

# The partnership programme of 2016: who called, who chose, and the cities of the first batch.
PROGRAMME = "City Partnership Program"
RUN_BY = "World Bank Tokyo Development Learning Center, Government of Japan"
ACTIVITIES = ("conference", "study tour", "peer workshop", "benchmarking", "site visit")
CRITERIA = {"Identified good practices": 3, "Themes that match demand": 2, "Ways to share experience": 1}
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Applicant:
    """A city of the first batch, and the person who answers for it."""

    city: str
    themes: tuple[str, ...]
    points: tuple[int, ...]

    @property
    def mail(self) -> str:
        """Return the address of who answers for the city."""
        return f"international@{self.city.lower()}.example"

    @property
    def presenter(self) -> str:
        """Return the address of who presents."""
        return f"presenter@{self.city.lower()}.example"

    @property
    def title(self) -> str:
        """Return the title of its presentation."""
        return f"What {self.city} learned"


FIRST_BATCH = (
    Applicant("Kitakyushu", ("green growth", "environmental protection"), (5, 5, 4)),
    Applicant("Kobe", ("seismic risk management", "ICT"), (5, 4, 4)),
    Applicant("Toyama", ("compact city development",), (4, 4, 5)),
    Applicant("Yokohama", ("smart city development",), (4, 3, 4)),
)
REVIEWERS = {
    "Ana Ramos": "World Bank",
    "Ben Okafor": "World Bank",
    "Chie Mori": "Japan International Cooperation Agency",
}


def address_of(name: str) -> str:
    """Return the mail address of a member of the committee."""
    return f"{name.split()[0].lower()}@committee.example"


@dataclass(frozen=True)
class Host:
    """One of the two cities that learn from each other."""

    name: str
    country: str
    zone: str
    ja: str = ""


# A workshop of two hosts.
LEARNING = "City-to-city learning between Sendai and Ulaanbaatar"
HOSTS = (
    Host("Sendai City", "JP", "Asia/Tokyo", "仙台市"),
    Host("Ulaanbaatar City", "MN", "Asia/Ulaanbaatar"),
)
SUPPORTERS = (
    ("UNDRR Office in Incheon", "KR", "Asia/Seoul"),
    ("UNDRR Kobe Office", "JP", "Asia/Tokyo"),
)
LEARNING_THEMES = (
    "Planning and Investment",
    "Early Warning and Training",
    "Emergency Command Center Operations",
)
FRAMEWORK = (
    "A workshop of Making Cities Resilient 2030, towards target E of the Sendai Framework for Disaster Risk "
    "Reduction: local strategies in line with national ones."
)
PARTICIPANTS = "Government officials and disaster management experts of both cities"
DELIVERABLE = "Good practices shared between the two cities"
RECORD = (
    "Did the framework change your activities, and how?",
    "What led you to this commitment?",
    "What was your position before it?",
)
