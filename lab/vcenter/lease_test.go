package vcenter

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vmware/govmomi/fault"
	"github.com/vmware/govmomi/nfc"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

func (b *bench) export(s types.ManagedObjectReference) (*nfc.Lease, *nfc.LeaseInfo) {
	b.t.Helper()
	res, err := methods.ExportSnapshot(context.Background(), b.client.Client, &types.ExportSnapshot{This: s})
	if err != nil {
		b.t.Fatal(err)
	}
	lease := nfc.NewLease(b.client.Client, res.Returnval)
	info, err := lease.Wait(context.Background(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return lease, info
}

func (b *bench) leaseState(lease *nfc.Lease) mo.HttpNfcLease {
	b.t.Helper()
	var shown mo.HttpNfcLease
	if err := b.client.PropertyCollector().RetrieveOne(context.Background(), lease.Reference(), []string{"state", "error", "transferProgress"}, &shown); err != nil {
		b.t.Fatal(err)
	}
	return shown
}

func TestAnExportSendsTheFrozenContent(t *testing.T) {
	b := newBench(t, "administrator")
	ctx := context.Background()
	info, vm := b.machine("web01", twoDisks...)
	b.snapshot(vm, "older")
	b.guestWrites(info, info.Disks[0].Key, 12)
	s := b.snapshot(vm, "exported")
	b.guestWrites(info, info.Disks[0].Key, 12)
	lease, exported := b.export(s)
	if exported.LeaseTimeout != 300 || len(exported.Items) != 2 || !strings.HasPrefix(exported.DeviceUrl[0].Key, "/vm-") {
		t.Errorf("lease %+v", exported.HttpNfcLeaseInfo)
	}
	if len(exported.DeviceUrl[0].SslThumbprint) != 59 {
		t.Errorf("thumbprint %q", exported.DeviceUrl[0].SslThumbprint)
	}
	client := insecureClient()
	for i, item := range exported.Items {
		response, content, err := b.get(client, item.URL.String(), nil)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", response, err)
		}
		dir := t.TempDir()
		packed, raw := filepath.Join(dir, "d.vmdk"), filepath.Join(dir, "d.raw")
		if err := os.WriteFile(packed, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("qemu-img", "convert", "-f", "vmdk", "-O", "raw", packed, raw).CombinedOutput(); err != nil {
			t.Fatalf("qemu-img (apt-get install -y qemu-utils): %v: %s", err, out)
		}
		decoded, err := os.ReadFile(raw)
		if err != nil || hash(decoded) != b.frozenHash(s, info.Disks[i].Key) {
			t.Errorf("disk %d is exported with another content (%v)", i, err)
		}
	}
	if err := lease.Progress(ctx, 60); err != nil || b.leaseState(lease).TransferProgress != 60 {
		t.Errorf("progress: %v", err)
	}
	b.control("POST", "/vcenter/vms/web01/power", map[string]bool{"on": false}, nil)
	if _, err := vm.PowerOn(ctx); !fault.Is(err, &types.MethodDisabled{}) {
		t.Errorf("power on during an export: %v", err)
	}
	if response, _, _ := b.get(client, strings.Replace(exported.Items[0].URL.String(), "/nfc/", "/nfc/x", 1), nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("another token: %d", response.StatusCode)
	}
	if err := lease.Complete(ctx); err != nil || b.leaseState(lease).State != types.HttpNfcLeaseStateDone {
		t.Errorf("completion: %v", err)
	}
	if response, _, _ := b.get(client, exported.Items[0].URL.String(), nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("after the end: %d", response.StatusCode)
	}
	if task, err := vm.PowerOn(ctx); err != nil || task.Wait(ctx) != nil {
		t.Errorf("power on after the export: %v", err)
	}
}

func TestALeaseWithoutProgressTimesOut(t *testing.T) {
	b := newBench(t, "seed")
	ctx := context.Background()
	_, vm := b.machine("web01", twoDisks[1])
	s := b.snapshot(vm, "one")
	b.control("POST", "/vcenter/settings", map[string]any{"leaseTimeoutSeconds": 1}, nil)
	lease, _ := b.export(s)
	deadline := time.Now().Add(20 * time.Second)
	for b.leaseState(lease).State == types.HttpNfcLeaseStateReady && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	shown := b.leaseState(lease)
	if shown.State != types.HttpNfcLeaseStateError || shown.Error == nil {
		t.Fatalf("state %s", shown.State)
	}
	if _, timedOut := shown.Error.Fault.(*types.Timedout); !timedOut {
		t.Errorf("error %+v", shown.Error)
	}
	if err := lease.Progress(ctx, 50); !fault.Is(err, &types.Timedout{}) {
		t.Errorf("progress of an ended lease: %v", err)
	}
	b.control("POST", "/vcenter/settings", map[string]any{"leaseTimeoutSeconds": 300}, nil)
	other, exported := b.export(s)
	if err := other.Abort(ctx, nil); err != nil || b.leaseState(other).State != types.HttpNfcLeaseStateError {
		t.Errorf("abort: %v", err)
	}
	if response, _, _ := b.get(insecureClient(), exported.Items[0].URL.String(), nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("after the abort: %d", response.StatusCode)
	}
	if _, err := object.NewVirtualMachine(b.client.Client, vm.Reference()).Destroy(ctx); err == nil {
		t.Error("the seed's user may destroy")
	}
}
