package vmfs

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const oddSize = 34<<20 + 5*SectorSize

// readByQemu lets qemu-img read the chain whose top is the named descriptor.
func readByQemu(t *testing.T, dir, descriptor string) []byte {
	t.Helper()
	tool, err := exec.LookPath("qemu-img")
	if err != nil {
		t.Fatal("qemu-img is missing, the outside reader of these tests: apt-get install -y qemu-utils")
	}
	raw := filepath.Join(t.TempDir(), "out.raw")
	out, err := exec.Command(tool, "convert", "-f", "vmdk", "-O", "raw", filepath.Join(dir, descriptor), raw).CombinedOutput()
	if err != nil {
		t.Fatalf("qemu-img: %v: %s", err, out)
	}
	content, err := os.ReadFile(raw)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

type guest struct {
	t      *testing.T
	disk   *Disk
	plain  []byte
	random *rand.Rand
}

func newGuest(t *testing.T, size int64) (*guest, string) {
	t.Helper()
	dir := t.TempDir()
	disk, err := Create(Place{dir, dir, "web"}, NewUUID(), size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = disk.Close() })
	return &guest{t: t, disk: disk, plain: make([]byte, size), random: rand.New(rand.NewPCG(1, 2))}, dir
}

func (g *guest) writes(n int) {
	g.t.Helper()
	size := int64(len(g.plain))
	for range n {
		offset := g.random.Int64N(size/SectorSize) * SectorSize
		if g.random.IntN(4) == 0 {
			offset = size - SectorSize
		}
		length := min((1+g.random.Int64N(40))*SectorSize, size-offset)
		content := make([]byte, length)
		if g.random.IntN(3) == 0 {
			if err := g.disk.Zero(offset, length); err != nil {
				g.t.Fatal(err)
			}
		} else {
			for i := range content {
				content[i] = byte(g.random.Uint32())
			}
			if _, err := g.disk.WriteAt(content, offset); err != nil {
				g.t.Fatal(err)
			}
		}
		copy(g.plain[offset:], content)
	}
}

func (g *guest) freeze() *Layer {
	g.t.Helper()
	layer, err := g.disk.Freeze()
	if err != nil {
		g.t.Fatal(err)
	}
	return layer
}

func (g *guest) seesWhatItWrote(when string) {
	g.t.Helper()
	live := make([]byte, len(g.plain))
	if _, err := g.disk.ReadAt(live, 0); err != nil || !bytes.Equal(live, g.plain) {
		g.t.Fatalf("%s: the live view differs (%v)", when, err)
	}
}

