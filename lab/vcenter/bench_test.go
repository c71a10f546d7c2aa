package vcenter

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/control"
	"github.com/migrationconnector/lab/fault"
)

// bench is a running vCenter with its control interface, and one client that logged in by SOAP.
type bench struct {
	t      testing.TB
	vc     *VCenter
	rules  *fault.Rules
	steer  *control.Server
	client *govmomi.Client
	random *rand.Rand
}

func newBench(t testing.TB, as string) *bench {
	t.Helper()
	rules := fault.NewRules()
	vc, err := Start(Config{Dir: t.TempDir(), Rules: rules, Log: log.New(io.Discard, "", 0)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vc.Close() })
	b := &bench{t: t, vc: vc, rules: rules, steer: control.New(rules), random: rand.New(rand.NewPCG(41, 43))}
	vc.Mount(b.steer)
	b.client, err = b.login(as)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) user(name string) User {
	b.t.Helper()
	for _, user := range b.vc.Users() {
		if user.Name == name+"@vsphere.local" {
			return user
		}
	}
	b.t.Fatalf("no user %s", name)
	return User{}
}

func (b *bench) login(name string) (*govmomi.Client, error) {
	user := b.user(name)
	address, _ := url.Parse(b.vc.URL())
	address.User = url.UserPassword(user.Name, user.Password)
	return govmomi.NewClient(context.Background(), address, true)
}

