package vcenter

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"testing"

	"github.com/migrationconnector/lab/fault"
	"github.com/vmware/govmomi/vim25/types"
)

type oracleReport struct {
	Snapshot string       `json:"snapshot"`
	Disks    []FrozenInfo `json:"disks"`
}

// python runs the client in ../oracle, which shares no code with the lab.
func (b *bench) python(fingerprint, vm string) (oracleReport, string, error) {
	b.t.Helper()
	tool, err := exec.LookPath("python3")
	if err != nil {
		b.t.Fatal("python3 is missing, it runs the outside client: apt-get install -y python3")
	}
	user := b.user("connector")
	command := exec.Command(tool, "../oracle/vcenter_client.py",
		"--url", b.vc.URL(), "--fingerprint", fingerprint, "--user", user.Name, "--vm", vm)
	command.Env = append(os.Environ(), "VCENTER_PASSWORD="+user.Password, "PYTHONDONTWRITEBYTECODE=1")
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return oracleReport{}, string(exit.Stderr), err
	}
	var report oracleReport
	if err := json.Unmarshal(out, &report); err != nil {
		b.t.Fatalf("%v: %s", err, out)
	}
	return report, "", nil
}

func TestAnOutsideClientReadsTheFrozenContent(t *testing.T) {
	b := newBench(t, "administrator")
	info, vm := b.machine("web & <1>", twoDisks...)
	b.guestWrites(info, info.Disks[0].Key, 10)
	report, complaint, err := b.python(b.vc.Fingerprint(), info.Name)
	if err != nil {
		t.Fatal(complaint)
	}
	if len(report.Disks) != 2 {
		t.Fatalf("disks %+v", report.Disks)
	}
	s := types.ManagedObjectReference{Type: "VirtualMachineSnapshot", Value: report.Snapshot}
	for _, disk := range report.Disks {
		if disk.SHA256 != b.frozenHash(s, disk.Key) {
			t.Errorf("disk %d is read with another content", disk.Key)
		}
	}
	if backingOf(b.disksOf(vm.Reference())[0]).Parent != nil {
		t.Error("the snapshot is left")
	}
	b.guestWrites(info, info.Disks[0].Key, 10)
	if b.liveHash(info, info.Disks[0].Key) == report.Disks[0].SHA256 {
		t.Error("the guest's writes changed nothing: the test can't fail")
	}
}

func TestTheOutsideClientNoticesWhatIsWrong(t *testing.T) {
	b := newBench(t, "administrator")
	b.machine("web01", twoDisks[1])
	if _, _, err := b.python("00"+b.vc.Fingerprint()[2:], "web01"); err == nil {
		t.Error("another certificate was accepted")
	}
	if _, err := b.rules.Add(fault.Rule{Service: "folder", Operation: "GET", Count: 1, Action: fault.Error, Code: rangeIgnored}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.python(b.vc.Fingerprint(), "web01"); err == nil {
		t.Error("an ignored range was accepted")
	}
}
