package vcenter

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"slices"
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

type accounts []User

func (a accounts) named(name string) (*User, bool) {
	for i := range a {
		if a[i].Name == name {
			return &a[i], true
		}
	}
	return nil, false
}

func (a accounts) login(name, password string) (*User, bool) {
	user, known := a.named(name)
	if !known || subtle.ConstantTimeCompare([]byte(user.Password), []byte(password)) != 1 {
		return nil, false
	}
	return user, true
}
