package vmfs

import (
	"os"
	"path/filepath"
	"syscall"
)

// flat is a plain extent file: byte n of the file is byte n of the disk.
type flat struct {
	file *os.File
	name string
}

func createFlat(dir, name string, size int64) (*flat, error) {
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := file.Truncate(size); err != nil {
		_ = file.Close()
		return nil, err
	}
	return &flat{file: file, name: name}, nil
}

func (f *flat) createType() string { return "vmfs" }
func (f *flat) extentType() string { return "VMFS" }
func (f *flat) fileName() string   { return f.name }
func (f *flat) close() error       { return f.file.Close() }

func (f *flat) grainState(int64) grainState { return grainData }

func (f *flat) readGrain(content []byte, offset int64) error {
	_, err := f.file.ReadAt(content, offset)
	return err
}

func (f *flat) writeGrain(content []byte, offset int64) error {
	_, err := f.file.WriteAt(content, offset)
	return err
}

const (
	keepSize  = 0x1 // FALLOC_FL_KEEP_SIZE
	punchHole = 0x2 // FALLOC_FL_PUNCH_HOLE
)

func (f *flat) zero(offset, length int64) error {
	return syscall.Fallocate(int(f.file.Fd()), keepSize|punchHole, offset, length)
}
