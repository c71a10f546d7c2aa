package ebs

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"
)

// tokens makes and checks the service's opaque tokens: a few numbers and a MAC that binds them to their purpose.
type tokens struct{ key []byte }

func newTokens() tokens {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return tokens{key}
}

// position is what a token carries.
type position struct {
	index   int
	ordinal int
	expires time.Time
}

const positionSize = 20

// make binds a position to its purpose ("block", snapshot, …).
func (t tokens) make(p position, purpose ...string) string {
	raw := make([]byte, positionSize, positionSize+sha256.Size)
	binary.BigEndian.PutUint64(raw, uint64(p.index))
	binary.BigEndian.PutUint32(raw[8:], uint32(p.ordinal))
	binary.BigEndian.PutUint64(raw[12:], uint64(p.expires.UnixMilli()))
	return base64.StdEncoding.EncodeToString(append(raw, t.mac(raw, purpose)...))
}

// read gives back the position of a token of this purpose that has not expired.
func (t tokens) read(token string, now time.Time, purpose ...string) (position, bool) {
	raw, err := base64.StdEncoding.DecodeString(token)
	if err != nil || len(raw) != positionSize+sha256.Size {
		return position{}, false
	}
	if !hmac.Equal(raw[positionSize:], t.mac(raw[:positionSize], purpose)) {
		return position{}, false
	}
	p := position{
		index:   int(binary.BigEndian.Uint64(raw)),
		ordinal: int(binary.BigEndian.Uint32(raw[8:])),
		expires: time.UnixMilli(int64(binary.BigEndian.Uint64(raw[12:]))),
	}
	return p, now.Before(p.expires)
}

func (t tokens) mac(raw []byte, purpose []string) []byte {
	h := hmac.New(sha256.New, t.key)
	h.Write(raw)
	h.Write([]byte(strings.Join(purpose, "\n")))
	return h.Sum(nil)
}
