package vcenter

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// TestManyClientsAtOnce runs several replications side by side while another client reads the inventory.
func TestManyClientsAtOnce(t *testing.T) {
	b := newBench(t, "administrator")
	const machines, rounds = 4, 3
	infos := make([]MachineInfo, machines)
	vms := make([]*object.VirtualMachine, machines)
	for i := range machines {
		infos[i], vms[i] = b.machine(fmt.Sprintf("web%02d", i), map[string]any{"sizeBytes": 1 << 20, "seed": i})
	}
	done := make(chan struct{})
	var watching, working sync.WaitGroup
	watching.Add(1)
	go func() {
		defer watching.Done()
		for {
			select {
			case <-done:
				return
			default:
				if err := readInventory(b); err != nil {
					t.Errorf("inventory: %v", err)
					return
				}
			}
		}
	}()
	for i := range machines {
		working.Add(1)
		go func() {
			defer working.Done()
			for round := range rounds {
				if err := replicate(b, infos[i], vms[i], round); err != nil {
					t.Errorf("%s: %v", infos[i].Name, err)
				}
			}
		}()
	}
	working.Wait()
	close(done)
	watching.Wait()
}

func readInventory(b *bench) error {
	ctx := context.Background()
	listed, err := view.NewManager(b.client.Client).CreateContainerView(ctx, b.client.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	if err != nil {
		return err
	}
	var vms []mo.VirtualMachine
	if err := listed.Retrieve(ctx, []string{"VirtualMachine"}, []string{"config", "snapshot", "runtime", "layoutEx", "guest", "summary"}, &vms); err != nil {
		return err
	}
	return listed.Destroy(ctx)
}

// replicate is one run of a connector: snapshot, read, changed areas, removal. It doesn't end the test by itself.
func replicate(b *bench, info MachineInfo, vm *object.VirtualMachine, round int) error {
	ctx := context.Background()
	if round == 0 {
		if err := b.track(vm, true); err != nil {
			return err
		}
	}
	task, err := vm.CreateSnapshot(ctx, "run", "", false, false)
	if err != nil {
		return err
	}
	taken, err := task.WaitForResult(ctx)
	if err != nil {
		return err
	}
	ref := taken.Result.(types.ManagedObjectReference)
	m, _ := b.vc.machines.named(info.Name)
	if err := m.write(info.Disks[0].Key, []byte{byte(round), 1, 2, 3}, int64(round*70_000)); err != nil {
		return err
	}
	var s mo.VirtualMachineSnapshot
	if err := property.DefaultCollector(b.client.Client).RetrieveOne(ctx, ref, []string{"config"}, &s); err != nil {
		return err
	}
	disk := object.VirtualDeviceList(s.Config.Hardware.Device).SelectByType((*types.VirtualDisk)(nil))[0].(*types.VirtualDisk)
	user := b.user("connector")
	response, content, err := b.get(insecureClient(), b.folderURL(backingOf(disk).FileName, "-flat.vmdk"), &user)
	if err != nil || response.StatusCode != 200 {
		return fmt.Errorf("%v %w", response, err)
	}
	if hash(content) != b.frozenHash(ref, disk.Key) {
		return fmt.Errorf("the base differs from the frozen digest")
	}
	return b.removeSnapshot(ref, false)
}
