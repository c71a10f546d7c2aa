package truth

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"testing"
)

func TestFrozenContentStaysWhateverIsWrittenLater(t *testing.T) {
	const size = 5*BlockSize + 1536
	disk, err := NewDisk(t.TempDir(), size)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 5))
	plain := make([]byte, size)
	var copies [][]byte
	var frozen []*Frozen
	for round := range 6 {
		for range 8 {
			offset := random.Int64N(size)
			content := bytes.Repeat([]byte{byte(random.IntN(256))}, int(random.Int64N(min(size-offset, BlockSize+700))))
			if _, err := disk.WriteAt(content, offset); err != nil {
				t.Fatal(err)
			}
			copy(plain[offset:], content)
		}
		if round == 3 {
			if err := disk.Grow(size + 4096); err != nil {
				t.Fatal(err)
			}
			plain = append(plain, make([]byte, 4096)...)
		}
		f, err := disk.Freeze()
		if err != nil {
			t.Fatal(err)
		}
		frozen = append(frozen, f)
		copies = append(copies, bytes.Clone(plain))
	}
	for i, f := range frozen {
		got := make([]byte, f.Size())
		if _, err := f.ReadAt(got, 0); err != nil || !bytes.Equal(got, copies[i]) {
			t.Errorf("snapshot %d changed (%v)", i, err)
		}
	}
	if err := disk.Close(); err != nil {
		t.Fatal(err)
	}
	for i, f := range frozen {
		want := sha256.Sum256(copies[i])
		sums, err := f.Sums()
		if err != nil || sums.Whole != hex.EncodeToString(want[:]) {
			t.Errorf("digest of snapshot %d after the disk is gone: %v", i, err)
		}
		if len(sums.Blocks) != 6 {
			t.Errorf("%d block digests", len(sums.Blocks))
		}
	}
}

func TestWritesOutsideTheDiskAreRefused(t *testing.T) {
	disk, err := NewDisk(t.TempDir(), 4096)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := disk.WriteAt(make([]byte, 512), 4096-511); err == nil {
		t.Error("a write beyond the end passed")
	}
	if err := disk.Grow(1024); err == nil {
		t.Error("the disk shrank")
	}
}
