package vcenter

import (
	"fmt"
	"sync"
	"time"
)

// Lie makes change tracking leave out areas, as broken hosts do, to show that a client finds out.
type Lie struct {
	// Vm is the machine's name or reference.
	Vm string `json:"vm"`
	// Offset and Length are the bytes left out; without a length the first changed area of each answer is left out.
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// Settings are what a test can change while the lab runs.
type Settings struct {
	// CbtGrainBytes is the unit that changed areas are rounded to.
	CbtGrainBytes int64 `json:"cbtGrainBytes"`
	// CbtPageAreas is how many areas one answer holds at most.
	CbtPageAreas int `json:"cbtPageAreas"`
	// CbtLie is nil when change tracking is truthful.
	CbtLie *Lie `json:"cbtLie"`
	// SessionTimeoutSeconds is how long a session lives without SOAP calls.
	SessionTimeoutSeconds float64 `json:"sessionTimeoutSeconds"`
	// LeaseTimeoutSeconds is how long an export lease lives without progress.
	LeaseTimeoutSeconds int `json:"leaseTimeoutSeconds"`
	// FolderLatencyMs is added to each /folder request.
	FolderLatencyMs int `json:"folderLatencyMs"`
}

func defaultSettings() Settings {
	return Settings{CbtGrainBytes: 64 << 10, CbtPageAreas: 2000, SessionTimeoutSeconds: 1800, LeaseTimeoutSeconds: 300}
}

func (s Settings) validate() error {
	switch {
	case s.CbtGrainBytes < 512 || s.CbtGrainBytes&(s.CbtGrainBytes-1) != 0:
		return fmt.Errorf("cbtGrainBytes must be a power of two from 512 on")
	case s.CbtPageAreas < 1:
		return fmt.Errorf("cbtPageAreas must be at least 1")
	case s.SessionTimeoutSeconds <= 0:
		return fmt.Errorf("sessionTimeoutSeconds must be positive")
	case s.LeaseTimeoutSeconds < 1:
		return fmt.Errorf("leaseTimeoutSeconds must be at least 1")
	case s.FolderLatencyMs < 0:
		return fmt.Errorf("folderLatencyMs can't be negative")
	}
	return nil
}

func (s Settings) sessionTimeout() time.Duration {
	return time.Duration(s.SessionTimeoutSeconds * float64(time.Second))
}

type liveSettings struct {
	mu  sync.RWMutex
	now Settings
}

func (l *liveSettings) get() Settings {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.now
}

func (l *liveSettings) set(s Settings) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = s
}
