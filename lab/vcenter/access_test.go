package vcenter

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/fault"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"

	rules "github.com/migrationconnector/lab/fault"
)

func TestWrongPasswordsAreRefused(t *testing.T) {
	b := newBench(t, "connector")
	for _, login := range []*url.Userinfo{
		url.UserPassword("connector@vsphere.local", "wrong"), url.UserPassword("nobody@vsphere.local", "wrong"),
		url.UserPassword("connector@vsphere.local", b.user("seed").Password),
	} {
		address, _ := url.Parse(b.vc.URL())
		address.User = login
		_, err := govmomi.NewClient(context.Background(), address, true)
		if !fault.Is(err, &types.InvalidLogin{}) {
			t.Errorf("%s: %v", login, err)
		}
	}
}

func TestExpiredSessionsAreNotAuthenticated(t *testing.T) {
	b := newBench(t, "connector")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	b.control("POST", "/vcenter/sessions/expire", nil, nil)
	if _, err := vm.CreateSnapshot(ctx, "s", "", false, false); !fault.Is(err, &types.NotAuthenticated{}) {
		t.Errorf("a call: %v", err)
	}
	if _, err := methods.GetCurrentTime(ctx, b.client.Client); !fault.Is(err, &types.NotAuthenticated{}) {
		t.Errorf("the time: %v", err)
	}
	var shown []any
	err := b.client.PropertyCollector().RetrieveOne(ctx, vm.Reference(), []string{"name"}, &shown)
	if err == nil {
		t.Error("properties were told")
	}
	user := b.user("connector")
	if err := b.client.Login(ctx, url.UserPassword(user.Name, user.Password)); err != nil {
		t.Fatal(err)
	}
	if _, err := methods.GetCurrentTime(ctx, b.client.Client); err != nil {
		t.Errorf("after a new login: %v", err)
	}
	b.control("POST", "/vcenter/settings", map[string]any{"sessionTimeoutSeconds": 0.001}, nil)
	time.Sleep(5 * time.Millisecond)
	if _, err := methods.GetCurrentTime(ctx, b.client.Client); !fault.Is(err, &types.NotAuthenticated{}) {
		t.Errorf("after the idle time: %v", err)
	}
}

// denied is the privilege and the object that a NoPermission fault names.
func denied(t *testing.T, what string, err error) (string, types.ManagedObjectReference) {
	t.Helper()
	var missing *types.NoPermission
	if _, is := fault.As(err, &missing); !is || missing.Object == nil {
		t.Errorf("%s: %v", what, err)
		return "", types.ManagedObjectReference{}
	}
	return missing.PrivilegeId, *missing.Object
}

func TestEachUserMayDoWhatItsPrivilegesSay(t *testing.T) {
	b := newBench(t, "seed")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	for _, c := range []struct {
		what, privilege string
		do              func() error
	}{
		{"change tracking", PrivilegeChangeTracking, func() error { return b.track(vm, true) }},
		{"other settings", "VirtualMachine.Config.Settings", func() error {
			return b.reconfigure(vm, types.VirtualMachineConfigSpec{Annotation: "x"})
		}},
		{"changed areas", PrivilegeDiskRandomRead, func() error {
			_, err := methods.QueryChangedDiskAreas(ctx, b.client.Client, &types.QueryChangedDiskAreas{This: vm.Reference(), DeviceKey: 2000, ChangeId: "*"})
			return err
		}},
		{"power off", "VirtualMachine.Interact.PowerOff", func() error { _, err := vm.PowerOff(ctx); return err }},
		{"destroy", "VirtualMachine.Inventory.Delete", func() error { _, err := vm.Destroy(ctx); return err }},
		{"revert", "VirtualMachine.State.RevertToSnapshot", func() error {
			_, err := methods.RevertToCurrentSnapshot_Task(ctx, b.client.Client, &types.RevertToCurrentSnapshot_Task{This: vm.Reference()})
			return err
		}},
	} {
		privilege, on := denied(t, c.what, c.do())
		if privilege != c.privilege || on != vm.Reference() {
			t.Errorf("%s: %s on %v", c.what, privilege, on)
		}
	}
	s := b.snapshot(vm, "one")
	fewer := b.user("seed")
	fewer.Privileges = slices.DeleteFunc(fewer.Privileges, func(p string) bool { return p == PrivilegeRemoveSnapshot })
	b.control("POST", "/vcenter/users", fewer, nil)
	if privilege, on := denied(t, "removal", b.removeSnapshot(s, false)); privilege != PrivilegeRemoveSnapshot || on != vm.Reference() {
		t.Errorf("removal: %s on %v", privilege, on)
	}
	var more User
	b.control("POST", "/vcenter/users", map[string]any{"name": "power@vsphere.local", "privileges": []string{"VirtualMachine.Interact.PowerOff"}}, &more)
	other, err := b.login("power")
	if err != nil {
		t.Fatal(err)
	}
	task, err := object.NewVirtualMachine(other.Client, vm.Reference()).PowerOff(ctx)
	if err != nil || task.Wait(ctx) != nil {
		t.Errorf("an added user: %v", err)
	}
}

