package truth

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"sync"
)

// Sums are the digests of a content: SHA-256 in hex, of the whole and of each block. The last block is filled with zeros.
type Sums struct {
	Whole  string
	Blocks []string
}

// Frozen is the content of a disk at the moment of a snapshot. It lives as long as its disk; its digests stay.
type Frozen struct {
	disk  *Disk
	place int
	size  int64
	undo  *file
	saved map[int64]struct{}

	once sync.Once
	sums Sums
	err  error
}

// Size is the disk's size in bytes at that moment.
func (f *Frozen) Size() int64 { return f.size }

// ReadAt reads the frozen content.
func (f *Frozen) ReadAt(content []byte, offset int64) (int, error) {
	done := 0
	for done < len(content) {
		at := offset + int64(done)
		if at >= f.size {
			return done, io.EOF
		}
		block := at / BlockSize
		end := min((block+1)*BlockSize, f.size)
		n := min(int64(len(content)-done), end-at)
		if err := f.readBlock(block, content[done:done+int(n)], at); err != nil {
			return done, err
		}
		done += int(n)
	}
	return done, nil
}

// readBlock reads within one block: the first snapshot from this one on that put the block aside has it, else nobody
// has written there since.
func (f *Frozen) readBlock(block int64, content []byte, at int64) error {
	f.disk.mu.RLock()
	defer f.disk.mu.RUnlock()
	source := f.disk.live
	for _, later := range f.disk.frozen[f.place:] {
		if _, saved := later.saved[block]; saved {
			source = later.undo
			break
		}
	}
	_, err := source.ReadAt(content, at)
	return err
}

// Sums works out the digests by blocks of BlockSize, once.
func (f *Frozen) Sums() (Sums, error) {
	f.once.Do(func() { f.sums, f.err = digest(io.NewSectionReader(f, 0, f.size), BlockSize) })
	return f.sums, f.err
}

// SumsBy works out the digests by blocks of another size; it needs the disk.
func (f *Frozen) SumsBy(blockSize int64) (Sums, error) {
	if blockSize == BlockSize {
		return f.Sums()
	}
	return digest(io.NewSectionReader(f, 0, f.size), blockSize)
}

// digest reads a content once; the whole and the blocks are hashed side by side, with two buffers in turn.
func digest(content io.Reader, blockSize int64) (Sums, error) {
	whole := sha256.New()
	filled, free := make(chan []byte), make(chan []byte, 2)
	free <- make([]byte, blockSize)
	free <- make([]byte, blockSize)
	hashed := make(chan struct{})
	go func() {
		defer close(hashed)
		for block := range filled {
			whole.Write(block)
			free <- block[:blockSize]
		}
	}()
	var sums Sums
	for {
		block := <-free
		n, err := io.ReadFull(content, block)
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if n > 0 {
			clear(block[n:])
			sum := sha256.Sum256(block)
			sums.Blocks = append(sums.Blocks, hex.EncodeToString(sum[:]))
			filled <- block[:n]
		}
		if err != nil {
			close(filled)
			<-hashed
			if !ended {
				return Sums{}, err
			}
			sums.Whole = hex.EncodeToString(whole.Sum(nil))
			return sums, nil
		}
	}
}
