package vcenter

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/control"
	"github.com/migrationconnector/lab/vcenter/truth"
)

const (
	maxWrite     = 1 << 30
	maxBlockSize = 1 << 30
)

// Mount puts the vCenter's routes on the control interface.
func (v *VCenter) Mount(server *control.Server) {
	server.Handle("POST /vcenter/vms", v.createRoute)
	server.Handle("GET /vcenter/vms", v.listRoute)
	server.Handle("DELETE /vcenter/vms/{name}", v.onMachine(func(m *machine, _ *http.Request) (any, error) { return control.Done, v.Destroy(m) }))
	server.Handle("POST /vcenter/vms/{name}/power", v.onMachine(v.powerRoute))
	server.Handle("POST /vcenter/vms/{name}/cbt/lose-epoch", v.onMachine(v.loseEpochRoute))
	server.Handle("POST /vcenter/vms/{name}/disks/{key}/write", v.onMachine(v.writeRoute))
	server.Handle("GET /vcenter/vms/{name}/disks/{key}/sha256", v.onMachine(v.liveDigestRoute))
	server.Handle("GET /vcenter/snapshots", v.snapshotsRoute)
	server.Handle("GET /vcenter/snapshots/{snapshot}/disks/{key}/blocks", v.blocksRoute)
	server.Handle("GET /vcenter/settings", func(*http.Request) (any, error) { return v.settings.get(), nil })
	server.Handle("POST /vcenter/settings", v.settingsRoute)
	server.Handle("POST /vcenter/certificate", func(*http.Request) (any, error) {
		print, err := v.identity.renew()
		return map[string]string{"fingerprint": print}, err
	})
	server.Handle("POST /vcenter/users", v.userRoute)
	server.Handle("POST /vcenter/datacenters", v.datacenterRoute)
	server.Handle("POST /vcenter/datastores", v.datastoreRoute)
	server.Handle("POST /vcenter/product", v.productRoute)
	server.Handle("POST /vcenter/sessions/expire", func(*http.Request) (any, error) {
		v.sessions.expire()
		return control.Done, nil
	})
}

func (v *VCenter) onMachine(route func(*machine, *http.Request) (any, error)) control.Route {
	return func(r *http.Request) (any, error) {
		m, known := v.machines.named(r.PathValue("name"))
		if !known {
			return nil, control.NotFound("there is no virtual machine %q", r.PathValue("name"))
		}
		return route(m, r)
	}
}

func (v *VCenter) createRoute(r *http.Request) (any, error) {
	var spec MachineSpec
	if err := control.Decode(r, &spec); err != nil {
		return nil, err
	}
	if err := spec.validate(); err != nil {
		return nil, control.BadRequest("%v", err)
	}
	return v.Create(spec)
}

func (v *VCenter) listRoute(*http.Request) (any, error) {
	list := []MachineInfo{}
	for _, m := range v.machines.all() {
		list = append(list, m.info())
	}
	return list, nil
}

func (v *VCenter) powerRoute(m *machine, r *http.Request) (any, error) {
	order := struct {
		On *bool `json:"on"`
	}{}
	if err := control.Decode(r, &order); err != nil {
		return nil, err
	}
	if order.On == nil {
		return nil, control.BadRequest("which? {\"on\":true} or {\"on\":false}")
	}
	return control.Done, v.power(m, *order.On)
}

func (v *VCenter) loseEpochRoute(m *machine, _ *http.Request) (any, error) {
	m.mu.Lock()
	for _, d := range m.disks {
		d.tracker.LoseEpoch()
	}
	m.mu.Unlock()
	v.republish(m)
	return control.Done, nil
}

// writeRoute is a write of the guest: ?offset=N with the bytes as body, or with &length=L and &seed=S or &zero=true.
func (v *VCenter) writeRoute(m *machine, r *http.Request) (any, error) {
	key, err := number(r.PathValue("key"), "key")
	if err != nil {
		return nil, err
	}
	query := r.URL.Query()
	offset, err := number(query.Get("offset"), "offset")
	if err != nil {
		return nil, err
	}
	if !query.Has("length") {
		content, err := io.ReadAll(io.LimitReader(r.Body, maxWrite))
		if err != nil || len(content) == 0 {
			return nil, control.BadRequest("a write needs a body, or a length with seed or zero (%v)", err)
		}
		return control.Done, asBadRequest(m.write(int32(key), content, offset))
	}
	length, err := number(query.Get("length"), "length")
	if err != nil {
		return nil, err
	}
	if query.Get("zero") == "true" {
		return control.Done, asBadRequest(m.zero(int32(key), offset, length))
	}
	seed, err := strconv.ParseUint(query.Get("seed"), 10, 64)
	if err != nil {
		return nil, control.BadRequest("a write of a length needs seed=S or zero=true")
	}
	return control.Done, asBadRequest(noise(DiskSpec{SizeBytes: length, Seed: &seed}, func(content []byte, at int64) error {
		return m.write(int32(key), content, offset+at)
	}))
}

func (v *VCenter) liveDigestRoute(m *machine, r *http.Request) (any, error) {
	key, err := number(r.PathValue("key"), "key")
	if err != nil {
		return nil, err
	}
	d, known := m.disk(int32(key))
	if !known {
		return nil, control.NotFound("%s has no disk %d", m.name, key)
	}
	sum, err := d.plain.SHA256()
	return map[string]string{"sha256": sum}, err
}

