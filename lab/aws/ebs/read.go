package ebs

import (
	"fmt"
	"strings"
	"time"
)

const (
	minResults     = 100
	maxResults     = 10000
	defaultResults = 1000
)

// listQuery says which page of a list is wanted; maxResults 0 means the default.
type listQuery struct {
	pageToken  string
	maxResults int
	start      int
}

// listedBlock is a block with its token; in lists of changed blocks with one for each snapshot that has it.
type listedBlock struct {
	index         int
	first, second string
}

type listing struct {
	blocks     []listedBlock
	next       string
	expires    time.Time
	volumeSize int
}

// pair is one index of a list, before it has tokens.
type pair struct {
	index                 int
	firstOwns, secondOwns bool
}

// listBlocks pages through all blocks that a completed snapshot has, inherited ones too.
func (s *Store) listBlocks(id string, query listQuery) (listing, error) {
	listed, err := s.readable(id)
	if err != nil {
		return listing{}, err
	}
	if !s.lists.admit(s.settings.get().Quotas.ListsPerSecond, s.clock()) {
		return listing{}, throttled(accountThrottled)
	}
	all := make([]pair, len(listed.view))
	for i, e := range listed.view {
		all[i] = pair{index: e.index, firstOwns: true}
	}
	return s.page(all, [2]*snapshot{listed, nil}, query)
}

// listChanged pages through the blocks that are not the same block in two snapshots of one lineage. As in the service a
// block that was put again with equal bytes counts as changed.
func (s *Store) listChanged(firstID, secondID string, query listQuery) (listing, error) {
	first, err := s.readable(firstID)
	if err != nil {
		return listing{}, err
	}
	second, err := s.readable(secondID)
	if err != nil {
		return listing{}, err
	}
	if !s.lists.admit(s.settings.get().Quotas.ListsPerSecond, s.clock()) {
		return listing{}, throttled(accountThrottled)
	}
	if first.root() != second.root() {
		return listing{}, invalid(unrelatedSnapshots, "The snapshots '%s' and '%s' are not of one lineage.", firstID, secondID)
	}
	return s.page(changedPairs(first.view, second.view), [2]*snapshot{first, second}, query)
}

func changedPairs(first, second []entry) []pair {
	var changed []pair
	for len(first) > 0 || len(second) > 0 {
		switch {
		case len(second) == 0 || (len(first) > 0 && first[0].index < second[0].index):
			changed = append(changed, pair{index: first[0].index, firstOwns: true})
			first = first[1:]
		case len(first) == 0 || second[0].index < first[0].index:
			changed = append(changed, pair{index: second[0].index, secondOwns: true})
			second = second[1:]
		default:
			if first[0].owner != second[0].owner {
				changed = append(changed, pair{first[0].index, true, true})
			}
			first, second = first[1:], second[1:]
		}
	}
	return changed
}

func (s *Store) page(all []pair, of [2]*snapshot, query listQuery) (listing, error) {
	settings, now := s.settings.get(), s.Now()
	if query.maxResults == 0 {
		query.maxResults = defaultResults
	}
	if query.maxResults < minResults || query.maxResults > maxResults {
		return listing{}, invalid(invalidParameterValue, "MaxResults is %d to %d.", minResults, maxResults)
	}
	purpose := []string{"page", of[0].id}
	last := of[0]
	if of[1] != nil {
		purpose = append(purpose, of[1].id)
		last = of[1]
	}
	at := position{index: query.start}
	if query.pageToken != "" {
		var valid bool
		if at, valid = s.tokens.read(query.pageToken, now, purpose...); !valid {
			return listing{}, invalid(invalidPageToken, "The page token is not valid or has expired.")
		}
	}
	size := query.maxResults
	if settings.ShortPages {
		size /= 2
		if at.ordinal%3 == 1 {
			size = 0
		}
	}
	answer := listing{
		volumeSize: last.spec.VolumeSize, expires: now.Add(time.Duration(settings.BlockTokenSeconds) * time.Second),
		blocks: []listedBlock{},
	}
	for _, p := range all {
		if p.index < at.index {
			continue
		}
		if len(answer.blocks) == size {
			pageExpires := now.Add(time.Duration(settings.PageTokenSeconds) * time.Second)
			answer.next = s.tokens.make(position{p.index, at.ordinal + 1, pageExpires}, purpose...)
			break
		}
		answer.blocks = append(answer.blocks, s.withTokens(p, of, answer.expires))
	}
	return answer, nil
}

func (s *Store) withTokens(p pair, of [2]*snapshot, expires time.Time) listedBlock {
	listed := listedBlock{index: p.index}
	at := position{index: p.index, expires: expires}
	if p.firstOwns {
		listed.first = s.tokens.make(at, "block", of[0].id)
	}
	if p.secondOwns {
		listed.second = s.tokens.make(at, "block", of[1].id)
	}
	return listed
}

// getBlock reads a block of a completed snapshot into buffer; the token must be of this snapshot and block.
func (s *Store) getBlock(id string, index int, token string, buffer []byte) (digest, error) {
	found, err := s.readable(id)
	if err != nil {
		return digest{}, err
	}
	if !s.gets.admit(s.settings.get().Quotas.GetsPerSecond, s.clock()) {
		return digest{}, throttled(accountThrottled)
	}
	if at, valid := s.tokens.read(strings.TrimSpace(token), s.Now(), "block", id); !valid || at.index != index {
		return digest{}, invalid(invalidBlockToken, "The block token is not valid or has expired.")
	}
	e, present := found.find(index)
	if !present {
		return digest{}, invalid(invalidBlock, "The snapshot '%s' has no block %d.", id, index)
	}
	return e.read(buffer)
}

// readable finds a snapshot whose blocks can be listed and read: a completed one.
func (s *Store) readable(id string) (*snapshot, error) {
	found, err := s.lookup(id)
	if err != nil {
		return nil, err
	}
	if state := found.state(s.Now()); state != Completed {
		return nil, invalid(invalidSnapshotID, "The snapshot '%s' is %s, not completed.", id, state)
	}
	return found, nil
}

// read fills buffer, one block long, with the entry's content. Blocks of sealed snapshots change no more.
func (e entry) read(buffer []byte) (digest, error) {
	e.owner.mu.RLock()
	stored := e.owner.blocks[e.index]
	e.owner.mu.RUnlock()
	if stored.zero {
		clear(buffer)
		return stored.digest, nil
	}
	if e.owner.discarded {
		return digest{}, fmt.Errorf("the bytes of snapshot %s were discarded, as the lab was told", e.owner.id)
	}
	if _, err := e.owner.file.ReadAt(buffer, int64(e.index)*BlockSize); err != nil {
		return digest{}, fmt.Errorf("snapshot file: %w", err)
	}
	return stored.digest, nil
}
