package fault

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"time"
)

// ErrDropped tells the service to close the connection without an answer.
var ErrDropped = errors.New("the lab drops this connection")

// ErrUnknownRule is returned for the id of a rule that never was or was deleted.
var ErrUnknownRule = errors.New("no such fault rule")

// State is what a test can ask about a rule.
type State struct {
	Rule Rule `json:"rule"`
	// Hits is how many calls the rule has disturbed (for hold-after and drop-after: after their effect).
	Hits int `json:"hits"`
	// Holding is how many calls wait now.
	Holding int `json:"holding"`
}

type armed struct {
	rule    Rule
	seen    int
	hits    int
	waiting map[chan bool]struct{}
	changed chan struct{}
}

// Rules is the set of rules in force, and the count of the calls that came by. It is safe for concurrent use.
type Rules struct {
	mu     sync.Mutex
	next   int
	order  []string
	armed  map[string]*armed
	counts map[string]map[string]int
}

// NewRules makes an empty set.
func NewRules() *Rules {
	return &Rules{armed: map[string]*armed{}, counts: map[string]map[string]int{}}
}

// Add puts a rule in force and returns its id.
func (r *Rules) Add(rule Rule) (string, error) {
	rule, err := rule.validated()
	if err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next++
	id := "fault-" + strconv.Itoa(r.next)
	r.armed[id] = &armed{rule: rule, waiting: map[chan bool]struct{}{}, changed: make(chan struct{})}
	r.order = append(r.order, id)
	return id, nil
}

// State tells how often a rule has hit and how many calls it holds.
func (r *Rules) State(id string) (State, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, known := r.armed[id]
	if !known {
		return State{}, fmt.Errorf("%w: %s", ErrUnknownRule, id)
	}
	return a.state(), nil
}

// Wait answers like State, as soon as the rule has hit once or the context ends.
func (r *Rules) Wait(ctx context.Context, id string) (State, error) {
	for {
		r.mu.Lock()
		a, known := r.armed[id]
		if !known {
			r.mu.Unlock()
			return State{}, fmt.Errorf("%w: %s", ErrUnknownRule, id)
		}
		state, changed := a.state(), a.changed
		r.mu.Unlock()
		if state.Hits > 0 {
			return state, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return state, nil
		}
	}
}

// Release lets go the calls that the rule holds now: on their way, or (proceed false) dropped without an answer.
// The rule stays in force for later calls as its count allows.
func (r *Rules) Release(id string, proceed bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, known := r.armed[id]
	if !known {
		return fmt.Errorf("%w: %s", ErrUnknownRule, id)
	}
	a.release(proceed)
	return nil
}

// Delete ends a rule; held calls go on their way, stalled ones are dropped.
func (r *Rules) Delete(id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.armed[id]; !known {
		return fmt.Errorf("%w: %s", ErrUnknownRule, id)
	}
	r.remove(id)
	for i, other := range r.order {
		if other == id {
			r.order = append(r.order[:i:i], r.order[i+1:]...)
			break
		}
	}
	return nil
}

// Clear ends all rules.
func (r *Rules) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range r.order {
		r.remove(id)
	}
	r.order = nil
}

func (r *Rules) remove(id string) {
	a := r.armed[id]
	delete(r.armed, id)
	a.release(a.rule.Action != Stall)
	a.announce()
}

// Counts tells how many calls of each operation of the service have come by, disturbed or not.
func (r *Rules) Counts(service string) map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	counts := map[string]int{}
	maps.Copy(counts, r.counts[service])
	return counts
}

// ResetCounts starts the counts of all services anew.
func (r *Rules) ResetCounts() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.counts)
}

// Passage is one call on its way; After must be asked once the effect has happened.
type Passage struct {
	rules *Rules
	after []*armed
}

// Disturbed tells whether After may wait or drop, so that the answer must not leave before.
func (p *Passage) Disturbed() bool { return len(p.after) > 0 }

// Before must be asked once a call is understood and before it has any effect. It waits as the rules say, then returns a
// passage, or a *Refusal, or ErrDropped (also when the context ends meanwhile). All rules that match apply, oldest first.
func (r *Rules) Before(ctx context.Context, call Call) (*Passage, error) {
	passage := &Passage{rules: r}
	for _, a := range r.take(call) {
		switch a.rule.Action {
		case Error:
			r.hit(a)
			return nil, &Refusal{Status: a.rule.Status, Code: a.rule.Code, Message: a.rule.Message}
		case Drop:
			r.hit(a)
			return nil, ErrDropped
		case Delay:
			r.hit(a)
			if err := sleep(ctx, a.rule.delay()); err != nil {
				return nil, err
			}
		case HoldBefore, Stall:
			if err := r.hold(ctx, a); err != nil {
				return nil, err
			}
		case DropAfter, HoldAfter:
			passage.after = append(passage.after, a)
		}
	}
	return passage, nil
}

// After must be asked when the effect has happened and before the answer leaves: nil, or ErrDropped.
func (p *Passage) After(ctx context.Context) error {
	for _, a := range p.after {
		if a.rule.Action == DropAfter {
			p.rules.hit(a)
			return ErrDropped
		}
		if err := p.rules.hold(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// take counts the call and uses up one shot of each rule that applies to it.
func (r *Rules) take(call Call) []*armed {
	r.mu.Lock()
	defer r.mu.Unlock()
	operations := r.counts[call.Service]
	if operations == nil {
		operations = map[string]int{}
		r.counts[call.Service] = operations
	}
	operations[call.Operation]++
	var applying []*armed
	for _, id := range r.order {
		a := r.armed[id]
		if !a.rule.matches(call) {
			continue
		}
		a.seen++
		if a.seen > a.rule.Skip && (a.rule.Count == 0 || a.seen <= a.rule.Skip+a.rule.Count) {
			applying = append(applying, a)
		}
	}
	return applying
}

func (r *Rules) hit(a *armed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a.hits++
	a.announce()
}

func (r *Rules) hold(ctx context.Context, a *armed) error {
	released := make(chan bool, 1)
	r.mu.Lock()
	a.hits++
	a.waiting[released] = struct{}{}
	a.announce()
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(a.waiting, released)
		r.mu.Unlock()
	}()
	select {
	case proceed := <-released:
		if proceed && a.rule.Action != Stall {
			return nil
		}
		return ErrDropped
	case <-ctx.Done():
		return ErrDropped
	}
}

func (a *armed) state() State { return State{Rule: a.rule, Hits: a.hits, Holding: len(a.waiting)} }

func (a *armed) announce() {
	close(a.changed)
	a.changed = make(chan struct{})
}

func (a *armed) release(proceed bool) {
	for released := range a.waiting {
		released <- proceed
		delete(a.waiting, released)
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ErrDropped
	}
}
