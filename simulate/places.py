"""Where people are: regions with office hours, countries, and cities with coordinates."""

from typing import NamedTuple

from simulate.chance import Weighted


class City(NamedTuple):
    country: str
    region: str
    name: str
    latitude: float
    longitude: float


class Region(NamedTuple):
    """A part of the world with similar office hours."""

    name: str
    share: float  # of all conferences
    utc_offset: float  # hours
    cities: Weighted[City]


EUROPE = Region(
    "europe",
    0.52,
    1,
    Weighted(
        [
            (City("DE", "BE", "Berlin", 52.52, 13.405), 12),
            (City("DE", "BY", "Munich", 48.1374, 11.5755), 8),
            (City("DE", "HH", "Hamburg", 53.5507, 9.993), 6),
            (City("DE", "HE", "Frankfurt am Main", 50.1155, 8.6842), 6),
            (City("GB", "ENG", "London", 51.5085, -0.1257), 13),
            (City("GB", "ENG", "Manchester", 53.4809, -2.2374), 4),
            (City("FR", "IDF", "Paris", 48.8534, 2.3488), 9),
            (City("FR", "ARA", "Lyon", 45.7485, 4.8467), 3),
            (City("NL", "NH", "Amsterdam", 52.374, 4.8897), 6),
            (City("ES", "MD", "Madrid", 40.4165, -3.7026), 5),
            (City("ES", "CT", "Barcelona", 41.3888, 2.159), 4),
            (City("IT", "25", "Milan", 45.4643, 9.1895), 5),
            (City("IT", "62", "Rome", 41.8919, 12.5113), 3),
            (City("PL", "MZ", "Warsaw", 52.2298, 21.0118), 5),
            (City("RO", "B", "Bucharest", 44.4323, 26.1063), 4),
            (City("SE", "AB", "Stockholm", 59.3294, 18.0687), 3),
            (City("CH", "ZH", "Zurich", 47.3667, 8.55), 3),
            (City("AT", "9", "Vienna", 48.2085, 16.3721), 3),
            (City("IE", "L", "Dublin", 53.3331, -6.2489), 2),
            (City("CZ", "10", "Prague", 50.088, 14.4208), 2),
            (City("PT", "11", "Lisbon", 38.7167, -9.1333), 2),
            (City("NG", "LA", "Lagos", 6.4541, 3.3947), 2),
            (City("ZA", "GP", "Johannesburg", -26.2023, 28.0436), 2),
        ]
    ),
)
AMERICAS = Region(
    "americas",
    0.33,
    -5,
    Weighted(
        [
            (City("US", "NY", "New York", 40.7143, -74.006), 14),
            (City("US", "CA", "San Francisco", 37.7749, -122.4194), 10),
            (City("US", "IL", "Chicago", 41.85, -87.65), 8),
            (City("US", "TX", "Austin", 30.2672, -97.7431), 7),
            (City("US", "WA", "Seattle", 47.6062, -122.3321), 6),
            (City("CA", "ON", "Toronto", 43.7001, -79.4163), 6),
            (City("CA", "ON", "London", 42.9834, -81.233), 2),  # Britain has a London too
            (City("BR", "SP", "São Paulo", -23.5475, -46.6361), 7),
            (City("MX", "CMX", "Mexico City", 19.4285, -99.1277), 4),
            (City("AR", "C", "Buenos Aires", -34.6132, -58.3772), 3),
            (City("CO", "DC", "Bogotá", 4.6097, -74.0817), 2),
        ]
    ),
)
ASIA = Region(
    "asia",
    0.15,
    5.5,
    Weighted(
        [
            (City("IN", "KA", "Bengaluru", 12.9719, 77.5937), 12),
            (City("IN", "MH", "Mumbai", 19.0728, 72.8826), 8),
            (City("IN", "DL", "Delhi", 28.652, 77.2315), 6),
            (City("JP", "13", "Tokyo", 35.6895, 139.6917), 5),
            (City("SG", "01", "Singapore", 1.2897, 103.8501), 4),
            (City("AU", "NSW", "Sydney", -33.8679, 151.2073), 4),
            (City("KR", "11", "Seoul", 37.566, 126.9784), 3),
            (City("AE", "DU", "Dubai", 25.0772, 55.3093), 2),
        ]
    ),
)

REGIONS = (EUROPE, AMERICAS, ASIA)
