package vcenter

import (
	"context"
	"fmt"
	"testing"

	"github.com/vmware/govmomi/fault"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/vcenter/extent"
)

// areas asks for the changed areas page by page, as a client does.
func (b *bench) areas(vm *object.VirtualMachine, until *types.ManagedObjectReference, key int32, since string, size int64) (*extent.Set, int, error) {
	b.t.Helper()
	set, pages := &extent.Set{}, 0
	for at := int64(0); at < size; pages++ {
		res, err := methods.QueryChangedDiskAreas(context.Background(), b.client.Client, &types.QueryChangedDiskAreas{
			This: vm.Reference(), Snapshot: until, DeviceKey: key, StartOffset: at, ChangeId: since,
		})
		if err != nil {
			return nil, pages, err
		}
		info := res.Returnval
		if info.StartOffset != at || info.Length <= 0 {
			b.t.Fatalf("an answer for %d covers %d bytes from %d", at, info.Length, info.StartOffset)
		}
		for _, area := range info.ChangedArea {
			if area.Start < at || area.Start+area.Length > at+info.Length {
				b.t.Fatalf("area %+v lies outside of its answer", area)
			}
			set.Add(area.Start, area.Length)
		}
		at += info.Length
	}
	return set, pages, nil
}

// unreported lists the sectors that differ between two snapshots though no area covers them.
func (b *bench) unreported(from, to types.ManagedObjectReference, key int32, areas *extent.Set) []int {
	b.t.Helper()
	const sector = 512
	before, after := b.blockDigests(from, key, sector), b.blockDigests(to, key, sector)
	var missed []int
	differing := 0
	for i := range after {
		if before[i] == after[i] {
			continue
		}
		differing++
		if !areas.Covers(int64(i)*sector, sector) {
			missed = append(missed, i)
		}
	}
	if differing == 0 {
		b.t.Fatal("the snapshots don't differ: the test can't fail")
	}
	return missed
}

func TestChangedAreasCoverEveryByteThatDiffers(t *testing.T) {
	b := newBench(t, "connector")
	info, vm := b.machine("web01", map[string]any{"sizeBytes": 6<<20 + 512*5, "seed": 3, "holes": true}, twoDisks[1])
	if id := backingOf(b.disksOf(vm.Reference())[0]).ChangeId; id != "" {
		t.Errorf("a change id without tracking: %s", id)
	}
	if err := b.track(vm, true); err != nil {
		t.Fatal(err)
	}
	if id := backingOf(b.disksOf(vm.Reference())[0]).ChangeId; id != "" {
		t.Errorf("tracked before the stun: %s", id)
	}
	b.control("POST", "/vcenter/settings", map[string]any{"cbtPageAreas": 7}, nil)
	var points []types.ManagedObjectReference
	for range 4 {
		for _, d := range info.Disks {
			b.guestWrites(info, d.Key, 30)
		}
		points = append(points, b.snapshot(vm, "point"))
	}
	b.guestWrites(info, info.Disks[0].Key, 30)
	for place, d := range info.Disks {
		for from := range points {
			since := backingOf(b.disksOf(points[from])[place]).ChangeId
			for to := from + 1; to < len(points); to++ {
				areas, _, err := b.areas(vm, &points[to], d.Key, since, d.SizeBytes)
				if err != nil {
					t.Fatal(err)
				}
				if missed := b.unreported(points[from], points[to], d.Key, areas); len(missed) > 0 {
					t.Errorf("disk %d, %d to %d: sectors %v differ and are not told", d.Key, from, to, missed)
				}
				for _, span := range areas.Spans() {
					if span.Offset%65536 != 0 || span.End()%65536 != 0 && span.End() != d.SizeBytes {
						t.Errorf("area %+v is not whole grains", span)
					}
				}
			}
		}
	}
	key, size := info.Disks[0].Key, info.Disks[0].SizeBytes
	first := backingOf(b.disksOf(points[0])[0]).ChangeId
	truthful, pages, err := b.areas(vm, &points[1], key, first, size)
	if err != nil || pages < 2 {
		t.Errorf("%d pages, %v", pages, err)
	}
	allocated, _, err := b.areas(vm, &points[0], key, "*", size)
	if err != nil || allocated.Covers(0, size) {
		t.Errorf("allocated areas of a disk with holes: %v, %v", allocated, err)
	}

	b.control("POST", "/vcenter/settings", map[string]any{"cbtLie": map[string]any{"vm": "web01", "offset": truthful.Spans()[0].Offset, "length": 65536}}, nil)
	lie, _, err := b.areas(vm, &points[1], key, first, size)
	if err != nil || len(b.unreported(points[0], points[1], key, lie)) == 0 {
		t.Errorf("the checker does not see an omitted area (%v)", err)
	}
	b.control("POST", "/vcenter/settings", map[string]any{"cbtLie": nil}, nil)
	if again, _, _ := b.areas(vm, &points[1], key, first, size); len(b.unreported(points[0], points[1], key, again)) > 0 {
		t.Error("the lie goes on")
	}
	b.control("POST", "/vcenter/settings", map[string]any{"cbtGrainBytes": 4096}, nil)
	if fine, _, _ := b.areas(vm, &points[1], key, first, size); len(fine.Spans()) <= len(truthful.Spans()) {
		t.Error("a finer grain tells no more areas")
	}
}

