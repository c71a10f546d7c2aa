// Package gate stands before every AWS operation of the lab: who asks (SigV4), may they (IAM policy), and is a fault
// to be played.
package gate

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"sync"
	"time"

	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
)

// AccountID is the one account of the lab; moto's default.
const AccountID = "123456789012"

// User is an IAM user with its long-term key.
type User struct {
	Name       string
	Credential sigv4.Credential
	Policies   []policy.Document
}

// ARN is the user's resource name.
func (u *User) ARN() string { return "arn:aws:iam::" + AccountID + ":user/" + u.Name }

// Users holds the users and their temporary credentials. It is safe for concurrent use.
type Users struct {
	mu       sync.RWMutex
	users    map[string]*User
	sessions map[string]sigv4.Credential
}

// NewUsers makes an account with no users.
func NewUsers() *Users {
	return &Users{users: map[string]*User{}, sessions: map[string]sigv4.Credential{}}
}

// Add makes a user with a new access key.
func (u *Users) Add(name string, policies ...policy.Document) *User {
	user := &User{Name: name, Policies: policies, Credential: sigv4.Credential{
		AccessKeyID: newKeyID("AKIA"), SecretAccessKey: newSecret(30), Owner: name,
	}}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.users[name] = user
	return user
}

// Named finds a user.
func (u *Users) Named(name string) (*User, bool) {
	u.mu.RLock()
	defer u.mu.RUnlock()
	user, known := u.users[name]
	return user, known
}

// SetPolicies exchanges a user's policies.
func (u *Users) SetPolicies(name string, policies ...policy.Document) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	user, known := u.users[name]
	if !known {
		return fmt.Errorf("no user %q", name)
	}
	changed := *user
	changed.Policies = policies
	u.users[name] = &changed
	return nil
}

// OpenSession gives temporary credentials to a user.
func (u *Users) OpenSession(name string, expires time.Time) (sigv4.Credential, error) {
	credential := sigv4.Credential{
		AccessKeyID: newKeyID("ASIA"), SecretAccessKey: newSecret(30), SessionToken: newSecret(180),
		Expires: expires, Owner: name,
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, known := u.users[name]; !known {
		return sigv4.Credential{}, fmt.Errorf("no user %q", name)
	}
	u.sessions[credential.AccessKeyID] = credential
	return credential, nil
}

// Lookup finds the credential of an access key id.
func (u *Users) Lookup(accessKeyID string) (sigv4.Credential, bool) {
	u.mu.RLock()
	defer u.mu.RUnlock()
	if credential, known := u.sessions[accessKeyID]; known {
		return credential, true
	}
	for _, user := range u.users {
		if user.Credential.AccessKeyID == accessKeyID {
			return user.Credential, true
		}
	}
	return sigv4.Credential{}, false
}

const keyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

func newKeyID(prefix string) string {
	var raw [16]byte
	_, _ = rand.Read(raw[:])
	id := []byte(prefix)
	for _, b := range raw {
		id = append(id, keyAlphabet[b&31])
	}
	return string(id)
}

func newSecret(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw)
	return base64.StdEncoding.EncodeToString(raw)
}
