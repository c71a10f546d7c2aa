package vcenter

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/vcenter/truth"
	"github.com/migrationconnector/lab/vcenter/vmfs"
)

// MachineSpec is a virtual machine to make, as a test writes it in JSON.
type MachineSpec struct {
	Name     string `json:"name"`
	PowerOn  bool   `json:"powerOn"`
	Firmware string `json:"firmware"`
	GuestID  string `json:"guestId"`
	// ShownGuestID is told to clients instead of GuestID, which has to be one that vSphere knows; empty: the same.
	ShownGuestID string `json:"shownGuestId"`
	// Folder is the name of the folder that holds the machine, made if need be; empty: the datacenter's own.
	Folder    string `json:"folder"`
	Datastore string `json:"datastore"`
	// SnapshotDatastore is where redo files go (the workingDir of a .vmx); empty: beside the configuration.
	SnapshotDatastore string     `json:"snapshotDatastore"`
	Disks             []DiskSpec `json:"disks"`
}

// DiskSpec is a disk's first content: a raw file, or a size with seeded noise (half of it holes, if asked) or nothing.
type DiskSpec struct {
	// Datastore is where the disk lies, if not beside the configuration. Its base name is then that of the first disk there.
	Datastore string `json:"datastore"`
	// Label is what vCenter calls the disk; empty: "Hard disk N".
	Label string `json:"label"`
	// Mode is the disk's; empty: persistent.
	Mode      string  `json:"mode"`
	File      string  `json:"file"`
	SizeBytes int64   `json:"sizeBytes"`
	Seed      *uint64 `json:"seed"`
	Holes     bool    `json:"holes"`
}

// DiskInfo tells of a disk.
type DiskInfo struct {
	Key       int32  `json:"key"`
	UUID      string `json:"uuid"`
	SizeBytes int64  `json:"sizeBytes"`
}

// MachineInfo tells of a virtual machine.
type MachineInfo struct {
	Vm        string     `json:"vm"`
	Name      string     `json:"name"`
	PoweredOn bool       `json:"poweredOn"`
	Disks     []DiskInfo `json:"disks"`
}

const (
	piece    = 64 << 10
	maxDisks = 60
)

func (s *MachineSpec) validate() error {
	if s.Name == "" || strings.ContainsAny(s.Name, "/\\%") {
		return errors.New("a virtual machine needs a name without / \\ %")
	}
	if s.Firmware == "" {
		s.Firmware = string(types.GuestOsDescriptorFirmwareTypeBios)
	}
	if s.Firmware != string(types.GuestOsDescriptorFirmwareTypeBios) && s.Firmware != string(types.GuestOsDescriptorFirmwareTypeEfi) {
		return fmt.Errorf("firmware %q is neither bios nor efi", s.Firmware)
	}
	if s.GuestID == "" {
		s.GuestID = string(types.VirtualMachineGuestOsIdentifierOtherLinux64Guest)
	}
	if s.ShownGuestID == "" {
		s.ShownGuestID = s.GuestID
	}
	if len(s.Disks) > maxDisks {
		return fmt.Errorf("%d disks are more than %d", len(s.Disks), maxDisks)
	}
	for i := range s.Disks {
		if err := s.Disks[i].validate(); err != nil {
			return fmt.Errorf("disk %d: %w", i, err)
		}
	}
	return nil
}

func (d *DiskSpec) validate() error {
	if d.File != "" {
		stat, err := os.Stat(d.File)
		if err != nil {
			return err
		}
		d.SizeBytes = stat.Size()
	}
	if d.SizeBytes <= 0 || d.SizeBytes%vmfs.SectorSize != 0 {
		return fmt.Errorf("%d bytes are not whole sectors", d.SizeBytes)
	}
	return nil
}

// Create makes a virtual machine with its disks.
func (v *VCenter) Create(spec MachineSpec) (MachineInfo, error) {
	if err := spec.validate(); err != nil {
		return MachineInfo{}, err
	}
	if _, taken := v.machines.named(spec.Name); taken {
		return MachineInfo{}, fmt.Errorf("there is a virtual machine %q already", spec.Name)
	}
	store, err := v.datastores.named(spec.Datastore)
	if err != nil {
		return MachineInfo{}, err
	}
	working := store
	if spec.SnapshotDatastore != "" {
		if working, err = v.datastores.named(spec.SnapshotDatastore); err != nil {
			return MachineInfo{}, err
		}
	}
	vm, err := v.register(spec, store)
	if err != nil {
		return MachineInfo{}, err
	}
	m := &machine{ref: vm.Self, name: spec.Name, home: store, working: working}
	m.folder = path.Dir(strings.TrimPrefix(vm.Config.Files.VmPathName, "["+store.name+"] "))
	for i, disk := range spec.Disks {
		if err := v.addDisk(m, i, disk); err != nil {
			return MachineInfo{}, err
		}
	}
	v.machines.add(m)
	ctx := *v.service.Context
	ctx.WithLock(vm, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		vm.Capability.ChangeTrackingSupported = true
		vm.Config.GuestId = spec.ShownGuestID
		vm.Config.Files.SnapshotDirectory = fmt.Sprintf("[%s] %s/", working.name, m.folder)
		v.publish(&ctx, m)
	})
	if spec.PowerOn {
		if err := v.power(m, true); err != nil {
			return MachineInfo{}, err
		}
	}
	return m.info(), nil
}

