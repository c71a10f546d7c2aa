package ebs

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/migrationconnector/lab/aws/wire"
)

// strict makes a store whose delays are off and whose quotas are none, so that each test sets what it is about.
func strict(t *testing.T, settings string) *Store {
	t.Helper()
	store, err := NewStore(t.TempDir(), "us-east-1", 7)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	set(t, store, `{"completeDelayMs":0,"visibilityDelayMs":0,"quotas":{"pendingSnapshots":0,"putsPerSecond":0,
		"putsPerSnapshotPerSecond":0,"startsPerSecond":0,"completesPerSecond":0,"listsPerSecond":0,"getsPerSecond":0}}`)
	set(t, store, settings)
	return store
}

func set(t *testing.T, store *Store, settings string) {
	t.Helper()
	if settings == "" {
		return
	}
	if _, err := store.settings.change([]byte(settings)); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, store *Store, request StartRequest) string {
	t.Helper()
	if request.VolumeSize == 0 {
		request.VolumeSize = 1
	}
	made, err := store.Start(request)
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}

func content(seed uint64) []byte {
	data := make([]byte, BlockSize)
	source := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	_, _ = source.Read(data)
	return data
}

func put(store *Store, id string, index int, data []byte) error {
	return store.Put(id, PutRequest{Index: index, Data: data, Digest: sha256.Sum256(data), Progress: -1})
}

func mustPut(t *testing.T, store *Store, id string, index int, data []byte) {
	t.Helper()
	if err := put(store, id, index, data); err != nil {
		t.Fatal(err)
	}
}

func finish(t *testing.T, store *Store, id string) {
	t.Helper()
	found, _ := store.anySnapshot(id)
	sum := found.linearChecksum()
	if _, err := store.Complete(id, completion{len(found.blocks), &sum}); err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, code, reason string) {
	t.Helper()
	var refusal *wire.Error
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Reason != reason {
		t.Errorf("answered %v, want %s %s", err, code, reason)
	}
}

func read(t *testing.T, store *Store, id string, index int) []byte {
	t.Helper()
	listed, err := store.listBlocks(id, listQuery{start: index, maxResults: minResults})
	if err != nil || len(listed.blocks) == 0 || listed.blocks[0].index != index {
		t.Fatalf("block %d is not listed: %v", index, err)
	}
	buffer := make([]byte, BlockSize)
	if _, err := store.getBlock(id, index, listed.blocks[0].first, buffer); err != nil {
		t.Fatal(err)
	}
	return buffer
}

func TestChildShowsTheParentsBlocksUnderItsOwn(t *testing.T) {
	store := strict(t, "")
	parent := start(t, store, StartRequest{})
	mustPut(t, store, parent, 0, content(1))
	mustPut(t, store, parent, 5, content(2))
	finish(t, store, parent)
	child := start(t, store, StartRequest{ParentSnapshotID: parent, VolumeSize: 2})
	mustPut(t, store, child, 5, content(3))
	mustPut(t, store, child, 4000, content(4))
	finish(t, store, child)
	for index, want := range map[int]uint64{0: 1, 5: 3, 4000: 4} {
		if !bytes.Equal(read(t, store, child, index), content(want)) {
			t.Errorf("block %d of the child is not content %d", index, want)
		}
	}
	if !bytes.Equal(read(t, store, parent, 5), content(2)) {
		t.Error("the parent changed")
	}
	listed, _ := store.listBlocks(child, listQuery{})
	if len(listed.blocks) != 3 || listed.volumeSize != 2 {
		t.Errorf("the child lists %d blocks of %d GiB", len(listed.blocks), listed.volumeSize)
	}
	changed, err := store.listChanged(parent, child, listQuery{})
	if err != nil || len(changed.blocks) != 2 || changed.blocks[0].index != 5 || changed.blocks[1].first != "" {
		t.Errorf("changed: %+v, %v", changed.blocks, err)
	}
	if err := store.Delete(parent); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, store, child, 0), content(1)) {
		t.Error("the child lost what it inherited when its parent was deleted")
	}
	_, err = store.listBlocks(parent, listQuery{})
	wants(t, err, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND")
}

