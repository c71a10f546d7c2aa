package ec2

import (
	"encoding/xml"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/migrationconnector/lab/aws/ebs"
	"github.com/migrationconnector/lab/aws/wire"
)

func newService(t testing.TB) *Service {
	t.Helper()
	store, err := ebs.NewStore(t.TempDir(), "us-east-1", 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return New(store, "us-east-1")
}

func values(t testing.TB, query string) url.Values {
	t.Helper()
	parsed, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func answer(t *testing.T, s *Service, query string) string {
	t.Helper()
	document, err := s.Answer(values(t, query))
	if err != nil {
		var refusal *wire.Error
		if errors.As(err, &refusal) {
			return refusal.Code
		}
		t.Fatal(err)
	}
	content, err := xml.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestFormsReadNumberedMembers(t *testing.T) {
	f := form{values(t, "Filter.1.Name=a&Filter.1.Value.1=x&Filter.1.Value.2=y&Filter.2.Name=b&Filter.10.Name=gap&Id.1=i&Id.3=gap")}
	filters := f.structures("Filter")
	if len(filters) != 2 || filters[0].text("Name") != "a" || len(filters[0].list("Value")) != 2 {
		t.Errorf("%v", filters)
	}
	if ids := f.list("Id"); len(ids) != 1 || ids[0] != "i" {
		t.Errorf("%v", ids)
	}
	if err := f.only("Filter"); err == nil {
		t.Error("Id was not noticed as unknown")
	}
}

func TestFiltersNeedOneValueEach(t *testing.T) {
	p := properties{"status": {"completed"}}.withTags(map[string]string{"vm": "vm-1"})
	for query, want := range map[string]bool{
		"Filter.1.Name=status&Filter.1.Value.1=pending":                                              false,
		"Filter.1.Name=status&Filter.1.Value.1=pending&Filter.1.Value.2=comp*":                       true,
		"Filter.1.Name=status&Filter.1.Value.1=completed&Filter.2.Name=tag:vm&Filter.2.Value.1=vm-2": false,
		"Filter.1.Name=tag-key&Filter.1.Value.1=vm&Filter.2.Name=tag:vm&Filter.2.Value.1=vm-?":       true,
		"Filter.1.Name=tag:other&Filter.1.Value.1=*":                                                 false,
	} {
		filters, err := readFilters(form{values(t, query)}, "status")
		if err != nil {
			t.Fatal(err)
		}
		if got := p.passes(filters); got != want {
			t.Errorf("%s: %v", query, got)
		}
	}
}

func TestAnImageWithoutSnapshotsIsRegisteredDescribedAndGone(t *testing.T) {
	s := newService(t)
	const register = "Action=RegisterImage&Name=blank&RootDeviceName=/dev/sda1&VirtualizationType=hvm&Architecture=x86_64" +
		"&BlockDeviceMapping.1.DeviceName=/dev/sda1&BlockDeviceMapping.1.Ebs.VolumeSize=8"
	made := answer(t, s, register)
	if !strings.Contains(made, `<RegisterImageResponse xmlns="`+namespace+`">`) {
		t.Fatal(made)
	}
	if code := answer(t, s, register); code != "InvalidAMIName.Duplicate" {
		t.Error(code)
	}
	id := s.images.list()[0].ID
	if text := answer(t, s, "Action=DescribeImages&ImageId.1="+id); !strings.Contains(text, "<volumeSize>8</volumeSize>") {
		t.Error(text)
	}
	if text := answer(t, s, "Action=DeregisterImage&ImageId="+id); !strings.Contains(text, "<return>true</return>") {
		t.Error(text)
	}
	if code := answer(t, s, "Action=DeregisterImage&ImageId="+id); code != "InvalidAMIID.NotFound" {
		t.Error(code)
	}
}

func TestAnImageIsSharedAndSharedNoMore(t *testing.T) {
	s := newService(t)
	answer(t, s, "Action=RegisterImage&Name=shared&RootDeviceName=/dev/sda1&VirtualizationType=hvm&Architecture=x86_64"+
		"&BlockDeviceMapping.1.DeviceName=/dev/sda1&BlockDeviceMapping.1.Ebs.VolumeSize=8")
	image := "&ImageId=" + s.images.list()[0].ID
	const describe = "Action=DescribeImageAttribute&Attribute=launchPermission"
	const modify = "Action=ModifyImageAttribute"
	if text := answer(t, s, describe+image); strings.Contains(text, "<item>") {
		t.Error(text)
	}
	answer(t, s, modify+image+"&LaunchPermission.Add.1.UserId=210987654321&LaunchPermission.Add.2.Group=all")
	answer(t, s, modify+image+"&LaunchPermission.Add.1.UserId=210987654321")
	const account = "<item><userId>210987654321</userId></item>"
	if text := answer(t, s, describe+image); strings.Count(text, account) != 1 || !strings.Contains(text, "<group>all</group>") {
		t.Error(text)
	}
	answer(t, s, modify+image+"&LaunchPermission.Remove.1.UserId=210987654321")
	if text := answer(t, s, describe+image); strings.Contains(text, account) || !strings.Contains(text, "<group>all</group>") {
		t.Error(text)
	}
	for _, wrong := range []string{"UserId=1", "Group=some", "UserId=210987654321&LaunchPermission.Add.1.Group=all"} {
		if code := answer(t, s, modify+image+"&LaunchPermission.Add.1."+wrong); code != "InvalidAMIAttributeItemValue" {
			t.Error(wrong, code)
		}
	}
	if code := answer(t, s, describe+"&ImageId=ami-0123456789abcdef0"); code != "InvalidAMIID.NotFound" {
		t.Error(code)
	}
}

func TestNeedsNameEachSnapshotAndTheTags(t *testing.T) {
	s := newService(t)
	needs := s.Needs(values(t, "Action=RegisterImage&BlockDeviceMapping.1.Ebs.SnapshotId=snap-1"+
		"&TagSpecification.1.ResourceType=image&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b"))
	var got []string
	for _, need := range needs {
		got = append(got, need.Action+" "+need.Resource)
	}
	want := "ec2:RegisterImage arn:aws:ec2:us-east-1::image/*, ec2:RegisterImage arn:aws:ec2:us-east-1::snapshot/snap-1, " +
		"ec2:CreateTags arn:aws:ec2:us-east-1::image/*"
	if strings.Join(got, ", ") != want {
		t.Errorf("%v", got)
	}
	if needs[2].Context["aws:RequestTag/a"] != "b" || needs[2].Context["ec2:CreateAction"] != "RegisterImage" {
		t.Errorf("%v", needs[2].Context)
	}
}

func FuzzAnswer(f *testing.F) {
	for _, action := range []string{
		"RegisterImage", "DeregisterImage", "DescribeImages", "DescribeSnapshots", "DeleteSnapshot", "CopySnapshot",
		"CreateTags", "DeleteTags", "DescribeImageAttribute", "ModifyImageAttribute",
	} {
		f.Add("Action=" + action + "&Name=abc&ImageId=ami-12345678&SnapshotId=snap-12345678&ResourceId.1=snap-12345678" +
			"&BlockDeviceMapping.1.Ebs.SnapshotId=x&Filter.1.Name=status&MaxResults=5&NextToken=!&Tag.1.Key=a")
	}
	s := newService(f)
	f.Fuzz(func(t *testing.T, query string) {
		parsed, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		_ = s.Needs(parsed)
		if document, err := s.Answer(parsed); err == nil {
			if _, err := xml.Marshal(document); err != nil {
				t.Error(err)
			}
		}
	})
}
