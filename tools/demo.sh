#!/bin/sh
# What `make demo` shows: lint, compile and plan on the example jobspecs. Usage: demo.sh path/to/nomadspec
set -u
tool=$1
cd "$(dirname "$0")/../fixtures/demo" || exit 1
case $tool in /*) ;; *) tool="$OLDPWD/$tool" ;; esac

show() {
    printf '\n$ nomadspec %s\n' "$*"
    "$tool" "$@"
    printf '(exit status %s)\n' "$?"
}

show --version
show lint broken.nomad.hcl
show lint report.nomad.hcl
show lint web.nomad.hcl
show fmt --check .
printf '\n$ nomadspec compile web.nomad.hcl | head -n 12\n'
"$tool" compile web.nomad.hcl | head -n 12
show plan web.nomad.hcl
show plan --state cluster.json web.nomad.hcl

report=$(mktemp -d "${TMPDIR:-/tmp}/nomadspec-report.XXXXXX")
show report . --state cluster.json --output "$report"
printf '\nOpen in a browser: %s/index.html\n' "$report"
