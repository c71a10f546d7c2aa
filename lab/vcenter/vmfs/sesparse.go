package vmfs

import (
	"encoding/binary"
	"os"
	"path/filepath"
)

// The SEsparse layout as QEMU's block/vmdk.c reads it: little endian, offsets and sizes in sectors.
const (
	grainSize     = 4096
	tableEntries  = 4096
	tableBytes    = tableEntries * 8
	tableSpan     = tableEntries * grainSize
	directoryAt   = 4096
	constMagic    = 0xcafebabe
	constVersion  = 0x200000001
	volatileMagic = 0xcafecafe

	tablePresent = 0x1000000000000000
	entryZero    = 0x2000000000000000
	entryData    = 0x3000000000000000
	entryKind    = 0xf000000000000000
)

// sparse is an SEsparse redo file. Grain tables are kept in memory and written through.
type sparse struct {
	file     *os.File
	name     string
	tables   map[int64]*table
	tablesAt int64
	grainsAt int64
	grains   int64
}

type table struct {
	index   int64
	entries [tableEntries]uint64
}

func createSparse(dir, name string, size int64) (*sparse, error) {
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	s := &sparse{file: file, name: name, tables: map[int64]*table{}}
	if err := s.writeHeaders(size); err != nil {
		_ = file.Close()
		return nil, err
	}
	return s, nil
}

func (s *sparse) writeHeaders(size int64) error {
	sectors := size / SectorSize
	allGrains := roundUp(size, grainSize) / grainSize
	directoryEntries := roundUp(size, tableSpan) / tableSpan
	directorySize := roundUp(directoryEntries*8, SectorSize) / SectorSize
	s.tablesAt = roundUp(directoryAt+directorySize, 2048)
	tablesSize := directorySize * SectorSize / 8 * tableBytes / SectorSize
	bitmapAt := s.tablesAt + tablesSize
	bitmapSize := roundUp(roundUp(allGrains, 8)/8, SectorSize) / SectorSize
	backmapAt := roundUp(bitmapAt+bitmapSize, 8)
	backmapSize := roundUp(allGrains*8, SectorSize) / SectorSize
	s.grainsAt = roundUp(backmapAt+backmapSize, 2048)

	header := make([]byte, 2*SectorSize)
	for at, value := range map[int]int64{
		0: constMagic, 8: constVersion, 16: sectors, 24: grainSize / SectorSize, 32: tableBytes / SectorSize,
		80: 1, 88: 1, // volatile header
		96: 2, 104: 2, 112: 2048, 120: 2048, // journal header, journal
		128: directoryAt, 136: directorySize, 144: s.tablesAt, 152: tablesSize,
		160: bitmapAt, 168: bitmapSize, 176: backmapAt, 184: backmapSize, 192: s.grainsAt, 200: allGrains * 8,
		SectorSize: volatileMagic,
	} {
		binary.LittleEndian.PutUint64(header[at:], uint64(value))
	}
	if _, err := s.file.WriteAt(header, 0); err != nil {
		return err
	}
	return s.file.Truncate(s.grainsAt * SectorSize)
}

func (s *sparse) createType() string { return "seSparse" }
func (s *sparse) extentType() string { return "SESPARSE" }
func (s *sparse) fileName() string   { return s.name }
func (s *sparse) close() error       { return s.file.Close() }

func (s *sparse) entry(grain int64) uint64 {
	if t, present := s.tables[grain/tableEntries]; present {
		return t.entries[grain%tableEntries]
	}
	return 0
}

func (s *sparse) grainState(offset int64) grainState {
	switch s.entry(offset/grainSize) & entryKind {
	case entryData:
		return grainData
	case entryZero:
		return grainZero
	}
	return grainAbsent
}

func (s *sparse) readGrain(content []byte, offset int64) error {
	entry := s.entry(offset / grainSize)
	if entry&entryKind != entryData {
		clear(content)
		return nil
	}
	_, err := s.file.ReadAt(content, s.place(entry)+offset%grainSize)
	return err
}

// place finds where in the file a data entry's grain lies: the low 12 bits of its number are the entry's bits 48 to 59.
func (s *sparse) place(entry uint64) int64 {
	number := entry>>48&0xfff | entry&0xffffffffffff<<12
	return s.grainsAt*SectorSize + int64(number)*grainSize
}

// writeGrain writes one grain; content may be shorter for the last grain of a disk.
func (s *sparse) writeGrain(content []byte, offset int64) error {
	entry := s.entry(offset / grainSize)
	fresh := entry&entryKind != entryData
	if fresh {
		number := uint64(s.grains)
		s.grains++
		entry = entryData | number&0xfff<<48 | number>>12
	}
	whole := content
	if fresh && len(content) < grainSize {
		whole = make([]byte, grainSize)
		copy(whole, content)
	}
	if _, err := s.file.WriteAt(whole, s.place(entry)); err != nil {
		return err
	}
	if !fresh {
		return nil
	}
	return s.setEntry(offset/grainSize, entry)
}

// zero marks whole grains as zeros.
func (s *sparse) zero(offset, length int64) error {
	for grain := offset / grainSize; grain*grainSize < offset+length; grain++ {
		if err := s.setEntry(grain, entryZero); err != nil {
			return err
		}
	}
	return nil
}

func (s *sparse) setEntry(grain int64, entry uint64) error {
	t, present := s.tables[grain/tableEntries]
	if !present {
		t = &table{index: int64(len(s.tables))}
		s.tables[grain/tableEntries] = t
		if err := s.writeWord(directoryAt*SectorSize+grain/tableEntries*8, tablePresent|uint64(t.index)); err != nil {
			return err
		}
	}
	t.entries[grain%tableEntries] = entry
	return s.writeWord(s.tablesAt*SectorSize+t.index*tableBytes+grain%tableEntries*8, entry)
}

func (s *sparse) writeWord(at int64, word uint64) error {
	_, err := s.file.WriteAt(binary.LittleEndian.AppendUint64(nil, word), at)
	return err
}

func roundUp(n, unit int64) int64 { return (n + unit - 1) / unit * unit }
