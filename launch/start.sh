# Makes .venv from requirements/dev.txt, then becomes `python -m launch ARGUMENTS`, or, if the first
# is `bench`, `python -m benchmark` with the others. ./run, ./test and ./bench run it in the folder
# that holds them.
set -eu

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# All tests run on 3.11, and parts of them on 3.13. A name on PATH may be no Python that works
# (pyenv's shims), and Debian's cannot make a venv without the package python3-venv.
find_python() {
    for name in python3.11 python3.13 python3.12 python3.14 python3 python; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "No Python 3.11 or newer that can make a virtual environment was found on PATH." \
        "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), then try again."
}

# What .venv was made for: this folder, whose path is in its scripts, and these packages.
wanted() {
    pwd
    cat requirements/dev.txt
}

begun_here() {
    [ "$(head -n 1 .venv/installed 2>/dev/null)" = "$(pwd)" ] &&
        .venv/bin/python -m pip --version >/dev/null 2>&1
}

if ! [ -x .venv/bin/python ] || ! wanted | cmp -s - .venv/installed; then
    if ! begun_here; then
        python=$(find_python)
        echo "Making .venv with $("$python" --version) ..."
        "$python" -m venv --clear .venv
        pwd >.venv/installed
    fi
    echo "Installing Python packages (once) ..."
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --root-user-action=ignore --require-hashes -r requirements/dev.txt ||
        fail "The packages of requirements/dev.txt could not be installed: see above."
    wanted >.venv/installed
fi

if [ "$1" = bench ]; then
    shift
    exec .venv/bin/python -m benchmark "$@"
fi
exec .venv/bin/python -m launch "$@"
