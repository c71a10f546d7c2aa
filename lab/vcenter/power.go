package vcenter

import (
	"context"
	"os"
	"path/filepath"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// powerWatch learns of power changes, whoever makes them: they lock and free files, and are stuns for change tracking.
type powerWatch struct{ vcenter *VCenter }

// Reference names the watch in the simulator's list of handlers.
func (p *powerWatch) Reference() types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "LabPowerWatch", Value: "lab-power-watch"}
}

// PutObject is not of interest.
func (p *powerWatch) PutObject(*simulator.Context, mo.Reference) {}

// RemoveObject is not of interest.
func (p *powerWatch) RemoveObject(*simulator.Context, types.ManagedObjectReference) {}

// UpdateObject is called under the object's lock.
func (p *powerWatch) UpdateObject(_ *simulator.Context, object mo.Reference, changes []types.PropertyChange) {
	for _, change := range changes {
		state, isState := change.Val.(types.VirtualMachinePowerState)
		if change.Name != "runtime.powerState" || !isState {
			continue
		}
		if m, known := p.vcenter.machines.get(object.Reference()); known {
			m.powerChanged(state == types.VirtualMachinePowerStatePoweredOn)
			go p.vcenter.republish(m)
		}
	}
}

func (m *machine) powerChanged(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.poweredOn.Store(on)
	for _, d := range m.disks {
		d.tracker.Stun()
	}
}

func (v *VCenter) republish(m *machine) {
	ctx := *v.service.Context
	ctx.WithLock(&m.ref, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.gone {
			return
		}
		v.publish(&ctx, m)
		if vm, present := ctx.Map.Get(m.ref).(*simulator.VirtualMachine); present {
			ctx.Update(vm, toolsState(m.poweredOn.Load()))
		}
	})
}

// toolsState is what VMware Tools report in a guest that has them.
func toolsState(on bool) []types.PropertyChange {
	status, running := types.VirtualMachineToolsStatusToolsNotRunning, types.VirtualMachineToolsRunningStatusGuestToolsNotRunning
	if on {
		status, running = types.VirtualMachineToolsStatusToolsOk, types.VirtualMachineToolsRunningStatusGuestToolsRunning
	}
	return []types.PropertyChange{
		{Name: "guest.toolsStatus", Val: status},
		{Name: "guest.toolsRunningStatus", Val: string(running)},
		{Name: "guest.toolsVersion", Val: "12352"},
		{Name: "summary.guest.toolsStatus", Val: status},
		{Name: "summary.guest.toolsRunningStatus", Val: string(running)},
	}
}

func (v *VCenter) power(m *machine, on bool) error {
	background := context.Background()
	vm := object.NewVirtualMachine(v.inside, m.ref)
	turn := vm.PowerOff
	if on {
		turn = vm.PowerOn
	}
	task, err := turn(background)
	if err != nil {
		return err
	}
	return task.Wait(background)
}

// destroy removes a machine that is off, with its files. What its snapshots were stays known to the control interface.
func (v *VCenter) destroy(ctx *simulator.Context, c *call) soap.HasFault {
	m, known := v.machines.get(c.method.This)
	vm, present := ctx.Map.Get(c.method.This).(*simulator.VirtualMachine)
	if !known || !present {
		return refusal(&types.NotSupported{}, "The lab destroys virtual machines only.")
	}
	return &methods.Destroy_TaskBody{Res: &types.Destroy_TaskResponse{
		Returnval: v.task(ctx, m, "destroy", func() (types.AnyType, types.BaseMethodFault) {
			if m.poweredOn.Load() {
				return nil, &types.InvalidPowerState{
					RequestedState: types.VirtualMachinePowerStatePoweredOff, ExistingState: types.VirtualMachinePowerStatePoweredOn,
				}
			}
			return nil, v.discard(ctx, m, vm)
		}),
	}}
}

// discard is called under both locks.
func (v *VCenter) discard(ctx *simulator.Context, m *machine, vm *simulator.VirtualMachine) types.BaseMethodFault {
	ctx.Update(vm, []types.PropertyChange{
		{Name: "config.hardware.device", Val: m.devices(vm.Config.Hardware.Device, func(*disk) *types.VirtualDisk { return nil })},
	})
	body := vm.DestroyTask(ctx, &types.Destroy_Task{This: m.ref}).(*methods.Destroy_TaskBody)
	task := ctx.Map.Get(body.Res.Returnval).(*simulator.Task)
	task.Wait()
	if task.Info.Error != nil {
		return task.Info.Error.Fault
	}
	m.gone = true
	v.machines.remove(m)
	for _, s := range m.snapshots() {
		s.removed = true
		ctx.Map.Remove(ctx, s.ref)
	}
	for _, d := range m.disks {
		_ = d.chain.Close()
		v.closing.Add(1)
		go func() {
			defer v.closing.Done()
			if err := d.plain.Close(); err != nil {
				v.log.Printf("vcenter: the copy of disk %d of %s: %v", d.key, m.name, err)
			}
		}()
		_ = os.RemoveAll(filepath.Join(d.home.directory, m.folder))
	}
	_ = os.RemoveAll(filepath.Join(m.working.directory, m.folder))
	return nil
}

// Destroy turns a machine off and removes it.
func (v *VCenter) Destroy(m *machine) error {
	if m.poweredOn.Load() {
		if err := v.power(m, false); err != nil {
			return err
		}
	}
	ctx := *v.service.Context
	body := v.destroy(&ctx, &call{method: &simulator.Method{This: m.ref}})
	if body.Fault() != nil {
		return soap.WrapSoapFault(body.Fault())
	}
	reference := body.(*methods.Destroy_TaskBody).Res.Returnval
	return object.NewTask(v.inside, reference).Wait(context.Background())
}
