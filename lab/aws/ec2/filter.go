package ec2

import (
	"slices"
	"strings"

	"github.com/migrationconnector/lab/aws/policy"
)

// properties are what a resource can be filtered by: each name with all its values.
type properties map[string][]string

func (p properties) withTags(tags map[string]string) properties {
	for key, value := range tags {
		p["tag:"+key] = []string{value}
		p["tag-key"] = append(p["tag-key"], key)
	}
	return p
}

// filter is Filter.N of a request, whose names have been checked.
type filter struct {
	name   string
	values []string
}

// readFilters refuses names that the action does not know.
func readFilters(f form, known ...string) ([]filter, error) {
	var filters []filter
	for _, member := range f.structures("Filter") {
		read := filter{member.text("Name"), member.list("Value")}
		if !slices.Contains(known, read.name) && !strings.HasPrefix(read.name, "tag:") && read.name != "tag-key" {
			return nil, refuse("InvalidParameterValue", "The filter '%s' is invalid", read.name)
		}
		if len(read.values) == 0 {
			return nil, refuse("InvalidParameterValue", "The filter '%s' has no values", read.name)
		}
		filters = append(filters, read)
	}
	return filters, nil
}

// passes tells whether each filter finds one of its values, with * and ? as wildcards.
func (p properties) passes(filters []filter) bool {
	for _, f := range filters {
		found := slices.ContainsFunc(f.values, func(pattern string) bool {
			return slices.ContainsFunc(p[f.name], func(value string) bool { return policy.Matches(pattern, value) })
		})
		if !found {
			return false
		}
	}
	return true
}
