package ebs

import (
	"crypto/sha256"
	"maps"
	"os"
	"slices"
	"sync"
	"time"
)

const (
	// BlockSize is the size of every block: 512 KiB.
	BlockSize = 524288
	// BlocksPerGiB is how many of them a GiB of the volume has.
	BlocksPerGiB = (1 << 30) / BlockSize
)

// State is a snapshot's state as the service names it.
type State string

const (
	// Pending snapshots take blocks, or are on their way to completion.
	Pending State = "pending"
	// Completed snapshots can be read, be parents and make images; they never change.
	Completed State = "completed"
	// Errored snapshots were given up by the service after their time-out.
	Errored State = "error"
)

type digest = [sha256.Size]byte

type block struct {
	digest digest
	// zero blocks take no room on disk.
	zero bool
}

// entry says where the content of one block of a completed snapshot lies.
type entry struct {
	index int
	owner *snapshot
}

type snapshot struct {
	id          string
	spec        StartRequest
	parent      *snapshot
	source      *snapshot // what a copy was made of
	encrypted   bool
	kmsKeyARN   string
	startedAt   time.Time
	visibleFrom time.Time
	rate        rate

	mu           sync.RWMutex
	tags         map[string]string
	blocks       map[int]block
	writing      map[int]struct{}
	puts         int
	repeated     map[int]struct{} // blocks put more than once
	file         *os.File
	lastActivity time.Time
	sealed       bool
	completesAt  time.Time
	progress     int
	completion   completion
	discarded    bool
	view         []entry // every block that the completed snapshot has, by index
}

// stateAt must be called with the lock held.
func (s *snapshot) stateAt(now time.Time) State {
	switch {
	case s.sealed && !now.Before(s.completesAt):
		return Completed
	case s.sealed:
		return Pending
	case now.Sub(s.lastActivity) >= time.Duration(s.spec.Timeout)*time.Minute:
		return Errored
	}
	return Pending
}

func (s *snapshot) state(now time.Time) State {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stateAt(now)
}

func (s *snapshot) blockCount() int { return s.spec.VolumeSize * BlocksPerGiB }

// base is the snapshot whose blocks show through where this one has none.
func (s *snapshot) base() *snapshot {
	if s.source != nil {
		return s.source
	}
	return s.parent
}

// root is the first snapshot of the lineage; a copy begins one of its own.
func (s *snapshot) root() *snapshot {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// absentReadsAsNoise tells what an instance finds where no block was ever written: noise, when the snapshot was started
// encrypted; zeros otherwise, also in an encrypted copy of a plain one, which holds what its source held.
func (s *snapshot) absentReadsAsNoise() bool {
	for s.base() != nil {
		s = s.base()
	}
	return s.encrypted
}

// seal fixes the view; it must be called with the lock held, once, when no block can be written any more.
func (s *snapshot) seal(now time.Time, delay time.Duration) {
	s.sealed, s.completesAt = true, now.Add(delay)
	own := slices.Sorted(maps.Keys(s.blocks))
	var below []entry
	if base := s.base(); base != nil {
		below = base.view
	}
	s.view = make([]entry, 0, len(own)+len(below))
	for len(own) > 0 || len(below) > 0 {
		if len(below) == 0 || (len(own) > 0 && own[0] <= below[0].index) {
			if len(below) > 0 && below[0].index == own[0] {
				below = below[1:]
			}
			s.view = append(s.view, entry{own[0], s})
			own = own[1:]
			continue
		}
		s.view = append(s.view, below[0])
		below = below[1:]
	}
}

// find looks a block up in the view of a completed snapshot.
func (s *snapshot) find(index int) (entry, bool) {
	i, found := slices.BinarySearchFunc(s.view, index, func(e entry, index int) int { return e.index - index })
	if !found {
		return entry{}, false
	}
	return s.view[i], true
}

// linearChecksum is SHA-256 over the raw digests of the blocks put, in index order. The lock must be held.
func (s *snapshot) linearChecksum() digest {
	h := sha256.New()
	for _, index := range slices.Sorted(maps.Keys(s.blocks)) {
		d := s.blocks[index].digest
		h.Write(d[:])
	}
	return digest(h.Sum(nil))
}

// View is what can be said of a snapshot at one instant.
type View struct {
	ID             string            `json:"snapshotId"`
	State          State             `json:"state"`
	Progress       int               `json:"progress"`
	Parent         string            `json:"parent,omitempty"`
	CopyOf         string            `json:"copyOf,omitempty"`
	Encrypted      bool              `json:"encrypted"`
	KmsKeyARN      string            `json:"kmsKeyArn,omitempty"`
	VolumeSize     int               `json:"volumeSize"`
	Description    string            `json:"description"`
	Tags           map[string]string `json:"tags"`
	StartedAt      time.Time         `json:"startedAt"`
	ClientToken    string            `json:"clientToken,omitempty"`
	TimeoutMinutes int               `json:"timeoutMinutes"`
	Puts           int               `json:"puts"`
	DistinctBlocks int               `json:"distinctBlocks"`
	// RepeatedBlocks are the indices of blocks put more than once.
	RepeatedBlocks []int `json:"repeatedBlocks"`
}

func (s *snapshot) describe(now time.Time) View {
	s.mu.RLock()
	defer s.mu.RUnlock()
	view := View{
		ID: s.id, State: s.stateAt(now), Progress: s.progress, Encrypted: s.encrypted, KmsKeyARN: s.kmsKeyARN,
		VolumeSize: s.spec.VolumeSize, Description: s.spec.Description, Tags: maps.Clone(s.tags),
		StartedAt: s.startedAt, ClientToken: s.spec.ClientToken, TimeoutMinutes: s.spec.Timeout,
		Puts: s.puts, DistinctBlocks: len(s.blocks), RepeatedBlocks: slices.Sorted(maps.Keys(s.repeated)),
	}
	if s.parent != nil {
		view.Parent = s.parent.id
	}
	if s.source != nil {
		view.CopyOf = s.source.id
	}
	if view.State == Completed {
		view.Progress = 100
	}
	if view.RepeatedBlocks == nil {
		view.RepeatedBlocks = []int{}
	}
	return view
}
