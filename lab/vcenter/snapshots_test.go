package vcenter

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vmware/govmomi/fault"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"

	rules "github.com/migrationconnector/lab/fault"
)

var twoDisks = []map[string]any{
	{"sizeBytes": 9<<20 + 512*3, "seed": 7, "holes": true},
	{"sizeBytes": 4 << 20, "seed": 8},
}

func TestSnapshotsFreezeAndConsolidate(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("web01", twoDisks...)
	first, second := info.Disks[0].Key, info.Disks[1].Key

	var taken []types.ManagedObjectReference
	for range 3 {
		for _, d := range info.Disks {
			b.guestWrites(info, d.Key, 12)
		}
		live := b.liveHash(info, first)
		s := b.snapshot(vm, "point")
		taken = append(taken, s)
		if b.frozenHash(s, first) != live {
			t.Fatal("the frozen digest is not that of the moment")
		}
	}
	b.guestWrites(info, first, 12)
	b.guestWrites(info, second, 12)

	agree := func(when string, left []types.ManagedObjectReference) {
		t.Helper()
		for _, s := range left {
			for _, disk := range b.disksOf(s) {
				if b.qemuHash(b.file(backingOf(disk).FileName)) != b.frozenHash(s, disk.Key) {
					t.Errorf("%s: qemu-img reads another content of %s at %s", when, backingOf(disk).FileName, s.Value)
				}
			}
		}
		for _, disk := range b.disksOf(vm.Reference()) {
			if b.qemuHash(b.file(backingOf(disk).FileName)) != b.liveHash(info, disk.Key) {
				t.Errorf("%s: qemu-img reads another live content of %s", when, backingOf(disk).FileName)
			}
		}
	}
	agree("three snapshots", taken)
	digests := map[types.ManagedObjectReference]string{}
	for _, s := range taken {
		digests[s] = b.frozenHash(s, first)
	}

	if err := b.removeSnapshot(taken[1], false); err != nil {
		t.Fatal(err)
	}
	b.guestWrites(info, first, 5)
	agree("the middle removed", []types.ManagedObjectReference{taken[0], taken[2]})
	if err := b.removeSnapshot(taken[1], false); !fault.Is(err, &types.ManagedObjectNotFound{}) {
		t.Errorf("a snapshot was removed twice: %v", err)
	}
	if err := b.removeSnapshot(taken[0], true); err != nil {
		t.Fatal(err)
	}
	agree("all removed", nil)
	for s, digest := range digests {
		if b.frozenHash(s, first) != digest {
			t.Errorf("the frozen digest of %s changed", s.Value)
		}
	}
	for _, disk := range b.disksOf(vm.Reference()) {
		if backingOf(disk).Parent != nil {
			t.Errorf("%s still has a parent", backingOf(disk).FileName)
		}
	}
	var shown mo.VirtualMachine
	if err := vm.Properties(context.Background(), vm.Reference(), []string{"snapshot", "layoutEx"}, &shown); err != nil {
		t.Fatal(err)
	}
	if shown.Snapshot != nil {
		t.Errorf("snapshots left: %+v", shown.Snapshot)
	}
}

func TestSnapshotTreeAndChainAreShown(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("db 01", twoDisks...)
	one := b.snapshot(vm, "one")
	b.guestWrites(info, info.Disks[0].Key, 3)
	two := b.snapshot(vm, "two")

	var shown mo.VirtualMachine
	if err := vm.Properties(context.Background(), vm.Reference(), []string{"snapshot", "layoutEx", "summary", "runtime", "guest", "config"}, &shown); err != nil {
		t.Fatal(err)
	}
	roots := shown.Snapshot.RootSnapshotList
	if *shown.Snapshot.CurrentSnapshot != two || len(roots) != 1 || roots[0].Snapshot != one || roots[0].Name != "one" ||
		roots[0].Description != "for a test" || roots[0].ChildSnapshotList[0].Snapshot != two || !roots[0].Quiesced {
		t.Errorf("snapshot tree %+v", roots)
	}
	if shown.Guest.ToolsRunningStatus == "" || shown.Config.Firmware != "bios" {
		t.Errorf("guest %+v", shown.Guest)
	}
	disks := b.disksOf(two)
	if len(disks) != 2 || disks[0].Key != 2000 || disks[1].Key != 2001 || disks[0].CapacityInBytes != info.Disks[0].SizeBytes {
		t.Fatalf("disks %+v", disks)
	}
	top := backingOf(disks[0])
	if top.FileName != "[datastore1] db 01/db 01-000001.vmdk" || top.Parent.FileName != "[datastore1] db 01/db 01.vmdk" ||
		top.Parent.Parent != nil || top.Uuid != info.Disks[0].UUID || top.Parent.Uuid != top.Uuid {
		t.Errorf("backing %+v", top)
	}
	if live := backingOf(b.disksOf(vm.Reference())[0]); live.FileName != "[datastore1] db 01/db 01-000002.vmdk" || live.Parent.FileName != top.FileName {
		t.Errorf("live backing %+v", live)
	}
	if backingOf(b.disksOf(one)[0]).Parent != nil {
		t.Error("the first snapshot's backing has a parent")
	}
}

