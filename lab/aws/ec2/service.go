package ec2

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/migrationconnector/lab/aws/ebs"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/wire"
	"github.com/migrationconnector/lab/control"
)

// namespace is that of the API version that all current SDKs speak.
const namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"

// head is what every answer begins with.
type head struct {
	Namespace string `xml:"xmlns,attr"`
	RequestID string `xml:"requestId"`
}

func newHead() head { return head{namespace, wire.RequestID()} }

// Service answers the actions on snapshots and images.
type Service struct {
	store  *ebs.Store
	region string
	images images
}

// New makes the service over the snapshots of EBS direct.
func New(store *ebs.Store, region string) *Service {
	return &Service{store: store, region: region, images: images{all: map[string]*Image{}, delay: 500 * time.Millisecond}}
}

// Answers tells whether the action is one of this service's, on resources that it keeps.
func (s *Service) Answers(values url.Values) (bool, error) {
	f := form{values}
	switch f.text("Action") {
	case "RegisterImage", "DeregisterImage", "DescribeImages", "DescribeImageAttribute", "ModifyImageAttribute",
		"DescribeSnapshots", "DeleteSnapshot", "CopySnapshot",
		"GetEbsEncryptionByDefault", "EnableEbsEncryptionByDefault", "DisableEbsEncryptionByDefault",
		"GetEbsDefaultKmsKeyId":
		return true, nil
	case "CreateTags", "DeleteTags":
		return ours(f.list("ResourceId"))
	}
	return false, nil
}

// Answer carries an admitted action out and returns the XML document to send.
func (s *Service) Answer(values url.Values) (any, error) {
	f := form{values}
	dry, err := f.boolean("DryRun")
	if err != nil {
		return nil, err
	}
	if dry {
		return nil, wire.Refuse(http.StatusPreconditionFailed, "DryRunOperation",
			"Request would have succeeded, but DryRun flag is set.")
	}
	action := f.text("Action")
	switch action {
	case "RegisterImage":
		return s.registerImage(f)
	case "DeregisterImage":
		return s.deregisterImage(f)
	case "DescribeImages":
		return s.describeImages(f)
	case "DescribeImageAttribute":
		return s.describeImageAttribute(f)
	case "ModifyImageAttribute":
		return s.modifyImageAttribute(f)
	case "DescribeSnapshots":
		return s.describeSnapshots(f)
	case "DeleteSnapshot":
		return s.deleteSnapshot(f)
	case "CopySnapshot":
		return s.copySnapshot(f)
	case "CreateTags":
		return s.createTags(f)
	case "DeleteTags":
		return s.deleteTags(f)
	case "GetEbsEncryptionByDefault":
	case "EnableEbsEncryptionByDefault":
		s.store.SetEncryptionByDefault(true)
	case "DisableEbsEncryptionByDefault":
		s.store.SetEncryptionByDefault(false)
	case "GetEbsDefaultKmsKeyId":
		return keyResponse{head: newHead(), KeyID: s.store.DefaultKeyARN()}, nil
	}
	return s.encryptionByDefault(action), nil
}

// Needs lists the permissions of an action, by the service authorization reference of EC2.
func (s *Service) Needs(values url.Values) []policy.Request {
	f := form{values}
	action := f.text("Action")
	switch action {
	case "RegisterImage":
		needs := []policy.Request{s.need(action, "image/*", nil)}
		for _, mapping := range f.structures("BlockDeviceMapping") {
			if id := mapping.text("Ebs.SnapshotId"); id != "" {
				needs = append(needs, s.onResource(action, id))
			}
		}
		return s.withTagging(f, needs, "image/*")
	case "CopySnapshot":
		return s.withTagging(f, []policy.Request{s.need(action, "snapshot/*", nil)}, "snapshot/*")
	case "DeregisterImage", "DescribeImageAttribute", "ModifyImageAttribute":
		return []policy.Request{s.onResource(action, f.text("ImageId"))}
	case "DeleteSnapshot":
		return []policy.Request{s.onResource(action, f.text("SnapshotId"))}
	case "CreateTags", "DeleteTags":
		var needs []policy.Request
		for _, id := range f.list("ResourceId") {
			need := s.onResource(action, id)
			for key, value := range tagsOf(f) {
				need.Context["aws:RequestTag/"+key] = value
			}
			needs = append(needs, need)
		}
		return needs
	}
	return []policy.Request{{Action: "ec2:" + action, Resource: "*", Context: s.context()}}
}

// withTagging adds what an action that also tags its new resource needs.
func (s *Service) withTagging(f form, needs []policy.Request, resource string) []policy.Request {
	for _, specification := range f.structures("TagSpecification") {
		need := s.need("CreateTags", resource, nil)
		need.Context["ec2:CreateAction"] = f.text("Action")
		for key, value := range tagsOf(specification) {
			need.Context["aws:RequestTag/"+key] = value
		}
		needs = append(needs, need)
	}
	return needs
}

func (s *Service) onResource(action, id string) policy.Request {
	if strings.HasPrefix(id, "ami-") {
		return s.need(action, "image/"+id, s.images.tags(id))
	}
	if strings.HasPrefix(id, "snap-") {
		view, _ := s.store.Snapshot(id)
		return s.need(action, "snapshot/"+id, view.Tags)
	}
	return s.need(action, "*/"+id, nil)
}

func (s *Service) need(action, resource string, tags map[string]string) policy.Request {
	need := policy.Request{
		Action: "ec2:" + action, Resource: "arn:aws:ec2:" + s.region + "::" + resource, Context: s.context(),
	}
	for key, value := range tags {
		need.Context["aws:ResourceTag/"+key] = value
		need.Context["ec2:ResourceTag/"+key] = value
	}
	return need
}

func (s *Service) context() map[string]string {
	return map[string]string{"aws:RequestedRegion": s.region}
}

// Attributes are what fault rules can match on.
func (s *Service) Attributes(values url.Values) map[string]string {
	attributes := map[string]string{}
	for _, name := range []string{"ImageId", "SnapshotId", "Name", "SourceSnapshotId", "ResourceId.1", "SnapshotId.1", "ImageId.1"} {
		if values.Has(name) {
			key, _, _ := strings.Cut(name, ".")
			attributes[strings.ToLower(key[:1])+key[1:]] = values.Get(name)
		}
	}
	return attributes
}

// Mount gives the control interface the routes by which tests look for leaks.
func (s *Service) Mount(server *control.Server) {
	server.Handle("GET /ec2/images", func(*http.Request) (any, error) { return s.images.list(), nil })
	server.Handle("GET /ec2/snapshots", func(*http.Request) (any, error) { return s.store.Snapshots(), nil })
	server.Handle("POST /ec2/settings", func(r *http.Request) (any, error) {
		var settings struct {
			ImageDelayMs *int `json:"imageDelayMs"`
		}
		if err := control.Decode(r, &settings); err != nil {
			return nil, err
		}
		if settings.ImageDelayMs == nil || *settings.ImageDelayMs < 0 {
			return nil, control.BadRequest("imageDelayMs is missing or negative")
		}
		s.images.setDelay(time.Duration(*settings.ImageDelayMs) * time.Millisecond)
		return control.Done, nil
	})
}
