"""Bridges and functions have other names in the definitions; what is counted is the same.

So the rows that were built by the former text were built by the new one too. Their digests are
replaced, and `migrate` builds nothing anew.
"""

from django.db import migrations

# Name: the digest of the former text, and of the new one.
SAME = {
    "fact conference_fact": (
        "8d81ece5fb81d5133bdcbce109fd9d86",
        "8be8b481edb052c7086d2d53aa6ff7a7",
    ),
    "fact session_fact": (
        "371080be1d255c357a961f5165d8f037",
        "aa0f1deda27fbe5564e936d9cece0086",
    ),
    "fact connection_fact": (
        "b17b3a3a806d52343fd4f381a7096b4f",
        "07e3cf2a1c89e88460b3dba371c565a6",
    ),
    "fact issue_fact": (
        "f05f85712d1e3c27db5562216d1604ae",
        "6f6d99fba3767972fcf5ec8025243ba9",
    ),
    "rollup conference_status": (
        "316d25c318ddc45b30e101caa2067180",
        "178213efe0a99cd1cee56ef6bfc50938",
    ),
    "rollup conference_duration": (
        "d025cdcf7c713d02538fbdb0f5e93663",
        "cb55b28d8b777ac05a721ee63dc0a7ac",
    ),
    "rollup conference_participants": (
        "e3200560828814012e553a20c035460f",
        "71fdcc0dc5cc1740a22849414bb9009e",
    ),
    "rollup issue_code": (
        "5a9645602d8fcd5f740fe2b17564d087",
        "7ed16417f0ba52dc9d57b6edcb6dfca5",
    ),
    "rollup issue_code_conferences": (
        "231442a0bca384ddf9624e0e04e23eb3",
        "a807211fa3f1e8385ca40c6949a70c8b",
    ),
    "rollup gum_error": (
        "22cd201d9af8894bbcdb17c44c047cdd",
        "8afafa670e44595a23adc9ff53adea2c",
    ),
    "rollup connection_type": (
        "1ef234efa9e59a3d617f5f4d90adebf1",
        "0760bd52dfaa65924aa9f80f401dcb72",
    ),
    "rollup connection_setup": (
        "d1d50ef921fd930014471e4f036c29e9",
        "e646fb9039ead43a2b43fac5f73e6754",
    ),
    "rollup session_browser": (
        "35e0de550853e22e2058ab18d65afd35",
        "749323f59f7536de2aeb9094094123d4",
    ),
    "rollup session_os": (
        "89572fd9966bd7cec901f437fa71385c",
        "6eca10fd90f99743295d4065d556ad25",
    ),
    "rollup session_country": (
        "a82189ac5aa4cf4ccc69e81ea8c504ed",
        "64dd964e0570a105eb49339e6fe4b924",
    ),
    "rollup session_city": (
        "c3375087d3147e7c856e0808d7feb1cc",
        "d75c170370b9196dddf7c0826d0cdfe2",
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
