// Package streamed writes the streamOptimized form of VMDK as an ESXi host sends it: grains as they come, the grain
// directory at the end, a footer. Format: VMware's "Virtual Disk Format 5.0", stream-optimized compressed sparse extents.
package streamed

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	sector          = 512
	grainSectors    = 128
	grainBytes      = grainSectors * sector
	tableEntries    = 512
	descriptorSize  = 20
	overhead        = 128
	directoryAtEnd  = 0xffffffffffffffff
	flags           = 0x1 | 0x10000 | 0x20000 // newline test, compressed grains, markers
	markerTable     = 1
	markerDirectory = 2
	markerFooter    = 3
)

// Source gives the disk's content; it may be slow, it is read once in ascending order.
type Source interface {
	ReadAt(content []byte, offset int64) (int, error)
}

type writer struct {
	out       io.Writer
	at        int64 // in bytes
	directory []uint32
	table     [tableEntries]uint32
	used      bool
}

// Write sends a disk of size bytes under a name that its descriptor gives. Grains of zeros are left out.
func Write(out io.Writer, source Source, size int64, name string) error {
	w := &writer{out: out}
	capacity := (size + sector - 1) / sector
	if err := w.begin(capacity, name); err != nil {
		return err
	}
	grain := make([]byte, grainBytes)
	grains := (size + grainBytes - 1) / grainBytes
	for i := int64(0); i < grains; i++ {
		n := min(grainBytes, size-i*grainBytes)
		clear(grain[n:])
		if _, err := source.ReadAt(grain[:n], i*grainBytes); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := w.grain(i, grain); err != nil {
			return err
		}
		if i%tableEntries == tableEntries-1 || i == grains-1 {
			if err := w.endTable(); err != nil {
				return err
			}
		}
	}
	return w.end(capacity)
}

func header(capacity int64, directory uint64) []byte {
	h := make([]byte, sector)
	copy(h, "KDMV")
	little := binary.LittleEndian
	little.PutUint32(h[4:], 3)
	little.PutUint32(h[8:], flags)
	little.PutUint64(h[12:], uint64(capacity))
	little.PutUint64(h[20:], grainSectors)
	little.PutUint64(h[28:], 1)
	little.PutUint64(h[36:], descriptorSize)
	little.PutUint32(h[44:], tableEntries)
	little.PutUint64(h[56:], directory)
	little.PutUint64(h[64:], overhead)
	copy(h[73:], "\n \r\n")
	little.PutUint16(h[77:], 1)
	return h
}

func (w *writer) begin(capacity int64, name string) error {
	start := make([]byte, overhead*sector)
	copy(start, header(capacity, directoryAtEnd))
	text := fmt.Sprintf("# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\"streamOptimized\"\n"+
		"# Extent description\nRDONLY %d SPARSE \"%s\"\n# The Disk Data Base\n#DDB\nddb.adapterType = \"lsilogic\"\n"+
		"ddb.virtualHWVersion = \"13\"\n", capacity, name)
	if len(text) > descriptorSize*sector {
		return fmt.Errorf("the name of %d bytes is too long for a descriptor", len(name))
	}
	copy(start[sector:], text)
	return w.put(start)
}

func (w *writer) put(content []byte) error {
	n, err := w.out.Write(content)
	w.at += int64(n)
	return err
}

// padded fills the content up to whole sectors.
func (w *writer) padded(content []byte) error {
	if rest := len(content) % sector; rest != 0 {
		content = append(content, make([]byte, sector-rest)...)
	}
	return w.put(content)
}

func (w *writer) grain(number int64, content []byte) error {
	if bytes.Count(content, []byte{0}) == len(content) {
		return nil
	}
	var packed bytes.Buffer
	packed.Write(make([]byte, 12))
	deflate, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := deflate.Write(content); err != nil {
		return err
	}
	if err := deflate.Close(); err != nil {
		return err
	}
	binary.LittleEndian.PutUint64(packed.Bytes(), uint64(number*grainSectors))
	binary.LittleEndian.PutUint32(packed.Bytes()[8:], uint32(packed.Len()-12))
	w.table[number%tableEntries] = uint32(w.at / sector)
	w.used = true
	return w.padded(packed.Bytes())
}

func (w *writer) marker(sectors int64, kind uint32) error {
	m := make([]byte, sector)
	binary.LittleEndian.PutUint64(m, uint64(sectors))
	binary.LittleEndian.PutUint32(m[12:], kind)
	return w.put(m)
}

// endTable sends the grain table of the grains since the last one; an empty one only has its place in the directory.
func (w *writer) endTable() error {
	if !w.used {
		w.directory = append(w.directory, 0)
		return nil
	}
	if err := w.marker(tableEntries*4/sector, markerTable); err != nil {
		return err
	}
	w.directory = append(w.directory, uint32(w.at/sector))
	err := w.padded(words(w.table[:]))
	clear(w.table[:])
	w.used = false
	return err
}

func (w *writer) end(capacity int64) error {
	directory := words(w.directory)
	if err := w.marker(int64(len(directory)+sector-1)/sector, markerDirectory); err != nil {
		return err
	}
	place := uint64(w.at / sector)
	if err := w.padded(directory); err != nil {
		return err
	}
	if err := w.marker(1, markerFooter); err != nil {
		return err
	}
	if err := w.put(header(capacity, place)); err != nil {
		return err
	}
	return w.put(make([]byte, sector))
}

func words(values []uint32) []byte {
	var out []byte
	for _, value := range values {
		out = binary.LittleEndian.AppendUint32(out, value)
	}
	return out
}
