package ec2

import (
	"encoding/base64"
	"encoding/xml"
	"regexp"
	"slices"

	"github.com/migrationconnector/lab/aws/ebs"
)

// The rules: API reference of RegisterImage, and "Device names for volumes" of the EC2 user guide.
var (
	imageName  = regexp.MustCompile(`^[A-Za-z0-9()\[\] ./'@_-]{3,128}$`)
	deviceName = regexp.MustCompile(`^(/dev/)?(sd[a-z]([1-9]|1[0-5])?|xvd[a-d]?[a-z])$`)
	snapshotID = regexp.MustCompile(`^snap-[0-9a-f]{8,17}$`)
	imageID    = regexp.MustCompile(`^ami-[0-9a-f]{8,17}$`)

	architectures = []string{"i386", "x86_64", "arm64"}
	bootModes     = []string{"", "legacy-bios", "uefi", "uefi-preferred"}
	volumeTypes   = []string{"standard", "gp2", "gp3", "io1", "io2", "st1", "sc1"}
	onlyForData   = []string{"st1", "sc1"}
)

var registerParameters = []string{
	"Name", "Description", "Architecture", "RootDeviceName", "BlockDeviceMapping", "VirtualizationType", "EnaSupport",
	"SriovNetSupport", "BootMode", "TpmSupport", "UefiData", "ImdsSupport", "TagSpecification",
}

type registerResponse struct {
	XMLName xml.Name `xml:"RegisterImageResponse"`
	head
	ImageID string `xml:"imageId"`
}

func (s *Service) registerImage(f form) (any, error) {
	if err := f.only(registerParameters...); err != nil {
		return nil, err
	}
	image, err := readImage(f)
	if err != nil {
		return nil, err
	}
	if image.Tags, err = f.specifiedTags("image"); err != nil {
		return nil, err
	}
	if image.Mappings, err = s.readMappings(f); err != nil {
		return nil, err
	}
	root := slices.IndexFunc(image.Mappings, func(m Mapping) bool { return m.DeviceName == image.RootDeviceName })
	if root < 0 {
		return nil, refuse("InvalidBlockDeviceMapping", "No device mapping for the root device %s", image.RootDeviceName)
	}
	if slices.Contains(onlyForData, image.Mappings[root].VolumeType) {
		return nil, refuse("InvalidBlockDeviceMapping", "A root volume can't be of the type %s", image.Mappings[root].VolumeType)
	}
	made, err := s.images.register(image)
	if err != nil {
		return nil, err
	}
	return registerResponse{head: newHead(), ImageID: made.ID}, nil
}

func readImage(f form) (Image, error) {
	image := Image{
		Name: f.text("Name"), Description: f.text("Description"), Architecture: f.text("Architecture"),
		Virtualization: f.text("VirtualizationType"), RootDeviceName: f.text("RootDeviceName"),
		BootMode: f.text("BootMode"), TpmSupport: f.text("TpmSupport"), ImdsSupport: f.text("ImdsSupport"),
		UefiData: f.text("UefiData"),
	}
	if !f.Has("Name") {
		return image, missing("Name")
	}
	if !imageName.MatchString(image.Name) {
		return image, refuse("InvalidAMIName.Malformed", "AMI names have 3 to 128 letters, digits, or ()[] ./-'@_")
	}
	if len(image.Description) > 255 {
		return image, invalidValue("Description", image.Description)
	}
	// What the service takes when nothing is said; hardly what a migrated server wants.
	if image.Architecture == "" {
		image.Architecture = "i386"
	}
	if image.Virtualization == "" {
		image.Virtualization = "paravirtual"
	}
	if !slices.Contains(architectures, image.Architecture) {
		return image, invalidValue("architecture", image.Architecture)
	}
	if image.Virtualization != "hvm" && image.Virtualization != "paravirtual" {
		return image, invalidValue("virtualizationType", image.Virtualization)
	}
	if image.RootDeviceName == "" {
		return image, missing("RootDeviceName")
	}
	return image, image.readSupport(f)
}

