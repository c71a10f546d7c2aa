package ebs

import (
	"bytes"
	"testing"
)

func TestPagesCoverTheListOnceAlsoWhenTheyAreShort(t *testing.T) {
	for _, settings := range []string{`{}`, `{"shortPages":true}`} {
		store := strict(t, settings)
		id := start(t, store, StartRequest{})
		zero := make([]byte, BlockSize)
		for i := range 350 {
			mustPut(t, store, id, i*2, zero)
		}
		finish(t, store, id)
		var seen []int
		query := listQuery{maxResults: 100, start: 1}
		for pages := 0; pages < 40; pages++ {
			listed, err := store.listBlocks(id, query)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range listed.blocks {
				seen = append(seen, b.index)
			}
			if query.pageToken = listed.next; query.pageToken == "" {
				break
			}
		}
		if len(seen) != 349 || seen[0] != 2 || seen[348] != 698 {
			t.Errorf("%s: %d blocks seen", settings, len(seen))
		}
	}
}

func TestTokensAreBoundAndExpire(t *testing.T) {
	store := strict(t, "")
	id, other := start(t, store, StartRequest{}), start(t, store, StartRequest{})
	for i := range 101 {
		mustPut(t, store, id, i, content(uint64(i)))
	}
	mustPut(t, store, other, 0, content(0))
	finish(t, store, id)
	finish(t, store, other)
	listed, _ := store.listBlocks(id, listQuery{maxResults: 100})
	token, buffer := listed.blocks[0].first, make([]byte, BlockSize)
	_, err := store.getBlock(other, 0, token, buffer)
	wants(t, err, "ValidationException", invalidBlockToken)
	_, err = store.getBlock(id, 1, token, buffer)
	wants(t, err, "ValidationException", invalidBlockToken)
	_, err = store.listBlocks(other, listQuery{pageToken: listed.next})
	wants(t, err, "ValidationException", invalidPageToken)
	set(t, store, `{"clockOffsetSeconds":3601}`)
	_, err = store.listBlocks(id, listQuery{pageToken: listed.next})
	wants(t, err, "ValidationException", invalidPageToken)
	if _, err = store.getBlock(id, 0, token, buffer); err != nil {
		t.Error(err)
	}
	set(t, store, `{"clockOffsetSeconds":604801}`)
	_, err = store.getBlock(id, 0, token, buffer)
	wants(t, err, "ValidationException", invalidBlockToken)
	for _, size := range []int{99, 10001} {
		_, err = store.listBlocks(id, listQuery{maxResults: size})
		wants(t, err, "ValidationException", invalidParameterValue)
	}
	_, err = store.listChanged(other, id, listQuery{})
	wants(t, err, "ValidationException", unrelatedSnapshots)
}

func TestAbsentBlocksReadAsNoiseOnlyWhenStartedEncrypted(t *testing.T) {
	store := strict(t, "")
	yes := true
	plain, encrypted := start(t, store, StartRequest{}), start(t, store, StartRequest{Encrypted: &yes})
	zero := make([]byte, BlockSize)
	for _, id := range []string{plain, encrypted} {
		mustPut(t, store, id, 0, content(1))
		mustPut(t, store, id, 1, zero)
		finish(t, store, id)
	}
	copied, err := store.Copy(plain, "copy", nil, Encryption{On: true})
	if err != nil || !copied.Encrypted {
		t.Fatal(err)
	}
	for id, noisy := range map[string]bool{plain: false, encrypted: true, copied.ID: false} {
		volume, err := store.Volume(id)
		if err != nil {
			t.Fatal(err)
		}
		var all bytes.Buffer
		if err := volume.CopyTo(&all, 0, 3*BlockSize); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(all.Bytes()[:BlockSize], content(1)) || !bytes.Equal(all.Bytes()[BlockSize:2*BlockSize], zero) {
			t.Errorf("%s: written blocks differ", id)
		}
		if got := !bytes.Equal(all.Bytes()[2*BlockSize:], zero); got != noisy {
			t.Errorf("%s: an absent block reads as noise: %v, want %v", id, got, noisy)
		}
	}
	child, err := store.Start(StartRequest{VolumeSize: 1, ParentSnapshotID: encrypted})
	if err != nil || !child.Encrypted {
		t.Errorf("the child of an encrypted parent: %+v, %v", child, err)
	}
}

func TestSettingsRefuseWhatTheyDontKnow(t *testing.T) {
	store := strict(t, "")
	for _, document := range []string{`{"completDelayMs":1}`, `{"latencyMs":-1}`, `{"quotas":{"x":1}}`, `[`} {
		if _, err := store.settings.change([]byte(document)); err == nil {
			t.Errorf("%s was taken", document)
		}
	}
}

func FuzzStartDocument(f *testing.F) {
	f.Add([]byte(`{"VolumeSize":1,"Tags":[{"Key":"a","Value":"b"}],"ClientToken":"x","Timeout":10}`))
	f.Add([]byte(`{"VolumeSize":1e99}`))
	f.Fuzz(func(t *testing.T, document []byte) { _, _ = parseStart(document) })
}
