package vcenter

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/vcenter/extent"
	"github.com/migrationconnector/lab/vcenter/tracking"
)

// queryChangedDiskAreas tells what was written between a change id and a snapshot (or now, of a machine that is off), in
// whole grains, a page at a time.
func (v *VCenter) queryChangedDiskAreas(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.QueryChangedDiskAreas)
	m, known := v.machines.get(request.This)
	if !known {
		return notFound(request.This)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	d, known := m.disk(request.DeviceKey)
	if !known {
		return refusal(&types.InvalidArgument{InvalidProperty: "deviceKey"}, "A specified parameter was not correct: deviceKey")
	}
	point, size, refused := v.pointOf(m, d, request)
	if refused != nil {
		return refused
	}
	if request.StartOffset < 0 || request.StartOffset >= size {
		return refusal(&types.InvalidArgument{InvalidProperty: "startOffset"}, "A specified parameter was not correct: startOffset")
	}
	changed, err := d.tracker.Changed(request.ChangeId, point)
	if err != nil {
		file, _ := v.datastores.path(d.chain.Top().Dir(), d.chain.Top().Name())
		return refusal(&types.FileFault{File: file}, "Error caused by file %s: %v", file, err)
	}
	settings := v.settings.get()
	areas := changed.Widened(settings.CbtGrainBytes, size).Within(request.StartOffset, size)
	areas = v.lie(m, request.ChangeId, areas)
	return &methods.QueryChangedDiskAreasBody{Res: &types.QueryChangedDiskAreasResponse{
		Returnval: page(areas.Spans(), request.StartOffset, size, settings.CbtPageAreas),
	}}
}

// pointOf is the moment that a query asks up to, and the disk's size then.
func (v *VCenter) pointOf(m *machine, d *disk, request *types.QueryChangedDiskAreas) (tracking.Point, int64, soap.HasFault) {
	if request.Snapshot == nil {
		if m.poweredOn.Load() {
			return tracking.Point{}, 0, refusal(&types.InvalidArgument{InvalidProperty: "snapshot"},
				"A snapshot must be given while the virtual machine is powered on.")
		}
		return d.tracker.Now(), d.chain.Size(), nil
	}
	of, s, known := v.machines.ofSnapshot(*request.Snapshot)
	if !known || s.removed {
		return tracking.Point{}, 0, notFound(*request.Snapshot)
	}
	frozen, has := s.ofDisk(d.key)
	if of != m || !has {
		return tracking.Point{}, 0, refusal(&types.InvalidArgument{InvalidProperty: "snapshot"}, "The snapshot is another virtual machine's.")
	}
	return frozen.point, frozen.plain.Size(), nil
}

func (v *VCenter) lie(m *machine, changeID string, areas *extent.Set) *extent.Set {
	lie := v.settings.get().CbtLie
	if lie == nil || lie.Vm != m.name && lie.Vm != m.ref.Value || changeID == tracking.Everything {
		return areas
	}
	if lie.Length > 0 {
		return areas.Without(lie.Offset, lie.Length)
	}
	if spans := areas.Spans(); len(spans) > 0 {
		return areas.Without(spans[0].Offset, spans[0].Length)
	}
	return areas
}

// page cuts an answer: it covers the disk from start up to where the last area that fits ends.
func page(areas []extent.Extent, start, size int64, most int) types.DiskChangeInfo {
	end := size
	if len(areas) > most {
		areas = areas[:most]
		end = areas[most-1].End()
	}
	info := types.DiskChangeInfo{StartOffset: start, Length: end - start}
	for _, area := range areas {
		info.ChangedArea = append(info.ChangedArea, types.DiskChangeExtent{Start: area.Offset, Length: area.Length})
	}
	return info
}