// readSupport reads the members that depend on each other: ENA, SR-IOV, boot mode, TPM.
func (i *Image) readSupport(f form) error {
	var err error
	if i.EnaSupport, err = f.boolean("EnaSupport"); err != nil {
		return err
	}
	if f.Has("SriovNetSupport") {
		if f.text("SriovNetSupport") != "simple" {
			return invalidValue("sriovNetSupport", f.text("SriovNetSupport"))
		}
		i.SriovSimple = true
	}
	if !slices.Contains(bootModes, i.BootMode) {
		return invalidValue("BootMode", i.BootMode)
	}
	hvm := i.Virtualization == "hvm"
	if !hvm && (i.EnaSupport || i.SriovSimple || i.BootMode != "") {
		return refuse("InvalidParameterCombination", "ENA, SR-IOV and boot modes need the virtualization type hvm")
	}
	if i.Architecture == "arm64" && (!hvm || !i.EnaSupport || (i.BootMode != "" && i.BootMode != "uefi")) {
		return refuse("InvalidParameterCombination", "arm64 needs hvm, ENA and uefi")
	}
	if i.TpmSupport != "" && (i.TpmSupport != "v2.0" || i.BootMode != "uefi") {
		return refuse("InvalidParameterCombination", "TpmSupport is v2.0 and needs the boot mode uefi")
	}
	if i.ImdsSupport != "" && i.ImdsSupport != "v2.0" {
		return invalidValue("ImdsSupport", i.ImdsSupport)
	}
	if i.UefiData != "" {
		if _, err := base64.StdEncoding.DecodeString(i.UefiData); err != nil || i.BootMode == "" || i.BootMode == "legacy-bios" {
			return refuse("InvalidParameterCombination", "UefiData is Base64 and needs a UEFI boot mode")
		}
	}
	return nil
}

func (s *Service) readMappings(f form) ([]Mapping, error) {
	var mappings []Mapping
	seen := map[string]bool{}
	for _, member := range f.structures("BlockDeviceMapping") {
		if err := member.only("DeviceName", "Ebs"); err != nil {
			return nil, err
		}
		mapping, err := s.readMapping(member)
		if err != nil {
			return nil, err
		}
		if seen[mapping.DeviceName] {
			return nil, refuse("InvalidBlockDeviceMapping", "The device %s is mapped twice", mapping.DeviceName)
		}
		seen[mapping.DeviceName] = true
		mappings = append(mappings, mapping)
	}
	return mappings, nil
}

func (s *Service) readMapping(f form) (Mapping, error) {
	m := Mapping{
		DeviceName: f.text("DeviceName"), SnapshotID: f.text("Ebs.SnapshotId"), VolumeType: f.text("Ebs.VolumeType"),
		DeleteOnTermination: true,
	}
	if !deviceName.MatchString(m.DeviceName) {
		return m, refuse("InvalidBlockDeviceMapping", "Invalid device name %s", m.DeviceName)
	}
	if m.VolumeType == "" {
		m.VolumeType = "standard"
	}
	if !slices.Contains(volumeTypes, m.VolumeType) {
		return m, invalidValue("volumeType", m.VolumeType)
	}
	var err error
	if f.Has("Ebs.DeleteOnTermination") {
		if m.DeleteOnTermination, err = f.boolean("Ebs.DeleteOnTermination"); err != nil {
			return m, err
		}
	}
	if m.Iops, err = f.number("Ebs.Iops"); err != nil {
		return m, err
	}
	if m.Throughput, err = f.number("Ebs.Throughput"); err != nil {
		return m, err
	}
	if m.VolumeSize, err = f.number("Ebs.VolumeSize"); err != nil {
		return m, err
	}
	if m.SnapshotID == "" {
		if m.Encrypted, err = f.boolean("Ebs.Encrypted"); err == nil && m.VolumeSize == 0 {
			err = missing("VolumeSize")
		}
		return m, err
	}
	if f.Has("Ebs.Encrypted") {
		return m, refuse("InvalidBlockDeviceMapping",
			"the encrypted flag cannot be specified since device %s has a snapshot specified.", m.DeviceName)
	}
	return m, s.fromSnapshot(&m)
}

func (s *Service) fromSnapshot(m *Mapping) error {
	if !snapshotID.MatchString(m.SnapshotID) {
		return refuse("InvalidSnapshotID.Malformed", "The snapshot ID '%s' is malformed", m.SnapshotID)
	}
	snapshot, known := s.store.Snapshot(m.SnapshotID)
	if !known {
		return unknownSnapshot(m.SnapshotID)
	}
	if snapshot.State != ebs.Completed {
		return refuse("IncorrectState", "Snapshot '%s' is %s, not completed", m.SnapshotID, snapshot.State)
	}
	if m.VolumeSize == 0 {
		m.VolumeSize = snapshot.VolumeSize
	}
	if m.VolumeSize < snapshot.VolumeSize {
		return refuse("InvalidBlockDeviceMapping", "Volume of size %dGB is smaller than snapshot '%s', expect size >= %dGB",
			m.VolumeSize, m.SnapshotID, snapshot.VolumeSize)
	}
	m.Encrypted = snapshot.Encrypted
	return nil
}

func unknownSnapshot(id string) error {
	return refuse("InvalidSnapshot.NotFound", "The snapshot '%s' does not exist.", id)
}
