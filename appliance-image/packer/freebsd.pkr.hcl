# FreeBSD by its installer (qemu, vsphere, vmware), and from the image that its project publishes (qemu alone).

locals {
  # The welcome dialog's shell, an address, then the script that appliance-image/freebsd/installerconfig is. The interface is
  # whatever is not loopback: em0, vmx0 and vtnet0 are seen. The name servers are put aside, since the installer begins by removing
  # the folder that they lie in.
  installer_commands = [
    "s<wait5>",
    "for i in $(ifconfig -l ether); do dhclient $i && break; done<enter><wait10>",
    "cat /etc/resolv.conf >/tmp/resolv.conf; fetch -o /tmp/installerconfig http://{{ .HTTPIP }}:{{ .HTTPPort }}/installerconfig",
    " && bsdinstall script /tmp/installerconfig && reboot<enter>",
  ]

  # until the installer's first dialog stands: emulated, the kernel alone takes minutes
  installer_wait = var.accelerator == "tcg" ? "300s" : "90s"
}

source "qemu" "freebsd-iso" {
  iso_url              = var.freebsd_iso_url
  iso_checksum         = var.freebsd_iso_checksum
  output_directory     = var.output_directory
  vm_name              = "appliance.qcow2"
  format               = "qcow2"
  machine_type         = "q35"
  disk_size            = "20G"
  disk_interface       = "ide"
  disk_discard         = "unmap"
  disk_detect_zeroes   = "unmap"
  net_device           = "vmxnet3"
  memory               = var.memory
  cpus                 = 2
  accelerator          = var.accelerator
  headless             = true
  http_directory       = var.http_directory
  boot_wait            = local.installer_wait
  boot_command         = local.installer_commands
  ssh_username         = "root"
  ssh_private_key_file = var.build_key
  ssh_timeout          = var.ssh_timeout
  shutdown_command     = "shutdown -p now"
  qemuargs = [
    ["-bios", var.firmware],
    ["-serial", "file:${var.output_directory}.serial.log"],
  ]
}

# A cloud image: nuageinit lets the build key in, by a disk labelled cidata that `./connector appliance build` makes.
source "qemu" "freebsd-image" {
  iso_url              = var.freebsd_image
  iso_checksum         = var.freebsd_image_checksum
  disk_image           = true
  output_directory     = var.output_directory
  vm_name              = "appliance.qcow2"
  format               = "qcow2"
  disk_size            = "20G"
  disk_interface       = "virtio"
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
  shutdown_command     = "shutdown -p now"
  qemuargs = [
    ["-bios", var.firmware],
    ["-serial", "file:${var.output_directory}.serial.log"],
    ["-cdrom", "${var.http_directory}/cidata.iso"],
  ]
}

source "vmware-iso" "freebsd" {
  iso_url              = var.freebsd_iso_url
  iso_checksum         = var.freebsd_iso_checksum
  output_directory     = var.output_directory
  vm_name              = "appliance"
  guest_os_type        = "freebsd-64"
  version              = "11"
  disk_size            = 20480
  disk_adapter_type    = "pvscsi"
  disk_type_id         = "0"
  network              = "nat"
  network_adapter_type = "vmxnet3"
  memory               = var.memory
  cpus                 = 2
  headless             = true
  http_directory       = var.http_directory
  boot_wait            = "60s"
  boot_command         = local.installer_commands
  ssh_username         = "root"
  ssh_private_key_file = var.build_key
  ssh_timeout          = var.ssh_timeout
  shutdown_command     = "shutdown -p now"
  vmx_data = {
    "firmware" = "efi"
  }
}

source "vsphere-iso" "freebsd" {
  vcenter_server       = var.vcenter_server
  username             = var.vcenter_username
  password             = var.vcenter_password
  insecure_connection  = var.vcenter_insecure
  datacenter           = var.vcenter_datacenter
  cluster              = var.vcenter_cluster
  datastore            = var.vcenter_datastore
  iso_url              = var.freebsd_iso_url
  iso_checksum         = var.freebsd_iso_checksum
  vm_name              = "server-migration-connector-${var.version}-build"
  guest_os_type        = "freebsd64Guest"
  vm_version           = 11
  firmware             = "efi"
  CPUs                 = 2
  RAM                  = var.memory
  disk_controller_type = ["pvscsi"]
  storage {
    disk_size             = 20480
    disk_thin_provisioned = true
  }
  network_adapters {
    network      = var.vcenter_network
    network_card = "vmxnet3"
  }
  http_directory       = var.http_directory
  boot_wait            = "60s"
  boot_command         = local.installer_commands
  ssh_username         = "root"
  ssh_private_key_file = var.build_key
  ssh_timeout          = var.ssh_timeout
  shutdown_command     = "shutdown -p now"
  remove_cdrom         = true
  export {
    name             = "appliance"
    output_directory = var.output_directory
  }
}
