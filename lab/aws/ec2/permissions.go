package ec2

import (
	"encoding/xml"
	"regexp"
	"slices"
)

// permission lets one account, or everybody, launch an image (EC2 API reference, LaunchPermission).
type permission struct {
	UserID string `xml:"userId,omitempty" json:"userId,omitempty"`
	Group  string `xml:"group,omitempty" json:"group,omitempty"`
}

var accountID = regexp.MustCompile(`^\d{12}$`)

type launchPermissionResponse struct {
	XMLName xml.Name `xml:"DescribeImageAttributeResponse"`
	head
	ImageID     string       `xml:"imageId"`
	Permissions []permission `xml:"launchPermission>item"`
}

// describeImageAttribute knows the one attribute that can be changed here.
func (s *Service) describeImageAttribute(f form) (any, error) {
	if err := f.only("ImageId", "Attribute"); err != nil {
		return nil, err
	}
	if attribute := f.text("Attribute"); attribute != "launchPermission" {
		return nil, invalidValue("Attribute", attribute)
	}
	answer := launchPermissionResponse{head: newHead(), ImageID: f.text("ImageId")}
	err := s.images.change(answer.ImageID, func(image *Image) { answer.Permissions = slices.Clone(image.Permissions) })
	return answer, err
}

func (s *Service) modifyImageAttribute(f form) (any, error) {
	if err := f.only("ImageId", "LaunchPermission"); err != nil {
		return nil, err
	}
	added, err := permissionsOf(f.structures("LaunchPermission.Add"))
	if err != nil {
		return nil, err
	}
	removed, err := permissionsOf(f.structures("LaunchPermission.Remove"))
	if err != nil {
		return nil, err
	}
	err = s.images.change(f.text("ImageId"), func(image *Image) {
		image.Permissions = slices.DeleteFunc(image.Permissions, func(has permission) bool {
			return slices.Contains(removed, has) || slices.Contains(added, has)
		})
		image.Permissions = append(image.Permissions, added...)
	})
	if err != nil {
		return nil, err
	}
	return yes("ModifyImageAttribute"), nil
}

func permissionsOf(structures []form) ([]permission, error) {
	var all []permission
	for _, structure := range structures {
		one := permission{UserID: structure.text("UserId"), Group: structure.text("Group")}
		account, everybody := accountID.MatchString(one.UserID), one.Group == "all"
		if account == everybody || account && one.Group != "" || everybody && one.UserID != "" {
			return nil, refuse("InvalidAMIAttributeItemValue", "Invalid attribute item value \"%s%s\"", one.UserID, one.Group)
		}
		all = append(all, one)
	}
	return all, nil
}
