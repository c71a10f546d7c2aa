package ebs

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
)

// Volume is a snapshot as an instance would see it on a volume made of it: blocks that were never written read as zeros,
// or as noise when the snapshot was started encrypted.
type Volume struct {
	of   *snapshot
	seed uint64
}

// Volume opens a completed snapshot for reading.
func (s *Store) Volume(id string) (*Volume, error) {
	found, err := s.readable(id)
	if err != nil {
		return nil, err
	}
	return &Volume{of: found, seed: s.noise}, nil
}

// Size is the volume's size in bytes.
func (v *Volume) Size() int64 { return int64(v.of.blockCount()) * BlockSize }

// ReadBlock fills buffer, BlockSize bytes long, with block index.
func (v *Volume) ReadBlock(index int, buffer []byte) error {
	if e, present := v.of.find(index); present {
		_, err := e.read(buffer)
		return err
	}
	if !v.of.absentReadsAsNoise() {
		clear(buffer)
		return nil
	}
	noise := rand.NewPCG(v.seed, uint64(index)+1)
	for i := 0; i < len(buffer); i += 8 {
		binary.LittleEndian.PutUint64(buffer[i:], noise.Uint64())
	}
	return nil
}

// CopyTo writes length bytes from offset to w.
func (v *Volume) CopyTo(w io.Writer, offset, length int64) error {
	if offset < 0 || length < 0 || offset > v.Size()-length {
		return fmt.Errorf("bytes %d+%d lie outside the volume of %d", offset, length, v.Size())
	}
	buffer := make([]byte, BlockSize)
	for length > 0 {
		if err := v.ReadBlock(int(offset/BlockSize), buffer); err != nil {
			return err
		}
		part := buffer[offset%BlockSize:]
		if int64(len(part)) > length {
			part = part[:length]
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
		offset += int64(len(part))
		length -= int64(len(part))
	}
	return nil
}

// SHA256 is the hex digest of the first size bytes.
func (v *Volume) SHA256(size int64) (string, error) {
	h := sha256.New()
	if err := v.CopyTo(h, 0, size); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
