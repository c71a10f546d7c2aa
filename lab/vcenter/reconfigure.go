package vcenter

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// reconfigure does what concerns disks and their tracking, and leaves the rest to the simulator.
func (v *VCenter) reconfigure(ctx *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.ReconfigVM_Task)
	vm, present := ctx.Map.Get(request.This).(*simulator.VirtualMachine)
	m, known := v.machines.get(request.This)
	if !present || !known {
		return notFound(request.This)
	}
	return &methods.ReconfigVM_TaskBody{Res: &types.ReconfigVM_TaskResponse{
		Returnval: v.task(ctx, m, "reconfigVm", func() (types.AnyType, types.BaseMethodFault) {
			rest := request.Spec
			grown, others, fault := m.diskChanges(&rest)
			if fault == nil {
				fault = m.trackingChange(&rest)
			}
			if fault != nil {
				return nil, fault
			}
			rest.DeviceChange = others
			if fault := settle(ctx, vm, rest); fault != nil {
				return nil, fault
			}
			for d, size := range grown {
				if err := m.grow(d, size); err != nil {
					return nil, worded(&types.GenericVmConfigFault{Reason: err.Error()}, "%v", err)
				}
			}
			if rest.ChangeTrackingEnabled != nil {
				m.tracked = *rest.ChangeTrackingEnabled
				for _, d := range m.disks {
					d.tracker.Want(m.tracked)
				}
			}
			return nil, nil
		}),
	}}
}

// settle lets the simulator apply a specification and waits for it.
func settle(ctx *simulator.Context, vm *simulator.VirtualMachine, spec types.VirtualMachineConfigSpec) types.BaseMethodFault {
	body := vm.ReconfigVMTask(ctx, &types.ReconfigVM_Task{This: vm.Self, Spec: spec}).(*methods.ReconfigVM_TaskBody)
	task := ctx.Map.Get(body.Res.Returnval).(*simulator.Task)
	task.Wait()
	if task.Info.Error != nil {
		return task.Info.Error.Fault
	}
	return nil
}

// trackingChange refuses to enable change tracking while snapshots exist (VMware KB 1020128: what is tracked then is
// not right).
func (m *machine) trackingChange(spec *types.VirtualMachineConfigSpec) types.BaseMethodFault {
	if spec.ChangeTrackingEnabled == nil || *spec.ChangeTrackingEnabled == m.tracked || !*spec.ChangeTrackingEnabled {
		return nil
	}
	if len(m.roots) > 0 {
		return worded(&types.InvalidState{}, "Change tracking can't be enabled while the virtual machine has snapshots.")
	}
	return nil
}

// diskChanges splits a specification's device changes: disks that grow, and what is not about disks.
func (m *machine) diskChanges(spec *types.VirtualMachineConfigSpec) (map[*disk]int64, []types.BaseVirtualDeviceConfigSpec, types.BaseMethodFault) {
	grown := map[*disk]int64{}
	var others []types.BaseVirtualDeviceConfigSpec
	for i, change := range spec.DeviceChange {
		device := change.GetVirtualDeviceConfigSpec()
		shown, isDisk := device.Device.(*types.VirtualDisk)
		if !isDisk {
			others = append(others, change)
			continue
		}
		invalid := types.InvalidDeviceSpec{InvalidVmConfig: types.InvalidVmConfig{Property: "virtualDeviceSpec.device"}, DeviceIndex: int32(i)}
		d, known := m.disk(shown.Key)
		if !known || device.Operation != types.VirtualDeviceConfigSpecOperationEdit {
			return nil, nil, worded(&invalid, "The lab's machines get and lose disks by its control interface only.")
		}
		size := shown.CapacityInBytes
		if asked := shown.CapacityInKB * 1024; size == 0 || asked > size && size == d.chain.Size() {
			size = asked
		}
		switch {
		case size == d.chain.Size():
			continue
		case size < d.chain.Size() || size%512 != 0:
			return nil, nil, worded(&invalid, "A disk can't shrink.")
		case len(m.roots) > 0:
			return nil, nil, worded(&types.InvalidDeviceOperation{InvalidDeviceSpec: invalid, BadOp: types.VirtualDeviceConfigSpecOperationEdit},
				"A disk with snapshots can't be extended.")
		}
		grown[d] = size
	}
	return grown, others, nil
}

func (m *machine) grow(d *disk, size int64) error {
	if err := d.plain.Grow(size); err != nil {
		return err
	}
	d.tracker.LoseEpoch()
	return d.chain.Grow(size)
}

func (v *VCenter) createSnapshotEx(ctx *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.CreateSnapshotEx_Task)
	plain := *c
	method := *c.method
	method.Body = &types.CreateSnapshot_Task{
		This: request.This, Name: request.Name, Description: request.Description, Memory: request.Memory, Quiesce: request.QuiesceSpec != nil,
	}
	plain.method = &method
	result := v.createSnapshot(ctx, &plain)
	taken, ok := result.(*methods.CreateSnapshot_TaskBody)
	if !ok {
		return result
	}
	return &methods.CreateSnapshotEx_TaskBody{Res: &types.CreateSnapshotEx_TaskResponse{Returnval: taken.Res.Returnval}}
}

func (v *VCenter) revertToCurrentSnapshot(ctx *simulator.Context, c *call) soap.HasFault {
	m, known := v.machines.get(c.method.This)
	if !known {
		return notFound(c.method.This)
	}
	m.mu.Lock()
	current := m.current
	m.mu.Unlock()
	if current == nil {
		return refusal(&types.NotFound{}, "The virtual machine has no current snapshot.")
	}
	plain := *c
	plain.method = &simulator.Method{Name: c.method.Name, This: current.ref, Body: &types.RevertToSnapshot_Task{This: current.ref}}
	result := v.revertToSnapshot(ctx, &plain)
	reverted, ok := result.(*methods.RevertToSnapshot_TaskBody)
	if !ok {
		return result
	}
	return &methods.RevertToCurrentSnapshot_TaskBody{Res: &types.RevertToCurrentSnapshot_TaskResponse{Returnval: reverted.Res.Returnval}}
}
