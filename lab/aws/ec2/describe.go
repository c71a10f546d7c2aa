package ec2

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/migrationconnector/lab/aws/ebs"
	"github.com/migrationconnector/lab/aws/gate"
)

const timeFormat = "2006-01-02T15:04:05.000Z"

type tagItem struct {
	Key   string `xml:"key"`
	Value string `xml:"value"`
}

func tagItems(tags map[string]string) []tagItem {
	items := []tagItem{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		items = append(items, tagItem{key, tags[key]})
	}
	return items
}

type snapshotItem struct {
	SnapshotID    string    `xml:"snapshotId"`
	VolumeID      string    `xml:"volumeId"`
	Status        string    `xml:"status"`
	StatusMessage string    `xml:"statusMessage,omitempty"`
	StartTime     string    `xml:"startTime"`
	Progress      string    `xml:"progress"`
	OwnerID       string    `xml:"ownerId"`
	VolumeSize    int       `xml:"volumeSize"`
	Description   string    `xml:"description"`
	Tags          []tagItem `xml:"tagSet>item"`
	Encrypted     bool      `xml:"encrypted"`
	KmsKeyID      string    `xml:"kmsKeyId,omitempty"`
	StorageTier   string    `xml:"storageTier"`
}

type describeSnapshotsResponse struct {
	XMLName xml.Name `xml:"DescribeSnapshotsResponse"`
	head
	Snapshots []snapshotItem `xml:"snapshotSet>item"`
	NextToken string         `xml:"nextToken,omitempty"`
}

func (s *Service) describeSnapshots(f form) (any, error) {
	if err := f.only("SnapshotId", "Owner", "Filter", "MaxResults", "NextToken", "RestorableBy"); err != nil {
		return nil, err
	}
	filters, err := readFilters(f, "description", "encrypted", "owner-id", "progress", "snapshot-id", "start-time",
		"status", "volume-id", "volume-size", "storage-tier")
	if err != nil {
		return nil, err
	}
	ids, err := s.knownSnapshots(f.list("SnapshotId"))
	if err != nil {
		return nil, err
	}
	items := []snapshotItem{}
	for _, view := range s.store.Snapshots() {
		item := itemOf(view)
		if len(ids) > 0 && !slices.Contains(ids, view.ID) || !ownedBy(f.list("Owner")) {
			continue
		}
		if snapshotProperties(item).withTags(view.Tags).passes(filters) {
			items = append(items, item)
		}
	}
	page, next, err := pageOf(f, items, len(ids) > 0)
	return describeSnapshotsResponse{head: newHead(), Snapshots: page, NextToken: next}, err
}

func (s *Service) knownSnapshots(ids []string) ([]string, error) {
	for _, id := range ids {
		if !snapshotID.MatchString(id) {
			return nil, refuse("InvalidSnapshotID.Malformed", "The snapshot ID '%s' is malformed", id)
		}
		if _, known := s.store.Snapshot(id); !known {
			return nil, unknownSnapshot(id)
		}
	}
	return ids, nil
}

func itemOf(view ebs.View) snapshotItem {
	item := snapshotItem{
		SnapshotID: view.ID, VolumeID: "vol-ffffffff", Status: string(view.State),
		StartTime: view.StartedAt.UTC().Format(timeFormat), Progress: strconv.Itoa(view.Progress) + "%",
		OwnerID: gate.AccountID, VolumeSize: view.VolumeSize, Description: view.Description, Tags: tagItems(view.Tags),
		Encrypted: view.Encrypted, KmsKeyID: view.KmsKeyARN, StorageTier: "standard",
	}
	if view.State == ebs.Errored {
		item.StatusMessage = fmt.Sprintf("No block came for %d minutes", view.TimeoutMinutes)
	}
	return item
}

func snapshotProperties(i snapshotItem) properties {
	return properties{
		"description": {i.Description}, "encrypted": {strconv.FormatBool(i.Encrypted)}, "owner-id": {i.OwnerID},
		"progress": {i.Progress}, "snapshot-id": {i.SnapshotID}, "start-time": {i.StartTime}, "status": {i.Status},
		"volume-id": {i.VolumeID}, "volume-size": {strconv.Itoa(i.VolumeSize)}, "storage-tier": {i.StorageTier},
	}
}

// ownedBy tells whether the account is among the owners asked for; nobody asked for means everybody.
func ownedBy(owners []string) bool {
	return len(owners) == 0 || slices.Contains(owners, "self") || slices.Contains(owners, gate.AccountID)
}

// pageOf cuts a page out of a list; the token is the index of the next item.
func pageOf[T any](f form, items []T, byID bool) ([]T, string, error) {
	size, err := f.number("MaxResults")
	if err != nil {
		return nil, "", err
	}
	if f.Has("MaxResults") && byID {
		return nil, "", refuse("InvalidParameterCombination", "MaxResults and ids exclude each other")
	}
	if f.Has("MaxResults") && (size < 5 || size > 1000) {
		return nil, "", invalidValue("MaxResults", f.text("MaxResults"))
	}
	from := 0
	if token := f.text("NextToken"); token != "" {
		plain, err := base64.StdEncoding.DecodeString(token)
		if err == nil {
			from, err = strconv.Atoi(string(plain))
		}
		if err != nil || from < 0 {
			return nil, "", invalidValue("NextToken", token)
		}
	}
	items = items[min(from, len(items)):]
	if size == 0 || len(items) <= size {
		return items, "", nil
	}
	return items[:size], base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(from + size))), nil
}

