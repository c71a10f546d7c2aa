// Package truth keeps what the guests wrote, apart from what the lab serves: a plain copy of each disk and, for each
// snapshot, the blocks as they were. Nothing here knows of VMDK, chains or HTTP, so that what is served can be judged by it.
package truth

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// BlockSize is the unit in which old content is put aside before it is overwritten, in bytes.
const BlockSize = 512 << 10

// Disk is the plain copy of one disk. It is safe for concurrent use.
type Disk struct {
	mu     sync.RWMutex
	dir    string
	live   *file
	size   int64
	frozen []*Frozen
}

// NewDisk makes a disk of zeros whose copy lies in dir.
func NewDisk(dir string, size int64) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	live, err := create(filepath.Join(dir, "live.raw"), size)
	if err != nil {
		return nil, err
	}
	return &Disk{dir: dir, live: live, size: size}, nil
}

// Size is the disk's size in bytes now.
func (d *Disk) Size() int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.size
}

// WriteAt writes as the guest does.
func (d *Disk) WriteAt(content []byte, offset int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if offset < 0 || offset+int64(len(content)) > d.size {
		return 0, fmt.Errorf("write of %d bytes at %d leaves the disk of %d bytes", len(content), offset, d.size)
	}
	if err := d.putAside(offset, int64(len(content))); err != nil {
		return 0, err
	}
	return d.live.WriteAt(content, offset)
}

// putAside saves the blocks that a write will change for the newest snapshot; older ones find them there.
func (d *Disk) putAside(offset, length int64) error {
	if len(d.frozen) == 0 || length == 0 {
		return nil
	}
	newest := d.frozen[len(d.frozen)-1]
	for block := offset / BlockSize; block <= (offset+length-1)/BlockSize; block++ {
		if _, saved := newest.saved[block]; saved || block*BlockSize >= newest.size {
			continue
		}
		old := make([]byte, min(BlockSize, newest.size-block*BlockSize))
		if _, err := d.live.ReadAt(old, block*BlockSize); err != nil {
			return err
		}
		if _, err := newest.undo.WriteAt(old, block*BlockSize); err != nil {
			return err
		}
		newest.saved[block] = struct{}{}
	}
	return nil
}

// ReadAt reads what the guest sees now.
func (d *Disk) ReadAt(content []byte, offset int64) (int, error) {
	return d.live.ReadAt(content, offset)
}

// Grow makes the disk larger; the new part is zeros.
func (d *Disk) Grow(size int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if size < d.size {
		return fmt.Errorf("a disk can't shrink from %d to %d bytes", d.size, size)
	}
	if err := d.live.truncate(size); err != nil {
		return err
	}
	d.size = size
	return nil
}

// Freeze remembers the content of this moment.
func (d *Disk) Freeze() (*Frozen, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	undo, err := create(filepath.Join(d.dir, fmt.Sprintf("undo-%04d.raw", len(d.frozen))), 0)
	if err != nil {
		return nil, err
	}
	frozen := &Frozen{disk: d, place: len(d.frozen), size: d.size, undo: undo, saved: map[int64]struct{}{}}
	d.frozen = append(d.frozen, frozen)
	return frozen, nil
}

// Revert makes the live content that of a snapshot again.
func (d *Disk) Revert(to *Frozen) error {
	if to.Size() != d.Size() {
		return fmt.Errorf("the disk has another size than at the snapshot")
	}
	then, now := make([]byte, BlockSize), make([]byte, BlockSize)
	for at := int64(0); at < to.Size(); at += BlockSize {
		n := min(BlockSize, to.Size()-at)
		if _, err := to.ReadAt(then[:n], at); err != nil {
			return err
		}
		if _, err := d.ReadAt(now[:n], at); err != nil {
			return err
		}
		if bytes.Equal(then[:n], now[:n]) {
			continue
		}
		if _, err := d.WriteAt(then[:n], at); err != nil {
			return err
		}
	}
	return nil
}

// SHA256 is the digest of the live content.
func (d *Disk) SHA256() (string, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	sums, err := digest(io.NewSectionReader(d.live, 0, d.size), BlockSize)
	return sums.Whole, err
}

// Close works out the digests of all snapshots, then gives back the disk's room.
func (d *Disk) Close() error {
	d.mu.RLock()
	frozen := append([]*Frozen(nil), d.frozen...)
	d.mu.RUnlock()
	for _, f := range frozen {
		if _, err := f.Sums(); err != nil {
			return err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return os.RemoveAll(d.dir)
}
