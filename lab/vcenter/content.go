package vcenter

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"syscall"
)

// noise fills a disk with bytes that follow from the seed alone.
func noise(spec DiskSpec, put func([]byte, int64) error) error {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(*spec.Seed >> (8 * i))
	}
	source := rand.NewChaCha8(key)
	content := make([]byte, piece)
	for at := int64(0); at < spec.SizeBytes; at += piece {
		if spec.Holes && source.Uint64()%2 == 0 {
			continue
		}
		part := content[:min(piece, spec.SizeBytes-at)]
		_, _ = source.Read(part)
		if err := put(part, at); err != nil {
			return err
		}
	}
	return nil
}

const (
	seekData = 3 // SEEK_DATA
	seekHole = 4 // SEEK_HOLE
)

// copyFile puts the parts of a file that are not holes.
func copyFile(name string, size int64, put func([]byte, int64) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	content := make([]byte, 1<<20)
	for at := int64(0); at < size; {
		start, err := file.Seek(at, seekData)
		if errors.Is(err, syscall.ENXIO) {
			return nil
		}
		if err != nil {
			return err
		}
		end, err := file.Seek(start, seekHole)
		if err != nil {
			return err
		}
		for at = start; at < min(end, size); {
			n, err := file.ReadAt(content[:min(int64(len(content)), end-at)], at)
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			if n == 0 {
				return fmt.Errorf("%s shrank while it was read", name)
			}
			if err := put(content[:n], at); err != nil {
				return err
			}
			at += int64(n)
		}
	}
	return nil
}
