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

// User is who calls: an IAM user, or the session of a role.
type User struct {
	Name string
	// Credential is the long-term key that a user was made with.
	Credential sigv4.Credential
	Policies   []policy.Document
	// session names the session of the role Name; empty for a user.
	session string
}

// ARN is the caller's resource name.
func (u *User) ARN() string {
	if u.session != "" {
		return "arn:aws:sts::" + AccountID + ":assumed-role/" + u.Name + "/" + u.session
	}
	return "arn:aws:iam::" + AccountID + ":user/" + u.Name
}

// Users holds the users, the roles, and the keys of both. It is safe for concurrent use.
type Users struct {
	mu    sync.RWMutex
	users map[string]*User
	roles map[string]Role
	// keys are long-term, by their id.
	keys     map[string]sigv4.Credential
	sessions map[string]sigv4.Credential
	// assumed are the callers behind sessions of roles, by Credential.Owner.
	assumed map[string]assumption
}

// NewUsers makes an account with no users.
func NewUsers() *Users {
	return &Users{
		users: map[string]*User{}, roles: map[string]Role{}, keys: map[string]sigv4.Credential{},
		sessions: map[string]sigv4.Credential{}, assumed: map[string]assumption{},
	}
}

// Add makes a user with a new access key.
func (u *Users) Add(name string, policies ...policy.Document) *User {
	user := &User{Name: name, Policies: policies, Credential: sigv4.Credential{
		AccessKeyID: newKeyID("AKIA"), SecretAccessKey: newSecret(30), Owner: name,
	}}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.users[name] = user
	u.keys[user.Credential.AccessKeyID] = user.Credential
	return user
}

// AddKey gives a user one more key, as one does to rotate keys; IAM lets a user have two.
func (u *Users) AddKey(name string) (sigv4.Credential, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, known := u.users[name]; !known {
		return sigv4.Credential{}, fmt.Errorf("no user %q", name)
	}
	count := 0
	for _, key := range u.keys {
		if key.Owner == name {
			count++
		}
	}
	if count >= maxKeys {
		return sigv4.Credential{}, fmt.Errorf("LimitExceeded: a user has %d keys at most", maxKeys)
	}
	key := sigv4.Credential{AccessKeyID: newKeyID("AKIA"), SecretAccessKey: newSecret(30), Owner: name}
	u.keys[key.AccessKeyID] = key
	return key, nil
}

// RevokeKey deletes a user's key.
func (u *Users) RevokeKey(name, accessKeyID string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.keys[accessKeyID].Owner != name {
		return fmt.Errorf("user %q has no key %q", name, accessKeyID)
	}
	delete(u.keys, accessKeyID)
	return nil
}

// Named finds the user, or the role's session, that owns a credential.
func (u *Users) Named(name string) (*User, bool) {
	u.mu.RLock()
	defer u.mu.RUnlock()
	if session, assumed := u.assumed[name]; assumed {
		role, known := u.roles[session.role]
		return &User{Name: session.role, Policies: role.Policies, session: session.name}, known
	}
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
	key, known := u.keys[accessKeyID]
	return key, known
}

// maxKeys is IAM's quota of access keys a user.
const maxKeys = 2

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