func TestMemorySnapshotsAndBranchesAreRefused(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("web02", twoDisks[1])
	key := info.Disks[0].Key
	ctx := context.Background()
	if _, err := vm.CreateSnapshot(ctx, "m", "", true, false); !fault.Is(err, &types.NotSupported{}) {
		t.Errorf("memory snapshot: %v", err)
	}
	one := b.snapshot(vm, "one")
	b.guestWrites(info, key, 5)
	two := b.snapshot(vm, "two")
	task, err := vm.RevertToSnapshot(ctx, one.Value, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := task.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	if b.liveHash(info, key) != b.frozenHash(one, key) {
		t.Error("the revert did not bring back the content")
	}
	b.guestWrites(info, key, 5)
	if b.qemuHash(b.file(backingOf(b.disksOf(vm.Reference())[0]).FileName)) != b.liveHash(info, key) {
		t.Error("qemu-img reads another live content after a revert")
	}
	if err := b.removeSnapshot(one, false); !fault.Is(err, &types.NotSupported{}) {
		t.Errorf("a snapshot with two branches was removed: %v", err)
	}
	if b.qemuHash(b.file(backingOf(b.disksOf(two)[0]).FileName)) != b.frozenHash(two, key) {
		t.Error("the other branch changed")
	}
	if err := b.removeSnapshot(two, false); err != nil {
		t.Fatal(err)
	}
	if err := b.removeSnapshot(one, false); err != nil {
		t.Fatal(err)
	}
}

func TestMachineDisappearsWithItsFilesButNotItsDigests(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("web03", twoDisks[1])
	s := b.snapshot(vm, "one")
	digest := b.liveHash(info, info.Disks[0].Key)
	for _, which := range []string{"web03", info.Vm} {
		var list []SnapshotInfo
		b.control("GET", "/vcenter/snapshots?vm="+which, nil, &list)
		if len(list) != 1 || list[0].Vm != info.Vm || list[0].VmName != "web03" || list[0].Name != "one" || list[0].Removed {
			t.Errorf("snapshots of %s: %+v", which, list)
		}
	}
	b.guestWrites(info, info.Disks[0].Key, 4)
	if task, err := vm.Destroy(context.Background()); err != nil || task.Wait(context.Background()) == nil {
		t.Errorf("a running machine was destroyed (%v)", err)
	}
	b.control("DELETE", "/vcenter/vms/web03", nil, nil)
	if b.frozenHash(s, info.Disks[0].Key) != digest {
		t.Error("the digest changed when the machine went")
	}
	if _, err := object.NewVirtualMachine(b.client.Client, vm.Reference()).PowerOn(context.Background()); !fault.Is(err, &types.ManagedObjectNotFound{}) {
		t.Errorf("the machine still answers: %v", err)
	}
	if status, _ := b.tryControl("DELETE", "/vcenter/vms/web03", nil); status != 404 {
		t.Errorf("status %d", status)
	}
	b.machine("web03", twoDisks[1])
}

func TestFaultRulesDisturbTasks(t *testing.T) {
	b := newBench(t, "administrator")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	add := func(rule rules.Rule) string {
		t.Helper()
		rule.Service, rule.Operation, rule.Count = "task", "createSnapshot", 1
		id, err := b.rules.Add(rule)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	add(rules.Rule{Action: rules.Error, Code: "NoDiskSpace", Message: "the datastore is full"})
	task, err := vm.CreateSnapshot(ctx, "s", "", false, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := task.Wait(ctx); !fault.Is(err, &types.NoDiskSpace{}) {
		t.Errorf("a failing task: %v", err)
	}
	held := add(rules.Rule{Action: rules.HoldAfter})
	if task, err = vm.CreateSnapshot(ctx, "s", "", false, false); err != nil {
		t.Fatal(err)
	}
	if _, err := b.rules.Wait(ctx, held); err != nil {
		t.Fatal(err)
	}
	var shown mo.Task
	if err := b.client.PropertyCollector().RetrieveOne(ctx, task.Reference(), []string{"info"}, &shown); err != nil || shown.Info.State != types.TaskInfoStateRunning {
		t.Errorf("a held task is %s (%v)", shown.Info.State, err)
	}
	if err := b.rules.Release(held, true); err != nil {
		t.Fatal(err)
	}
	if err := task.Wait(ctx); err != nil {
		t.Errorf("a released task: %v", err)
	}
}

func TestDatastoresAreVmfsAndCanBeBrowsed(t *testing.T) {
	b := newBench(t, "connector")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks...)
	b.snapshot(vm, "one")
	var shown mo.VirtualMachine
	if err := vm.Properties(ctx, vm.Reference(), []string{"datastore"}, &shown); err != nil || len(shown.Datastore) != 1 {
		t.Fatalf("%v %v", shown.Datastore, err)
	}
	store := object.NewDatastore(b.client.Client, shown.Datastore[0])
	var properties mo.Datastore
	if err := store.Properties(ctx, store.Reference(), []string{"summary", "info"}, &properties); err != nil {
		t.Fatal(err)
	}
	if _, vmfs := properties.Info.(*types.VmfsDatastoreInfo); !vmfs || properties.Summary.Type != "VMFS" {
		t.Errorf("datastore %+v", properties.Info)
	}
	browser, err := store.Browser(ctx)
	if err != nil {
		t.Fatal(err)
	}
	task, err := browser.SearchDatastore(ctx, "[datastore1] web01", &types.HostDatastoreBrowserSearchSpec{MatchPattern: []string{"*.vmdk"}})
	if err != nil {
		t.Fatal(err)
	}
	result, err := task.WaitForResult(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if files := result.Result.(types.HostDatastoreBrowserSearchResults).File; len(files) != 8 {
		t.Errorf("%d files", len(files))
	}
}

func TestChainsMayCrossDatastoresAndShareNames(t *testing.T) {
	b := newBench(t, "administrator")
	var info MachineInfo
	b.control("POST", "/vcenter/vms", map[string]any{
		"name": "web01", "powerOn": true, "snapshotDatastore": "datastore2",
		"disks": []map[string]any{{"sizeBytes": 1 << 20, "seed": 1}, {"sizeBytes": 1 << 20, "seed": 2, "datastore": "datastore2"}},
	}, &info)
	vm := object.NewVirtualMachine(b.client.Client, types.ManagedObjectReference{Type: "VirtualMachine", Value: info.Vm})
	one := b.snapshot(vm, "one")
	for _, d := range info.Disks {
		b.guestWrites(info, d.Key, 6)
	}
	two := b.snapshot(vm, "two")
	for _, d := range info.Disks {
		b.guestWrites(info, d.Key, 6)
	}
	var names []string
	for i, disk := range b.disksOf(two) {
		backing := backingOf(disk)
		names = append(names, backing.FileName, backing.Parent.FileName)
		if *backing.Datastore == *backing.Parent.Datastore != (i == 1) {
			t.Errorf("datastores of %s", backing.FileName)
		}
		if b.qemuHash(b.file(backing.FileName)) != b.frozenHash(two, disk.Key) {
			t.Errorf("qemu-img reads another content of %s", backing.FileName)
		}
	}
	want := []string{
		"[datastore2] web01/web01-000001.vmdk", "[datastore1] web01/web01.vmdk",
		"[datastore2] web01/web01-000002.vmdk", "[datastore2] web01/web01.vmdk",
	}
	if !slices.Equal(names, want) {
		t.Errorf("chains %q", names)
	}
	client, user := insecureClient(), b.user("connector")
	live := backingOf(b.disksOf(vm.Reference())[0]).FileName
	if response, _, _ := b.get(client, b.folderURL(live, "-sesparse.vmdk"), &user); response.StatusCode != 500 {
		t.Errorf("the live link answers %d", response.StatusCode)
	}
	response, base, err := b.get(client, b.folderURL(backingOf(b.disksOf(one)[0]).FileName, "-flat.vmdk"), &user)
	if err != nil || response.StatusCode != 200 || hash(base) != b.frozenHash(one, info.Disks[0].Key) {
		t.Errorf("the base answers %v %v", response, err)
	}
	var shown mo.VirtualMachine
	if err := vm.Properties(context.Background(), vm.Reference(), []string{"datastore", "config.files"}, &shown); err != nil ||
		len(shown.Datastore) != 2 || shown.Config.Files.SnapshotDirectory != "[datastore2] web01/" {
		t.Errorf("datastores %v, %v", shown.Datastore, err)
	}
	if err := b.removeSnapshot(one, true); err != nil {
		t.Fatal(err)
	}
	if live := backingOf(b.disksOf(vm.Reference())[0]); live.Parent != nil || b.qemuHash(b.file(live.FileName)) != b.liveHash(info, info.Disks[0].Key) {
		t.Errorf("after the removal %+v", live)
	}
	b.control("DELETE", "/vcenter/vms/web01", nil, nil)
	if left, _ := filepath.Glob(filepath.Join(b.vc.dir, "datastore*", "*")); len(left) != 0 {
		t.Errorf("files left: %v", left)
	}
}
