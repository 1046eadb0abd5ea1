#!/bin/sh
# A session that restarts a real kernel: three restarts of a QEMU guest whose root is this machine's, under systemd.
#
#   scripts/reboot-guest.sh LINUX_IMAGE.deb [DIRECTORY]
#
# Wants qemu-system-x86, busybox-static, kmod and e2fsprogs; `apt-get download` fetches the kernel package. The guest sees
# / read-only and writes to a disk image in DIRECTORY, where console.log and result.json are left. No KVM is needed.
set -eu

package=$1
here=$(cd "$(dirname "$0")/.." && pwd)
work=${2:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)

kernel() {
  mkdir -p "$work/kernel"
  dpkg-deb -x "$package" "$work/kernel"
  release=$(ls "$work/kernel/lib/modules")
  depmod -b "$work/kernel" "$release"
}

initrd() {
  root=$work/initrd
  rm -rf "$root"
  mkdir -p "$root/bin" "$root/modules"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for module in virtio_pci 9pnet_virtio 9p overlay virtio_blk ext4; do
    modprobe -d "$work/kernel" -S "$release" --show-depends "$module"
  done | awk '$1 == "insmod" && !seen[$2]++ {print $2}' >"$work/modules"
  while read -r module; do
    cp "$module" "$root/modules/"
    basename "$module" >>"$root/order"
  done <"$work/modules"
  cat >"$root/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /lower /disk /new
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
while read -r module; do /bin/busybox insmod "/modules/$module"; done </order
/bin/busybox mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /lower
/bin/busybox mount -t ext4 /dev/vda /disk
/bin/busybox mount -t overlay -o lowerdir=/lower,upperdir=/disk/upper,workdir=/disk/work overlay /new
/bin/busybox mount --move /proc /new/proc
/bin/busybox mount --move /dev /new/dev
/bin/busybox mount -t sysfs sys /new/sys
/bin/busybox mount -t cgroup2 cgroup2 /new/sys/fs/cgroup
/bin/busybox mount -t tmpfs run /new/run
exec /bin/busybox switch_root /new /lib/systemd/systemd
INIT
  mv "$root/init" "$root/init.tmp" && install -m 755 "$root/init.tmp" "$root/init" && rm "$root/init.tmp"
  ln -s /bin/busybox "$root/bin/sh"
  (cd "$root" && find . | busybox cpio -o -H newc | gzip -1) >"$work/initrd.gz" 2>/dev/null
}

provider() {
  mkdir -p "$1/units"
  printf 'name: guest:reboots\nnamespace: guest\nversion: 1\n' >"$1/provider.yaml"
  cat >"$1/units/all.pxu" <<'UNITS'
unit: test plan
id: reboots
name: Three restarts
include:
 orderly
 power-cut
 unexpected
 after

id: orderly
summary: An orderly restart
flags: simple noreturn
user: root
command: systemctl reboot

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

disk() {
  root=$work/disk
  rm -rf "$root" "$work/disk.img"
  mkdir -p "$root/work" "$root/upper/guest" "$root/upper/etc/systemd/system/multi-user.target.wants"
  provider "$root/upper/guest/provider"
  cat >"$root/upper/guest/begin" <<BEGIN
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
  chmod 755 "$root/upper/guest/begin"
  cat >"$root/upper/etc/systemd/system/guest.service" <<'UNIT'
[Service]
ExecStart=/guest/begin
StandardOutput=journal+console
StandardError=journal+console
UNIT
  ln -s ../guest.service "$root/upper/etc/systemd/system/multi-user.target.wants/guest.service"
  # It would empty this machine's /tmp in the overlay, file by file.
  ln -s /dev/null "$root/upper/etc/systemd/system/systemd-tmpfiles-setup.service"
  mke2fs -q -t ext4 -d "$root" "$work/disk.img" 2G
}

guest() {
  timeout 1500 qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -m 1536 -smp 2 -nodefaults -display none \
    -kernel "$work/kernel/boot/vmlinuz-$release" -initrd "$work/initrd.gz" -serial "file:$work/console.log" \
    -append 'console=ttyS0 quiet systemd.unit=multi-user.target systemd.show_status=no' \
    -fsdev local,id=host,path=/,security_model=none,multidevs=remap,readonly=on -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -drive "file=$work/disk.img,if=virtio,format=raw" -device virtio-rng-pci
}

kernel
initrd
disk
guest
sed -n 's/\r$//; s/^.*begin\[[0-9]*\]: //; /^GUEST-RESULT/,/^GUEST-END/{/^GUEST/!p}' "$work/console.log" >"$work/result.json"
grep -o 'GUEST-BOOTS.*' "$work/console.log"
cat "$work/result.json"
