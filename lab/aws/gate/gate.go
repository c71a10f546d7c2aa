package gate

import (
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/aws/wire"
	"github.com/migrationconnector/lab/fault"
)

// Call is one operation that a client asks for, understood but not yet admitted.
type Call struct {
	Service   string
	Operation string
	// Needs are the permissions that the operation asks for; all must be allowed.
	Needs []policy.Request
	// Attributes are what fault rules can match on.
	Attributes map[string]string
	Payload    sigv4.Payload
}

// Gate admits calls.
type Gate struct {
	Users *Users
	Rules *fault.Rules

	region   string
	verifier *sigv4.Verifier
	skew     atomic.Int64
}

// New makes the gate of one region.
func New(region string, users *Users, rules *fault.Rules) *Gate {
	g := &Gate{Users: users, Rules: rules, region: region}
	g.verifier = sigv4.NewVerifier(region, users.Lookup, g.Now)
	return g
}

// Region is the one region that the lab plays.
func (g *Gate) Region() string { return g.region }

// Now is the clock by which signatures are judged.
func (g *Gate) Now() time.Time { return time.Now().Add(time.Duration(g.skew.Load())) }

// SetSkew moves that clock away from the machine's.
func (g *Gate) SetSkew(skew time.Duration) { g.skew.Store(int64(skew)) }

// Enter verifies the signature, asks the caller's policies, then lets the fault rules act. It returns the caller and the
// passage to finish after the effect, or a *wire.Error in the service's own codes, or fault.ErrDropped.
func (g *Gate) Enter(r *http.Request, call Call) (*User, *fault.Passage, error) {
	words, known := dialects[call.Service]
	if !known {
		return nil, nil, wire.Refuse(http.StatusBadRequest, "UnknownService", "the lab has no service %q", call.Service)
	}
	authorization, err := sigv4.Parse(r)
	if err != nil {
		return nil, nil, words.signature(err)
	}
	if authorization.Service != call.Service {
		return nil, nil, words.signature(sigv4.ErrScope)
	}
	credential, err := g.verifier.Verify(r, authorization, call.Payload)
	if err != nil {
		return nil, nil, words.signature(err)
	}
	user, known := g.Users.Named(credential.Owner)
	if !known {
		return nil, nil, words.signature(sigv4.ErrUnknownKey)
	}
	for _, need := range call.Needs {
		if decision := policy.Evaluate(user.Policies, need); decision != policy.Allowed {
			return nil, nil, words.forbidden(user, need, decision)
		}
	}
	passage, err := g.Rules.Before(r.Context(), fault.Call{
		Service: call.Service, Operation: call.Operation, Attributes: call.Attributes,
	})
	var refusal *fault.Refusal
	if errors.As(err, &refusal) {
		return nil, nil, &wire.Error{Status: refusal.Status, Code: refusal.Code, Message: refusal.Message}
	}
	if err != nil {
		return nil, nil, err
	}
	return user, passage, nil
}