// control sends a control request and decodes the answer; it fails the test on an error status.
func (b *bench) control(method, target string, body any, answer any) {
	b.t.Helper()
	status, text := b.tryControl(method, target, body)
	if status != http.StatusOK {
		b.t.Fatalf("%s %s: %d %s", method, target, status, text)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) tryControl(method, target string, body any) (int, []byte) {
	var content io.Reader = http.NoBody
	switch typed := body.(type) {
	case nil:
	case []byte:
		content = bytes.NewReader(typed)
	default:
		document, err := json.Marshal(typed)
		if err != nil {
			b.t.Fatal(err)
		}
		content = bytes.NewReader(document)
	}
	recorder := httptest.NewRecorder()
	b.steer.ServeHTTP(recorder, httptest.NewRequest(method, target, content))
	return recorder.Code, recorder.Body.Bytes()
}

func (b *bench) machine(name string, disks ...map[string]any) (MachineInfo, *object.VirtualMachine) {
	b.t.Helper()
	var info MachineInfo
	b.control("POST", "/vcenter/vms", map[string]any{"name": name, "powerOn": true, "disks": disks}, &info)
	return info, object.NewVirtualMachine(b.client.Client, types.ManagedObjectReference{Type: "VirtualMachine", Value: info.Vm})
}

func (b *bench) snapshot(vm *object.VirtualMachine, name string) types.ManagedObjectReference {
	b.t.Helper()
	task, err := vm.CreateSnapshot(context.Background(), name, "for a test", false, true)
	if err != nil {
		b.t.Fatal(err)
	}
	info, err := task.WaitForResult(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return info.Result.(types.ManagedObjectReference)
}

func (b *bench) removeSnapshot(ref types.ManagedObjectReference, withChildren bool) error {
	res, err := methods.RemoveSnapshot_Task(context.Background(), b.client.Client,
		&types.RemoveSnapshot_Task{This: ref, RemoveChildren: withChildren})
	if err != nil {
		return err
	}
	return object.NewTask(b.client.Client, res.Returnval).Wait(context.Background())
}

// track switches change tracking on or off.
func (b *bench) track(vm *object.VirtualMachine, on bool) error {
	return b.reconfigure(vm, types.VirtualMachineConfigSpec{ChangeTrackingEnabled: &on})
}

func (b *bench) reconfigure(vm *object.VirtualMachine, spec types.VirtualMachineConfigSpec) error {
	task, err := vm.Reconfigure(context.Background(), spec)
	if err != nil {
		return err
	}
	return task.Wait(context.Background())
}

// disksOf are the disks of a snapshot's configuration, or of the machine's own.
func (b *bench) disksOf(ref types.ManagedObjectReference) []*types.VirtualDisk {
	b.t.Helper()
	var devices object.VirtualDeviceList
	collector := b.client.PropertyCollector()
	if ref.Type == "VirtualMachineSnapshot" {
		var s mo.VirtualMachineSnapshot
		if err := collector.RetrieveOne(context.Background(), ref, []string{"config"}, &s); err != nil {
			b.t.Fatal(err)
		}
		devices = s.Config.Hardware.Device
	} else {
		var vm mo.VirtualMachine
		if err := collector.RetrieveOne(context.Background(), ref, []string{"config"}, &vm); err != nil {
			b.t.Fatal(err)
		}
		devices = vm.Config.Hardware.Device
	}
	var disks []*types.VirtualDisk
	for _, device := range devices.SelectByType((*types.VirtualDisk)(nil)) {
		disks = append(disks, device.(*types.VirtualDisk))
	}
	return disks
}

func backingOf(disk *types.VirtualDisk) *types.VirtualDiskFlatVer2BackingInfo {
	return disk.Backing.(*types.VirtualDiskFlatVer2BackingInfo)
}

// guestWrites writes at random places: whole and broken sectors, the last one, zeros.
func (b *bench) guestWrites(info MachineInfo, key int32, n int) {
	b.t.Helper()
	size := int64(0)
	for _, d := range info.Disks {
		if d.Key == key {
			size = d.SizeBytes
		}
	}
	for i := range n {
		offset := b.random.Int64N(size)
		length := min(1+b.random.Int64N(20000), size-offset)
		target := fmt.Sprintf("/vcenter/vms/%s/disks/%d/write", url.PathEscape(info.Name), key)
		switch i % 4 {
		case 0:
			b.control("POST", fmt.Sprintf("%s?offset=%d&length=%d&zero=true", target, offset, length), nil, nil)
		case 1:
			b.control("POST", fmt.Sprintf("%s?offset=%d&length=%d&seed=%d", target, offset, length, b.random.Uint64()), nil, nil)
		case 2:
			b.control("POST", fmt.Sprintf("%s?offset=%d", target, size-512), bytes.Repeat([]byte{byte(i)}, 512), nil)
		default:
			b.control("POST", fmt.Sprintf("%s?offset=%d", target, offset), bytes.Repeat([]byte{byte(i)}, int(length)), nil)
		}
	}
}

func (b *bench) liveHash(info MachineInfo, key int32) string {
	b.t.Helper()
	var sum map[string]string
	b.control("GET", fmt.Sprintf("/vcenter/vms/%s/disks/%d/sha256", url.PathEscape(info.Name), key), nil, &sum)
	return sum["sha256"]
}

func (b *bench) frozenHash(ref types.ManagedObjectReference, key int32) string {
	b.t.Helper()
	var list []SnapshotInfo
	b.control("GET", "/vcenter/snapshots", nil, &list)
	for _, s := range list {
		for _, d := range s.Disks {
			if s.Snapshot == ref.Value && d.Key == key {
				return d.SHA256
			}
		}
	}
	b.t.Fatalf("no digest of %v, disk %d", ref, key)
	return ""
}

func (b *bench) blockDigests(ref types.ManagedObjectReference, key int32, size int) []string {
	b.t.Helper()
	var digests map[string][]string
	b.control("GET", fmt.Sprintf("/vcenter/snapshots/%s/disks/%d/blocks?size=%d", ref.Value, key, size), nil, &digests)
	return digests["digests"]
}

// file is where a backing's file lies on this machine.
func (b *bench) file(backing string) string {
	var at object.DatastorePath
	at.FromString(backing)
	return filepath.Join(b.vc.dir, at.Datastore, at.Path)
}

// qemuHash reads a chain with an outside program.
func (b *bench) qemuHash(descriptor string) string {
	b.t.Helper()
	tool, err := exec.LookPath("qemu-img")
	if err != nil {
		b.t.Fatal("qemu-img is missing, the outside reader of these tests: apt-get install -y qemu-utils")
	}
	raw := filepath.Join(b.t.TempDir(), "out.raw")
	if out, err := exec.Command(tool, "convert", "-f", "vmdk", "-O", "raw", descriptor, raw).CombinedOutput(); err != nil {
		b.t.Fatalf("qemu-img: %v: %s", err, out)
	}
	content, err := os.ReadFile(raw)
	if err != nil {
		b.t.Fatal(err)
	}
	return hash(content)
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// folderURL is the HTTPS address of a backing's data file.
func (b *bench) folderURL(backing string, suffix string) string {
	var at object.DatastorePath
	at.FromString(backing)
	name := strings.TrimSuffix(path.Base(at.Path), ".vmdk") + suffix
	address, _ := url.Parse(b.vc.URL())
	address.Path = "/folder/" + path.Join(path.Dir(at.Path), name)
	address.RawQuery = url.Values{"dcPath": {"DC0"}, "dsName": {at.Datastore}}.Encode()
	return address.String()
}

func insecureClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // the tests look at the fingerprint themselves
	}}
}

func (b *bench) get(client *http.Client, address string, user *User, header ...string) (*http.Response, []byte, error) {
	b.t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if user != nil {
		request.SetBasicAuth(user.Name, user.Password)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	return response, content, err
}
