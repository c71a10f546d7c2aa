# The stand-in: the disk that debian/disk.sh made of Debian's packages. Debian has no release of it to be pinned; what went in is
# listed in the bill of materials.

source "qemu" "debian" {
  iso_url              = var.debian_image
  iso_checksum         = var.debian_image_checksum
  disk_image           = true
  output_directory     = var.output_directory
  vm_name              = "appliance.qcow2"
  format               = "qcow2"
  machine_type         = "q35"
  skip_resize_disk     = true
  disk_interface       = "ide"
  disk_discard         = "unmap"
  disk_detect_zeroes   = "unmap"
  net_device           = "vmxnet3"
  memory               = var.memory
  cpus                 = 2
  accelerator          = var.accelerator
  headless             = true
  boot_wait            = "-1s"
  ssh_username         = "root"
  ssh_private_key_file = var.build_key
  ssh_timeout          = var.ssh_timeout
  shutdown_command     = "systemctl poweroff"
  qemuargs = [
    ["-bios", var.firmware],
    # of AMD, as in lab/appliance/boot/machine.py: one of Intel's that leaks makes the kernel change page tables at each call
    ["-cpu", "EPYC,-avx,-avx2,-f16c,-fma,-xsave"],
    ["-serial", "file:${var.output_directory}.serial.log"],
  ]
}
