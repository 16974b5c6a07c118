#!/bin/sh
# What `make demo` shows: each command on the example jobspecs and their cluster. Usage: demo.sh path/to/nomadspec
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

show what-if --state cluster.json --drain node-a1
show what-if --state cluster.json --lose each:node
show what-if --state cluster.json --scale web/app=70 --add 'fit*node-a1'
show capacity --state cluster.json
show capacity report.nomad.hcl --state cluster.json --need 100
show drift web.nomad.hcl --state cluster.json
show test --verbose
show template report.nomad.hcl --task report/render --data ../demo-data/report.data.hcl
show acl explain ../demo-data/deployer.policy.hcl --capability submit-job

report=$(mktemp -d "${TMPDIR:-/tmp}/nomadspec-report.XXXXXX")
show report . --state cluster.json --output "$report"
printf '\nOpen in a browser: %s/index.html\n' "$report"
