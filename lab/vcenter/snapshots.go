package vcenter

import (
	"slices"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

func (v *VCenter) createSnapshot(ctx *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.CreateSnapshot_Task)
	m, known := v.machines.get(request.This)
	if !known && ctx.Map.Get(request.This) == nil {
		return notFound(request.This)
	}
	if !known {
		return refusal(&types.NotSupported{}, "Only machines made by the lab's control interface have disks to snapshot.")
	}
	if request.Memory && m.poweredOn.Load() {
		return refusal(&types.NotSupported{}, "The lab takes no snapshots with memory.")
	}
	plan := &snapshot{of: m, name: request.Name, about: request.Description, quiesced: request.Quiesce}
	return &methods.CreateSnapshot_TaskBody{Res: &types.CreateSnapshot_TaskResponse{
		Returnval: v.task(ctx, m, "createSnapshot", func() (types.AnyType, types.BaseMethodFault) {
			if err := v.take(ctx, plan); err != nil {
				return nil, worded(&types.GenericVmConfigFault{Reason: err.Error()}, "%v", err)
			}
			return plan.ref, nil
		}),
	}}
}

// take freezes all disks at one moment and makes the snapshot the current one.
func (v *VCenter) take(ctx *simulator.Context, s *snapshot) error {
	m := s.of
	for _, d := range m.disks {
		d.tracker.Stun()
		layer, err := d.chain.Freeze()
		if err != nil {
			return err
		}
		plain, err := d.plain.Freeze()
		if err != nil {
			return err
		}
		s.disks = append(s.disks, frozenDisk{disk: d, layer: layer, point: d.tracker.Mark(), plain: plain})
	}
	m.lastID++
	s.id, s.created, s.parent = m.lastID, time.Now().UTC(), m.current
	shown := &simulator.VirtualMachineSnapshot{}
	shown.Vm = m.ref
	vm := ctx.Map.Get(m.ref).(*simulator.VirtualMachine)
	shown.Config = *vm.Config
	s.ref = ctx.Map.Put(shown).Reference()
	if m.current == nil {
		m.roots = append(m.roots, s)
	} else {
		m.current.children = append(m.current.children, s)
	}
	m.current = s
	v.machines.remember(s)
	return nil
}

func (v *VCenter) removeSnapshot(ctx *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.RemoveSnapshot_Task)
	m, s, known := v.machines.ofSnapshot(request.This)
	if !known {
		return notFound(request.This)
	}
	return &methods.RemoveSnapshot_TaskBody{Res: &types.RemoveSnapshot_TaskResponse{
		Returnval: v.task(ctx, m, "removeSnapshot", func() (types.AnyType, types.BaseMethodFault) {
			if s.removed {
				return nil, &types.ManagedObjectNotFound{Obj: s.ref}
			}
			return nil, v.remove(ctx, s, request.RemoveChildren)
		}),
	}}
}

func (v *VCenter) removeAllSnapshots(ctx *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.RemoveAllSnapshots_Task)
	m, known := v.machines.get(request.This)
	if !known {
		return notFound(request.This)
	}
	return &methods.RemoveAllSnapshots_TaskBody{Res: &types.RemoveAllSnapshots_TaskResponse{
		Returnval: v.task(ctx, m, "removeAllSnapshots", func() (types.AnyType, types.BaseMethodFault) {
			for _, root := range slices.Clone(m.roots) {
				if fault := v.remove(ctx, root, true); fault != nil {
					return nil, fault
				}
			}
			return nil, nil
		}),
	}}
}

// remove merges what a snapshot froze, its children's first when they go too.
func (v *VCenter) remove(ctx *simulator.Context, s *snapshot, withChildren bool) types.BaseMethodFault {
	if withChildren {
		for _, child := range slices.Clone(s.children) {
			if fault := v.remove(ctx, child, true); fault != nil {
				return fault
			}
		}
	}
	for _, frozen := range s.disks {
		if lying := frozen.disk.chain.Children(frozen.layer); len(lying) > 1 {
			return worded(&types.NotSupported{},
				"%d branches lie on snapshot %q since a revert; the lab doesn't merge one of several: remove the branches first.", len(lying), s.name)
		}
	}
	for _, frozen := range s.disks {
		frozen.disk.tracker.Stun()
		gone, err := frozen.disk.chain.Fold(frozen.layer)
		if err != nil {
			return worded(&types.GenericVmConfigFault{Reason: err.Error()}, "%v", err)
		}
		for _, other := range s.of.snapshots() {
			for i := range other.disks {
				if other.disks[i].layer == gone {
					other.disks[i].layer = frozen.layer
				}
			}
		}
	}
	s.unlink()
	ctx.Map.Remove(ctx, s.ref)
	return nil
}

// unlink takes the snapshot out of its machine's tree; its children move up.
func (s *snapshot) unlink() {
	siblings := &s.of.roots
	if s.parent != nil {
		siblings = &s.parent.children
	}
	place := slices.Index(*siblings, s)
	*siblings = slices.Replace(slices.Clone(*siblings), place, place+1, s.children...)
	for _, child := range s.children {
		child.parent = s.parent
	}
	s.children = nil
	if s.of.current == s {
		s.of.current = s.parent
	}
	s.removed = true
}

func (v *VCenter) revertToSnapshot(ctx *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.RevertToSnapshot_Task)
	m, s, known := v.machines.ofSnapshot(request.This)
	if !known {
		return notFound(request.This)
	}
	return &methods.RevertToSnapshot_TaskBody{Res: &types.RevertToSnapshot_TaskResponse{
		Returnval: v.task(ctx, m, "revertToSnapshot", func() (types.AnyType, types.BaseMethodFault) {
			if s.removed {
				return nil, &types.ManagedObjectNotFound{Obj: s.ref}
			}
			for _, frozen := range s.disks {
				err := frozen.disk.plain.Revert(frozen.plain)
				if err == nil {
					err = frozen.disk.chain.Revert(frozen.layer)
				}
				if err != nil {
					return nil, worded(&types.GenericVmConfigFault{Reason: err.Error()}, "%v", err)
				}
				frozen.disk.tracker.Stun()
				frozen.disk.tracker.LoseEpoch()
			}
			m.current = s
			return nil, nil
		}),
	}}
}

func notFound(ref types.ManagedObjectReference) soap.HasFault {
	return refusal(&types.ManagedObjectNotFound{Obj: ref}, "The object '%s:%s' has already been deleted or has not been completely created", ref.Type, ref.Value)
}
