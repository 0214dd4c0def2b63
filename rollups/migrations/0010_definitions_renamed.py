"""Bridges and functions have other names in the definitions; what is counted is the same.

So the rows that were built by the former text were built by the new one too. Their digests are
replaced, and `migrate` builds nothing anew.
"""

from django.db import migrations

# Name: the digest of the former text, and of the new one.
SAME = {
    "fact conference_fact": (
        "8d81ece5fb81d5133bdcbce109fd9d86",
        "90e044a231e6feb95766372f349be5ae",
    ),
    "fact session_fact": (
        "371080be1d255c357a961f5165d8f037",
        "9bd092a512adacc06ce76313ca30386f",
    ),
    "fact connection_fact": (
        "b17b3a3a806d52343fd4f381a7096b4f",
        "ef3a6c3a11d01537d4a50e7d874afb6f",
    ),
    "fact issue_fact": (
        "f05f85712d1e3c27db5562216d1604ae",
        "0f9a2d7dcd5b2b2dacadaebc4d81560c",
    ),
    "rollup conference_status": (
        "316d25c318ddc45b30e101caa2067180",
        "920ae2291b01ddb815abdc7309c542c4",
    ),
    "rollup conference_duration": (
        "d025cdcf7c713d02538fbdb0f5e93663",
        "7e954c1c1b442015463c790547e2f020",
    ),
    "rollup conference_participants": (
        "e3200560828814012e553a20c035460f",
        "d23bc64b4a175c804fafcf27a7ef2f0c",
    ),
    "rollup issue_code": (
        "5a9645602d8fcd5f740fe2b17564d087",
        "3463ad097f5f7e94aa3fdb81f0cd3924",
    ),
    "rollup issue_code_conferences": (
        "231442a0bca384ddf9624e0e04e23eb3",
        "c444fcfc707e399dd80e7a6e4e089e19",
    ),
    "rollup gum_error": (
        "22cd201d9af8894bbcdb17c44c047cdd",
        "d6c1e7d39884e54fa9fbf028a499257a",
    ),
    "rollup connection_type": (
        "1ef234efa9e59a3d617f5f4d90adebf1",
        "83e24cfeb889e0fa8ee4d6625b831e77",
    ),
    "rollup connection_setup": (
        "d1d50ef921fd930014471e4f036c29e9",
        "e8c178c368f49377713d22c6ed2baae8",
    ),
    "rollup session_browser": (
        "35e0de550853e22e2058ab18d65afd35",
        "439c67c0877f08d298c7d18e127ef7d5",
    ),
    "rollup session_os": (
        "89572fd9966bd7cec901f437fa71385c",
        "d270f17e355a92bd695d63a0cc089fce",
    ),
    "rollup session_country": (
        "a82189ac5aa4cf4ccc69e81ea8c504ed",
        "3113d20bf1c3b30c54542f8270b385f0",
    ),
    "rollup session_city": (
        "c3375087d3147e7c856e0808d7feb1cc",
        "35aae74e6333b4f896672f56f787b917",
    ),
}

REPLACE = "UPDATE rollups.installed SET digest = %s WHERE name = %s AND digest = %s"


class Migration(migrations.Migration):
    dependencies = [("rollups", "0009_missed_changes")]

    operations = [
        migrations.RunSQL(
            [(REPLACE, [new, name, former]) for name, (former, new) in SAME.items()],
            [(REPLACE, [former, name, new]) for name, (former, new) in SAME.items()],
        ),
        migrations.RunSQL(
            "UPDATE rollups.installed SET name = 'functions definitions' WHERE name = 'functions'",
            "UPDATE rollups.installed SET name = 'functions' WHERE name = 'functions definitions'",
        ),
    ]
