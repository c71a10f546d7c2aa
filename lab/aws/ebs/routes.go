package ebs

import (
	"crypto/sha256"
	"io"
	"net/http"
	"strconv"

	"github.com/migrationconnector/lab/control"
)

const maxSettings = 64 << 10

// Mount gives the control interface the routes by which tests look at the snapshots and change the settings.
func (s *Store) Mount(server *control.Server) {
	server.Handle("GET /ebs/settings", func(*http.Request) (any, error) { return s.settings.get(), nil })
	server.Handle("POST /ebs/settings", func(r *http.Request) (any, error) {
		document, err := io.ReadAll(io.LimitReader(r.Body, maxSettings))
		if err != nil {
			return nil, err
		}
		settings, err := s.settings.change(document)
		if err != nil {
			return nil, control.BadRequest("settings: %v", err)
		}
		return settings, nil
	})
	server.Handle("GET /ebs/snapshots", func(*http.Request) (any, error) {
		return s.describeAll(func(*snapshot) bool { return true }), nil
	})
	server.Handle("GET /ebs/snapshots/{id}", func(r *http.Request) (any, error) {
		found, err := s.anySnapshot(r.PathValue("id"))
		if err != nil {
			return nil, err
		}
		return found.describe(s.Now()), nil
	})
	server.Handle("GET /ebs/snapshots/{id}/volume/sha256", func(r *http.Request) (any, error) {
		volume, err := s.Volume(r.PathValue("id"))
		if err != nil {
			return nil, control.NotFound("%v", err)
		}
		size, err := number(r, "size", volume.Size())
		if err != nil {
			return nil, err
		}
		sum, err := volume.SHA256(size)
		if err != nil {
			return nil, control.BadRequest("%v", err)
		}
		return map[string]any{"sizeBytes": size, "sha256": sum}, nil
	})
	server.HandleRaw("GET /ebs/snapshots/{id}/volume", s.serveVolume)
	server.Handle("POST /ebs/snapshots/{id}/damage", s.damage)
}

// serveVolume sends bytes of the volume that the snapshot would make, as an instance sees them.
func (s *Store) serveVolume(w http.ResponseWriter, r *http.Request) {
	volume, err := s.Volume(r.PathValue("id"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	offset, err := number(r, "offset", 0)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	length, err := number(r, "length", volume.Size()-offset)
	if err != nil || offset < 0 || length < 0 || offset > volume.Size()-length {
		http.Error(w, "offset and length must lie within the volume", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	_ = volume.CopyTo(w, offset, length)
}

// damage plants a fault, so that a test can show that its checker notices: it flips one bit of a stored block and leaves
// the digest as it is, or (consistent) gives the block the digest of its wrong bytes.
func (s *Store) damage(r *http.Request) (any, error) {
	var at struct {
		BlockIndex int  `json:"blockIndex"`
		Byte       int  `json:"byte"`
		Consistent bool `json:"consistent"`
	}
	if err := control.Decode(r, &at); err != nil {
		return nil, err
	}
	found, err := s.readable(r.PathValue("id"))
	if err != nil {
		return nil, control.NotFound("%v", err)
	}
	e, present := found.find(at.BlockIndex)
	if !present || at.Byte < 0 || at.Byte >= BlockSize {
		return nil, control.BadRequest("no such block or byte")
	}
	buffer := make([]byte, BlockSize)
	if _, err := e.read(buffer); err != nil {
		return nil, control.BadRequest("%v", err)
	}
	buffer[at.Byte] ^= 1
	if _, err := e.owner.file.WriteAt(buffer, int64(e.index)*BlockSize); err != nil {
		return nil, err
	}
	e.owner.mu.Lock()
	defer e.owner.mu.Unlock()
	stored := e.owner.blocks[e.index]
	stored.zero = false
	if at.Consistent {
		stored.digest = sha256.Sum256(buffer)
	}
	e.owner.blocks[e.index] = stored
	return control.Done, nil
}

func (s *Store) anySnapshot(id string) (*snapshot, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found, known := s.snapshots[id]
	if !known {
		return nil, control.NotFound("no snapshot %s", id)
	}
	return found, nil
}

func number(r *http.Request, name string, otherwise int64) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, control.BadRequest("%s=%q is not a number", name, text)
	}
	return value, nil
}
