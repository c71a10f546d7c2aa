package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	maxSkew         = 5 * time.Minute
	unsignedPayload = "UNSIGNED-PAYLOAD"
	streamingPrefix = "STREAMING-"
	maxCachedKeys   = 1000
)

// Credential is what the service knows of an access key.
type Credential struct {
	AccessKeyID     string
	SecretAccessKey string
	// SessionToken and Expires are set for temporary credentials only.
	SessionToken string
	Expires      time.Time
	// Owner names the user that the key belongs to.
	Owner string
}

// Payload is the body as it was received and which ways of signing it the operation allows.
type Payload struct {
	Content []byte
	// MayBeUnsigned allows UNSIGNED-PAYLOAD (S3, and PutSnapshotBlock by its service model).
	MayBeUnsigned bool
	// MayStream allows the STREAMING-… forms of S3; the parts' own signatures are not looked at.
	MayStream bool
}

// Verifier checks signatures against the credentials it can look up. It is safe for concurrent use.
type Verifier struct {
	region string
	lookup func(accessKeyID string) (Credential, bool)
	now    func() time.Time

	mu   sync.Mutex
	keys map[string][]byte
}

// NewVerifier makes a verifier for one region; now is the service's clock.
func NewVerifier(region string, lookup func(string) (Credential, bool), now func() time.Time) *Verifier {
	return &Verifier{region: region, lookup: lookup, now: now, keys: map[string][]byte{}}
}

// Verify checks that the request was signed for this region and service by a known, unexpired credential, within the
// last five minutes, with the host, the date and every X-Amz header signed, and returns that credential.
func (v *Verifier) Verify(r *http.Request, a Authorization, payload Payload) (Credential, error) {
	credential, known := v.lookup(a.AccessKeyID)
	if !known {
		return Credential{}, ErrUnknownKey
	}
	if a.Region != v.region || a.Date != a.Time.Format(dateFormat) {
		return Credential{}, ErrScope
	}
	if err := everythingSigned(r, a.SignedHeaders); err != nil {
		return Credential{}, err
	}
	if err := v.verifySignature(r, &a, credential, payload); err != nil {
		return Credential{}, err
	}
	now := v.now()
	if a.Time.Before(now.Add(-maxSkew)) || a.Time.After(now.Add(maxSkew)) {
		return Credential{}, ErrSkewed
	}
	token := r.Header.Get("X-Amz-Security-Token")
	if subtle.ConstantTimeCompare([]byte(token), []byte(credential.SessionToken)) != 1 {
		return Credential{}, ErrBadToken
	}
	if !credential.Expires.IsZero() && !now.Before(credential.Expires) {
		return Credential{}, ErrExpiredToken
	}
	return credential, nil
}

// verifySignature tries the few payload hashes that the signer may have used.
func (v *Verifier) verifySignature(r *http.Request, a *Authorization, credential Credential, payload Payload) error {
	candidates, err := payloadHashes(r, payload)
	if err != nil {
		return err
	}
	for _, hash := range candidates {
		canonical, err := canonicalRequest(r, a, hash())
		if err != nil {
			return err
		}
		expected := hex.EncodeToString(v.sign(credential, a, canonical))
		if subtle.ConstantTimeCompare([]byte(expected), []byte(a.Signature)) == 1 {
			return nil
		}
	}
	return ErrMismatch
}

func (v *Verifier) sign(credential Credential, a *Authorization, canonical string) []byte {
	hash := sha256.Sum256([]byte(canonical))
	text := algorithm + "\n" + a.Time.Format(timeFormat) + "\n" + a.scope() + "\n" + hex.EncodeToString(hash[:])
	return mac(v.signingKey(credential, a), text)
}

// signingKey derives the day's key once per credential and scope.
func (v *Verifier) signingKey(credential Credential, a *Authorization) []byte {
	cacheKey := credential.AccessKeyID + "/" + credential.SecretAccessKey + "/" + a.scope()
	v.mu.Lock()
	key, cached := v.keys[cacheKey]
	v.mu.Unlock()
	if cached {
		return key
	}
	key = mac([]byte("AWS4"+credential.SecretAccessKey), a.Date)
	for _, part := range []string{a.Region, a.Service, terminator} {
		key = mac(key, part)
	}
	v.mu.Lock()
	if len(v.keys) >= maxCachedKeys {
		clear(v.keys)
	}
	v.keys[cacheKey] = key
	v.mu.Unlock()
	return key
}

// everythingSigned checks the signed headers' order and that none which must be signed is left out.
func everythingSigned(r *http.Request, signed []string) error {
	if !slices.IsSorted(signed) || !slices.Contains(signed, "host") {
		return ErrIncomplete
	}
	for name := range r.Header {
		// net/http has made the names canonical.
		if strings.HasPrefix(name, "X-Amz-") && !slices.Contains(signed, strings.ToLower(name)) {
			return ErrMismatch
		}
	}
	return nil
}

// payloadHashes lists what may stand for the body in the canonical request. Where the body may be unsigned, the header
// that says so is optional: botocore leaves it away.
func payloadHashes(r *http.Request, payload Payload) ([]func() string, error) {
	claimed := r.Header.Get("X-Amz-Content-Sha256")
	unsigned := func() string { return unsignedPayload }
	actual := func() string {
		sum := sha256.Sum256(payload.Content)
		return hex.EncodeToString(sum[:])
	}
	switch {
	case claimed == "" && payload.MayBeUnsigned:
		return []func() string{unsigned, actual}, nil
	case claimed == "":
		return []func() string{actual}, nil
	case claimed == unsignedPayload && payload.MayBeUnsigned:
		return []func() string{unsigned}, nil
	case strings.HasPrefix(claimed, streamingPrefix) && payload.MayStream:
		return []func() string{func() string { return claimed }}, nil
	case claimed == actual():
		return []func() string{func() string { return claimed }}, nil
	}
	return nil, ErrMismatch
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
