package sigv4

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// canonicalRequest words the request as its signer must have seen it.
func canonicalRequest(r *http.Request, a *Authorization, payloadHash string) (string, error) {
	var text strings.Builder
	text.WriteString(r.Method)
	text.WriteByte('\n')
	text.WriteString(canonicalPath(r, a.Service))
	text.WriteByte('\n')
	query, err := canonicalQuery(r.URL.RawQuery)
	if err != nil {
		return "", err
	}
	text.WriteString(query)
	text.WriteByte('\n')
	for _, name := range a.SignedHeaders {
		value, present := headerValue(r, name)
		if !present {
			return "", ErrMismatch
		}
		text.WriteString(name)
		text.WriteByte(':')
		text.WriteString(value)
		text.WriteByte('\n')
	}
	text.WriteByte('\n')
	text.WriteString(strings.Join(a.SignedHeaders, ";"))
	text.WriteByte('\n')
	text.WriteString(payloadHash)
	return text.String(), nil
}

// canonicalPath encodes the path as sent once more, but for S3, whose keys are signed as they are sent.
func canonicalPath(r *http.Request, service string) string {
	path := r.URL.EscapedPath()
	if path == "" {
		return "/"
	}
	if service == "s3" {
		return path
	}
	return encode(path, true)
}

func canonicalQuery(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	var pairs []string
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		plainName, err := url.QueryUnescape(name)
		if err != nil {
			return "", ErrMismatch
		}
		plainValue, err := url.QueryUnescape(value)
		if err != nil {
			return "", ErrMismatch
		}
		pairs = append(pairs, encode(plainName, false)+"="+encode(plainValue, false))
	}
	slices.SortFunc(pairs, func(a, b string) int {
		nameA, valueA, _ := strings.Cut(a, "=")
		nameB, valueB, _ := strings.Cut(b, "=")
		if order := strings.Compare(nameA, nameB); order != 0 {
			return order
		}
		return strings.Compare(valueA, valueB)
	})
	return strings.Join(pairs, "&"), nil
}

// headerValue finds a signed header, also those that net/http keeps apart.
func headerValue(r *http.Request, name string) (string, bool) {
	switch name {
	case "host":
		return r.Host, r.Host != ""
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10), r.ContentLength >= 0
	case "transfer-encoding":
		return strings.Join(r.TransferEncoding, ","), len(r.TransferEncoding) > 0
	}
	values := r.Header.Values(name)
	if len(values) == 0 {
		return "", false
	}
	if len(values) == 1 {
		return collapse(values[0]), true
	}
	collapsed := make([]string, len(values))
	for i, value := range values {
		collapsed[i] = collapse(value)
	}
	return strings.Join(collapsed, ","), true
}

// collapse trims a header's value and makes each run of spaces one.
func collapse(value string) string {
	value = strings.Trim(value, " \t")
	if !strings.Contains(value, "  ") {
		return value
	}
	return strings.Join(strings.FieldsFunc(value, func(c rune) bool { return c == ' ' }), " ")
}

const upperHex = "0123456789ABCDEF"

// encode is the URI encoding of SigV4: everything but unreserved characters, in upper-case hex.
func encode(text string, keepSlash bool) string {
	plain := true
	for i := range len(text) {
		if !unreserved(text[i]) && (text[i] != '/' || !keepSlash) {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	encoded := make([]byte, 0, len(text)+16)
	for i := range len(text) {
		c := text[i]
		if unreserved(c) || (c == '/' && keepSlash) {
			encoded = append(encoded, c)
			continue
		}
		encoded = append(encoded, '%', upperHex[c>>4], upperHex[c&15])
	}
	return string(encoded)
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