func TestPrivilegesAreToldTruthfully(t *testing.T) {
	b := newBench(t, "seed")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	current, err := b.client.SessionManager.UserSession(ctx)
	if err != nil {
		t.Fatal(err)
	}
	asked := []string{PrivilegeCreateSnapshot, PrivilegeDiskRandomRead, "System.View"}
	manager := object.NewAuthorizationManager(b.client.Client)
	has, err := methods.HasPrivilegeOnEntities(ctx, b.client.Client, &types.HasPrivilegeOnEntities{
		This: manager.Reference(), Entity: []types.ManagedObjectReference{vm.Reference()}, SessionId: current.Key, PrivId: asked,
	})
	if err != nil {
		t.Fatal(err)
	}
	var granted []bool
	for _, p := range has.Returnval[0].PrivAvailability {
		granted = append(granted, p.IsGranted)
	}
	if !slices.Equal(granted, []bool{true, false, true}) || has.Returnval[0].Entity != vm.Reference() {
		t.Errorf("granted %v", granted)
	}
	for user, holds := range map[string]bool{"seed": false, "connector": true, "administrator": true} {
		results, err := manager.FetchUserPrivilegeOnEntities(ctx, []types.ManagedObjectReference{vm.Reference()}, user+"@vsphere.local")
		if err != nil || slices.Contains(results[0].Privileges, PrivilegeDiskRandomRead) != holds {
			t.Errorf("%s: %v %v", user, results, err)
		}
		byUser, err := manager.HasUserPrivilegeOnEntities(ctx, []types.ManagedObjectReference{vm.Reference()}, user+"@vsphere.local", []string{PrivilegeDiskRandomRead})
		if err != nil || byUser[0].PrivAvailability[0].IsGranted != holds {
			t.Errorf("%s: %v %v", user, byUser, err)
		}
	}
}

func TestFaultRulesDisturbSOAPCalls(t *testing.T) {
	b := newBench(t, "connector")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	add := func(rule rules.Rule) string {
		t.Helper()
		rule.Service, rule.Operation, rule.Count = "vcenter", "CreateSnapshot_Task", 1
		rule.Match = map[string]string{"vm": "web01"}
		id, err := b.rules.Add(rule)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	create := func() error { _, err := vm.CreateSnapshot(ctx, "s", "", false, false); return err }
	add(rules.Rule{Action: rules.Error, Code: "TaskInProgress", Message: "another task is at work"})
	if err := create(); !fault.Is(err, &types.TaskInProgress{}) || !strings.Contains(err.Error(), "another task is at work") {
		t.Errorf("a vSphere fault: %v", err)
	}
	add(rules.Rule{Action: rules.Error, Status: 503})
	if err := create(); err == nil || soap.IsSoapFault(err) || !strings.Contains(err.Error(), "503") {
		t.Errorf("a bare status: %v", err)
	}
	add(rules.Rule{Action: rules.DropAfter})
	if err := create(); err == nil || soap.IsSoapFault(err) {
		t.Errorf("a dropped connection: %v", err)
	}
	held := add(rules.Rule{Action: rules.HoldBefore})
	result := make(chan error, 1)
	go func() { result <- create() }()
	if _, err := b.rules.Wait(ctx, held); err != nil {
		t.Fatal(err)
	}
	if err := b.rules.Release(held, false); err != nil {
		t.Fatal(err)
	}
	if err := <-result; err == nil {
		t.Error("a held call that was dropped succeeded")
	}
	b.snapshot(vm, "last") // tasks of a machine run one after the other: the earlier ones are done now
	var list []SnapshotInfo
	b.control("GET", "/vcenter/snapshots?vm=web01", nil, &list)
	if len(list) != 2 || list[0].Name != "s" {
		t.Errorf("%+v: of the disturbed calls only that dropped after its effect makes one", list)
	}
}

func TestPrivilegesMayDifferByDatacenter(t *testing.T) {
	b := newBench(t, "seed")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	var made map[string]string
	b.control("POST", "/vcenter/datacenters", map[string]string{"name": "DC1"}, &made)
	second := types.ManagedObjectReference{Type: "Datacenter", Value: made["datacenter"]}
	user := b.user("seed")
	user.In = map[string][]string{"DC0": {PrivilegeBrowse}, "DC1": {PrivilegeBrowse, PrivilegeChangeTracking}}
	b.control("POST", "/vcenter/users", user, nil)
	session, err := b.client.SessionManager.UserSession(ctx)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := methods.HasPrivilegeOnEntities(ctx, b.client.Client, &types.HasPrivilegeOnEntities{
		This: *b.client.ServiceContent.AuthorizationManager, Entity: []types.ManagedObjectReference{vm.Reference(), second},
		SessionId: session.Key, PrivId: []string{PrivilegeChangeTracking},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, granted := range []bool{false, true} {
		if answer.Returnval[i].PrivAvailability[0].IsGranted != granted {
			t.Errorf("%v: change tracking is granted: %v", answer.Returnval[i].Entity, !granted)
		}
	}
	_, err = vm.CreateSnapshot(ctx, "s", "", false, false)
	if privilege, on := denied(t, "a snapshot", err); privilege != PrivilegeCreateSnapshot || on != vm.Reference() {
		t.Errorf("a snapshot: %s on %v", privilege, on)
	}
}