func TestPutIsRefused(t *testing.T) {
	store := strict(t, "")
	id := start(t, store, StartRequest{Timeout: 10})
	wrong := PutRequest{Index: 0, Data: content(1), Digest: sha256.Sum256(content(2)), Progress: -1}
	wants(t, store.Put(id, wrong), "ValidationException", invalidBlock)
	wants(t, put(store, id, BlocksPerGiB, content(1)), "ValidationException", invalidBlock)
	wants(t, put(store, id, -1, content(1)), "ValidationException", invalidBlock)
	wants(t, put(store, "snap-00", 0, content(1)), "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND")
	mustPut(t, store, id, BlocksPerGiB-1, content(1))
	set(t, store, `{"clockOffsetSeconds":599}`)
	mustPut(t, store, id, 0, content(1))
	set(t, store, `{"clockOffsetSeconds":1198}`)
	mustPut(t, store, id, 1, content(1))
	set(t, store, `{"clockOffsetSeconds":1799}`)
	wants(t, put(store, id, 2, content(1)), "ValidationException", writeRequestTimeout)
	if view, _ := store.Snapshot(id); view.State != Errored {
		t.Errorf("state %s after the time-out", view.State)
	}
}

func TestCompleteChecksCountAndChecksumAndTakesItsTime(t *testing.T) {
	store := strict(t, `{"completeDelayMs":3600000}`)
	id := start(t, store, StartRequest{})
	mustPut(t, store, id, 1, content(1))
	mustPut(t, store, id, 0, content(2))
	mustPut(t, store, id, 0, content(3))
	one, zero := sha256.Sum256(content(1)), sha256.Sum256(content(3))
	right := sha256.Sum256(append(zero[:], one[:]...))
	wrongOrder := sha256.Sum256(append(one[:], zero[:]...))
	_, err := store.Complete(id, completion{3, &right})
	wants(t, err, "ValidationException", invalidParameterValue)
	_, err = store.Complete(id, completion{2, &wrongOrder})
	wants(t, err, "ValidationException", invalidParameterValue)
	state, err := store.Complete(id, completion{2, &right})
	if err != nil || state != Pending {
		t.Fatalf("%s, %v", state, err)
	}
	wants(t, put(store, id, 2, content(1)), "ValidationException", invalidSnapshotID)
	_, err = store.listBlocks(id, listQuery{})
	wants(t, err, "ValidationException", invalidSnapshotID)
	_, err = store.Start(StartRequest{VolumeSize: 1, ParentSnapshotID: id})
	wants(t, err, "ValidationException", invalidSnapshotID)
	_, err = store.Complete(id, completion{2, &right})
	wants(t, err, "ValidationException", invalidSnapshotID)
	set(t, store, `{"repeatedCompleteAccepted":true}`)
	if state, err = store.Complete(id, completion{2, &right}); err != nil || state != Pending {
		t.Errorf("repeated: %s, %v", state, err)
	}
	_, err = store.Complete(id, completion{1, &right})
	wants(t, err, "ValidationException", invalidSnapshotID)
	set(t, store, `{"clockOffsetSeconds":3601}`)
	view, _ := store.Snapshot(id)
	if view.State != Completed || view.Puts != 3 || view.DistinctBlocks != 2 || len(view.RepeatedBlocks) != 1 {
		t.Errorf("%+v", view)
	}
	wants(t, put(store, id, 2, content(1)), "ValidationException", invalidSnapshotID)
}

