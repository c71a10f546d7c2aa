package ec2

import (
	"encoding/xml"
	"strings"

	"github.com/migrationconnector/lab/aws/ebs"
)

type truth struct {
	XMLName xml.Name
	head
	Return bool `xml:"return"`
}

func yes(action string) any {
	return truth{XMLName: xml.Name{Local: action + "Response"}, head: newHead(), Return: true}
}

func (s *Service) deleteSnapshot(f form) (any, error) {
	if err := f.only("SnapshotId"); err != nil {
		return nil, err
	}
	ids, err := s.knownSnapshots([]string{f.text("SnapshotId")})
	if err != nil {
		return nil, err
	}
	if image, used := s.images.userOf(ids[0]); used {
		return nil, refuse("InvalidSnapshot.InUse", "The snapshot %s is currently in use by %s", ids[0], image)
	}
	if err := s.store.Delete(ids[0]); err != nil {
		return nil, unknownSnapshot(ids[0])
	}
	return yes("DeleteSnapshot"), nil
}

func (s *Service) deregisterImage(f form) (any, error) {
	if err := f.only("ImageId"); err != nil {
		return nil, err
	}
	id := f.text("ImageId")
	if !imageID.MatchString(id) {
		return nil, refuse("InvalidAMIID.Malformed", "Invalid id: \"%s\"", id)
	}
	if err := s.images.deregister(id); err != nil {
		return nil, err
	}
	return yes("DeregisterImage"), nil
}

type copyResponse struct {
	XMLName xml.Name `xml:"CopySnapshotResponse"`
	head
	SnapshotID string    `xml:"snapshotId"`
	Tags       []tagItem `xml:"tagSet>item"`
}

// copySnapshot copies within the one region that the lab has.
func (s *Service) copySnapshot(f form) (any, error) {
	if err := f.only("SourceRegion", "SourceSnapshotId", "Description", "Encrypted", "KmsKeyId", "DestinationRegion",
		"PresignedUrl", "TagSpecification"); err != nil {
		return nil, err
	}
	if region := f.text("SourceRegion"); region != s.region {
		return nil, refuse("InvalidParameterValue", "The lab has the region %s only, not '%s'", s.region, region)
	}
	source, err := s.knownSnapshots([]string{f.text("SourceSnapshotId")})
	if err != nil {
		return nil, err
	}
	encrypted, err := f.boolean("Encrypted")
	if err != nil {
		return nil, err
	}
	if f.Has("KmsKeyId") && !encrypted {
		return nil, refuse("InvalidParameterCombination", "KmsKeyId needs Encrypted")
	}
	tags, err := f.specifiedTags("snapshot")
	if err != nil {
		return nil, err
	}
	if view, _ := s.store.Snapshot(source[0]); view.State != ebs.Completed {
		return nil, refuse("IncorrectState", "Snapshot '%s' is %s, not completed", source[0], view.State)
	}
	made, err := s.store.Copy(source[0], f.text("Description"), tags, ebs.Encryption{On: encrypted, KeyARN: f.text("KmsKeyId")})
	if err != nil {
		return nil, err
	}
	return copyResponse{head: newHead(), SnapshotID: made.ID, Tags: tagItems(tags)}, nil
}

// ours tells whether all resources are snapshots or images, which the lab keeps; none of them are moto's.
func ours(resources []string) (bool, error) {
	count := 0
	for _, id := range resources {
		if strings.HasPrefix(id, "snap-") || strings.HasPrefix(id, "ami-") {
			count++
		}
	}
	if count > 0 && count < len(resources) {
		return false, refuse("InvalidParameterCombination", "The lab tags snapshots and images apart from all else")
	}
	return count > 0, nil
}

func (s *Service) createTags(f form) (any, error) {
	tags := tagsOf(f)
	if len(tags) == 0 {
		return nil, missing("Tag")
	}
	if err := checkTags(tags); err != nil {
		return nil, err
	}
	return s.changeTags(f, "CreateTags", func(existing map[string]string) {
		for key, value := range tags {
			existing[key] = value
		}
	})
}

func (s *Service) deleteTags(f form) (any, error) {
	return s.changeTags(f, "DeleteTags", func(existing map[string]string) {
		for _, tag := range f.structures("Tag") {
			if value, present := existing[tag.text("Key")]; present && (!tag.Has("Value") || tag.text("Value") == value) {
				delete(existing, tag.text("Key"))
			}
		}
	})
}

// changeTags changes all resources or, when one is unknown, none.
func (s *Service) changeTags(f form, action string, change func(map[string]string)) (any, error) {
	if err := f.only("ResourceId", "Tag"); err != nil {
		return nil, err
	}
	resources := f.list("ResourceId")
	for _, id := range resources {
		if strings.HasPrefix(id, "ami-") {
			if s.images.tags(id) == nil {
				return nil, unknownImage(id)
			}
		} else if _, err := s.knownSnapshots([]string{id}); err != nil {
			return nil, err
		}
	}
	for _, id := range resources {
		var err error
		if strings.HasPrefix(id, "ami-") {
			err = s.images.changeTags(id, change)
		} else {
			err = s.store.ChangeTags(id, change)
		}
		if err != nil {
			return nil, err
		}
	}
	return yes(action), nil
}

type encryptionResponse struct {
	XMLName xml.Name
	head
	ByDefault bool   `xml:"ebsEncryptionByDefault"`
	Sse       string `xml:"sseType,omitempty"`
}

func (s *Service) encryptionByDefault(action string) any {
	return encryptionResponse{
		XMLName: xml.Name{Local: action + "Response"}, head: newHead(), ByDefault: s.store.EncryptionByDefault(),
	}
}

type keyResponse struct {
	XMLName xml.Name `xml:"GetEbsDefaultKmsKeyIdResponse"`
	head
	KeyID string `xml:"kmsKeyId"`
}
