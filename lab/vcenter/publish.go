package vcenter

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/vcenter/vmfs"
)

// publish shows the machine's disks and snapshots in the simulator's object. The caller holds the object's lock in ctx
// and the machine's.
func (v *VCenter) publish(ctx *simulator.Context, m *machine) {
	vm, present := ctx.Map.Get(m.ref).(*simulator.VirtualMachine)
	if !present {
		return
	}
	devices := m.devices(vm.Config.Hardware.Device, func(d *disk) *types.VirtualDisk {
		return v.device(m, d, d.chain.Top(), d.tracker.Now().ID())
	})
	changes := []types.PropertyChange{
		{Name: "config.hardware.device", Val: devices},
		{Name: "config.changeVersion", Val: time.Now().UTC().Format(time.RFC3339Nano)},
		{Name: "summary.config.numVirtualDisks", Val: int32(len(m.disks))},
		{Name: "layoutEx", Val: v.layout(m, vm.LayoutEx)},
		{Name: "datastore", Val: m.usedDatastores()},
	}
	if len(m.roots) == 0 {
		changes = append(changes, types.PropertyChange{Name: "snapshot"}, types.PropertyChange{Name: "rootSnapshot"})
	} else {
		info := types.VirtualMachineSnapshotInfo{RootSnapshotList: tree(m.roots)}
		if m.current != nil {
			info.CurrentSnapshot = &m.current.ref
		}
		changes = append(changes, types.PropertyChange{Name: "snapshot", Val: info},
			types.PropertyChange{Name: "rootSnapshot", Val: references(m.roots)})
	}
	ctx.Update(vm, changes)
	for _, s := range m.snapshots() {
		v.publishSnapshot(ctx, s, vm)
	}
}

// publishSnapshot shows a snapshot's configuration: the devices are those of its moment, the backings where their
// content lies now.
func (v *VCenter) publishSnapshot(ctx *simulator.Context, s *snapshot, vm *simulator.VirtualMachine) {
	shown, present := ctx.Map.Get(s.ref).(*simulator.VirtualMachineSnapshot)
	if !present {
		return
	}
	devices := s.of.devices(vm.Config.Hardware.Device, func(d *disk) *types.VirtualDisk {
		frozen, known := s.ofDisk(d.key)
		if !known {
			return nil
		}
		return v.device(s.of, d, frozen.layer, frozen.point.ID())
	})
	ctx.WithLock(shown, func() {
		ctx.Update(shown, []types.PropertyChange{
			{Name: "config.hardware.device", Val: devices},
			{Name: "childSnapshot", Val: references(s.children)},
		})
	})
}

// devices are all but the disks as they are, and the disks as the function words them.
func (m *machine) devices(present []types.BaseVirtualDevice, word func(*disk) *types.VirtualDisk) []types.BaseVirtualDevice {
	onController := map[int32][]int32{}
	var disks []types.BaseVirtualDevice
	for _, d := range m.disks {
		if device := word(d); device != nil {
			disks = append(disks, device)
			onController[d.controllerKey()] = append(onController[d.controllerKey()], d.key)
		}
	}
	var devices []types.BaseVirtualDevice
	for _, device := range present {
		switch typed := device.(type) {
		case *types.VirtualDisk:
			continue
		case *types.ParaVirtualSCSIController:
			controller := *typed
			controller.Device = onController[controller.Key]
			devices = append(devices, &controller)
		default:
			devices = append(devices, device)
		}
	}
	return append(devices, disks...)
}

func (v *VCenter) device(m *machine, d *disk, layer *vmfs.Layer, changeID string) *types.VirtualDisk {
	unit := d.unit()
	backing := v.backing(d, layer)
	backing.ChangeId = changeID
	return &types.VirtualDisk{
		VirtualDevice: types.VirtualDevice{
			Key: d.key,
			DeviceInfo: &types.Description{
				Label: d.label, Summary: fmt.Sprintf("%d KB", layer.Size()/1024),
			},
			Backing:       backing,
			ControllerKey: d.controllerKey(),
			UnitNumber:    &unit,
		},
		CapacityInKB:    layer.Size() / 1024,
		CapacityInBytes: layer.Size(),
		DiskObjectId:    fmt.Sprintf("%s-%d", m.ref.Value, d.key),
	}
}

