# A QEMU guest whose root is this machine's, under systemd, for scripts that say what is run in it. They define
#   units   the provider's units
#   begin   a program that every boot starts; what it prints between GUEST-RESULT and GUEST-END is the result
# and call run_guest. Arguments: LINUX_IMAGE.deb [DIRECTORY].
#
# Wants qemu-system-x86, busybox-static, kmod and e2fsprogs; `apt-get download` fetches the kernel package. The guest sees
# / read-only and writes to a disk image in DIRECTORY, where console.log and result.json are left. No KVM is needed.

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

disk() {
  root=$work/disk
  rm -rf "$root" "$work/disk.img"
  mkdir -p "$root/work" "$root/upper/guest" "$root/upper/etc/systemd/system/multi-user.target.wants"
  mkdir -p "$root/upper/guest/provider/units"
  printf 'name: guest:guest\nnamespace: guest\nversion: 1\n' >"$root/upper/guest/provider/provider.yaml"
  units >"$root/upper/guest/provider/units/all.pxu"
  begin >"$root/upper/guest/begin"
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
  timeout 1500 qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -m "${memory:-1536}" -smp 2 -nodefaults -display none \
    -kernel "$work/kernel/boot/vmlinuz-$release" -initrd "$work/initrd.gz" -serial "file:$work/console.log" \
    -append 'console=ttyS0 quiet systemd.unit=multi-user.target systemd.show_status=no' \
    -fsdev local,id=host,path=/,security_model=none,multidevs=remap,readonly=on -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -drive "file=$work/disk.img,if=virtio,format=raw" -device virtio-rng-pci
}

run_guest() {
  kernel
  initrd
  disk
  guest
  sed -n 's/\r$//; s/^.*begin\[[0-9]*\]: //; /^GUEST-RESULT/,/^GUEST-END/{/^GUEST/!p}' "$work/console.log" >"$work/result.json"
  grep -oE 'GUEST-(BOOTS|EXIT) [0-9]+' "$work/console.log"
  cat "$work/result.json"
}
