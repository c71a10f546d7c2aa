package sigv4

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Sign signs a request as a client of the service would, for tests and benchmarks of the lab itself. The payload is the
// body, or may be left unsigned. It shares this package's arithmetic, so that it can't vouch for the verifier: the
// published vectors and botocore do.
func Sign(r *http.Request, c Credential, service, region string, now time.Time, payload Payload) error {
	r.Header.Set("X-Amz-Date", now.UTC().Format(timeFormat))
	if c.SessionToken != "" {
		r.Header.Set("X-Amz-Security-Token", c.SessionToken)
	}
	if payload.MayBeUnsigned {
		r.Header.Set("X-Amz-Content-Sha256", unsignedPayload)
	}
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	a := Authorization{
		AccessKeyID: c.AccessKeyID, Date: now.UTC().Format(dateFormat), Region: region, Service: service,
		SignedHeaders: []string{"host"}, Time: now.UTC(),
	}
	for name := range r.Header {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-amz-") {
			a.SignedHeaders = append(a.SignedHeaders, lower)
		}
	}
	slices.Sort(a.SignedHeaders)
	hashes, err := payloadHashes(r, payload)
	if err != nil {
		return err
	}
	canonical, err := canonicalRequest(r, &a, hashes[0]())
	if err != nil {
		return err
	}
	signer := &Verifier{keys: map[string][]byte{}}
	r.Header.Set("Authorization", algorithm+" Credential="+c.AccessKeyID+"/"+a.scope()+", SignedHeaders="+
		strings.Join(a.SignedHeaders, ";")+", Signature="+hex.EncodeToString(signer.sign(c, &a, canonical)))
	return nil
}
