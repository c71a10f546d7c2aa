package sigv4

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// The key, time and expected signatures are those of the test suite that AWS published for Signature Version 4.
var example = Credential{
	AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Owner: "example",
}

const exampleTime = "20150830T123600Z"

func verifierAt(t *testing.T, now string, credentials ...Credential) *Verifier {
	t.Helper()
	clock, err := time.Parse(timeFormat, now)
	if err != nil {
		t.Fatal(err)
	}
	lookup := func(id string) (Credential, bool) {
		for _, c := range credentials {
			if c.AccessKeyID == id {
				return c, true
			}
		}
		return Credential{}, false
	}
	return NewVerifier("us-east-1", lookup, func() time.Time { return clock })
}

func exampleRequest(method, target, signedHeaders, signature string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "example.amazonaws.com"
	r.Header.Set("X-Amz-Date", exampleTime)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "+
		"SignedHeaders="+signedHeaders+", Signature="+signature)
	return r
}

func verify(v *Verifier, r *http.Request, payload Payload) error {
	a, err := Parse(r)
	if err != nil {
		return err
	}
	_, err = v.Verify(r, a, payload)
	return err
}

func TestPublishedVectors(t *testing.T) {
	v := verifierAt(t, exampleTime, example)
	for name, r := range map[string]*http.Request{
		"get-vanilla": exampleRequest("GET", "/", "host;x-amz-date",
			"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
		"post-vanilla": exampleRequest("POST", "/", "host;x-amz-date",
			"5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
		"get-vanilla-query-order-key-case": exampleRequest("GET", "/?Param2=value2&Param1=value1", "host;x-amz-date",
			"b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
	} {
		if err := verify(v, r, Payload{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryChangeOfTheRequestIsNoticed(t *testing.T) {
	const good = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
	fresh := func() *http.Request { return exampleRequest("GET", "/", "host;x-amz-date", good) }
	v := verifierAt(t, exampleTime, example)
	for name, c := range map[string]struct {
		change  func(*http.Request)
		payload Payload
		want    error
	}{
		"method":          {func(r *http.Request) { r.Method = "PUT" }, Payload{}, ErrMismatch},
		"path":            {func(r *http.Request) { r.URL.Path = "/other" }, Payload{}, ErrMismatch},
		"query":           {func(r *http.Request) { r.URL.RawQuery = "a=b" }, Payload{}, ErrMismatch},
		"host":            {func(r *http.Request) { r.Host = "elsewhere" }, Payload{}, ErrMismatch},
		"body":            {func(*http.Request) {}, Payload{Content: []byte("x")}, ErrMismatch},
		"unsigned header": {func(r *http.Request) { r.Header.Set("X-Amz-Checksum", "1") }, Payload{}, ErrMismatch},
		"unsigned body": {func(r *http.Request) { r.Header.Set("X-Amz-Content-Sha256", unsignedPayload) },
			Payload{}, ErrMismatch},
		"token":      {func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "t") }, Payload{}, ErrMismatch},
		"no date":    {func(r *http.Request) { r.Header.Del("X-Amz-Date") }, Payload{}, ErrIncomplete},
		"other date": {func(r *http.Request) { r.Header.Set("X-Amz-Date", "20150831T123600Z") }, Payload{}, ErrScope},
		"no header":  {func(r *http.Request) { r.Header.Del("Authorization") }, Payload{}, ErrMissing},
		"signature": {func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "5fa0", "5fa1", 1))
		}, Payload{}, ErrMismatch},
		"key": {func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "AKID", "AKIE", 1))
		}, Payload{}, ErrUnknownKey},
		"region": {func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "us-east-1", "eu-west-1", 1))
		}, Payload{}, ErrScope},
		"host unsigned": {func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "host;", "", 1))
		}, Payload{}, ErrIncomplete},
	} {
		r := fresh()
		c.change(r)
		if err := verify(v, r, c.payload); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestClockSkewOfFiveMinutesIsTheLimit(t *testing.T) {
	const good = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
	for now, want := range map[string]error{
		"20150830T123601Z": nil, "20150830T124100Z": nil, "20150830T124101Z": ErrSkewed,
		"20150830T123100Z": nil, "20150830T123059Z": ErrSkewed,
	} {
		r := exampleRequest("GET", "/", "host;x-amz-date", good)
		if err := verify(verifierAt(t, now, example), r, Payload{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", now, err, want)
		}
	}
}

// signFor lets the verifier's own arithmetic make a signature, for cases that the published vectors don't cover.
func signFor(t *testing.T, v *Verifier, c Credential, r *http.Request, payload Payload) {
	t.Helper()
	a, err := Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	hashes, err := payloadHashes(r, payload)
	if err != nil {
		t.Fatal(err)
	}
	canonical, err := canonicalRequest(r, &a, hashes[len(hashes)-1]())
	if err != nil {
		t.Fatal(err)
	}
	const hexDigits = "0123456789abcdef"
	var signature strings.Builder
	for _, b := range v.sign(c, &a, canonical) {
		signature.WriteByte(hexDigits[b>>4])
		signature.WriteByte(hexDigits[b&15])
	}
	r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), a.Signature, signature.String(), 1))
}

