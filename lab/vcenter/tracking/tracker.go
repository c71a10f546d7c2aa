// Package tracking is changed block tracking of one disk, from the guest's actual writes.
package tracking

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/migrationconnector/lab/vcenter/extent"
)

// ErrUnknownPoint says that a change id is not one of the disk's present epoch.
var ErrUnknownPoint = errors.New("the change id is not known to the disk's tracking file")

// Everything as a change id asks for the allocated areas.
const Everything = "*"

// Point is a moment that changes can be asked up to: that of a snapshot, or now.
type Point struct {
	epoch string
	seq   int
	live  bool
	// Allocated are the areas that had been written by then.
	Allocated *extent.Set
}

// ID words the point as vSphere's change ids are: sixteen bytes in hex, a stroke, a number. It is empty when the disk
// was not tracked.
func (p Point) ID() string {
	if p.epoch == "" {
		return ""
	}
	return p.epoch + "/" + strconv.Itoa(p.seq)
}

// Tracker follows one disk. Its owner serialises the calls.
type Tracker struct {
	wanted    bool
	epoch     string
	intervals []*extent.Set
	allocated extent.Set
}

// Active tells whether writes are tracked now.
func (t *Tracker) Active() bool { return t.epoch != "" }

// Want says what the configuration asks for; it comes into force at the next stun.
func (t *Tracker) Want(on bool) { t.wanted = on }

// Stun is a moment at which the host opens the disk anew: what is wanted comes into force.
func (t *Tracker) Stun() {
	if t.wanted != t.Active() {
		t.start(t.wanted)
	}
}

// LoseEpoch forgets all changes, as a revert, a resize or a crash does.
func (t *Tracker) LoseEpoch() {
	if t.Active() {
		t.start(true)
	}
}

func (t *Tracker) start(on bool) {
	t.epoch, t.intervals = "", nil
	if on {
		t.epoch, t.intervals = newEpoch(), []*extent.Set{{}}
	}
}

// Note records a write.
func (t *Tracker) Note(offset, length int64) {
	t.allocated.Add(offset, length)
	if t.Active() {
		t.intervals[len(t.intervals)-1].Add(offset, length)
	}
}

// Mark is the point of a snapshot taken now.
func (t *Tracker) Mark() Point {
	if t.Active() {
		t.intervals = append(t.intervals, &extent.Set{})
	}
	point := t.Now()
	point.live = false
	return point
}

// Now is the present as a point.
func (t *Tracker) Now() Point {
	return Point{epoch: t.epoch, seq: max(0, len(t.intervals)-1), live: true, Allocated: t.allocated.Clone()}
}

// Changed are the areas written between a change id and a point.
func (t *Tracker) Changed(since string, until Point) (*extent.Set, error) {
	if until.epoch == "" {
		return nil, fmt.Errorf("%w: the disk was not tracked at that point", ErrUnknownPoint)
	}
	if since == Everything {
		return until.Allocated, nil
	}
	epoch, number, found := strings.Cut(since, "/")
	seq, err := strconv.Atoi(number)
	if !found || err != nil || epoch != t.epoch || epoch != until.epoch || seq < 0 || seq > until.seq {
		return nil, fmt.Errorf("%w: %q", ErrUnknownPoint, since)
	}
	changed := &extent.Set{}
	intervals := t.intervals[:until.seq]
	if until.live {
		intervals = t.intervals
	}
	for _, interval := range intervals[seq:] {
		changed.AddAll(interval)
	}
	return changed, nil
}

func newEpoch() string {
	var id [16]byte
	_, _ = rand.Read(id[:])
	return fmt.Sprintf("% x-% x", id[:8], id[8:])
}
