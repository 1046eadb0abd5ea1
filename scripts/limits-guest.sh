#!/bin/sh
# Jobs that take all memory and all processes, in control groups of their own that a real kernel counts and limits.
#
#   scripts/limits-guest.sh LINUX_IMAGE.deb [DIRECTORY]
set -eu
. "$(dirname "$0")/guest.sh"
memory=3072

units() {
  cat <<'UNITS'
unit: test plan
id: limits
name: All there is
include:
 hog
 hog-within
 bomb
 after

id: hog
summary: Memory without end
flags: simple
command: tail /dev/zero

id: hog-within
summary: A program of the job is ended, and the job goes on
flags: simple
after: hog
command: tail /dev/zero; echo "it ended with $?"

id: bomb
summary: Processes without end
flags: simple
timeout: 60
after: hog-within
command: bomb() { bomb | bomb & }; bomb; sleep 600

id: after
summary: What comes after them
flags: simple
after: bomb
command: true
UNITS
}

begin() {
  cat <<BEGIN
#!/bin/sh
export ASSAY_STATE_DIR=/guest/state HOME=/root
# A unit of its own, so that the groups are made where Assay is alone.
systemd-run --quiet --pipe --wait -p Delegate=yes -p TasksMax=infinity -E ASSAY_STATE_DIR -E HOME \\
  $here/assay --provider /guest/provider run limits -v
echo "GUEST-EXIT \$?"
echo GUEST-RESULT; $here/assay sessions show --json; echo GUEST-END
systemctl poweroff
BEGIN
}

run_guest
