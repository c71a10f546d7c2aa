// Package policy evaluates IAM identity policies: Allow and Deny, wildcards in actions and resources, and the string
// conditions. What it can't evaluate it refuses to load, so that no statement is silently without effect.
package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Document is a policy as IAM's JSON has it.
type Document struct {
	statements []statement
}

type statement struct {
	sid        string
	allow      bool
	actions    []string
	resources  []string
	conditions []condition
}

type condition struct {
	operator string
	key      string
	values   []string
}

// Request is one question: may this action be done on this resource?
type Request struct {
	Action   string
	Resource string
	// Context holds the condition keys that are known ("aws:ResourceTag/Name").
	Context map[string]string
}

// Decision is the answer.
type Decision int

const (
	// Unmentioned means that no statement allows the request.
	Unmentioned Decision = iota
	// Allowed means that a statement allows it and none denies it.
	Allowed
	// Denied means that a statement denies it.
	Denied
)

// Evaluate asks all documents together: a Deny in any of them wins.
func Evaluate(documents []Document, request Request) Decision {
	decision := Unmentioned
	for _, document := range documents {
		for _, s := range document.statements {
			if !s.applies(request) {
				continue
			}
			if !s.allow {
				return Denied
			}
			decision = Allowed
		}
	}
	return decision
}

func (s *statement) applies(request Request) bool {
	action := func(pattern string) bool {
		return Matches(strings.ToLower(pattern), strings.ToLower(request.Action))
	}
	resource := func(pattern string) bool { return Matches(pattern, request.Resource) }
	if !slices.ContainsFunc(s.actions, action) || !slices.ContainsFunc(s.resources, resource) {
		return false
	}
	for _, c := range s.conditions {
		if !c.holds(request.Context) {
			return false
		}
	}
	return true
}

func (c *condition) holds(context map[string]string) bool {
	value, known := context[c.key]
	equal := func(want string) bool { return want == value }
	like := func(pattern string) bool { return Matches(pattern, value) }
	switch c.operator {
	case "StringEquals":
		return known && slices.ContainsFunc(c.values, equal)
	case "StringNotEquals":
		return !known || !slices.ContainsFunc(c.values, equal)
	case "StringLike":
		return known && slices.ContainsFunc(c.values, like)
	case "StringNotLike":
		return !known || !slices.ContainsFunc(c.values, like)
	}
	return false
}

var operators = []string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"}

// Matches tells whether text fits a pattern with * (any run) and ? (any one character).
func Matches(pattern, text string) bool {
	star, retry := -1, 0
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, retry = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			retry++
			p, t = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Parse reads a policy and checks that all of it can be evaluated.
func Parse(content []byte) (Document, error) {
	var raw struct {
		Version   string
		ID        string `json:"Id"`
		Statement json.RawMessage
	}
	if err := strictly(content, &raw); err != nil {
		return Document{}, fmt.Errorf("policy: %w", err)
	}
	if raw.Version != "2012-10-17" {
		return Document{}, fmt.Errorf("policy: version %q is not 2012-10-17", raw.Version)
	}
	entries, err := listOf(raw.Statement)
	if err != nil {
		return Document{}, err
	}
	var document Document
	for i, entry := range entries {
		s, err := parseStatement(entry)
		if err != nil {
			return Document{}, fmt.Errorf("policy: statement %d: %w", i, err)
		}
		document.statements = append(document.statements, s)
	}
	return document, nil
}

func parseStatement(content json.RawMessage) (statement, error) {
	var raw struct {
		Sid, Effect      string
		Action, Resource json.RawMessage
		Condition        map[string]map[string]json.RawMessage
	}
	if err := strictly(content, &raw); err != nil {
		return statement{}, err
	}
	if raw.Effect != "Allow" && raw.Effect != "Deny" {
		return statement{}, fmt.Errorf("effect %q", raw.Effect)
	}
	s := statement{sid: raw.Sid, allow: raw.Effect == "Allow"}
	var err error
	if s.actions, err = texts(raw.Action); err != nil || len(s.actions) == 0 {
		return statement{}, fmt.Errorf("action: %v", err)
	}
	if s.resources, err = texts(raw.Resource); err != nil || len(s.resources) == 0 {
		return statement{}, fmt.Errorf("resource: %v", err)
	}
	s.conditions, err = parseConditions(raw.Condition)
	return s, err
}

func parseConditions(raw map[string]map[string]json.RawMessage) ([]condition, error) {
	var conditions []condition
	for operator, keys := range raw {
		if !slices.Contains(operators, operator) {
			return nil, fmt.Errorf("the condition operator %s can't be evaluated here", operator)
		}
		for key, values := range keys {
			list, err := texts(values)
			if err != nil {
				return nil, fmt.Errorf("condition %s: %v", key, err)
			}
			conditions = append(conditions, condition{operator, key, list})
		}
	}
	return conditions, nil
}

func strictly(content []byte, target any) error {
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.DisallowUnknownFields()
	return decoder.Decode(target)
}

// texts reads what IAM lets be one string or a list of them.
func texts(content json.RawMessage) ([]string, error) {
	if len(content) == 0 {
		return nil, fmt.Errorf("missing")
	}
	var one string
	if json.Unmarshal(content, &one) == nil {
		return []string{one}, nil
	}
	var many []string
	if err := json.Unmarshal(content, &many); err != nil {
		return nil, err
	}
	return many, nil
}

func listOf(content json.RawMessage) ([]json.RawMessage, error) {
	var many []json.RawMessage
	if json.Unmarshal(content, &many) == nil {
		return many, nil
	}
	if len(content) == 0 {
		return nil, fmt.Errorf("policy: no statement")
	}
	return []json.RawMessage{content}, nil
}
