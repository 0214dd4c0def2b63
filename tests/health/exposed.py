"""The numbers of /metrics."""

from prometheus_client.parser import text_string_to_metric_families

Sample = tuple[str, frozenset[tuple[str, str]]]


def samples(exposition: str) -> dict[Sample, float]:
    """Each sample's value by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
    }


def total(exposition: str, name: str, **labels: str) -> float:
    """The sum of the samples of that name with these labels."""
    return sum(
        value
        for (found, its_labels), value in samples(exposition).items()
        if found == name and its_labels >= labels.items()
    )
