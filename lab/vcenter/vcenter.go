// Package vcenter is a vCenter that tells the truth about disks: govmomi's simulator with real content behind its
// virtual disks, snapshots that freeze, change tracking from actual writes, files served with login and ranges, users
// with privileges, and a plain copy of all content to judge by.
package vcenter

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/fault"
)

// Config is what a simulated vCenter needs to start.
type Config struct {
	// Dir is where datastores and copies lie; it must not be used by another.
	Dir string
	// Rules are the faults in force; services "vcenter" (SOAP methods), "folder" (GET, HEAD), "nfc" (GET) and
	// "task" (what a task does after its method was answered).
	Rules *fault.Rules
	// Log takes what went wrong inside; nil discards it.
	Log *log.Logger
}

// VCenter is a running simulated vCenter.
type VCenter struct {
	dir        string
	log        *log.Logger
	rules      *fault.Rules
	users      *accounts
	sessions   *sessions
	settings   liveSettings
	identity   identity
	machines   *machines
	leases     leases
	datastores datastores
	model      *simulator.Model
	service    *simulator.Service
	inside     *vim25.Client
	server     *http.Server
	url        string
	closing    sync.WaitGroup
}

// Start brings up a vCenter with one datacenter, a cluster of two hosts and two datastores, on a free loopback port.
func Start(config Config) (*VCenter, error) {
	v := &VCenter{
		dir: config.Dir, log: config.Log, rules: config.Rules, users: newAccounts(DefaultUsers()), machines: newMachines(),
		leases: leases{byRef: map[types.ManagedObjectReference]*lease{}},
	}
	if v.log == nil {
		v.log = log.New(discard{}, "", 0)
	}
	if v.rules == nil {
		v.rules = fault.NewRules()
	}
	v.settings.set(defaultSettings())
	v.sessions = newSessions(v.settings.get().sessionTimeout())
	if _, err := v.identity.renew(); err != nil {
		return nil, fmt.Errorf("vcenter certificate: %w", err)
	}
	if err := v.build(); err != nil {
		return nil, fmt.Errorf("vcenter inventory: %w", err)
	}
	if err := v.listen(); err != nil {
		v.model.Remove()
		return nil, fmt.Errorf("vcenter listener: %w", err)
	}
	return v, nil
}

type discard struct{}

func (discard) Write(content []byte) (int, error) { return len(content), nil }

// build makes the inventory.
func (v *VCenter) build() error {
	v.model = simulator.VPX()
	v.model.Host, v.model.ClusterHost, v.model.Machine, v.model.Datastore = 0, 2, 0, 0
	if err := v.model.Create(); err != nil {
		return err
	}
	v.service = v.model.Service
	// The simulator asks who listens before it takes a login; the gate has checked the password by then.
	v.service.Listen = &url.URL{}
	v.service.Context.Map.AddHandler(&powerWatch{v})
	var err error
	if v.inside, err = vim25.NewClient(context.Background(), v.service); err != nil {
		return err
	}
	for _, name := range []string{"datastore1", "datastore2"} {
		if err := v.addDatastore(name, string(types.HostFileSystemVolumeFileSystemTypeVMFS)); err != nil {
			return err
		}
	}
	return nil
}

func (v *VCenter) addDatastore(name, kind string) error {
	background := context.Background()
	finder := find.NewFinder(v.inside, false)
	datacenter, err := finder.Datacenter(background, firstDatacenter)
	if err != nil {
		return err
	}
	finder.SetDatacenter(datacenter)
	hosts, err := finder.HostSystemList(background, "*")
	if err != nil {
		return err
	}
	directory, err := filepath.Abs(filepath.Join(v.dir, name))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	for _, host := range hosts {
		system, err := host.ConfigManager().DatastoreSystem(background)
		if err != nil {
			return err
		}
		if _, err := system.CreateLocalDatastore(background, name, directory); err != nil {
			return err
		}
	}
	made, err := finder.Datastore(background, name)
	if err != nil {
		return err
	}
	shown := v.service.Context.Map.Get(made.Reference()).(*simulator.Datastore)
	v.service.Context.WithLock(shown, func() {
		shown.Summary.Type = kind
		if kind != string(types.HostFileSystemVolumeFileSystemTypeVMFS) {
			return
		}
		shown.Info = &types.VmfsDatastoreInfo{
			DatastoreInfo:          *shown.Info.GetDatastoreInfo(),
			MaxPhysicalRDMFileSize: shown.Info.GetDatastoreInfo().MaxFileSize,
			MaxVirtualRDMFileSize:  shown.Info.GetDatastoreInfo().MaxFileSize,
			Vmfs:                   volume(name, shown.Summary.Capacity),
		}
	})
	v.datastores.add(&datastore{ref: made.Reference(), name: name, datacenter: datacenter.Name(), directory: directory})
	return nil
}

// volume describes a VMFS 6 volume on a disk of its own.
func volume(name string, capacity int64) *types.HostVmfsVolume {
	return &types.HostVmfsVolume{
		HostFileSystemVolume: types.HostFileSystemVolume{
			Type: string(types.HostFileSystemVolumeFileSystemTypeVMFS), Name: name, Capacity: capacity,
		},
		BlockSizeMb: 1, MaxBlocks: 63963136, MajorVersion: 6, Version: "6.82", Uuid: uuid.NewString(),
		Extent:         []types.HostScsiDiskPartition{{DiskName: "naa." + newSecret(), Partition: 1}},
		VmfsUpgradable: false, Local: types.NewBool(true),
	}
}

func (v *VCenter) listen() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	v.service.RegisterSDK(v.service.Context.Map, vim25.Path+"/vimService")
	mux := http.NewServeMux()
	gate := newGate(v)
	mux.Handle(vim25.Path, gate)
	mux.Handle(vim25.Path+"/vimService", gate)
	mux.HandleFunc(vim25.Path+"/vimServiceVersions.xml", v.service.ServiceVersions)
	mux.Handle(folderPrefix, newFolder(v))
	mux.Handle(nfcPrefix, newNFC(v))
	v.server = &http.Server{Handler: mux, ReadHeaderTimeout: 30 * time.Second, ErrorLog: v.log}
	v.url = "https://" + listener.Addr().String() + vim25.Path
	go func() {
		if err := v.server.Serve(tls.NewListener(listener, v.identity.config())); !errors.Is(err, http.ErrServerClosed) {
			v.log.Printf("vcenter: %v", err)
		}
	}()
	return nil
}

// URL is where the SOAP interface listens.
func (v *VCenter) URL() string { return v.url }

// Fingerprint is the SHA-256 of the certificate in force, in hex with colons.
func (v *VCenter) Fingerprint() string { return v.identity.fingerprint() }

// Users lists the accounts with their passwords.
func (v *VCenter) Users() []User { return v.users.all() }

// Close ends the listener and all connections; the files stay.
func (v *VCenter) Close() error {
	err := v.server.Close()
	v.closing.Wait()
	for _, m := range v.machines.all() {
		m.mu.Lock()
		for _, d := range m.disks {
			_ = d.chain.Close()
		}
		m.mu.Unlock()
	}
	v.model.Remove()
	return err
}
