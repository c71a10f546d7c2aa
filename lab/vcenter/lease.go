package vcenter

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/fault"
	"github.com/migrationconnector/lab/vcenter/streamed"
)

const nfcPrefix = "/nfc/"

// lease is an export of a snapshot's disks under way. It ends by completion, by abort, or when no progress is told for
// the time that its info names. Who knows the URL's token may read.
type lease struct {
	shown    *simulator.HttpNfcLease
	snapshot *snapshot
	token    string
	keys     map[string]int32
	timeout  time.Duration
	timer    *time.Timer
	ended    bool
}

// leases knows the exports under way and those that ended.
type leases struct {
	mu    sync.Mutex
	byRef map[types.ManagedObjectReference]*lease
}

func (l *leases) get(ref types.ManagedObjectReference) (*lease, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	found, known := l.byRef[ref]
	return found, known
}

// withToken finds an export that has not ended.
func (l *leases) withToken(token string) (*lease, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, found := range l.byRef {
		if found.token == token && !found.ended {
			return found, true
		}
	}
	return nil, false
}

func (v *VCenter) exportSnapshot(ctx *simulator.Context, c *call) soap.HasFault {
	m, s, known := v.machines.ofSnapshot(c.method.This)
	if !known {
		return notFound(c.method.This)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.removed {
		return notFound(c.method.This)
	}
	seconds := v.settings.get().LeaseTimeoutSeconds
	l := &lease{
		shown: &simulator.HttpNfcLease{}, snapshot: s, token: newSecret(), keys: map[string]int32{},
		timeout: time.Duration(seconds) * time.Second,
	}
	l.shown.State = types.HttpNfcLeaseStateInitializing
	l.shown.InitializeProgress = 0
	l.shown.Mode = string(types.HttpNfcLeaseModePushOrGet)
	ref := ctx.Map.Put(l.shown).Reference()
	info := types.HttpNfcLeaseInfo{Lease: ref, Entity: m.ref, LeaseTimeout: int32(seconds)}
	for i, frozen := range s.disks {
		target := fmt.Sprintf("disk-%d.vmdk", i)
		l.keys[target] = frozen.disk.key
		key := fmt.Sprintf("/ParaVirtualSCSIController%d:%d", frozen.disk.controllerKey()-1000, frozen.disk.unit())
		info.TotalDiskCapacityInKB += frozen.plain.Size() / 1024
		info.DeviceUrl = append(info.DeviceUrl, types.HttpNfcLeaseDeviceUrl{
			Key: "/" + m.ref.Value + key, ImportKey: "/" + m.name + key,
			Url:           strings.TrimSuffix(v.url, "/sdk") + nfcPrefix + l.token + "/" + target,
			SslThumbprint: v.identity.thumbprint(), Disk: types.NewBool(true), TargetId: target,
		})
	}
	v.leases.mu.Lock()
	v.leases.byRef[ref] = l
	v.leases.mu.Unlock()
	m.leases.Add(1)
	l.timer = time.AfterFunc(l.timeout, func() {
		v.endLease(l, types.HttpNfcLeaseStateError, &types.LocalizedMethodFault{
			Fault: &types.Timedout{}, LocalizedMessage: "The lease timed out: no progress was told.",
		})
	})
	go v.beginLease(l, info)
	return &methods.ExportSnapshotBody{Res: &types.ExportSnapshotResponse{Returnval: ref}}
}

// beginLease makes a lease ready, unless it was aborted before.
func (v *VCenter) beginLease(l *lease, info types.HttpNfcLeaseInfo) {
	v.leases.mu.Lock()
	defer v.leases.mu.Unlock()
	if l.ended {
		return
	}
	v.showLease(l, []types.PropertyChange{
		{Name: "initializeProgress", Val: int32(100)}, {Name: "info", Val: info}, {Name: "state", Val: types.HttpNfcLeaseStateReady},
	})
}

func (v *VCenter) showLease(l *lease, changes []types.PropertyChange) {
	ctx := *v.service.Context
	ctx.WithLock(l.shown, func() { ctx.Update(l.shown, changes) })
}

// endLease ends a lease once; it tells whether this call did.
func (v *VCenter) endLease(l *lease, state types.HttpNfcLeaseState, reason *types.LocalizedMethodFault) bool {
	v.leases.mu.Lock()
	if l.ended {
		v.leases.mu.Unlock()
		return false
	}
	l.ended = true
	l.timer.Stop()
	v.leases.mu.Unlock()
	l.snapshot.of.leases.Add(-1)
	changes := []types.PropertyChange{{Name: "state", Val: state}}
	if reason != nil {
		changes = append(changes, types.PropertyChange{Name: "error", Val: reason})
	}
	v.showLease(l, changes)
	return true
}

func (v *VCenter) leaseOver(ref types.ManagedObjectReference) soap.HasFault {
	return refusal(&types.InvalidState{}, "The lease %s has ended.", ref.Value)
}

func (v *VCenter) leaseProgress(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.HttpNfcLeaseProgress)
	l, known := v.leases.get(request.This)
	if !known {
		return notFound(request.This)
	}
	v.leases.mu.Lock()
	ended := l.ended
	if !ended {
		l.timer.Reset(l.timeout)
	}
	v.leases.mu.Unlock()
	if ended {
		return refusal(&types.Timedout{}, "The lease %s has ended.", request.This.Value)
	}
	v.showLease(l, []types.PropertyChange{{Name: "transferProgress", Val: request.Percent}})
	return &methods.HttpNfcLeaseProgressBody{Res: &types.HttpNfcLeaseProgressResponse{}}
}