type ebsItem struct {
	SnapshotID          string `xml:"snapshotId,omitempty"`
	VolumeSize          int    `xml:"volumeSize"`
	DeleteOnTermination bool   `xml:"deleteOnTermination"`
	VolumeType          string `xml:"volumeType"`
	Encrypted           bool   `xml:"encrypted"`
	Iops                int    `xml:"iops,omitempty"`
	Throughput          int    `xml:"throughput,omitempty"`
}

type mappingItem struct {
	DeviceName string  `xml:"deviceName"`
	Ebs        ebsItem `xml:"ebs"`
}

type imageItem struct {
	ImageID         string        `xml:"imageId"`
	Location        string        `xml:"imageLocation"`
	State           string        `xml:"imageState"`
	OwnerID         string        `xml:"imageOwnerId"`
	CreationDate    string        `xml:"creationDate"`
	Public          bool          `xml:"isPublic"`
	Architecture    string        `xml:"architecture"`
	Type            string        `xml:"imageType"`
	Name            string        `xml:"name"`
	Description     string        `xml:"description,omitempty"`
	RootDeviceType  string        `xml:"rootDeviceType"`
	RootDeviceName  string        `xml:"rootDeviceName"`
	Mappings        []mappingItem `xml:"blockDeviceMapping>item"`
	Virtualization  string        `xml:"virtualizationType"`
	Tags            []tagItem     `xml:"tagSet>item"`
	Hypervisor      string        `xml:"hypervisor"`
	EnaSupport      bool          `xml:"enaSupport,omitempty"`
	SriovNetSupport string        `xml:"sriovNetSupport,omitempty"`
	PlatformDetails string        `xml:"platformDetails"`
	UsageOperation  string        `xml:"usageOperation"`
	BootMode        string        `xml:"bootMode,omitempty"`
	TpmSupport      string        `xml:"tpmSupport,omitempty"`
	ImdsSupport     string        `xml:"imdsSupport,omitempty"`
}

type describeImagesResponse struct {
	XMLName xml.Name `xml:"DescribeImagesResponse"`
	head
	Images    []imageItem `xml:"imagesSet>item"`
	NextToken string      `xml:"nextToken,omitempty"`
}

func (s *Service) describeImages(f form) (any, error) {
	if err := f.only("ImageId", "Owner", "ExecutableBy", "Filter", "MaxResults", "NextToken", "IncludeDeprecated",
		"IncludeDisabled"); err != nil {
		return nil, err
	}
	filters, err := readFilters(f, "architecture", "block-device-mapping.device-name", "block-device-mapping.snapshot-id",
		"boot-mode", "creation-date", "description", "image-id", "is-public", "name", "owner-id", "root-device-name",
		"root-device-type", "state", "virtualization-type")
	if err != nil {
		return nil, err
	}
	ids, all := f.list("ImageId"), s.images.list()
	for _, id := range ids {
		if !imageID.MatchString(id) {
			return nil, refuse("InvalidAMIID.Malformed", "Invalid id: \"%s\"", id)
		}
		if !slices.ContainsFunc(all, func(i Image) bool { return i.ID == id }) {
			return nil, unknownImage(id)
		}
	}
	items := []imageItem{}
	for _, image := range all {
		item := imageItemOf(image, time.Now())
		if len(ids) > 0 && !slices.Contains(ids, image.ID) || !ownedBy(f.list("Owner")) {
			continue
		}
		if imageProperties(item).withTags(image.Tags).passes(filters) {
			items = append(items, item)
		}
	}
	page, next, err := pageOf(f, items, len(ids) > 0)
	return describeImagesResponse{head: newHead(), Images: page, NextToken: next}, err
}

func imageItemOf(i Image, now time.Time) imageItem {
	item := imageItem{
		ImageID: i.ID, Location: gate.AccountID + "/" + i.Name, State: i.state(now), OwnerID: gate.AccountID,
		CreationDate: i.Created.Format(timeFormat), Architecture: i.Architecture, Type: "machine", Name: i.Name,
		Description: i.Description, RootDeviceType: "ebs", RootDeviceName: i.RootDeviceName,
		Virtualization: i.Virtualization, Tags: tagItems(i.Tags), Hypervisor: "xen", EnaSupport: i.EnaSupport,
		PlatformDetails: "Linux/UNIX", UsageOperation: "RunInstances", BootMode: i.BootMode, TpmSupport: i.TpmSupport,
		ImdsSupport: i.ImdsSupport,
	}
	if i.SriovSimple {
		item.SriovNetSupport = "simple"
	}
	for _, m := range i.Mappings {
		item.Mappings = append(item.Mappings, mappingItem{m.DeviceName, ebsItem{
			m.SnapshotID, m.VolumeSize, m.DeleteOnTermination, m.VolumeType, m.Encrypted, m.Iops, m.Throughput,
		}})
	}
	return item
}

func imageProperties(i imageItem) properties {
	p := properties{
		"architecture": {i.Architecture}, "boot-mode": {i.BootMode}, "creation-date": {i.CreationDate},
		"description": {i.Description}, "image-id": {i.ImageID}, "is-public": {strconv.FormatBool(i.Public)},
		"name": {i.Name}, "owner-id": {i.OwnerID}, "root-device-name": {i.RootDeviceName},
		"root-device-type": {i.RootDeviceType}, "state": {i.State}, "virtualization-type": {i.Virtualization},
	}
	for _, m := range i.Mappings {
		p["block-device-mapping.device-name"] = append(p["block-device-mapping.device-name"], m.DeviceName)
		p["block-device-mapping.snapshot-id"] = append(p["block-device-mapping.snapshot-id"], m.Ebs.SnapshotID)
	}
	return p
}
