package ec2

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
	"slices"
	"sync"
	"time"
)

// Mapping is one device of an image.
type Mapping struct {
	DeviceName          string `json:"deviceName"`
	SnapshotID          string `json:"snapshotId"`
	VolumeSize          int    `json:"volumeSize"`
	VolumeType          string `json:"volumeType"`
	DeleteOnTermination bool   `json:"deleteOnTermination"`
	Encrypted           bool   `json:"encrypted"`
	Iops                int    `json:"iops,omitempty"`
	Throughput          int    `json:"throughput,omitempty"`
}

// Image is a registered image.
type Image struct {
	ID             string            `json:"imageId"`
	Name           string            `json:"name"`
	Description    string            `json:"description"`
	Architecture   string            `json:"architecture"`
	Virtualization string            `json:"virtualizationType"`
	RootDeviceName string            `json:"rootDeviceName"`
	BootMode       string            `json:"bootMode,omitempty"`
	TpmSupport     string            `json:"tpmSupport,omitempty"`
	ImdsSupport    string            `json:"imdsSupport,omitempty"`
	UefiData       string            `json:"uefiData,omitempty"`
	EnaSupport     bool              `json:"enaSupport"`
	SriovSimple    bool              `json:"sriovSimple"`
	Mappings       []Mapping         `json:"mappings"`
	Tags           map[string]string `json:"tags"`
	Created        time.Time         `json:"created"`
	Permissions    []permission      `json:"launchPermissions,omitempty"`
	availableFrom  time.Time
}

func (i *Image) state(now time.Time) string {
	if now.Before(i.availableFrom) {
		return "pending"
	}
	return "available"
}

func (i *Image) uses(snapshotID string) bool {
	return slices.ContainsFunc(i.Mappings, func(m Mapping) bool { return m.SnapshotID == snapshotID })
}

// images holds the account's images.
type images struct {
	mu  sync.Mutex
	all map[string]*Image
	// delay is how long a new image stays pending.
	delay time.Duration
}

// register gives the image an id, unless its name is taken.
func (s *images) register(made Image) (Image, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.all {
		if other.Name == made.Name {
			return Image{}, refuse("InvalidAMIName.Duplicate", "AMI name %s is already in use by AMI %s", made.Name, other.ID)
		}
	}
	var raw [9]byte
	_, _ = rand.Read(raw[:])
	made.ID = "ami-" + hex.EncodeToString(raw[:])[:17]
	made.Created = time.Now().UTC()
	made.availableFrom = made.Created.Add(s.delay)
	s.all[made.ID] = &made
	return made, nil
}

func (s *images) deregister(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.all[id]; !known {
		return unknownImage(id)
	}
	delete(s.all, id)
	return nil
}

// list returns copies, oldest first.
func (s *images) list() []Image {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []Image{}
	for _, image := range s.all {
		copied := *image
		copied.Tags = maps.Clone(image.Tags)
		copied.Permissions = slices.Clone(image.Permissions)
		list = append(list, copied)
	}
	slices.SortFunc(list, func(a, b Image) int { return a.Created.Compare(b.Created) })
	return list
}

func (s *images) tags(id string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if image, known := s.all[id]; known {
		return maps.Clone(image.Tags)
	}
	return nil
}

func (s *images) changeTags(id string, change func(map[string]string)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	image, known := s.all[id]
	if !known {
		return unknownImage(id)
	}
	change(image.Tags)
	return nil
}

// change does something to an image while nobody else does.
func (s *images) change(id string, change func(*Image)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	image, known := s.all[id]
	if !known {
		return unknownImage(id)
	}
	change(image)
	return nil
}

// userOf names an image that uses the snapshot.
func (s *images) userOf(snapshotID string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, image := range s.all {
		if image.uses(snapshotID) {
			return image.ID, true
		}
	}
	return "", false
}

func (s *images) setDelay(delay time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delay = delay
}

func unknownImage(id string) error {
	return refuse("InvalidAMIID.NotFound", "The image id '[%s]' does not exist", id)
}
