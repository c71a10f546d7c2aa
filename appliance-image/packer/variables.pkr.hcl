# What a build may be told. `./connector appliance build` gives all that have no default.

variable "version" {
  type    = string
  default = "0.1.0"
}

# freebsd, the product, or debian, its stand-in
variable "os" {
  type    = string
  default = "freebsd"
}

# FreeBSD 15.1-RELEASE: the installer, and the image that is installed already. Checksums are pinned: those of
# CHECKSUM.SHA256-FreeBSD-15.1-RELEASE-amd64 beside the files.
variable "freebsd_release" {
  type    = string
  default = "15.1-RELEASE"
}

variable "freebsd_iso_url" {
  type    = string
  default = "https://download.freebsd.org/releases/amd64/amd64/ISO-IMAGES/15.1/FreeBSD-15.1-RELEASE-amd64-disc1.iso"
}

variable "freebsd_iso_checksum" {
  type    = string
  default = "sha256:fa27646f05a1440fd26ffbb85e06a50bc86e128242a4e9cb7bb3ea76e1aa5fd9"
}

# The official image as qcow2: the file is published with xz around it, whose digest freebsd/inputs.list pins.
variable "freebsd_image" {
  type    = string
  default = "freebsd.qcow2"
}

variable "freebsd_image_checksum" {
  type    = string
  default = ""
}

variable "debian_image_checksum" {
  type    = string
  default = ""
}

variable "debian_image" {
  type    = string
  default = "debian.qcow2"
}

# What the build brings into the machine: appliance-image/ and distribution.tar.gz, as one archive
variable "payload" {
  type    = string
  default = "payload.tar"
}

# The key that lets the provisioning in. Made for each build, taken away by provision/99-clean-up.sh.
variable "build_key" {
  type    = string
  default = "key"
}

# served to the installer: installerconfig, with the build key's public half
variable "http_directory" {
  type    = string
  default = "http"
}

variable "output_directory" {
  type    = string
  default = "output"
}

# kvm where it works; tcg works everywhere
variable "accelerator" {
  type    = string
  default = "tcg"
}

variable "firmware" {
  type    = string
  default = "/usr/share/ovmf/OVMF.fd"
}

variable "memory" {
  type    = number
  default = 2048
}

# The installer fetches and unpacks a whole system before it lets anybody in; emulated, that takes more than an hour.
variable "ssh_timeout" {
  type    = string
  default = "2h"
}

# For builder vsphere. Passwords come by the environment: PKR_VAR_vcenter_password.
variable "vcenter_server" {
  type    = string
  default = "vcenter.invalid"
}

variable "vcenter_username" {
  type    = string
  default = "packer@vsphere.local"
}

variable "vcenter_password" {
  type    = string
  default = ""
}

variable "vcenter_insecure" {
  type    = bool
  default = false
}

variable "vcenter_datacenter" {
  type    = string
  default = "dc"
}

variable "vcenter_cluster" {
  type    = string
  default = "cluster"
}

variable "vcenter_datastore" {
  type    = string
  default = "datastore1"
}

variable "vcenter_network" {
  type    = string
  default = "VM Network"
}
