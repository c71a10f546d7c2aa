// Package ebs plays the Amazon EBS direct APIs (service model `ebs`, 2019-11-02), stricter than the service where the
// service's behaviour is not known: whoever gets along with it has left nothing to luck.
package ebs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"
)

// Quotas are the account's limits; 0 means none. Defaults: Service Quotas of EBS direct.
type Quotas struct {
	PendingSnapshots         int `json:"pendingSnapshots"`
	PutsPerSecond            int `json:"putsPerSecond"`
	PutsPerSnapshotPerSecond int `json:"putsPerSnapshotPerSecond"`
	StartsPerSecond          int `json:"startsPerSecond"`
	CompletesPerSecond       int `json:"completesPerSecond"`
	ListsPerSecond           int `json:"listsPerSecond"`
	GetsPerSecond            int `json:"getsPerSecond"`
}

// Settings are what tests change at run time. A document that changes them names only the members that change.
type Settings struct {
	// CompleteDelayMs is how long a snapshot stays pending after CompleteSnapshot (and after a copy).
	CompleteDelayMs int `json:"completeDelayMs"`
	// VisibilityDelayMs is how long a new snapshot answers 404.
	VisibilityDelayMs   int    `json:"visibilityDelayMs"`
	EncryptionByDefault bool   `json:"encryptionByDefault"`
	Quotas              Quotas `json:"quotas"`
	// LatencyMs is added to every answer.
	LatencyMs int `json:"latencyMs"`
	// Discard keeps the digests of blocks and forgets their bytes, for benchmarks; such snapshots can't be read back.
	Discard bool `json:"discard"`
	// SkipDigestCheck believes the client's digest, so that the lab's SHA-256 takes no processor from a benchmark.
	SkipDigestCheck bool `json:"skipDigestCheck"`
	// ShortPages makes list pages shorter than asked, some of them empty, as the API reference allows.
	ShortPages bool `json:"shortPages"`
	// RepeatedCompleteAccepted answers a second, equal CompleteSnapshot with the state instead of a refusal.
	RepeatedCompleteAccepted bool `json:"repeatedCompleteAccepted"`
	// ClockOffsetSeconds moves the clock of time-outs and tokens.
	ClockOffsetSeconds int `json:"clockOffsetSeconds"`
	// BlockTokenSeconds and PageTokenSeconds are how long tokens live.
	BlockTokenSeconds int `json:"blockTokenSeconds"`
	PageTokenSeconds  int `json:"pageTokenSeconds"`
}

func defaultSettings() Settings {
	return Settings{
		CompleteDelayMs: 800, VisibilityDelayMs: 300,
		BlockTokenSeconds: 7 * 24 * 3600, PageTokenSeconds: 3600,
		Quotas: Quotas{
			PendingSnapshots: 100, PutsPerSecond: 1000, PutsPerSnapshotPerSecond: 1000,
			StartsPerSecond: 10, CompletesPerSecond: 10, ListsPerSecond: 50, GetsPerSecond: 1000,
		},
	}
}

func (s *Settings) validate() error {
	q := s.Quotas
	for name, value := range map[string]int{
		"completeDelayMs": s.CompleteDelayMs, "visibilityDelayMs": s.VisibilityDelayMs, "latencyMs": s.LatencyMs,
		"blockTokenSeconds": s.BlockTokenSeconds, "pageTokenSeconds": s.PageTokenSeconds,
		"quotas.pendingSnapshots": q.PendingSnapshots, "quotas.putsPerSecond": q.PutsPerSecond,
		"quotas.putsPerSnapshotPerSecond": q.PutsPerSnapshotPerSecond, "quotas.startsPerSecond": q.StartsPerSecond,
		"quotas.completesPerSecond": q.CompletesPerSecond, "quotas.listsPerSecond": q.ListsPerSecond,
		"quotas.getsPerSecond": q.GetsPerSecond,
	} {
		if value < 0 {
			return fmt.Errorf("%s can't be negative", name)
		}
	}
	return nil
}

// liveSettings are read by every call and exchanged whole.
type liveSettings struct{ current atomic.Pointer[Settings] }

func newLiveSettings() *liveSettings {
	l := &liveSettings{}
	settings := defaultSettings()
	l.current.Store(&settings)
	return l
}

func (l *liveSettings) get() Settings { return *l.current.Load() }

func (l *liveSettings) change(document []byte) (Settings, error) {
	settings := l.get()
	if err := unmarshalStrictly(document, &settings); err != nil {
		return Settings{}, err
	}
	if err := settings.validate(); err != nil {
		return Settings{}, err
	}
	l.current.Store(&settings)
	return settings, nil
}

func (s Settings) completeDelay() time.Duration {
	return time.Duration(s.CompleteDelayMs) * time.Millisecond
}

func (s Settings) visibilityDelay() time.Duration {
	return time.Duration(s.VisibilityDelayMs) * time.Millisecond
}

// shortForm lets the account's put rate be set without the quotas around it.
type shortForm struct {
	*Settings
	PutsPerSecond *int `json:"putsPerSecond"`
}

func unmarshalStrictly(document []byte, settings *Settings) error {
	target := shortForm{Settings: settings}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&target); err != nil {
		return err
	}
	if target.PutsPerSecond != nil {
		settings.Quotas.PutsPerSecond = *target.PutsPerSecond
	}
	return nil
}
