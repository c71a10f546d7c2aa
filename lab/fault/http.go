package fault

import (
	"bytes"
	"errors"
	"net/http"
)

// Classify tells which call a request is; false leaves the request alone.
type Classify func(*http.Request) (Call, bool)

// Middleware applies the rules to the requests of an HTTP service. refuse words a refusal in the service's own format.
// The answers of calls that a rule disturbs after their effect are kept back whole; all others stream.
func (r *Rules) Middleware(classify Classify, refuse func(http.ResponseWriter, *Refusal), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		call, known := classify(request)
		if !known {
			next.ServeHTTP(w, request)
			return
		}
		passage, err := r.Before(request.Context(), call)
		var refusal *Refusal
		switch {
		case errors.As(err, &refusal):
			refuse(w, refusal)
		case err != nil:
			Abort()
		case !passage.Disturbed():
			next.ServeHTTP(w, request)
		default:
			kept := &keptAnswer{header: http.Header{}, status: http.StatusOK}
			next.ServeHTTP(kept, request)
			if passage.After(request.Context()) != nil {
				Abort()
			}
			kept.send(w)
		}
	})
}

// Abort ends the request that the calling goroutine serves by closing its connection. It does not return.
func Abort() { panic(http.ErrAbortHandler) }

type keptAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *keptAnswer) Header() http.Header               { return k.header }
func (k *keptAnswer) WriteHeader(status int)            { k.status = status }
func (k *keptAnswer) Write(content []byte) (int, error) { return k.body.Write(content) }

func (k *keptAnswer) send(w http.ResponseWriter) {
	for name, values := range k.header {
		w.Header()[name] = values
	}
	w.WriteHeader(k.status)
	_, _ = w.Write(k.body.Bytes())
}
