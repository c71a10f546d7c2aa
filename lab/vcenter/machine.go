package vcenter

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/vcenter/tracking"
	"github.com/migrationconnector/lab/vcenter/truth"
	"github.com/migrationconnector/lab/vcenter/vmfs"
)

// machine is a virtual machine whose disks the lab keeps. The simulator's object shows it to SOAP clients; machine is
// what holds. Lock order: the simulator's lock of the object, then mu.
type machine struct {
	ref  types.ManagedObjectReference
	name string
	// folder is the machine's directory, of one name on each datastore where it has files.
	folder string
	// home has the configuration, working the redo files.
	home, working *datastore
	poweredOn     atomic.Bool
	leases        atomic.Int32

	mu      sync.Mutex
	gone    bool
	disks   []*disk
	roots   []*snapshot
	current *snapshot
	lastID  int32
	tracked bool
}

// disk is one virtual disk: what is served (chain), what was written (plain), and what changed.
type disk struct {
	key     int32
	label   string
	mode    string
	chain   *vmfs.Disk
	plain   *truth.Disk
	tracker tracking.Tracker
	// home is where the base lies.
	home *datastore
}

// controllerOf and unitOf follow vSphere's numbering: sixteen keys from 2000 on for each SCSI bus.
func (d *disk) controllerKey() int32 { return 1000 + (d.key-2000)/16 }
func (d *disk) unit() int32          { return (d.key - 2000) % 16 }

// diskKey is the key of the n-th disk; unit 7 of a bus is the controller itself.
func diskKey(n int) int32 {
	bus, unit := n/15, n%15
	if unit >= 7 {
		unit++
	}
	return int32(2000 + 16*bus + unit)
}

// snapshot is a point in time of a machine.
type snapshot struct {
	ref      types.ManagedObjectReference
	id       int32
	of       *machine
	name     string
	about    string
	quiesced bool
	created  time.Time
	parent   *snapshot
	children []*snapshot
	disks    []frozenDisk
	removed  bool
}

type frozenDisk struct {
	disk  *disk
	layer *vmfs.Layer
	point tracking.Point
	plain *truth.Frozen
}

func (s *snapshot) ofDisk(key int32) (frozenDisk, bool) {
	for _, f := range s.disks {
		if f.disk.key == key {
			return f, true
		}
	}
	return frozenDisk{}, false
}

func (m *machine) disk(key int32) (*disk, bool) {
	for _, d := range m.disks {
		if d.key == key {
			return d, true
		}
	}
	return nil, false
}

// write is a write of the guest.
func (m *machine) write(key int32, content []byte, offset int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, known := m.disk(key)
	if !known {
		return fmt.Errorf("%s has no disk %d", m.name, key)
	}
	if _, err := d.plain.WriteAt(content, offset); err != nil {
		return err
	}
	d.tracker.Note(offset, int64(len(content)))
	_, err := d.chain.WriteAt(content, offset)
	return err
}

// zero is an unmap of the guest.
func (m *machine) zero(key int32, offset, length int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, known := m.disk(key)
	if !known {
		return fmt.Errorf("%s has no disk %d", m.name, key)
	}
	if offset < 0 || length < 0 || offset+length > d.plain.Size() {
		return fmt.Errorf("zeros of %d bytes at %d leave the disk of %d bytes", length, offset, d.plain.Size())
	}
	const piece = 1 << 20
	nothing := make([]byte, min(piece, length))
	for at := offset; at < offset+length; at += piece {
		if _, err := d.plain.WriteAt(nothing[:min(piece, offset+length-at)], at); err != nil {
			return err
		}
	}
	d.tracker.Note(offset, length)
	return d.chain.Zero(offset, length)
}

// snapshots lists those that exist, parents first.
func (m *machine) snapshots() []*snapshot {
	var all []*snapshot
	var walk func([]*snapshot)
	walk = func(list []*snapshot) {
		for _, s := range list {
			all = append(all, s)
			walk(s.children)
		}
	}
	walk(m.roots)
	return all
}

// locks tells whether a running host holds a file: the link that is being written to can't be read by others.
func (m *machine) locks(file string) bool {
	if !m.poweredOn.Load() {
		return false
	}
	for _, d := range m.disks {
		if top := d.chain.Top(); filepath.Join(top.Dir(), top.DataName()) == file {
			return true
		}
	}
	return false
}

// machines finds machines and snapshots.
type machines struct {
	mu      sync.RWMutex
	byRef   map[types.ManagedObjectReference]*machine
	history []*snapshot
}

func newMachines() *machines {
	return &machines{byRef: map[types.ManagedObjectReference]*machine{}}
}

func (r *machines) add(m *machine) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byRef[m.ref] = m
}

func (r *machines) remove(m *machine) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.byRef, m.ref)
}

func (r *machines) get(ref types.ManagedObjectReference) (*machine, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	m, known := r.byRef[ref]
	return m, known
}

func (r *machines) find(match func(*machine) bool) (*machine, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, m := range r.byRef {
		if match(m) {
			return m, true
		}
	}
	return nil, false
}

func (r *machines) named(name string) (*machine, bool) {
	return r.find(func(m *machine) bool { return m.name == name })
}

func (r *machines) all() []*machine {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var all []*machine
	for _, m := range r.byRef {
		all = append(all, m)
	}
	return all
}

func (r *machines) remember(s *snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.history = append(r.history, s)
}

func (r *machines) everySnapshot() []*snapshot {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return append([]*snapshot(nil), r.history...)
}

// ofSnapshot finds a snapshot that was ever taken, and its machine.
func (r *machines) ofSnapshot(ref types.ManagedObjectReference) (*machine, *snapshot, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, s := range r.history {
		if s.ref == ref {
			return s.of, s, true
		}
	}
	return nil, nil, false
}