func TestQemuReadsEachPointOfAChainAsItWas(t *testing.T) {
	g, dir := newGuest(t, oddSize)
	g.writes(100)
	var layers []*Layer
	var points [][]byte
	for range 3 {
		layers = append(layers, g.freeze())
		points = append(points, bytes.Clone(g.plain))
		g.writes(100)
	}
	g.seesWhatItWrote("three snapshots")
	for i, layer := range layers {
		if !bytes.Equal(readByQemu(t, dir, layer.Name()), points[i]) {
			t.Errorf("qemu-img reads another content at point %d", i)
		}
	}
	if !bytes.Equal(readByQemu(t, dir, g.disk.Top().Name()), g.plain) {
		t.Error("qemu-img reads another live content")
	}
	for _, i := range []int{1, 0, 2} {
		gone, err := g.disk.Fold(layers[i])
		if err != nil {
			t.Fatal(err)
		}
		kept := layers[i]
		layers[i] = nil
		for j := range layers {
			if layers[j] == gone {
				layers[j] = kept
				if !bytes.Equal(readByQemu(t, dir, kept.Name()), points[j]) {
					t.Errorf("point %d changed when point %d was removed", j, i)
				}
			}
		}
		g.writes(20)
		g.seesWhatItWrote("after a consolidation")
		if !bytes.Equal(readByQemu(t, dir, g.disk.Top().Name()), g.plain) {
			t.Errorf("qemu-img reads another content after removal %d", i)
		}
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(names) != 2 {
		t.Errorf("files left: %v", names)
	}
}

func TestRevertGoesBackAndSiblingsAreNotMerged(t *testing.T) {
	g, dir := newGuest(t, 8<<20)
	g.writes(30)
	first := g.freeze()
	point := bytes.Clone(g.plain)
	g.writes(30)
	second := g.freeze()
	g.writes(30)
	if err := g.disk.Revert(first); err != nil {
		t.Fatal(err)
	}
	g.plain = bytes.Clone(point)
	g.seesWhatItWrote("reverted")
	g.writes(10)
	if !bytes.Equal(readByQemu(t, dir, g.disk.Top().Name()), g.plain) {
		t.Error("qemu-img reads another content after the revert")
	}
	if _, err := g.disk.Fold(first); err == nil {
		t.Error("a layer with two children was merged")
	}
	if _, err := g.disk.Fold(second); err != nil {
		t.Fatal(err)
	}
	if _, err := g.disk.Fold(first); err != nil {
		t.Fatal(err)
	}
	g.seesWhatItWrote("consolidated")
}

func TestDiskGrowsOnlyWithoutRedoFiles(t *testing.T) {
	g, dir := newGuest(t, 1<<20)
	g.writes(5)
	if err := g.disk.Grow(2 << 20); err != nil {
		t.Fatal(err)
	}
	g.plain = append(g.plain, make([]byte, 1<<20)...)
	g.writes(5)
	g.freeze()
	if err := g.disk.Grow(4 << 20); err == nil {
		t.Error("a disk with a redo file grew")
	}
	if !bytes.Equal(readByQemu(t, dir, "web.vmdk"), g.plain) {
		t.Error("qemu-img reads another content of the grown disk")
	}
}

func TestCidsNameTheParentsContent(t *testing.T) {
	g, _ := newGuest(t, 1<<20)
	before := g.disk.Top().CID()
	g.writes(1)
	base := g.freeze()
	if base.CID() == before {
		t.Error("a written layer keeps its content identifier")
	}
	again := g.freeze()
	if again.CID() != base.CID() {
		t.Error("an untouched redo file has a new content identifier")
	}
}

func TestTwoDisksOfOneNameShareAWorkingDirectory(t *testing.T) {
	redo := t.TempDir()
	var disks []*Disk
	var layers []*Layer
	for i := range 2 {
		dir := t.TempDir()
		d, err := Create(Place{dir, redo, "web"}, NewUUID(), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.WriteAt(bytes.Repeat([]byte{byte(i + 1)}, 512), 512); err != nil {
			t.Fatal(err)
		}
		disks = append(disks, d)
	}
	for range 2 {
		for i, d := range disks {
			layer, err := d.Freeze()
			if err != nil {
				t.Fatal(err)
			}
			layers = append(layers, layer)
			if _, err := d.WriteAt(bytes.Repeat([]byte{byte(i + 3)}, 512), int64(len(layers))*4096); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, d := range disks {
		live := make([]byte, 1<<20)
		if _, err := d.ReadAt(live, 0); err != nil {
			t.Fatal(err)
		}
		if d.Top().Dir() != redo || !bytes.Equal(readByQemu(t, redo, d.Top().Name()), live) || live[512] != byte(i+1) {
			t.Errorf("qemu-img reads another content of disk %d", i)
		}
		if _, err := d.Fold(layers[i]); err != nil {
			t.Fatal(err)
		}
	}
	if name := layers[0].Name() + layers[2].Name() + layers[3].Name(); name != "web.vmdkweb-000001.vmdkweb-000002.vmdk" {
		t.Errorf("layers %s", name)
	}
	again, err := disks[1].Freeze()
	if err != nil || disks[1].Top().Name() != "web-000001.vmdk" {
		t.Errorf("the freed name is not used again: %s after %s, %v", disks[1].Top().Name(), again.Name(), err)
	}
}
