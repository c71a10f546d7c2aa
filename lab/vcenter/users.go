package vcenter

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"maps"
	"slices"
	"sync"
)

// Privileges by the names that vSphere gives them.
const (
	PrivilegeBrowse         = "Datastore.Browse"
	PrivilegeFileManagement = "Datastore.FileManagement"
	PrivilegeExport         = "VApp.Export"
	PrivilegeCreateSnapshot = "VirtualMachine.State.CreateSnapshot"
	PrivilegeRemoveSnapshot = "VirtualMachine.State.RemoveSnapshot"
	PrivilegeChangeTracking = "VirtualMachine.Config.ChangeTracking"
	PrivilegeDiskRandomRead = "VirtualMachine.Provisioning.DiskRandomRead"
	privilegeView           = "System.View"
	// allPrivileges in a user's list stands for every privilege there is.
	allPrivileges = "*"
)

// User is an account of the simulated vCenter. Its privileges hold on the root folder and all below.
type User struct {
	Name       string   `json:"name"`
	Password   string   `json:"password"`
	Privileges []string `json:"privileges"`
	// In holds other privileges in a datacenter and all below it, by the datacenter's name: a permission there takes the
	// place of what is inherited, as vSphere has it.
	In map[string][]string `json:"in,omitempty"`
}

// DefaultUsers are an administrator, the connector with change tracking, and one with the five privileges of the seed
// alone. Their passwords are new for each run.
func DefaultUsers() []User {
	seed := []string{PrivilegeBrowse, PrivilegeFileManagement, PrivilegeExport, PrivilegeCreateSnapshot, PrivilegeRemoveSnapshot}
	return []User{
		{Name: "administrator@vsphere.local", Password: newSecret(), Privileges: []string{allPrivileges}},
		{Name: "connector@vsphere.local", Password: newSecret(), Privileges: append(slices.Clone(seed), PrivilegeChangeTracking, PrivilegeDiskRandomRead)},
		{Name: "seed@vsphere.local", Password: newSecret(), Privileges: seed},
	}
}

func newSecret() string {
	var random [12]byte
	_, _ = rand.Read(random[:])
	return hex.EncodeToString(random[:])
}

func (u *User) may(privilege string) bool {
	switch privilege {
	case "System.Anonymous", "System.Read", privilegeView:
		return true
	}
	return slices.Contains(u.Privileges, allPrivileges) || slices.Contains(u.Privileges, privilege)
}

// within is the user as it counts in a datacenter; an empty name stands for what is in none.
func (u *User) within(datacenter string) *User {
	there, other := u.In[datacenter]
	if !other {
		return u
	}
	return &User{Name: u.Name, Privileges: there}
}

// accounts are the users by name. A *User from here never changes: a change puts another in its place.
type accounts struct {
	mu   sync.RWMutex
	list []*User
}

func newAccounts(users []User) *accounts {
	a := &accounts{}
	for _, user := range users {
		a.set(user)
	}
	return a
}

// set adds a user or replaces the one of that name. Without a password the old one stays, or a new one is made up.
func (a *accounts) set(user User) *User {
	a.mu.Lock()
	defer a.mu.Unlock()
	user.Privileges = slices.Clone(user.Privileges)
	user.In = maps.Clone(user.In)
	for i, present := range a.list {
		if present.Name == user.Name {
			if user.Password == "" {
				user.Password = present.Password
			}
			a.list[i] = &user
			return &user
		}
	}
	if user.Password == "" {
		user.Password = newSecret()
	}
	a.list = append(a.list, &user)
	return &user
}

func (a *accounts) named(name string) (*User, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, user := range a.list {
		if user.Name == name {
			return user, true
		}
	}
	return nil, false
}

func (a *accounts) login(name, password string) (*User, bool) {
	user, known := a.named(name)
	if !known || subtle.ConstantTimeCompare([]byte(user.Password), []byte(password)) != 1 {
		return nil, false
	}
	return user, true
}

func (a *accounts) all() []User {
	a.mu.RLock()
	defer a.mu.RUnlock()
	var all []User
	for _, user := range a.list {
		all = append(all, *user)
	}
	return all
}
