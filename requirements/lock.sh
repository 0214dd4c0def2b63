# Pin the dependencies that pyproject.toml names. Versions that are pinned stay, unless a line says
# otherwise. Needs uv. Usage: sh requirements/lock.sh [--upgrade-package NAME | --upgrade]
set -eu
cd "$(dirname "$0")/.."

lock() {
    name=$1
    shift
    uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command 'sh requirements/lock.sh' -o "requirements/$name.txt" "$@"
}

lock base --python-version 3.11 pyproject.toml "$@"
lock dev --python-version 3.11 pyproject.toml --group dev "$@"
lock node --python-version 3.11 --group node "$@"
# Only the programs in these packages are used. Their own Python code needs 3.12, or setuptools.
lock redis-6 --python-version 3.11 --no-deps --group redis-6 "$@"
for major in 15 16 17; do
    lock "postgresql-$major" --python-version 3.12 --group "postgresql-$major" "$@"
done