func TestStartIsRefused(t *testing.T) {
	store := strict(t, "")
	yes, no := true, false
	parent := start(t, store, StartRequest{VolumeSize: 2})
	finish(t, store, parent)
	key := store.DefaultKeyARN()
	for name, c := range map[string]struct {
		request      StartRequest
		code, reason string
	}{
		"no size":        {StartRequest{}, "ValidationException", invalidVolumeSize},
		"too big":        {StartRequest{VolumeSize: 65537}, "ValidationException", invalidVolumeSize},
		"short time-out": {StartRequest{VolumeSize: 1, Timeout: 9}, "ValidationException", invalidParameterValue},
		"long time-out":  {StartRequest{VolumeSize: 1, Timeout: 4321}, "ValidationException", invalidParameterValue},
		"encrypted child": {StartRequest{VolumeSize: 2, ParentSnapshotID: parent, Encrypted: &yes},
			"ValidationException", invalidParameterValue},
		"unencrypted child": {StartRequest{VolumeSize: 2, ParentSnapshotID: parent, Encrypted: &no},
			"ValidationException", invalidParameterValue},
		"shrunk child":   {StartRequest{VolumeSize: 1, ParentSnapshotID: parent}, "ValidationException", invalidVolumeSize},
		"unknown parent": {StartRequest{VolumeSize: 1, ParentSnapshotID: "snap-0"}, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND"},
		"key alone":      {StartRequest{VolumeSize: 1, KmsKeyARN: key}, "ValidationException", invalidParameterValue},
		"foreign key": {StartRequest{VolumeSize: 1, Encrypted: &yes, KmsKeyARN: "arn:aws:kms:eu-west-1:123456789012:key/x"},
			"ValidationException", invalidCustomerKey},
		"reserved tag": {StartRequest{VolumeSize: 1, Tags: map[string]string{"aws:x": ""}}, "ValidationException", invalidTag},
	} {
		made, err := store.Start(c.request)
		if err == nil {
			t.Errorf("%s made %s", name, made.ID)
			continue
		}
		wants(t, err, c.code, c.reason)
	}
	set(t, store, `{"encryptionByDefault":true}`)
	_, err := store.Start(StartRequest{VolumeSize: 2, ParentSnapshotID: parent})
	wants(t, err, "ValidationException", invalidParameterValue)
	made, err := store.Start(StartRequest{VolumeSize: 1})
	if err != nil || !made.Encrypted || made.KmsKeyARN != key {
		t.Errorf("encryption by default: %+v, %v", made, err)
	}
}

func TestClientTokenMakesOneSnapshotAlsoWhenAskedAtOnce(t *testing.T) {
	store := strict(t, "")
	request := StartRequest{VolumeSize: 1, ClientToken: "t", Tags: map[string]string{"a": "b"}}
	ids := make([]string, 20)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			made, _ := store.Start(request)
			ids[i] = made.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Errorf("one token made %v", ids)
			break
		}
	}
	request.Tags = map[string]string{"a": "c"}
	_, err := store.Start(request)
	wants(t, err, "ConflictException", "")
}

func TestQuotas(t *testing.T) {
	store := strict(t, `{"quotas":{"pendingSnapshots":2,"putsPerSnapshotPerSecond":4}}`)
	now := time.Now()
	store.clock = func() time.Time { return now }
	id := start(t, store, StartRequest{})
	start(t, store, StartRequest{})
	_, err := store.Start(StartRequest{VolumeSize: 1})
	wants(t, err, "ConcurrentLimitExceededException", "")
	data := content(1)
	mustPut(t, store, id, 0, data)
	wants(t, put(store, id, 1, data), "RequestThrottledException", resourceThrottled)
	set(t, store, `{"quotas":{"putsPerSnapshotPerSecond":0},"putsPerSecond":4}`)
	mustPut(t, store, id, 1, data)
	wants(t, put(store, id, 2, data), "RequestThrottledException", accountThrottled)
	now = now.Add(250 * time.Millisecond)
	mustPut(t, store, id, 2, data)
	finish(t, store, id)
	if _, err := store.Start(StartRequest{VolumeSize: 1}); err != nil {
		t.Errorf("a completed snapshot still counts as pending: %v", err)
	}
}

func TestNewSnapshotIsVisibleOnlyAfterAWhile(t *testing.T) {
	store := strict(t, `{"visibilityDelayMs":3600000}`)
	id := start(t, store, StartRequest{})
	wants(t, put(store, id, 0, content(1)), "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND")
	if len(store.Snapshots()) != 0 {
		t.Error("described too early")
	}
}