func TestSessionTokenMustBelongAndBeAlive(t *testing.T) {
	session := example
	session.SessionToken = "token"
	for name, c := range map[string]struct {
		token   string
		expires string
		want    error
	}{
		"right":   {"token", "20150830T123700Z", nil},
		"wrong":   {"other", "20150830T123700Z", ErrBadToken},
		"expired": {"token", "20150830T123600Z", ErrExpiredToken},
	} {
		session.Expires, _ = time.Parse(timeFormat, c.expires)
		v := verifierAt(t, exampleTime, session)
		r := exampleRequest("GET", "/", "host;x-amz-date;x-amz-security-token", strings.Repeat("0", 64),
			"X-Amz-Security-Token", c.token)
		signFor(t, v, session, r, Payload{})
		if err := verify(v, r, Payload{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestUnsignedPayloadOnlyWhereAllowed(t *testing.T) {
	v := verifierAt(t, exampleTime, example)
	allowed := Payload{Content: []byte("body"), MayBeUnsigned: true}
	for _, header := range []string{"", unsignedPayload} {
		r := exampleRequest("PUT", "/x", "host;x-amz-date", strings.Repeat("0", 64))
		if header != "" {
			r = exampleRequest("PUT", "/x", "host;x-amz-content-sha256;x-amz-date", strings.Repeat("0", 64),
				"X-Amz-Content-Sha256", header)
		}
		signFor(t, v, example, r, allowed)
		if err := verify(v, r, allowed); err != nil {
			t.Errorf("allowed with header %q: %v", header, err)
		}
	}
	r := exampleRequest("PUT", "/x", "host;x-amz-content-sha256;x-amz-date", strings.Repeat("0", 64),
		"X-Amz-Content-Sha256", unsignedPayload)
	signFor(t, v, example, r, allowed)
	if err := verify(v, r, Payload{Content: []byte("body")}); !errors.Is(err, ErrMismatch) {
		t.Errorf("where it is not allowed: %v", err)
	}
}

func FuzzVerifyNeverPanicsAndNeverPasses(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=",
		"a=%zz&b")
	f.Add("AWS4-HMAC-SHA256 Credential=////,SignedHeaders=;;host,Signature=x", "")
	v := NewVerifier("us-east-1", func(string) (Credential, bool) { return example, true }, time.Now)
	f.Fuzz(func(t *testing.T, authorization, query string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = query
		r.Header.Set("X-Amz-Date", exampleTime)
		r.Header.Set("Authorization", authorization)
		if verify(v, r, Payload{}) == nil {
			t.Errorf("%q passed", authorization)
		}
	})
}
