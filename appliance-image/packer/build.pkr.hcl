# One provisioning for all: the payload goes in, appliance-image/provision/run.sh takes its steps, the list of packages comes out.
# A build names one source: packer build -only=qemu.debian .

build {
  sources = [
    "source.qemu.freebsd-iso",
    "source.qemu.freebsd-image",
    "source.vmware-iso.freebsd",
    "source.vsphere-iso.freebsd",
    "source.qemu.debian",
  ]

  provisioner "shell" {
    inline = ["mkdir -p /var/tmp/connector-build"]
  }

  provisioner "file" {
    source      = var.payload
    destination = "/var/tmp/connector-build/payload.tar"
  }

  provisioner "shell" {
    inline = [
      "cd /var/tmp/connector-build && tar xof payload.tar && rm payload.tar",
      "sh appliance-image/provision/run.sh ${var.os} /var/tmp/connector-build",
    ]
  }

  provisioner "file" {
    direction   = "download"
    source      = "/usr/local/share/server-migration-connector/packages.tsv"
    destination = "${var.output_directory}.packages.tsv"
  }
}
