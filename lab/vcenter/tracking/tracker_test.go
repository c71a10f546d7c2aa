package tracking

import (
	"errors"
	"regexp"
	"testing"
)

func TestTrackingBeginsAtTheStun(t *testing.T) {
	tracker := &Tracker{}
	tracker.Note(0, 512)
	tracker.Want(true)
	if tracker.Active() || tracker.Mark().ID() != "" {
		t.Error("tracked before the stun")
	}
	tracker.Stun()
	point := tracker.Mark()
	if !regexp.MustCompile(`^([0-9a-f]{2} ){7}[0-9a-f]{2}-([0-9a-f]{2} ){7}[0-9a-f]{2}/1$`).MatchString(point.ID()) {
		t.Errorf("change id %q", point.ID())
	}
	if all, err := tracker.Changed(Everything, point); err != nil || !all.Covers(0, 512) {
		t.Errorf("allocated areas %v, %v", all, err)
	}
}

func TestChangesAreThoseBetweenTwoPoints(t *testing.T) {
	tracker := &Tracker{}
	tracker.Want(true)
	tracker.Stun()
	first := tracker.Mark()
	tracker.Note(4096, 512)
	second := tracker.Mark()
	tracker.Note(8192, 512)
	third := tracker.Mark()
	tracker.Note(0, 512)
	for _, c := range []struct {
		since, until     Point
		early, late, now bool
	}{
		{first, second, true, false, false},
		{second, third, false, true, false},
		{first, third, true, true, false},
		{third, third, false, false, false},
		{first, tracker.Now(), true, true, true},
		{third, tracker.Now(), false, false, true},
	} {
		changed, err := tracker.Changed(c.since.ID(), c.until)
		if err != nil {
			t.Fatal(err)
		}
		if changed.Covers(4096, 512) != c.early || changed.Covers(8192, 512) != c.late || changed.Covers(0, 512) != c.now {
			t.Errorf("from %s to %s: %v", c.since.ID(), c.until.ID(), changed.Spans())
		}
	}
	if _, err := tracker.Changed(third.ID(), first); !errors.Is(err, ErrUnknownPoint) {
		t.Errorf("changes backwards: %v", err)
	}
}

func TestALostEpochIsUnknown(t *testing.T) {
	tracker := &Tracker{}
	tracker.Want(true)
	tracker.Stun()
	old := tracker.Mark()
	tracker.LoseEpoch()
	for _, since := range []string{old.ID(), "", "52 00/1", "no", old.epoch + "/-1", old.epoch + "/x"} {
		if _, err := tracker.Changed(since, tracker.Mark()); !errors.Is(err, ErrUnknownPoint) {
			t.Errorf("%q is known: %v", since, err)
		}
	}
}
