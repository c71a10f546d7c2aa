// Package sigv4 verifies AWS Signature Version 4 of HTTP requests, by the rules of the AWS General Reference ("Create a
// signed AWS API request"). It shares no code with any SDK, so that a mistake of the signer shows.
package sigv4

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	terminator = "aws4_request"
	timeFormat = "20060102T150405Z"
	dateFormat = "20060102"
)

// What can be wrong with a request's signature. Services word these by codes of their own.
var (
	ErrMissing      = errors.New("the request has no Authorization header")
	ErrIncomplete   = errors.New("the Authorization header or the request's date is incomplete")
	ErrUnknownKey   = errors.New("the access key id is not known")
	ErrMismatch     = errors.New("the signature does not match the request")
	ErrSkewed       = errors.New("the signature's time is more than five minutes away from the service's clock")
	ErrScope        = errors.New("the credential is scoped to another region, service or date")
	ErrBadToken     = errors.New("the session token does not belong to the access key")
	ErrExpiredToken = errors.New("the session's credentials have expired")
)

// Authorization is a parsed Authorization header.
type Authorization struct {
	AccessKeyID   string
	Date          string
	Region        string
	Service       string
	SignedHeaders []string
	Signature     string
	// Time is the request's own time, from X-Amz-Date.
	Time time.Time
}

// Parse reads the request's Authorization and X-Amz-Date headers. Signatures in the query string are not supported.
func Parse(r *http.Request) (Authorization, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return Authorization{}, ErrMissing
	}
	fields, found := strings.CutPrefix(header, algorithm+" ")
	if !found {
		return Authorization{}, ErrIncomplete
	}
	var a Authorization
	for field := range strings.SplitSeq(fields, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		switch name {
		case "Credential":
			if !a.readCredential(value) {
				return Authorization{}, ErrIncomplete
			}
		case "SignedHeaders":
			a.SignedHeaders = strings.Split(value, ";")
		case "Signature":
			a.Signature = value
		}
	}
	var err error
	a.Time, err = time.Parse(timeFormat, r.Header.Get("X-Amz-Date"))
	if err != nil || a.AccessKeyID == "" || len(a.Signature) != 64 || len(a.SignedHeaders) == 0 {
		return Authorization{}, ErrIncomplete
	}
	return a, nil
}

func (a *Authorization) readCredential(value string) bool {
	parts := strings.Split(value, "/")
	if len(parts) != 5 || parts[4] != terminator {
		return false
	}
	a.AccessKeyID, a.Date, a.Region, a.Service = parts[0], parts[1], parts[2], parts[3]
	return true
}

func (a *Authorization) scope() string {
	return a.Date + "/" + a.Region + "/" + a.Service + "/" + terminator
}
