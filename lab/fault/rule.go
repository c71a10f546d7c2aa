// Package fault lets a test disturb single calls of the lab's services: refuse, delay, stall or drop them, or hold them
// at a point of their life until the test lets them go. Rules speak of (service, operation, attributes) only, so one set
// serves HTTP services and SOAP methods alike.
package fault

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Action says what a rule does to the calls that it matches.
type Action string

const (
	// Error answers with the rule's status, code and message; the effect does not happen.
	Error Action = "error"
	// Delay lets the call wait for the rule's time, then go on.
	Delay Action = "delay"
	// Stall never answers and has no effect; it ends when the client gives up or the rule is deleted.
	Stall Action = "stall"
	// Drop closes the connection before the effect.
	Drop Action = "drop"
	// DropAfter lets the effect happen, then closes the connection without an answer.
	DropAfter Action = "drop-after"
	// HoldBefore waits for a release before the effect.
	HoldBefore Action = "hold-before"
	// HoldAfter waits for a release after the effect, before the answer.
	HoldAfter Action = "hold-after"
)

var actions = []Action{Error, Delay, Stall, Drop, DropAfter, HoldBefore, HoldAfter}

// Everything as an operation's name matches each operation of the service.
const Everything = "*"

// Rule is one disturbance, as a test writes it in JSON.
type Rule struct {
	Service   string            `json:"service"`
	Operation string            `json:"operation"`
	Match     map[string]string `json:"match,omitempty"`
	// Skip is how many matching calls pass undisturbed first.
	Skip int `json:"skip"`
	// Count is how many calls are disturbed after those; 0 means all that follow.
	Count   int    `json:"count"`
	Action  Action `json:"action"`
	Status  int    `json:"status,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	DelayMs int    `json:"delayMs,omitempty"`
}

// validated checks the rule and fills in what may be left out.
func (r Rule) validated() (Rule, error) {
	if r.Service == "" || r.Operation == "" {
		return r, fmt.Errorf("a rule needs a service and an operation (%q for all)", Everything)
	}
	if !slices.Contains(actions, r.Action) {
		return r, fmt.Errorf("action %q is not one of %v", r.Action, actions)
	}
	if r.Skip < 0 || r.Count < 0 || r.DelayMs < 0 {
		return r, fmt.Errorf("skip, count and delayMs can't be negative")
	}
	if r.Action == Delay && r.DelayMs == 0 {
		return r, fmt.Errorf("action %q needs delayMs", Delay)
	}
	if r.Action == Error {
		if r.Status == 0 {
			r.Status = http.StatusInternalServerError
		}
		if r.Status < 400 || r.Status > 599 {
			return r, fmt.Errorf("status %d is not an error", r.Status)
		}
		if r.Code == "" {
			r.Code = "InternalServerException"
		}
		if r.Message == "" {
			r.Message = "The lab was told to answer so."
		}
	}
	return r, nil
}

func (r Rule) delay() time.Duration { return time.Duration(r.DelayMs) * time.Millisecond }

func (r Rule) matches(call Call) bool {
	if r.Service != call.Service || (r.Operation != Everything && r.Operation != call.Operation) {
		return false
	}
	for name, want := range r.Match {
		if got, known := call.Attributes[name]; !known || got != want {
			return false
		}
	}
	return true
}

// Call names one operation that a service was asked for.
type Call struct {
	Service    string
	Operation  string
	Attributes map[string]string
}

// Refusal is what Before answers when a rule of the action Error applies: the service words it in its own format.
type Refusal struct {
	Status  int
	Code    string
	Message string
}

func (r *Refusal) Error() string { return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Message) }
