// Imports an OVA into a simulated vCenter with govmomi, which shares no code with the connector, and prints what became of it.
//
//	import-ova FILE [KEY=VALUE...]     the values of its properties
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/ovf/importer"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// machine is what vCenter has after the import.
type machine struct {
	Guest      string            `json:"guest"`
	CPUs       int32             `json:"cpus"`
	MemoryMB   int32             `json:"memoryMB"`
	Firmware   string            `json:"firmware"`
	Devices    []string          `json:"devices"`
	DiskBytes  int64             `json:"diskBytes"`
	Properties map[string]string `json:"properties"`
	Transport  []string          `json:"transport"`
	PoweredOn  bool              `json:"poweredOn"`
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: import-ova FILE [KEY=VALUE...]")
		os.Exit(2)
	}
	var imported machine
	var failure error
	simulator.Test(func(ctx context.Context, client *vim25.Client) {
		imported, failure = importOVA(ctx, client, os.Args[1], os.Args[2:])
	})
	if failure != nil {
		fmt.Fprintln(os.Stderr, "import-ova:", failure)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(imported); err != nil {
		fmt.Fprintln(os.Stderr, "import-ova:", err)
		os.Exit(1)
	}
}

func importOVA(ctx context.Context, client *vim25.Client, file string, settings []string) (machine, error) {
	imp, err := target(ctx, client, file)
	if err != nil {
		return machine{}, err
	}
	name := strings.TrimSuffix(filepath.Base(file), ".ova")
	options := importer.Options{Name: &name, DiskProvisioning: "thin", PowerOn: true}
	for _, setting := range settings {
		key, value, found := strings.Cut(setting, "=")
		if !found {
			return machine{}, fmt.Errorf("not KEY=VALUE: %s", setting)
		}
		options.PropertyMapping = append(options.PropertyMapping, importer.Property{KeyValue: importer.KeyValue{Key: key, Value: value}})
	}
	reference, err := imp.Import(ctx, "*.ovf", options)
	if err != nil {
		return machine{}, err
	}
	vm := object.NewVirtualMachine(client, *reference)
	task, err := vm.PowerOn(ctx)
	if err != nil {
		return machine{}, err
	}
	if err := task.Wait(ctx); err != nil {
		return machine{}, err
	}
	return describe(ctx, client, *reference)
}

func target(ctx context.Context, client *vim25.Client, file string) (*importer.Importer, error) {
	finder := find.NewFinder(client)
	datacenter, err := finder.DefaultDatacenter(ctx)
	if err != nil {
		return nil, err
	}
	finder.SetDatacenter(datacenter)
	datastore, err := finder.DefaultDatastore(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := finder.ResourcePool(ctx, "DC0_C0/Resources")
	if err != nil {
		return nil, err
	}
	folders, err := datacenter.Folders(ctx)
	if err != nil {
		return nil, err
	}
	archive := &importer.TapeArchive{Path: file}
	archive.Client = client
	return &importer.Importer{
		Log:          func(string) (int, error) { return 0, nil },
		Client:       client,
		Finder:       finder,
		Datacenter:   datacenter,
		Datastore:    datastore,
		ResourcePool: pool,
		Folder:       folders.VmFolder,
		Archive:      archive,
	}, nil
}

func describe(ctx context.Context, client *vim25.Client, reference types.ManagedObjectReference) (machine, error) {
	var vm mo.VirtualMachine
	if err := property.DefaultCollector(client).RetrieveOne(ctx, reference, []string{"config", "runtime.powerState"}, &vm); err != nil {
		return machine{}, err
	}
	if vm.Config == nil {
		return machine{}, errors.New("the machine has no configuration")
	}
	seen := machine{
		Guest:      vm.Config.GuestId,
		CPUs:       vm.Config.Hardware.NumCPU,
		MemoryMB:   vm.Config.Hardware.MemoryMB,
		Firmware:   vm.Config.Firmware,
		Properties: map[string]string{},
		PoweredOn:  vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn,
	}
	for _, device := range vm.Config.Hardware.Device {
		seen.Devices = append(seen.Devices, strings.TrimPrefix(fmt.Sprintf("%T", device), "*types."))
		if disk, ok := device.(*types.VirtualDisk); ok {
			seen.DiskBytes = disk.CapacityInBytes
		}
	}
	if vm.Config.VAppConfig != nil {
		info := vm.Config.VAppConfig.GetVmConfigInfo()
		seen.Transport = info.OvfEnvironmentTransport
		for _, one := range info.Property {
			value := one.Value
			if value == "" {
				value = one.DefaultValue
			}
			seen.Properties[one.Id] = value
		}
	}
	return seen, nil
}
