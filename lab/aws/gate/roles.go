package gate

import (
	"fmt"
	"time"

	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
)

// Role is an IAM role. Whoever assumes it needs both its trust and a policy that allows sts:AssumeRole; where a trust
// policy names a user of the same account the service asks for the first alone, so the lab is the stricter.
type Role struct {
	Trust    policy.Trust
	Policies []policy.Document
	// Longest bounds the sessions.
	Longest time.Duration
}

type assumption struct{ role, name string }

// Assumption is the wish to assume a role.
type Assumption struct {
	Role, Session, ExternalID string
	Expires                   time.Time
}

// RoleARN is a role's resource name.
func RoleARN(name string) string { return "arn:aws:iam::" + AccountID + ":role/" + name }

// SetRole makes a role, or exchanges it.
func (u *Users) SetRole(name string, role Role) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.roles[name] = role
}

// Role finds a role.
func (u *Users) Role(name string) (Role, bool) {
	u.mu.RLock()
	defer u.mu.RUnlock()
	role, known := u.roles[name]
	return role, known
}

// Assume gives temporary credentials of a role to a caller whom it trusts.
func (u *Users) Assume(caller *User, wanted Assumption) (sigv4.Credential, error) {
	role, known := u.Role(wanted.Role)
	context := map[string]string{}
	if wanted.ExternalID != "" {
		context["sts:ExternalId"] = wanted.ExternalID
	}
	if !known || !role.Trust.Admits(caller.ARN(), "arn:aws:iam::"+AccountID+":root", context) {
		return sigv4.Credential{}, fmt.Errorf("User: %s is not authorized to perform: sts:AssumeRole on resource: %s",
			caller.ARN(), RoleARN(wanted.Role))
	}
	credential := sigv4.Credential{
		AccessKeyID: newKeyID("ASIA"), SecretAccessKey: newSecret(30), SessionToken: newSecret(180),
		Expires: wanted.Expires,
	}
	credential.Owner = "assumed-role/" + credential.AccessKeyID
	u.mu.Lock()
	defer u.mu.Unlock()
	u.assumed[credential.Owner] = assumption{wanted.Role, wanted.Session}
	u.sessions[credential.AccessKeyID] = credential
	return credential, nil
}

// ExpireSessions ends all temporary credentials now.
func (u *Users) ExpireSessions(now time.Time) int {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, credential := range u.sessions {
		credential.Expires = now
		u.sessions[id] = credential
	}
	return len(u.sessions)
}