func (m *machine) info() MachineInfo {
	m.mu.Lock()
	defer m.mu.Unlock()
	info := MachineInfo{Vm: m.ref.Value, Name: m.name, PoweredOn: m.poweredOn.Load()}
	for _, d := range m.disks {
		info.Disks = append(info.Disks, DiskInfo{Key: d.key, UUID: d.chain.UUID(), SizeBytes: d.plain.Size()})
	}
	return info
}

// register lets the simulator make the machine without disks: controllers, a network card, its place in the inventory.
func (v *VCenter) register(spec MachineSpec, store *datastore) (*simulator.VirtualMachine, error) {
	background := context.Background()
	finder := find.NewFinder(v.inside, false)
	datacenter, err := finder.Datacenter(background, firstDatacenter)
	if err != nil {
		return nil, err
	}
	finder.SetDatacenter(datacenter)
	folders, err := datacenter.Folders(background)
	if err != nil {
		return nil, err
	}
	pool, err := finder.ResourcePool(background, "*/Resources")
	if err != nil {
		return nil, err
	}
	network, err := finder.Network(background, "VM Network")
	if err != nil {
		return nil, err
	}
	card, err := network.EthernetCardBackingInfo(background)
	if err != nil {
		return nil, err
	}
	config := types.VirtualMachineConfigSpec{
		Name: spec.Name, GuestId: spec.GuestID, Firmware: spec.Firmware, Version: "vmx-13", NumCPUs: 2, MemoryMB: 2048,
		Files: &types.VirtualMachineFileInfo{VmPathName: "[" + store.name + "]"},
	}
	add := func(device types.BaseVirtualDevice) {
		config.DeviceChange = append(config.DeviceChange, &types.VirtualDeviceConfigSpec{
			Operation: types.VirtualDeviceConfigSpecOperationAdd, Device: device,
		})
	}
	for bus := int32(0); bus == 0 || int(bus)*15 < len(spec.Disks); bus++ {
		controller := &types.ParaVirtualSCSIController{}
		controller.Key, controller.BusNumber = 1000+bus, bus
		controller.ControllerKey, controller.UnitNumber = 100, types.NewInt32(3+bus)
		controller.SharedBus = types.VirtualSCSISharingNoSharing
		controller.ScsiCtlrUnitNumber = 7
		add(controller)
	}
	adapter := &types.VirtualVmxnet3{}
	adapter.Key, adapter.ControllerKey, adapter.UnitNumber, adapter.Backing = 4000, 100, types.NewInt32(7), card
	add(adapter)
	folder := folders.VmFolder
	if spec.Folder != "" {
		if folder, err = childFolder(background, folder, spec.Folder); err != nil {
			return nil, err
		}
	}
	task, err := folder.CreateVM(background, config, pool, nil)
	if err != nil {
		return nil, err
	}
	info, err := task.WaitForResult(background, nil)
	if err != nil {
		return nil, err
	}
	return v.service.Context.Map.Get(info.Result.(types.ManagedObjectReference)).(*simulator.VirtualMachine), nil
}

// childFolder finds the folder of that name, or makes it.
func childFolder(ctx context.Context, parent *object.Folder, name string) (*object.Folder, error) {
	children, err := parent.Children(ctx)
	if err != nil {
		return nil, err
	}
	for _, child := range children {
		folder, is := child.(*object.Folder)
		if !is {
			continue
		}
		found, err := folder.ObjectName(ctx)
		if err != nil {
			return nil, err
		}
		if found == name {
			return folder, nil
		}
	}
	return parent.CreateFolder(ctx, name)
}

func (v *VCenter) addDisk(m *machine, place int, spec DiskSpec) error {
	d := &disk{key: diskKey(place), home: m.home, label: spec.Label, mode: spec.Mode}
	if d.label == "" {
		d.label = fmt.Sprintf("Hard disk %d", place+1)
	}
	if d.mode == "" {
		d.mode = string(types.VirtualDiskModePersistent)
	}
	var err error
	if spec.Datastore != "" {
		if d.home, err = v.datastores.named(spec.Datastore); err != nil {
			return err
		}
	}
	at := m.place(d.home)
	for _, directory := range []string{at.Dir, at.RedoDir} {
		if err := os.MkdirAll(directory, 0o700); err != nil {
			return err
		}
	}
	if d.chain, err = vmfs.Create(at, vmfs.NewUUID(), spec.SizeBytes); err != nil {
		return err
	}
	plain := filepath.Join(v.dir, "truth", fmt.Sprintf("%s-%d", m.ref.Value, d.key))
	if d.plain, err = truth.NewDisk(plain, spec.SizeBytes); err != nil {
		return err
	}
	put := func(content []byte, offset int64) error {
		d.tracker.Note(offset, int64(len(content)))
		if _, err := d.plain.WriteAt(content, offset); err != nil {
			return err
		}
		_, err := d.chain.WriteAt(content, offset)
		return err
	}
	if spec.File != "" {
		err = copyFile(spec.File, spec.SizeBytes, put)
	} else if spec.Seed != nil {
		err = noise(spec, put)
	}
	m.disks = append(m.disks, d)
	return err
}

// place is where the next disk on a datastore goes; names count by directory, as vSphere's do.
func (m *machine) place(home *datastore) vmfs.Place {
	beside := 0
	for _, d := range m.disks {
		if d.home == home {
			beside++
		}
	}
	base := path.Base(m.folder)
	if beside > 0 {
		base = fmt.Sprintf("%s_%d", base, beside)
	}
	return vmfs.Place{
		Dir: filepath.Join(home.directory, m.folder), RedoDir: filepath.Join(m.working.directory, m.folder), Base: base,
	}
}