// FrozenInfo tells of a snapshot's disk.
type FrozenInfo struct {
	Key       int32  `json:"key"`
	SizeBytes int64  `json:"sizeBytes"`
	SHA256    string `json:"sha256"`
}

// SnapshotInfo tells of a snapshot that was ever taken, with the machine's reference and name.
type SnapshotInfo struct {
	Snapshot string       `json:"snapshot"`
	Vm       string       `json:"vm"`
	VmName   string       `json:"vmName"`
	Name     string       `json:"name"`
	Quiesced bool         `json:"quiesced"`
	Removed  bool         `json:"removed"`
	Disks    []FrozenInfo `json:"disks"`
}

// snapshotsRoute lists the snapshots of all machines, or of ?vm= a reference or name, oldest first. Digests are worked out when first asked for.
func (v *VCenter) snapshotsRoute(r *http.Request) (any, error) {
	list := []SnapshotInfo{}
	for _, s := range v.machines.everySnapshot() {
		if vm := r.URL.Query().Get("vm"); vm != "" && vm != s.of.name && vm != s.of.ref.Value {
			continue
		}
		s.of.mu.Lock()
		info := SnapshotInfo{Snapshot: s.ref.Value, Vm: s.of.ref.Value, VmName: s.of.name, Name: s.name, Quiesced: s.quiesced, Removed: s.removed}
		s.of.mu.Unlock()
		for _, f := range s.disks {
			sums, err := f.plain.Sums()
			if err != nil {
				return nil, err
			}
			info.Disks = append(info.Disks, FrozenInfo{Key: f.disk.key, SizeBytes: f.plain.Size(), SHA256: sums.Whole})
		}
		list = append(list, info)
	}
	return list, nil
}

func (v *VCenter) blocksRoute(r *http.Request) (any, error) {
	key, err := number(r.PathValue("key"), "key")
	if err != nil {
		return nil, err
	}
	size := int64(truth.BlockSize)
	if r.URL.Query().Has("size") {
		if size, err = number(r.URL.Query().Get("size"), "size"); err != nil || size < 512 || size > maxBlockSize {
			return nil, control.BadRequest("size must be 512 to %d", maxBlockSize)
		}
	}
	for _, s := range v.machines.everySnapshot() {
		if s.ref.Value != r.PathValue("snapshot") {
			continue
		}
		if f, has := s.ofDisk(int32(key)); has {
			sums, err := f.plain.SumsBy(size)
			return map[string][]string{"digests": sums.Blocks}, err
		}
	}
	return nil, control.NotFound("there is no snapshot %s with a disk %d", r.PathValue("snapshot"), key)
}

// settingsRoute changes the settings that the document names; the others stay. "cbtLie": null ends a lie.
func (v *VCenter) settingsRoute(r *http.Request) (any, error) {
	changed := v.settings.get()
	if changed.CbtLie != nil {
		lie := *changed.CbtLie
		changed.CbtLie = &lie
	}
	if err := control.Decode(r, &changed); err != nil {
		return nil, err
	}
	if err := changed.validate(); err != nil {
		return nil, control.BadRequest("%v", err)
	}
	v.settings.set(changed)
	v.sessions.keep(changed.sessionTimeout())
	return changed, nil
}

// datastoreRoute adds a datastore, of VMFS or of the type that it is told to say; its name may be any that a file may have.
func (v *VCenter) datastoreRoute(r *http.Request) (any, error) {
	order := struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}{Type: string(types.HostFileSystemVolumeFileSystemTypeVMFS)}
	if err := control.Decode(r, &order); err != nil {
		return nil, err
	}
	if order.Name == "" || strings.ContainsAny(order.Name, "/[]*?\\") {
		return nil, control.BadRequest("a datastore needs a name without / [ ] * ? \\")
	}
	if _, err := v.datastores.named(order.Name); err == nil {
		return nil, control.BadRequest("there is a datastore %q already", order.Name)
	}
	return control.Done, asBadRequest(v.addDatastore(order.Name, order.Type))
}

// productRoute changes what the server calls itself, and answers what it did before.
func (v *VCenter) productRoute(r *http.Request) (any, error) {
	order := struct {
		FullName string `json:"fullName"`
	}{}
	if err := control.Decode(r, &order); err != nil {
		return nil, err
	}
	if order.FullName == "" {
		return nil, control.BadRequest("a product needs a fullName")
	}
	root := v.service.Context.Map.Get(vim25.ServiceInstance).(*simulator.ServiceInstance)
	before := ""
	v.service.Context.WithLock(root, func() {
		before = root.Content.About.FullName
		root.Content.About.FullName = order.FullName
	})
	return map[string]string{"fullName": before}, nil
}

// userRoute adds a user or changes the one of that name; its live sessions follow.
func (v *VCenter) userRoute(r *http.Request) (any, error) {
	var user User
	if err := control.Decode(r, &user); err != nil {
		return nil, err
	}
	if user.Name == "" {
		return nil, control.BadRequest("a user needs a name")
	}
	made := v.users.set(user)
	v.sessions.change(made)
	return made, nil
}

func number(text, name string) (int64, error) {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < 0 {
		return 0, control.BadRequest("%s=%q is not a number", name, text)
	}
	return value, nil
}

func asBadRequest(err error) error {
	if err != nil {
		return control.BadRequest("%v", err)
	}
	return nil
}
