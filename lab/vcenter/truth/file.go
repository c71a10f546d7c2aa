package truth

import "os"

// file is a plain file that is open only while it is read or written: a lab of 10,000 machines has more of them than a
// process may have open.
type file struct {
	path string
}

// create makes a file of zeros, which must not be there yet.
func create(path string, size int64) (*file, error) {
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := made.Truncate(size); err != nil {
		_ = made.Close()
		return nil, err
	}
	return &file{path: path}, made.Close()
}

// ReadAt is io.ReaderAt's.
func (f *file) ReadAt(content []byte, offset int64) (int, error) {
	opened, err := os.Open(f.path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = opened.Close() }()
	return opened.ReadAt(content, offset)
}

// WriteAt is io.WriterAt's.
func (f *file) WriteAt(content []byte, offset int64) (int, error) {
	opened, err := os.OpenFile(f.path, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	written, err := opened.WriteAt(content, offset)
	if closing := opened.Close(); err == nil {
		err = closing
	}
	return written, err
}

// truncate gives the file another size.
func (f *file) truncate(size int64) error {
	return os.Truncate(f.path, size)
}
