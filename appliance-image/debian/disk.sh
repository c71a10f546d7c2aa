#!/usr/bin/env bash
# A disk that boots from the stand-in's root: disk.sh ROOT-ARCHIVE BUILD-KEY.pub DISK.qcow2
# No loop device and no mount, so that it runs in a container as well. It lets the owner of BUILD-KEY in as root, for the
# provisioning alone: provision/99-clean-up.sh takes that away.
set -euo pipefail

archive=$1 key=$2 disk=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "$(dirname "$disk")/disk.XXXXXX")
trap 'rm -rf "$work"' EXIT

# in mebibytes; the data partition takes the rest
size=20480 esp_at=1 esp=63 root_at=64 root=3072
data_at=$((root_at + root))
data=$((size - data_at - 1))

tree=$work/root
mkdir -p "$tree" && chmod 755 "$tree"
tar xf "$archive" -C "$tree" --numeric-owner
mkdir -p "$tree/data" "$tree/root/.ssh" "$tree/var/db" "$tree/usr/local/etc/server-migration-connector" "$tree/var/log"
cat >"$tree/etc/fstab" <<'TEXT'
# settings, state and logs lie on a partition of their own
LABEL=connector-root  /       ext4  defaults,noatime,errors=remount-ro  0 1
LABEL=connector-data  /data   ext4  defaults,noatime,nodev,nosuid,x-systemd.device-timeout=0       0 2
/data/db              /var/db none  bind,nosuid,nodev                    0 0
/data/log             /var/log none bind,nosuid,nodev                    0 0
/data/settings        /usr/local/etc/server-migration-connector none bind,nosuid,nodev 0 0
tmpfs                 /tmp    tmpfs nosuid,nodev,size=256m,mode=1777     0 0
TEXT
# for the build alone
(umask 077 && cp "$key" "$tree/root/.ssh/authorized_keys")
printf '[Match]\nName=e*\n\n[Network]\nDHCP=ipv4\n' >"$tree/etc/systemd/network/build.network"
ln -sf /lib/systemd/system/systemd-networkd.service "$tree/etc/systemd/system/multi-user.target.wants/systemd-networkd.service"
echo connector-build >"$tree/etc/hostname"

mkdir -p "$work/data/db" "$work/data/log" "$work/data/settings"
cp -a "$tree/var/log/." "$work/data/log/"

image=$work/disk
truncate -s "${size}M" "$image"
sfdisk --quiet "$image" <<TEXT
label: gpt
start=${esp_at}MiB, size=${esp}MiB, type=uefi, name=connector-esp
start=${root_at}MiB, size=${root}MiB, type=linux, name=connector-root
start=${data_at}MiB, size=${data}MiB, type=linux, name=connector-data
TEXT
file_system() { # LABEL TREE AT SIZE
    mke2fs -q -F -t ext4 -L "$1" -d "$2" -E "offset=$(($3 << 20)),lazy_itable_init=1,lazy_journal_init=1" -O ^metadata_csum_seed \
        "$image" "${4}M"
}
file_system connector-root "$tree" $root_at $root
file_system connector-data "$work/data" $data_at $data

grub-mkstandalone -O x86_64-efi -o "$work/bootx64.efi" --locales= --fonts= --themes= \
    --install-modules="part_gpt ext2 linux search search_label normal" --modules="part_gpt ext2 linux search search_label normal" \
    "boot/grub/grub.cfg=$here/grub.cfg"
truncate -s "${esp}M" "$work/esp"
mkfs.vfat -n CONNECTOR "$work/esp" >/dev/null
mmd -i "$work/esp" ::/EFI ::/EFI/BOOT
mcopy -i "$work/esp" "$work/bootx64.efi" ::/EFI/BOOT/BOOTX64.EFI
dd if="$work/esp" of="$image" bs=1M seek=$esp_at conv=notrunc,sparse status=none

qemu-img convert -O qcow2 "$image" "$disk.part"
mv "$disk.part" "$disk"
