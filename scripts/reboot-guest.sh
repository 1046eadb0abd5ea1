#!/bin/sh
# A session that restarts a real kernel: four restarts of a QEMU guest.
#
#   scripts/reboot-guest.sh LINUX_IMAGE.deb [DIRECTORY]
set -eu
. "$(dirname "$0")/guest.sh"

units() {
  cat <<'UNITS'
unit: test plan
id: reboots
name: Four restarts
setup_include:
 prepared
include:
 orderly
 power-cut
 unexpected
 after

unit: setup job
id: prepared
summary: A restart before there is a plan
flags: simple noreturn
user: root
command: systemctl reboot

id: orderly
summary: An orderly restart, which ends the command that waits for it
flags: simple noreturn
user: root
command: systemctl reboot; sleep 600

id: power-cut
summary: A restart that gives nobody time to save
flags: simple noreturn
user: root
depends: orderly
command: echo b > /proc/sysrq-trigger

id: unexpected
summary: A job during which the machine restarts, the first time
flags: simple
user: root
depends: power-cut
command: test -e /guest/seen || { touch /guest/seen; sync; echo b > /proc/sysrq-trigger; sleep 600; }

id: after
summary: What comes after them
flags: simple
depends: unexpected
command: cat /proc/sys/kernel/random/boot_id
UNITS
}

begin() {
  cat <<BEGIN
#!/bin/sh
# Only the first boot begins the session; systemd goes on with it after the others.
export ASSAY_STATE_DIR=/guest/state HOME=/root
cat /proc/sys/kernel/random/boot_id >>/guest/boots
if [ ! -e /guest/begun ]; then
  touch /guest/begun
  $here/assay autoresume enable
  exec $here/assay --provider /guest/provider run reboots
fi
for try in \$(seq 300); do
  sleep 2
  $here/assay sessions list --json >/guest/listed || continue
  grep -q '"state": *"finished"' /guest/listed || continue
  echo "GUEST-BOOTS \$(wc -l </guest/boots)"
  echo GUEST-RESULT; $here/assay sessions show --json; echo GUEST-END
  systemctl poweroff
  exit
done
BEGIN
}

run_guest
