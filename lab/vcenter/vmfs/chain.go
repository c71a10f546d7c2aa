package vmfs

import "fmt"

// ReadAt reads what the guest sees.
func (d *Disk) ReadAt(content []byte, offset int64) (int, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(content), d.Top().read(content, offset)
}

// ReadLayer reads what the guest saw when the layer was frozen.
func (d *Disk) ReadLayer(l *Layer, content []byte, offset int64) (int, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(content), l.read(content, offset)
}

// read reads through the chain, grain by grain.
func (l *Layer) read(content []byte, offset int64) error {
	if offset < 0 || offset+int64(len(content)) > l.size {
		return fmt.Errorf("read of %d bytes at %d leaves the disk of %d bytes", len(content), offset, l.size)
	}
	if l.parent == nil {
		return l.content.readGrain(content, offset)
	}
	return byGrain(offset, int64(len(content)), func(at, length int64) error {
		part := content[at-offset : at-offset+length]
		holder := l
		for holder.parent != nil && holder.content.grainState(at) == grainAbsent {
			holder = holder.parent
		}
		return holder.content.readGrain(part, at)
	})
}

// WriteAt writes as the guest does. In a redo file a grain is whole: what the write leaves of it comes from below.
func (d *Disk) WriteAt(content []byte, offset int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	top := d.Top()
	if offset < 0 || offset+int64(len(content)) > top.size {
		return 0, fmt.Errorf("write of %d bytes at %d leaves the disk of %d bytes", len(content), offset, top.size)
	}
	top.written = true
	if top.parent == nil {
		return len(content), top.content.writeGrain(content, offset)
	}
	grain := make([]byte, grainSize)
	return len(content), byGrain(offset, int64(len(content)), func(at, length int64) error {
		start := at / grainSize * grainSize
		whole := grain[:min(grainSize, top.size-start)]
		if length < int64(len(whole)) {
			if err := top.read(whole, start); err != nil {
				return err
			}
		}
		copy(whole[at-start:], content[at-offset:at-offset+length])
		return top.content.writeGrain(whole, start)
	})
}

// Zero makes a range zeros as a guest's unmap does: whole grains become zero grains, the rest is written.
func (d *Disk) Zero(offset, length int64) error {
	if offset < 0 || length < 0 || offset+length > d.Size() {
		return fmt.Errorf("zeros of %d bytes at %d leave the disk of %d bytes", length, offset, d.Size())
	}
	from, to := min(roundUp(offset, grainSize), offset+length), (offset+length)/grainSize*grainSize
	if to <= from {
		_, err := d.WriteAt(make([]byte, length), offset)
		return err
	}
	if _, err := d.WriteAt(make([]byte, from-offset), offset); err != nil {
		return err
	}
	if _, err := d.WriteAt(make([]byte, offset+length-to), to); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	top := d.Top()
	top.written = true
	return top.content.zero(from, to-from)
}

// Fold takes away the point in time that the layer froze: its only child is merged into it and disappears, or, when
// nothing lies on it, the layer itself goes. It returns the layer that is gone; what pointed to that child has to point
// to l now. With several children all stays as it is and an error is returned.
func (d *Disk) Fold(l *Layer) (*Layer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	children := d.children(l)
	switch {
	case len(children) > 1:
		return nil, fmt.Errorf("%d layers lie on %s: it can't be merged with one of them", len(children), l.name)
	case len(children) == 0 && (l.parent == nil || l == d.Top()):
		return nil, fmt.Errorf("%s is in use", l.name)
	case len(children) == 0:
		return l, d.discard(l)
	}
	return children[0], d.merge(children[0], l)
}

func (d *Disk) merge(child, into *Layer) error {
	grain := make([]byte, grainSize)
	redo, isRedo := child.content.(*sparse)
	if !isRedo {
		return fmt.Errorf("%s is not a redo file", child.name)
	}
	for number, t := range redo.tables {
		for i, entry := range t.entries {
			at := (number*tableEntries + int64(i)) * grainSize
			var err error
			switch entry & entryKind {
			case entryData:
				part := grain[:min(grainSize, child.size-at)]
				if err = redo.readGrain(part, at); err == nil {
					err = into.content.writeGrain(part, at)
				}
			case entryZero:
				err = into.content.zero(at, min(grainSize, child.size-at))
			}
			if err != nil {
				return err
			}
		}
	}
	return d.replace(child, into)
}

// replace lets a merged layer take the place of its child: at the top, and below the child's children.
func (d *Disk) replace(child, with *Layer) error {
	with.cid = newCID()
	with.written = false
	d.top.CompareAndSwap(child, with)
	if err := with.writeDescriptor(); err != nil {
		return err
	}
	for _, grandchild := range d.children(child) {
		grandchild.parent = with
		if err := grandchild.writeDescriptor(); err != nil {
			return err
		}
	}
	return d.discard(child)
}

// Revert throws away what was written since the last freeze and goes on from a frozen layer.
func (d *Disk) Revert(to *Layer) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	old := d.Top()
	if err := d.stack(to); err != nil {
		return err
	}
	if len(d.children(old)) > 0 || old.parent == nil {
		return nil
	}
	return d.discard(old)
}

// byGrain walks a range in pieces that don't cross grains.
func byGrain(offset, length int64, visit func(at, length int64) error) error {
	for at, end := offset, offset+length; at < end; {
		next := min((at/grainSize+1)*grainSize, end)
		if err := visit(at, next-at); err != nil {
			return err
		}
		at = next
	}
	return nil
}
