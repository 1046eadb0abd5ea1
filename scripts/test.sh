#!/bin/sh
# `npm test`: sets up like ./assay, then lint, types and tests. Words after `npm test --` go to the test runner.
set -eu
ASSAY_HOME=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd)
. "$ASSAY_HOME/scripts/setup.sh"
set_up
cd "$ASSAY_HOME"
PATH=$(dirname "$ASSAY_NODE"):$ASSAY_HOME/node_modules/.bin:$PATH
export PATH
echo '== lint'
biome check --error-on-warnings
echo '== types'
tsc
echo '== tests'
vitest run "$@"
