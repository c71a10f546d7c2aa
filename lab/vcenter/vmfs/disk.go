// Package vmfs lays out virtual disks as an ESXi host leaves them on a VMFS datastore: a descriptor with a flat extent
// and, for each snapshot, an SEsparse redo file on top of it.
package vmfs

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
)

// SectorSize is the unit of a virtual disk, in bytes.
const SectorSize = 512

type grainState int

const (
	grainAbsent grainState = iota
	grainZero
	grainData
)

// content is the extent file of a layer.
type content interface {
	createType() string
	extentType() string
	fileName() string
	grainState(offset int64) grainState
	readGrain(content []byte, offset int64) error
	writeGrain(content []byte, offset int64) error
	zero(offset, length int64) error
	close() error
}

// Layer is one link of a disk's chain.
type Layer struct {
	disk    *Disk
	dir     string
	name    string
	size    int64
	cid     uint32
	parent  *Layer
	content content
	written bool
}

// Name is the descriptor's file name; DataName that of the extent file. Both lie in the same directory.
func (l *Layer) Name() string { return l.name }

// Dir is the directory of the layer's files.
func (l *Layer) Dir() string { return l.dir }

// DataName is the extent's file name.
func (l *Layer) DataName() string { return l.content.fileName() }

// Parent is the layer below; false for the base.
func (l *Layer) Parent() (*Layer, bool) { return l.parent, l.parent != nil }

// CID is the layer's content identifier, as its descriptor has it.
func (l *Layer) CID() uint32 { return l.cid }

// Size is the layer's size in bytes.
func (l *Layer) Size() int64 { return l.size }

// Disk is a virtual disk with all its layers. It is safe for concurrent use.
type Disk struct {
	mu        sync.RWMutex
	redoDir   string
	base      string
	uuid      string
	contentID string
	layers    []*Layer
	top       atomic.Pointer[Layer]
}

// Place says where a disk's files lie: BASE.vmdk in Dir, redo files in RedoDir (a machine's working directory), which may
// be shared by several disks.
type Place struct {
	Dir     string
	RedoDir string
	Base    string
}

// Create makes a disk of zeros.
func Create(at Place, uuid string, size int64) (*Disk, error) {
	if size <= 0 || size%SectorSize != 0 {
		return nil, fmt.Errorf("a disk of %d bytes is not made of whole sectors of %d", size, SectorSize)
	}
	id := make([]byte, 12)
	_, _ = rand.Read(id)
	d := &Disk{redoDir: at.RedoDir, base: at.Base, uuid: uuid, contentID: hex.EncodeToString(id)}
	extent, err := createFlat(at.Dir, at.Base+"-flat.vmdk", size)
	if err != nil {
		return nil, err
	}
	bottom := &Layer{disk: d, dir: at.Dir, name: at.Base + ".vmdk", size: size, cid: newCID(), content: extent}
	d.layers = []*Layer{bottom}
	d.top.Store(bottom)
	return d, bottom.writeDescriptor()
}

// UUID is the disk's identity, as descriptors and backings have it.
func (d *Disk) UUID() string { return d.uuid }

// Top is the layer that the guest writes to. It doesn't wait for a consolidation.
func (d *Disk) Top() *Layer { return d.top.Load() }

// Size is the disk's size in bytes.
func (d *Disk) Size() int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.Top().size
}

// Freeze leaves the top layer as it is and puts a redo file on it. It returns the frozen layer.
func (d *Disk) Freeze() (*Layer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	frozen := d.Top()
	if err := frozen.settle(); err != nil {
		return nil, err
	}
	return frozen, d.stack(frozen)
}

// stack puts a new redo file on a layer and makes it the top.
func (d *Disk) stack(parent *Layer) error {
	name, err := d.freeName()
	if err != nil {
		return err
	}
	extent, err := createSparse(d.redoDir, name+"-sesparse.vmdk", parent.size)
	if err != nil {
		return err
	}
	redo := &Layer{
		disk: d, dir: d.redoDir, name: name + ".vmdk", size: parent.size, cid: parent.cid, parent: parent, content: extent,
	}
	d.layers = append(d.layers, redo)
	d.top.Store(redo)
	return redo.writeDescriptor()
}

// freeName takes the first free redo name, as ESXi does: names are used again after a consolidation.
func (d *Disk) freeName() (string, error) {
	for i := 1; i < 1_000_000; i++ {
		name := fmt.Sprintf("%s-%06d", d.base, i)
		if _, err := os.Stat(filepath.Join(d.redoDir, name+".vmdk")); os.IsNotExist(err) {
			return name, nil
		}
	}
	return "", fmt.Errorf("no free redo name for %s in %s", d.base, d.redoDir)
}

// settle gives a layer that was written to a new content identifier, so that its children can name what they lie on.
func (l *Layer) settle() error {
	if !l.written {
		return nil
	}
	l.written = false
	l.cid = newCID()
	return l.writeDescriptor()
}

// Children lists the layers that lie on this one.
func (d *Disk) Children(of *Layer) []*Layer {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.children(of)
}

func (d *Disk) children(of *Layer) []*Layer {
	var found []*Layer
	for _, l := range d.layers {
		if l.parent == of {
			found = append(found, l)
		}
	}
	return found
}

// Grow makes a disk without redo files larger.
func (d *Disk) Grow(size int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	top := d.Top()
	base, isFlat := top.content.(*flat)
	if !isFlat || size < top.size || size%SectorSize != 0 {
		return fmt.Errorf("a disk of %d bytes can't grow to %d (redo files: %v)", top.size, size, !isFlat)
	}
	if err := base.file.Truncate(size); err != nil {
		return err
	}
	top.size = size
	return top.writeDescriptor()
}

// Close closes the files and leaves them where they are.
func (d *Disk) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var first error
	for _, l := range d.layers {
		if err := l.content.close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (d *Disk) discard(l *Layer) error {
	for i, other := range d.layers {
		if other == l {
			d.layers = append(d.layers[:i:i], d.layers[i+1:]...)
			break
		}
	}
	_ = l.content.close()
	if err := os.Remove(filepath.Join(l.dir, l.content.fileName())); err != nil {
		return err
	}
	return os.Remove(filepath.Join(l.dir, l.name))
}

func newCID() uint32 {
	for {
		var random [4]byte
		_, _ = rand.Read(random[:])
		if cid := binary.LittleEndian.Uint32(random[:]); cid != 0 && cid < 0xfffffffe {
			return cid
		}
	}
}

// NewUUID makes a disk identity in VMware's range "6000C29...".
func NewUUID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	copy(id, []byte{0x60, 0x00, 0xc2, 0x90 | id[3]&0xf})
	text := strings.ToUpper(hex.EncodeToString(id[:4])) + hex.EncodeToString(id[4:])
	return fmt.Sprintf("%s-%s-%s-%s-%s", text[:8], text[8:12], text[12:16], text[16:20], text[20:])
}