// backing words a layer and what lies below it. Redo files on a flat base are FlatVer2 backings with deltaDiskFormat, as
// vSphere has it; its own SeSparse backing is for disks that are sparse from the base on.
func (v *VCenter) backing(d *disk, layer *vmfs.Layer) *types.VirtualDiskFlatVer2BackingInfo {
	file, store := v.datastores.path(layer.Dir(), layer.Name())
	backing := &types.VirtualDiskFlatVer2BackingInfo{
		VirtualDeviceFileBackingInfo: types.VirtualDeviceFileBackingInfo{
			FileName: file, Datastore: store,
		},
		DiskMode:        d.mode,
		Split:           types.NewBool(false),
		WriteThrough:    types.NewBool(false),
		ThinProvisioned: types.NewBool(true),
		Uuid:            d.chain.UUID(),
		ContentId:       fmt.Sprintf("%08x", layer.CID()),
		DigestEnabled:   types.NewBool(false),
		Sharing:         string(types.VirtualDiskSharingSharingNone),
	}
	if parent, has := layer.Parent(); has {
		backing.Parent = v.backing(d, parent)
		backing.DeltaDiskFormat = "seSparseFormat"
	}
	return backing
}

// layout lists the machine's files: the simulator's own (configuration, log) and those of the disks.
func (v *VCenter) layout(m *machine, present *types.VirtualMachineFileLayoutEx) types.VirtualMachineFileLayoutEx {
	layout := types.VirtualMachineFileLayoutEx{Timestamp: time.Now()}
	key := int32(0)
	for _, file := range present.File {
		if file.Type != string(types.VirtualMachineFileLayoutExFileTypeDiskDescriptor) &&
			file.Type != string(types.VirtualMachineFileLayoutExFileTypeDiskExtent) {
			layout.File = append(layout.File, file)
			key = max(key, file.Key+1)
		}
	}
	keys := map[string]int32{}
	file := func(directory, name string, kind types.VirtualMachineFileLayoutExFileType) int32 {
		shown, _ := v.datastores.path(directory, name)
		if known, present := keys[shown]; present {
			return known
		}
		var size int64
		if stat, err := os.Stat(filepath.Join(directory, name)); err == nil {
			size = stat.Size()
		}
		layout.File = append(layout.File, types.VirtualMachineFileLayoutExFileInfo{
			Key: key, Name: shown, Type: string(kind), Size: size, UniqueSize: size, Accessible: types.NewBool(true),
		})
		keys[shown] = key
		key++
		return keys[shown]
	}
	chain := func(d *disk, top *vmfs.Layer) types.VirtualMachineFileLayoutExDiskLayout {
		disk := types.VirtualMachineFileLayoutExDiskLayout{Key: d.key}
		for layer, has := top, true; has; layer, has = layer.Parent() {
			unit := types.VirtualMachineFileLayoutExDiskUnit{FileKey: []int32{
				file(layer.Dir(), layer.Name(), types.VirtualMachineFileLayoutExFileTypeDiskDescriptor),
				file(layer.Dir(), layer.DataName(), types.VirtualMachineFileLayoutExFileTypeDiskExtent),
			}}
			disk.Chain = append([]types.VirtualMachineFileLayoutExDiskUnit{unit}, disk.Chain...)
		}
		return disk
	}
	for _, d := range m.disks {
		layout.Disk = append(layout.Disk, chain(d, d.chain.Top()))
	}
	for _, s := range m.snapshots() {
		shown := types.VirtualMachineFileLayoutExSnapshotLayout{Key: s.ref, DataKey: -1, MemoryKey: -1}
		for _, frozen := range s.disks {
			shown.Disk = append(shown.Disk, chain(frozen.disk, frozen.layer))
		}
		layout.Snapshot = append(layout.Snapshot, shown)
	}
	return layout
}

// usedDatastores are those where the machine has files, its home first.
func (m *machine) usedDatastores() []types.ManagedObjectReference {
	used := []types.ManagedObjectReference{m.home.ref}
	add := func(ref types.ManagedObjectReference) {
		if !slices.Contains(used, ref) {
			used = append(used, ref)
		}
	}
	add(m.working.ref)
	for _, d := range m.disks {
		add(d.home.ref)
	}
	return used
}

func tree(list []*snapshot) []types.VirtualMachineSnapshotTree {
	var nodes []types.VirtualMachineSnapshotTree
	for _, s := range list {
		nodes = append(nodes, types.VirtualMachineSnapshotTree{
			Snapshot: s.ref, Vm: s.of.ref, Name: s.name, Description: s.about, Id: s.id, CreateTime: s.created,
			State: types.VirtualMachinePowerStatePoweredOff, Quiesced: s.quiesced,
			ReplaySupported: types.NewBool(false), ChildSnapshotList: tree(s.children),
		})
	}
	return nodes
}

func references(list []*snapshot) []types.ManagedObjectReference {
	var refs []types.ManagedObjectReference
	for _, s := range list {
		refs = append(refs, s.ref)
	}
	return refs
}
