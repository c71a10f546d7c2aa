package gate

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/aws/wire"
	"github.com/migrationconnector/lab/fault"
)

const mayPut = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ebs:PutSnapshotBlock","Resource":"*"}}`

func newGate(t *testing.T) (*Gate, *User) {
	t.Helper()
	document, err := policy.Parse([]byte(mayPut))
	if err != nil {
		t.Fatal(err)
	}
	users := NewUsers()
	user := users.Add("connector", document)
	return New("us-east-1", users, fault.NewRules()), user
}

func signed(t *testing.T, service string, c sigv4.Credential) *http.Request {
	t.Helper()
	r := httptest.NewRequest("GET", "https://localhost/", nil)
	if err := sigv4.Sign(r, c, service, "us-east-1", time.Now(), sigv4.Payload{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func putCall() Call {
	return Call{
		Service: "ebs", Operation: "PutSnapshotBlock", Attributes: map[string]string{"snapshotId": "snap-1"},
		Needs: []policy.Request{{Action: "ebs:PutSnapshotBlock", Resource: "arn:aws:ec2:us-east-1::snapshot/snap-1"}},
	}
}

func codeOf(t *testing.T, err error) string {
	t.Helper()
	var refusal *wire.Error
	if !errors.As(err, &refusal) {
		t.Fatalf("not a refusal: %v", err)
	}
	return refusal.Code
}

func TestACallThatIsSignedAndAllowedEnters(t *testing.T) {
	g, user := newGate(t)
	caller, passage, err := g.Enter(signed(t, "ebs", user.Credential), putCall())
	if err != nil || caller.Name != "connector" || passage == nil {
		t.Fatalf("%v, %v", caller, err)
	}
	if counts := g.Rules.Counts("ebs"); counts["PutSnapshotBlock"] != 1 {
		t.Errorf("counts %v", counts)
	}
}

func TestWhatIsNotAllowedIsRefusedAndNotCounted(t *testing.T) {
	g, user := newGate(t)
	call := putCall()
	call.Needs = append(call.Needs, policy.Request{Action: "ec2:CreateTags", Resource: "*"})
	_, _, err := g.Enter(signed(t, "ebs", user.Credential), call)
	if code := codeOf(t, err); code != "AccessDeniedException" {
		t.Errorf("code %s", code)
	}
	if err := g.Users.SetPolicies("connector"); err != nil {
		t.Fatal(err)
	}
	_, _, err = g.Enter(signed(t, "ebs", user.Credential), putCall())
	if code := codeOf(t, err); code != "AccessDeniedException" {
		t.Errorf("after the policy was taken away: %s", code)
	}
	if counts := g.Rules.Counts("ebs"); len(counts) != 0 {
		t.Errorf("counts %v", counts)
	}
}

func TestEveryServiceWordsAWrongSignature(t *testing.T) {
	g, user := newGate(t)
	wrong := user.Credential
	wrong.SecretAccessKey = "wrong"
	for service, code := range map[string]string{
		"ebs": "InvalidSignatureException", "ec2": "AuthFailure", "sts": "SignatureDoesNotMatch",
		"iam": "SignatureDoesNotMatch", "s3": "SignatureDoesNotMatch",
	} {
		_, _, err := g.Enter(signed(t, service, wrong), Call{Service: service})
		if got := codeOf(t, err); got != code {
			t.Errorf("%s: %s, want %s", service, got, code)
		}
	}
	_, _, err := g.Enter(signed(t, "ec2", user.Credential), putCall())
	if got := codeOf(t, err); got != "InvalidSignatureException" {
		t.Errorf("a signature for another service: %s", got)
	}
}

func TestFaultsComeInTheServicesCodes(t *testing.T) {
	g, user := newGate(t)
	rule := fault.Rule{Service: "ebs", Operation: "*", Count: 1, Action: fault.Error, Status: 400, Code: "ThrottlingException"}
	if _, err := g.Rules.Add(rule); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Rules.Add(fault.Rule{Service: "ebs", Operation: "*", Skip: 1, Action: fault.Drop}); err != nil {
		t.Fatal(err)
	}
	_, _, err := g.Enter(signed(t, "ebs", user.Credential), putCall())
	if code := codeOf(t, err); code != "ThrottlingException" {
		t.Errorf("code %s", code)
	}
	if _, _, err = g.Enter(signed(t, "ebs", user.Credential), putCall()); !errors.Is(err, fault.ErrDropped) {
		t.Errorf("%v", err)
	}
}

func TestSessionsEndByTheGatesClock(t *testing.T) {
	g, _ := newGate(t)
	session, err := g.Users.OpenSession("connector", time.Now().Add(200*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := g.Enter(signed(t, "ebs", session), putCall()); err != nil {
		t.Fatal(err)
	}
	g.SetSkew(250 * time.Second)
	_, _, err = g.Enter(signed(t, "ebs", session), putCall())
	if code := codeOf(t, err); code != "ExpiredTokenException" {
		t.Errorf("code %s", code)
	}
	if _, err := g.Users.OpenSession("nobody", time.Now()); err == nil {
		t.Error("a session for nobody")
	}
}
