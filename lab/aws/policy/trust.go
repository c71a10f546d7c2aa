package policy

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Trust is a role's trust policy: who may assume it.
type Trust struct {
	statements []trustStatement
}

type trustStatement struct {
	allow      bool
	principals []string
	conditions []condition
}

const assumeRole = "sts:AssumeRole"

// ParseTrust reads a trust policy. It takes AWS principals and the action sts:AssumeRole alone.
func ParseTrust(content []byte) (Trust, error) {
	var raw struct {
		Version   string
		Statement json.RawMessage
	}
	if err := strictly(content, &raw); err != nil {
		return Trust{}, fmt.Errorf("trust policy: %w", err)
	}
	if raw.Version != "2012-10-17" {
		return Trust{}, fmt.Errorf("trust policy: version %q is not 2012-10-17", raw.Version)
	}
	entries, err := listOf(raw.Statement)
	if err != nil {
		return Trust{}, err
	}
	var trust Trust
	for i, entry := range entries {
		s, err := parseTrustStatement(entry)
		if err != nil {
			return Trust{}, fmt.Errorf("trust policy: statement %d: %w", i, err)
		}
		trust.statements = append(trust.statements, s)
	}
	return trust, nil
}

func parseTrustStatement(content json.RawMessage) (trustStatement, error) {
	var raw struct {
		Sid, Effect string
		Principal   struct{ AWS json.RawMessage }
		Action      json.RawMessage
		Condition   map[string]map[string]json.RawMessage
	}
	if err := strictly(content, &raw); err != nil {
		return trustStatement{}, err
	}
	if raw.Effect != "Allow" && raw.Effect != "Deny" {
		return trustStatement{}, fmt.Errorf("effect %q", raw.Effect)
	}
	actions, err := texts(raw.Action)
	if err != nil || !slices.Equal(actions, []string{assumeRole}) {
		return trustStatement{}, fmt.Errorf("the lab knows the action %s alone", assumeRole)
	}
	s := trustStatement{allow: raw.Effect == "Allow"}
	if s.principals, err = texts(raw.Principal.AWS); err != nil {
		return trustStatement{}, fmt.Errorf("principal: %v", err)
	}
	s.conditions, err = parseConditions(raw.Condition)
	return s, err
}

// Admits tells whether a caller may assume the role; account is the root ARN by which a whole account is trusted.
func (t Trust) Admits(caller, account string, context map[string]string) bool {
	admitted := false
	for _, s := range t.statements {
		if !slices.Contains(s.principals, caller) && !slices.Contains(s.principals, account) {
			continue
		}
		holds := func(c condition) bool { return !c.holds(context) }
		if slices.ContainsFunc(s.conditions, holds) {
			continue
		}
		if !s.allow {
			return false
		}
		admitted = true
	}
	return admitted
}
