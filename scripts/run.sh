#!/bin/sh
# Runs one of the project's own TypeScript files under the pinned Node: sh scripts/run.sh FILE [WORD ...]
set -eu
ASSAY_HOME=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd)
. "$ASSAY_HOME/scripts/setup.sh"
set_up
file=$1
shift
exec "$ASSAY_NODE" "$ASSAY_HOME/$file" "$@"
