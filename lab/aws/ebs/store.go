package ebs

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/migrationconnector/lab/aws/gate"
)

// Store holds the account's snapshots; the blocks' bytes lie in one sparse file a snapshot. It is safe for concurrent
// use. It begins empty: what an earlier run left in the directory is removed.
type Store struct {
	dir      string
	region   string
	settings *liveSettings
	tokens   tokens
	noise    uint64
	// clock is the machine's, by which rates are limited.
	clock func() time.Time

	puts, starts, completes, lists, gets rate
	starting                             sync.Mutex

	mu        sync.RWMutex
	snapshots map[string]*snapshot
	byToken   map[string]*snapshot
	files     map[*snapshot]string
}

// NewStore makes an empty account under a directory of its own; noise seeds what unwritten blocks read as.
func NewStore(dir, region string, noise uint64) (*Store, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("snapshot directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("snapshot directory: %w", err)
	}
	return &Store{
		dir: dir, region: region, settings: newLiveSettings(), tokens: newTokens(), noise: noise, clock: time.Now,
		snapshots: map[string]*snapshot{}, byToken: map[string]*snapshot{}, files: map[*snapshot]string{},
	}, nil
}

// Now is the clock of time-outs and tokens.
func (s *Store) Now() time.Time {
	return time.Now().Add(time.Duration(s.settings.get().ClockOffsetSeconds) * time.Second)
}

// EncryptionByDefault tells the account's setting.
func (s *Store) EncryptionByDefault() bool { return s.settings.get().EncryptionByDefault }

// SetEncryptionByDefault changes it.
func (s *Store) SetEncryptionByDefault(on bool) {
	settings := s.settings.get()
	settings.EncryptionByDefault = on
	s.settings.current.Store(&settings)
}

// DefaultKeyARN is the KMS key of encrypted snapshots for which no other was named.
func (s *Store) DefaultKeyARN() string {
	return "arn:aws:kms:" + s.region + ":" + gate.AccountID + ":key/5f7d2c1e-0b6a-4b8e-9f0a-6c1d2e3f4a5b"
}

// lookup finds a snapshot as the service's own operations see it: not before it is visible.
func (s *Store) lookup(id string) (*snapshot, error) {
	s.mu.RLock()
	found, known := s.snapshots[id]
	s.mu.RUnlock()
	if !known || time.Now().Before(found.visibleFrom) {
		return nil, notFound(id)
	}
	return found, nil
}

// Snapshot describes one snapshot, if it is there and visible.
func (s *Store) Snapshot(id string) (View, bool) {
	found, err := s.lookup(id)
	if err != nil {
		return View{}, false
	}
	return found.describe(s.Now()), true
}

func (s *Store) tagsOf(id string) map[string]string {
	found, err := s.lookup(id)
	if err != nil {
		return nil
	}
	found.mu.RLock()
	defer found.mu.RUnlock()
	return maps.Clone(found.tags)
}

// Snapshots describes all that are visible, oldest first.
func (s *Store) Snapshots() []View {
	return s.describeAll(func(x *snapshot) bool { return !time.Now().Before(x.visibleFrom) })
}

func (s *Store) describeAll(wanted func(*snapshot) bool) []View {
	s.mu.RLock()
	all := slices.Collect(maps.Values(s.snapshots))
	s.mu.RUnlock()
	now := s.Now()
	views := []View{}
	for _, x := range all {
		if wanted(x) {
			views = append(views, x.describe(now))
		}
	}
	slices.SortFunc(views, func(a, b View) int { return a.StartedAt.Compare(b.StartedAt) })
	return views
}

// ChangeTags lets change edit the snapshot's tags.
func (s *Store) ChangeTags(id string, change func(map[string]string)) error {
	found, err := s.lookup(id)
	if err != nil {
		return err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	change(found.tags)
	return nil
}

// Delete removes a snapshot in any state. Blocks that children show stay on disk as long as a child lives.
func (s *Store) Delete(id string) error {
	if _, err := s.lookup(id); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.snapshots, id)
	needed := map[*snapshot]bool{}
	for _, live := range s.snapshots {
		for x := live; x != nil; x = x.base() {
			needed[x] = true
		}
	}
	for x, path := range s.files {
		if !needed[x] {
			_ = x.file.Close()
			_ = os.Remove(path)
			delete(s.files, x)
		}
	}
	return nil
}

// Encryption says whether a copy is to be encrypted and by which key; the account's default one when KeyARN is empty.
type Encryption struct {
	On     bool
	KeyARN string
}

// Copy makes a snapshot of its own from a completed one, encrypted or not, as CopySnapshot does.
func (s *Store) Copy(id, description string, tags map[string]string, encryption Encryption) (View, error) {
	source, err := s.readable(id)
	if err != nil {
		return View{}, err
	}
	spec := StartRequest{
		VolumeSize: source.spec.VolumeSize, Description: description, Tags: tags, Timeout: defaultTimeout,
	}
	made, err := s.add(spec, nil, func(x *snapshot) {
		x.source = source
		x.encrypted = encryption.On || source.encrypted || s.EncryptionByDefault()
		if x.encrypted {
			x.kmsKeyARN = cmp.Or(encryption.KeyARN, source.kmsKeyARN, s.DefaultKeyARN())
		}
	})
	if err != nil {
		return View{}, err
	}
	made.mu.Lock()
	made.seal(s.Now(), s.settings.get().completeDelay())
	made.mu.Unlock()
	return made.describe(s.Now()), nil
}

// add makes the record and the file of a new snapshot and registers it.
func (s *Store) add(spec StartRequest, parent *snapshot, shape func(*snapshot)) (*snapshot, error) {
	var raw [9]byte
	_, _ = rand.Read(raw[:])
	made := &snapshot{
		id: "snap-" + hex.EncodeToString(raw[:])[:17], spec: spec, parent: parent, tags: map[string]string{},
		blocks: map[int]block{}, writing: map[int]struct{}{}, repeated: map[int]struct{}{}, startedAt: s.Now(), lastActivity: s.Now(),
		visibleFrom: time.Now().Add(s.settings.get().visibilityDelay()),
	}
	maps.Copy(made.tags, spec.Tags)
	shape(made)
	path := filepath.Join(s.dir, made.id+".blocks")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("snapshot file: %w", err)
	}
	made.file = file
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snapshots[made.id] = made
	s.files[made] = path
	return made, nil
}

// Close closes the files; they stay where they are.
func (s *Store) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for x := range s.files {
		_ = x.file.Close()
	}
}
