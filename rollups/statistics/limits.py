"""How long the lists of answers are, so that an answer is small whatever clients write.

A dashboard has 50,000 bytes of JSON at most. 300 cities with names of usual length take 27,700 of
them, and 90 days, the buckets and the key figures 9,000. The other lists share 13,100. A name has
up to 64 characters, and a character takes up to six bytes. So these lists are limited in bytes too.
The first entry of a list always fits. Cities have no limit in bytes: there are always 300.
"""

from rollups.statistics.common import Limit

BROWSERS = Limit(entries=20, size=2_800)  # with their versions
SYSTEMS = Limit(entries=15, size=2_200)  # with their versions
VERSIONS = Limit(entries=10, size=420)  # of one browser or operating system
COUNTRIES = Limit(entries=120, size=3_000)
CITIES = Limit(entries=300, size=None)
ISSUE_CODES = Limit(entries=20, size=1_600)
GUM_ERRORS = Limit(entries=20, size=2_000)
PARTICIPANTS = Limit(entries=40, size=1_500)  # numbers of participants

FILTER_VALUES = Limit(entries=300, size=12_000)  # of one dimension: an answer has four