func TestWhatTheTrackingFileDoesNotKnowIsAFileFault(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("web01", twoDisks[1])
	key, size := info.Disks[0].Key, info.Disks[0].SizeBytes
	unknown := func(what string, until *types.ManagedObjectReference, since string) {
		t.Helper()
		if _, _, err := b.areas(vm, until, key, since, size); !fault.Is(err, &types.FileFault{}) {
			t.Errorf("%s: %v", what, err)
		}
	}
	early := b.snapshot(vm, "before tracking")
	unknown("a snapshot from before", &early, "*")
	if err := b.track(vm, true); !fault.Is(err, &types.InvalidState{}) {
		t.Errorf("tracking was enabled with a snapshot: %v", err)
	}
	if err := b.removeSnapshot(early, false); err != nil {
		t.Fatal(err)
	}
	if err := b.track(vm, true); err != nil {
		t.Fatal(err)
	}
	one := b.snapshot(vm, "one")
	since := backingOf(b.disksOf(one)[0]).ChangeId
	if since == "" {
		t.Fatal("no change id after the stun")
	}
	if _, _, err := b.areas(vm, &one, key, since, size); err != nil {
		t.Errorf("a snapshot's own id: %v", err)
	}
	unknown("another epoch", &one, "52 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00/1")
	unknown("nonsense", &one, "x")
	b.control("POST", "/vcenter/vms/web01/cbt/lose-epoch", nil, nil)
	two := b.snapshot(vm, "two")
	unknown("a lost epoch", &two, since)
	since = backingOf(b.disksOf(two)[0]).ChangeId
	task, err := vm.RevertToSnapshot(context.Background(), two.Value, true)
	if err == nil {
		err = task.Wait(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	three := b.snapshot(vm, "three")
	unknown("a revert", &three, since)
	if _, _, err := b.areas(vm, nil, key, since, size); !fault.Is(err, &types.InvalidArgument{}) {
		t.Errorf("no snapshot while it runs: %v", err)
	}
	if _, _, err := b.areas(vm, &three, key+1, since, size); !fault.Is(err, &types.InvalidArgument{}) {
		t.Errorf("another disk: %v", err)
	}
}

func TestAGrownDiskLosesItsEpochAndAMachineThatIsOffTellsUpToNow(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("web01", twoDisks[1])
	key, size := info.Disks[0].Key, info.Disks[0].SizeBytes
	if err := b.track(vm, true); err != nil {
		t.Fatal(err)
	}
	b.control("POST", "/vcenter/vms/web01/power", map[string]bool{"on": false}, nil)
	now := func() *types.VirtualDisk { return b.disksOf(vm.Reference())[0] }
	b.control("POST", "/vcenter/vms/web01/power", map[string]bool{"on": true}, nil)
	one := b.snapshot(vm, "one")
	since := backingOf(b.disksOf(one)[0]).ChangeId
	if err := b.grow(vm, now(), size+1<<20); !fault.Is(err, &types.InvalidDeviceOperation{}) {
		t.Errorf("a disk with a snapshot grew: %v", err)
	}
	if err := b.removeSnapshot(one, false); err != nil {
		t.Fatal(err)
	}
	b.control("POST", fmt.Sprintf("/vcenter/vms/web01/disks/%d/write?offset=%d", key, size-1), []byte{7}, nil)
	b.control("POST", "/vcenter/vms/web01/power", map[string]bool{"on": false}, nil)
	areas, _, err := b.areas(vm, nil, key, since, size)
	if err != nil || !areas.Covers(size-1, 1) || areas.Covers(0, 65536) {
		t.Errorf("up to now: %v %v", areas, err)
	}
	if err := b.grow(vm, now(), size+1<<20); err != nil {
		t.Fatal(err)
	}
	if grown := now().CapacityInBytes; grown != size+1<<20 {
		t.Errorf("the disk has %d bytes", grown)
	}
	if _, _, err := b.areas(vm, nil, key, since, size); !fault.Is(err, &types.FileFault{}) {
		t.Errorf("after the growth: %v", err)
	}
	b.control("POST", fmt.Sprintf("/vcenter/vms/web01/disks/%d/write?offset=%d", key, size+1<<20-512), make([]byte, 512), nil)
	two := b.snapshot(vm, "two")
	if b.qemuHash(b.file(backingOf(b.disksOf(two)[0]).FileName)) != b.frozenHash(two, key) {
		t.Error("qemu-img reads another content of the grown disk")
	}
}

func (b *bench) grow(vm *object.VirtualMachine, disk *types.VirtualDisk, size int64) error {
	larger := *disk
	larger.CapacityInBytes, larger.CapacityInKB = size, size/1024
	return b.reconfigure(vm, types.VirtualMachineConfigSpec{DeviceChange: []types.BaseVirtualDeviceConfigSpec{
		&types.VirtualDeviceConfigSpec{Operation: types.VirtualDeviceConfigSpecOperationEdit, Device: &larger},
	}})
}
