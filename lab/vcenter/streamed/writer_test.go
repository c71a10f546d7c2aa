package streamed

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestQemuReadsTheStream(t *testing.T) {
	tool, err := exec.LookPath("qemu-img")
	if err != nil {
		t.Fatal("qemu-img is missing, the outside reader of these tests: apt-get install -y qemu-utils")
	}
	random := rand.New(rand.NewPCG(1, 9))
	for name, size := range map[string]int{"odd": 70<<20 + 512*3, "one sector": 512, "whole tables": 64 << 20} {
		content := make([]byte, size)
		for range 20 {
			at := random.IntN(size)
			for i := at; i < min(at+random.IntN(200_000)+512, size); i++ {
				content[i] = byte(random.Uint32())
			}
		}
		clear(content[size/4 : size/4*3]) // at least one whole table is empty
		var stream bytes.Buffer
		if err := Write(&stream, bytes.NewReader(content), int64(size), "disk-0.vmdk"); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		packed, raw := filepath.Join(dir, "disk-0.vmdk"), filepath.Join(dir, "disk.raw")
		if err := os.WriteFile(packed, stream.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(tool, "convert", "-f", "vmdk", "-O", "raw", packed, raw).CombinedOutput(); err != nil {
			t.Fatalf("%s: qemu-img: %v: %s", name, err, out)
		}
		got, err := os.ReadFile(raw)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: qemu-img reads another content (%v, %d bytes of %d)", name, err, len(got), size)
		}
	}
}