func (v *VCenter) leaseComplete(_ *simulator.Context, c *call) soap.HasFault {
	l, known := v.leases.get(c.method.This)
	if !known {
		return notFound(c.method.This)
	}
	if !v.endLease(l, types.HttpNfcLeaseStateDone, nil) {
		return v.leaseOver(c.method.This)
	}
	return &methods.HttpNfcLeaseCompleteBody{Res: &types.HttpNfcLeaseCompleteResponse{}}
}

func (v *VCenter) leaseAbort(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.HttpNfcLeaseAbort)
	l, known := v.leases.get(request.This)
	if !known {
		return notFound(request.This)
	}
	reason := request.Fault
	if reason == nil {
		reason = &types.LocalizedMethodFault{Fault: &types.RequestCanceled{}, LocalizedMessage: "The lease was aborted."}
	}
	if !v.endLease(l, types.HttpNfcLeaseStateError, reason) {
		return v.leaseOver(request.This)
	}
	return &methods.HttpNfcLeaseAbortBody{Res: &types.HttpNfcLeaseAbortResponse{}}
}

// exports serves the disks of leases.
type exports struct{ vcenter *VCenter }

func newNFC(v *VCenter) http.Handler {
	n := &exports{v}
	classify := func(r *http.Request) (fault.Call, bool) {
		return fault.Call{Service: "nfc", Operation: r.Method, Attributes: map[string]string{"file": path.Base(r.URL.Path)}}, true
	}
	refuse := func(w http.ResponseWriter, refused *fault.Refusal) { http.Error(w, refused.Message, refused.Status) }
	return v.rules.Middleware(classify, refuse, n)
}

func (n *exports) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
		return
	}
	token, target, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, nfcPrefix), "/")
	l, known := n.vcenter.leases.withToken(token)
	if !known {
		http.NotFound(w, r)
		return
	}
	key, known := l.keys[target]
	if !known {
		http.NotFound(w, r)
		return
	}
	frozen, _ := l.snapshot.ofDisk(key)
	w.Header().Set("Content-Type", "application/x-vnd.vmware-streamVmdk")
	if err := streamed.Write(w, &leasedDisk{n.vcenter, l, key}, frozen.plain.Size(), target); err != nil {
		n.vcenter.log.Printf("vcenter: export of %s: %v", target, err)
		fault.Abort()
	}
}

// leasedDisk reads a frozen disk through its chain, wherever that lies by now, for as long as the lease lives.
type leasedDisk struct {
	vcenter *VCenter
	lease   *lease
	key     int32
}

func (d *leasedDisk) ReadAt(content []byte, offset int64) (int, error) {
	if _, alive := d.vcenter.leases.withToken(d.lease.token); !alive {
		return 0, fmt.Errorf("the lease has ended")
	}
	m := d.lease.snapshot.of
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.lease.snapshot.removed {
		return 0, fmt.Errorf("the snapshot was removed")
	}
	frozen, _ := d.lease.snapshot.ofDisk(d.key)
	return frozen.disk.chain.ReadLayer(frozen.layer, content, offset)
}
