package ebs

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"time"
)

var zeroDigest = sha256.Sum256(make([]byte, BlockSize))

// PutRequest is one block as PutSnapshotBlock brings it.
type PutRequest struct {
	Index  int
	Data   []byte
	Digest digest
	// Progress is the client's own estimate in percent, or -1 when it gave none.
	Progress int
}

// Put writes a block into a pending snapshot; a block that is already there is replaced.
func (s *Store) Put(id string, request PutRequest) error {
	target, err := s.lookup(id)
	if err != nil {
		return err
	}
	settings, now := s.settings.get(), s.clock()
	if !s.puts.admit(settings.Quotas.PutsPerSecond, now) {
		return throttled(accountThrottled)
	}
	if !target.rate.admit(settings.Quotas.PutsPerSnapshotPerSecond, now) {
		return throttled(resourceThrottled)
	}
	if request.Index < 0 || request.Index >= target.blockCount() {
		return invalid(invalidBlock, "Block %d lies outside the volume of %d GiB.", request.Index, target.spec.VolumeSize)
	}
	if !settings.SkipDigestCheck || !target.discarded {
		actual := sha256.Sum256(request.Data)
		if subtle.ConstantTimeCompare(actual[:], request.Digest[:]) != 1 {
			return invalid(invalidBlock, "The block's data does not match its checksum.")
		}
	}
	if err := target.beginWrite(request.Index, s.Now()); err != nil {
		return err
	}
	written := block{digest: request.Digest, zero: request.Digest == zeroDigest}
	if !target.discarded && !written.zero {
		_, err = target.file.WriteAt(request.Data, int64(request.Index)*BlockSize)
	}
	target.mu.Lock()
	defer target.mu.Unlock()
	delete(target.writing, request.Index)
	if err != nil {
		return fmt.Errorf("snapshot file: %w", err)
	}
	if _, again := target.blocks[request.Index]; again {
		target.repeated[request.Index] = struct{}{}
	}
	target.blocks[request.Index] = written
	target.puts++
	target.lastActivity = s.Now()
	if request.Progress >= 0 {
		target.progress = request.Progress
	}
	return nil
}

func (s *snapshot) beginWrite(index int, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.takesBlocks(now); err != nil {
		return err
	}
	if _, busy := s.writing[index]; busy {
		return invalid(conflictingUpdate, "Block %d is being written by another request.", index)
	}
	s.writing[index] = struct{}{}
	return nil
}

// takesBlocks must be called with the lock held.
func (s *snapshot) takesBlocks(now time.Time) error {
	switch s.stateAt(now) {
	case Errored:
		return invalid(writeRequestTimeout, "The snapshot '%s' was given up %d minutes after its last block.",
			s.id, s.spec.Timeout)
	case Completed:
		return invalid(invalidSnapshotID, "The snapshot '%s' is completed.", s.id)
	case Pending:
		if s.sealed {
			return invalid(invalidSnapshotID, "The snapshot '%s' is being completed.", s.id)
		}
	}
	return nil
}

// completion is what CompleteSnapshot says of the blocks.
type completion struct {
	changedBlocks int
	// checksum is nil when the client gave none.
	checksum *digest
}

func (c completion) equal(other completion) bool {
	return c.changedBlocks == other.changedBlocks && (c.checksum == nil) == (other.checksum == nil) &&
		(c.checksum == nil || *c.checksum == *other.checksum)
}

// Complete seals a pending snapshot when count and checksum are those of the blocks put into it. It answers `pending`
// as a rule: the snapshot is completed only after a while.
func (s *Store) Complete(id string, request completion) (State, error) {
	target, err := s.lookup(id)
	if err != nil {
		return "", err
	}
	settings := s.settings.get()
	if !s.completes.admit(settings.Quotas.CompletesPerSecond, s.clock()) {
		return "", throttled(accountThrottled)
	}
	target.mu.Lock()
	defer target.mu.Unlock()
	now := s.Now()
	if target.sealed && settings.RepeatedCompleteAccepted && target.completion.equal(request) {
		return target.stateAt(now), nil
	}
	if err := target.takesBlocks(now); err != nil {
		return "", err
	}
	if len(target.writing) > 0 {
		return "", invalid(conflictingUpdate, "%d blocks are still being written.", len(target.writing))
	}
	if request.changedBlocks != len(target.blocks) {
		return "", invalid(invalidParameterValue, "ChangedBlocksCount is %d, but %d blocks were written.",
			request.changedBlocks, len(target.blocks))
	}
	if request.checksum != nil {
		if actual := target.linearChecksum(); actual != *request.checksum {
			return "", invalid(invalidParameterValue, "The checksum does not match the blocks that were written.")
		}
	}
	target.completion = request
	target.seal(now, settings.completeDelay())
	return target.stateAt(now), nil
}
