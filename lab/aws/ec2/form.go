// Package ec2 plays the part of EC2 that deals with EBS snapshots and images, stricter than moto, which shows only the
// root mapping of an image and every snapshot as completed. All other actions are moto's.
package ec2

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/migrationconnector/lab/aws/wire"
)

// form is a request of the EC2 query protocol: lists are numbered from 1 (Filter.1.Value.2).
type form struct{ url.Values }

func (f form) text(name string) string { return f.Get(name) }

// list reads the values of name.1, name.2, … without a gap.
func (f form) list(name string) []string {
	var values []string
	for i := 1; f.Has(name + "." + strconv.Itoa(i)); i++ {
		values = append(values, f.Get(name+"."+strconv.Itoa(i)))
	}
	return values
}

// structures reads the members of name.1.…, name.2.…, without a gap.
func (f form) structures(name string) []form {
	var all []form
	for i := 1; ; i++ {
		prefix := name + "." + strconv.Itoa(i) + "."
		member := form{url.Values{}}
		for key, values := range f.Values {
			if rest, inside := strings.CutPrefix(key, prefix); inside {
				member.Values[rest] = values
			}
		}
		if len(member.Values) == 0 {
			return all
		}
		all = append(all, member)
	}
}

func (f form) boolean(name string) (bool, error) {
	switch f.Get(name) {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	}
	return false, invalidValue(name, f.Get(name))
}

func (f form) number(name string) (int, error) {
	if !f.Has(name) {
		return 0, nil
	}
	value, err := strconv.Atoi(f.Get(name))
	if err != nil {
		return 0, invalidValue(name, f.Get(name))
	}
	return value, nil
}

// only refuses parameters that the action does not have; a name stands for itself and all that begins with it and a dot.
func (f form) only(names ...string) error {
	names = append(names, "Action", "Version", "DryRun")
	for key := range f.Values {
		known := false
		for _, name := range names {
			known = known || key == name || strings.HasPrefix(key, name+".")
		}
		if !known {
			return refuse("UnknownParameter", "The parameter %s is not recognized", key)
		}
	}
	return nil
}

func tagsOf(f form) map[string]string {
	tags := map[string]string{}
	for _, tag := range f.structures("Tag") {
		tags[tag.text("Key")] = tag.text("Value")
	}
	return tags
}

// specifiedTags reads TagSpecification.N of one resource type.
func (f form) specifiedTags(resource string) (map[string]string, error) {
	tags := map[string]string{}
	for _, specification := range f.structures("TagSpecification") {
		if specification.text("ResourceType") != resource {
			return nil, refuse("InvalidParameterValue", "ResourceType of this action's tags is %s", resource)
		}
		for key, value := range tagsOf(specification) {
			tags[key] = value
		}
	}
	return tags, checkTags(tags)
}

func checkTags(tags map[string]string) error {
	if len(tags) > 50 {
		return refuse("TagLimitExceeded", "A resource has up to 50 tags")
	}
	for key, value := range tags {
		if key == "" || len(key) > 127 || len(value) > 255 || strings.HasPrefix(key, "aws:") {
			return refuse("InvalidParameterValue", "The tag %q is not valid", key)
		}
	}
	return nil
}

func refuse(code, format string, arguments ...any) error {
	return wire.Refuse(http.StatusBadRequest, code, format, arguments...)
}

func invalidValue(name, value string) error {
	return refuse("InvalidParameterValue", "Value (%s) for parameter %s is invalid", value, name)
}

func missing(name string) error {
	return refuse("MissingParameter", "The request must contain the parameter %s", name)
}
